// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/ActionWords.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <array>

// One short order for each kind of action.

namespace raftarium {

namespace {

/// Says an action; a function for each kind.
class ActionSpeaker {
    Q_DECLARE_TR_FUNCTIONS(ActionSpeaker)

public:
    explicit ActionSpeaker(const raft::Cluster& cluster) : cluster_(cluster) {}

    QString operator()(const raft::action::Stop& act) const { return tr("stop %1").arg(name(act.server)); }
    QString operator()(const raft::action::Restart& act) const { return tr("restart %1").arg(name(act.server)); }
    QString operator()(const raft::action::Pause& act) const { return tr("pause %1").arg(name(act.server)); }
    QString operator()(const raft::action::Resume& act) const { return tr("resume %1").arg(name(act.server)); }
    QString operator()(const raft::action::Timeout& act) const { return tr("time %1 out").arg(name(act.server)); }
    QString operator()(const raft::action::Heartbeat& act) const { return tr("heartbeat of %1").arg(name(act.server)); }
    QString operator()(const raft::action::Submit& act) const {
        return tr("submit “%1” to %2")
            .arg(QString::fromStdString(act.command.text()), act.server == 0 ? tr("the leader") : name(act.server));
    }
    QString operator()(const raft::action::Cut& act) const {
        return tr("cut %1").arg(link(act.from, act.to, act.oneWay));
    }
    QString operator()(const raft::action::Heal& act) const {
        return tr("heal %1").arg(link(act.from, act.to, act.oneWay));
    }
    QString operator()(const raft::action::Partition& act) const {
        return tr("partition %1").arg(partitionWords(act.groups, cluster_));
    }
    QString operator()(const raft::action::HealAll&) const { return tr("heal all links"); }
    QString operator()(const raft::action::Block& act) const { return tr("block %1").arg(blockade(act.blockade)); }
    QString operator()(const raft::action::Unblock& act) const { return tr("unblock %1").arg(blockade(act.blockade)); }
    QString operator()(const raft::action::Drop& act) const { return tr("drop %1").arg(message(act.choice)); }
    QString operator()(const raft::action::Delay& act) const {
        return tr("delay %1 by %2 ms").arg(message(act.choice)).arg(act.by / 1000);
    }
    QString operator()(const raft::action::Duplicate& act) const { return tr("duplicate %1").arg(message(act.choice)); }
    QString operator()(const raft::action::Deliver& act) const { return tr("deliver %1 now").arg(message(act.choice)); }
    QString operator()(const raft::action::SetTiming& act) const {
        return act.from == 0 ? tr("change the timing")
                             : tr("change the timing of %1").arg(link(act.from, act.to, true));
    }
    QString operator()(const raft::action::SetOptions& act) const {
        return act.preset ? tr("set the options to %1").arg(QString::fromLatin1(raft::presetNames()[*act.preset]))
                          : tr("change the options");
    }
    QString operator()(const raft::action::Transfer& act) const {
        return tr("hand leadership over to %1").arg(name(act.to));
    }
    QString operator()(const raft::action::TakeSnapshot& act) const {
        return tr("snapshot of %1").arg(name(act.server));
    }
    QString operator()(const raft::action::Read& act) const {
        return tr("read %1 from %2")
            .arg(QString::fromStdString(act.key), act.server == 0 ? tr("the leader") : name(act.server));
    }
    QString operator()(const raft::action::ChangeConfiguration& act) const {
        QStringList names;
        for (const raft::ServerId id : act.voters)
            names += name(id);
        return act.joint ? tr("change the voters to %1 by joint consensus").arg(names.join(QLatin1Char(' ')))
                         : tr("change the voters to %1, one at a time").arg(names.join(QLatin1Char(' ')));
    }
    QString operator()(const raft::action::AddServer& act) const {
        return act.voting ? tr("add %1").arg(name(act.server)) : tr("add %1 as a learner").arg(name(act.server));
    }
    QString operator()(const raft::action::RemoveServer& act) const { return tr("remove %1").arg(name(act.server)); }
    QString operator()(const raft::action::LeaveJoint&) const { return tr("leave the joint configuration"); }
    QString operator()(const raft::action::Promote& act) const { return tr("promote %1").arg(name(act.server)); }
    QString operator()(const raft::action::Clock& act) const {
        return act.speed ? tr("set the clock of %1 to speed %2")
                               .arg(name(act.server), QString::fromStdString(raft::speedText(*act.speed)))
                         : tr("set the clock of %1 %2 ms on").arg(name(act.server)).arg(act.jump / 1000);
    }
    QString operator()(const raft::action::SetWeather& act) const {
        const auto position = positionOf(act.weather);
        return position ? tr("set the weather to %1").arg(weatherWords(*position)) : tr("set the weather");
    }
    QString operator()(const raft::action::SetLoad& act) const {
        return act.load.isOn() ? tr("set the load to %1").arg(loadWords(act.load)) : tr("stop the load");
    }
    QString operator()(const raft::action::SetPriority& act) const {
        return tr("set the priority of %1 to %2").arg(name(act.server)).arg(act.priority);
    }
    QString operator()(const raft::action::Disk& act) const {
        switch (act.state) {
        case raft::DiskState::slow:
            return tr("make the disk of %1 slow").arg(name(act.server));
        case raft::DiskState::full:
            return tr("fill the disk of %1").arg(name(act.server));
        case raft::DiskState::lost:
            return tr("lose the disk of %1").arg(name(act.server));
        case raft::DiskState::ok:
            break;
        }
        return tr("mend the disk of %1").arg(name(act.server));
    }
    QString operator()(const raft::action::AlignTimers&) const { return tr("align the election timers"); }
    QString operator()(const raft::action::SpreadTimers&) const { return tr("spread the election timers"); }

private:
    [[nodiscard]] QString name(raft::ServerId id) const { return QString::fromStdString(cluster_.nameOf(id)); }

    [[nodiscard]] QString link(raft::ServerId from, raft::ServerId to, bool oneWay) const {
        return name(from) + (oneWay ? QStringLiteral(" → ") : QStringLiteral("–")) + name(to);
    }

    [[nodiscard]] QString blockade(const raft::Blockade& blockade) const {
        QString what = blockade.message ? messageKindWords(*blockade.message) : tr("all messages");
        if (blockade.from != 0)
            what = tr("%1 from %2").arg(what, name(blockade.from));
        if (blockade.to != 0)
            what = tr("%1 to %2").arg(what, name(blockade.to));
        return what;
    }

    [[nodiscard]] static QString message(const raft::action::MessageChoice& choice) {
        return choice.id != 0 ? tr("message %1").arg(choice.id) : tr("a message");
    }

    const raft::Cluster& cluster_;
};

} // namespace

QString actionWords(const raft::Action& action, const raft::Cluster& cluster) {
    return std::visit(ActionSpeaker(cluster), action);
}

QString messageKindWords(raft::MessageKind kind) {
    switch (kind) {
    case raft::MessageKind::requestVote:
        return QStringLiteral("RequestVote");
    case raft::MessageKind::requestVoteReply:
        return QCoreApplication::translate("ActionSpeaker", "reply to RequestVote");
    case raft::MessageKind::appendEntries:
        return QStringLiteral("AppendEntries");
    case raft::MessageKind::appendEntriesReply:
        return QCoreApplication::translate("ActionSpeaker", "reply to AppendEntries");
    case raft::MessageKind::preVote:
        return QStringLiteral("PreVote");
    case raft::MessageKind::timeoutNow:
        return QStringLiteral("TimeoutNow");
    case raft::MessageKind::preVoteReply:
        return QCoreApplication::translate("ActionSpeaker", "reply to PreVote");
    case raft::MessageKind::readIndex:
        return QStringLiteral("ReadIndex");
    case raft::MessageKind::readIndexReply:
        return QCoreApplication::translate("ActionSpeaker", "reply to ReadIndex");
    case raft::MessageKind::installSnapshot:
        return QStringLiteral("InstallSnapshot");
    case raft::MessageKind::installSnapshotReply:
        return QCoreApplication::translate("ActionSpeaker", "reply to InstallSnapshot");
    case raft::MessageKind::clientRequest:
        return QCoreApplication::translate("ActionSpeaker", "client's request");
    case raft::MessageKind::clientReply:
        return QCoreApplication::translate("ActionSpeaker", "reply to a client");
    }
    RAFT_ASSERT(false);
    return {};
}

QString weatherWords(std::size_t position) {
    const std::array words{QCoreApplication::translate("ActionSpeaker", "calm"),
                           QCoreApplication::translate("ActionSpeaker", "rough"),
                           QCoreApplication::translate("ActionSpeaker", "a storm")};
    return words.at(position);
}

QString loadWords(const raft::Load& load) {
    if (!load.isOn())
        return QCoreApplication::translate("ActionSpeaker", "no load");
    QStringList parts;
    if (load.rate > 0)
        parts += load.rate == 1 ? QCoreApplication::translate("ActionSpeaker", "1 command a second")
                                : QCoreApplication::translate("ActionSpeaker", "%1 commands a second").arg(load.rate);
    if (load.clients > 0)
        parts += load.clients == 1 ? QCoreApplication::translate("ActionSpeaker", "1 client")
                                   : QCoreApplication::translate("ActionSpeaker", "%1 clients").arg(load.clients);
    return parts.join(QStringLiteral(", "));
}

QString partitionWords(const std::vector<std::vector<raft::ServerId>>& groups, const raft::Cluster& cluster) {
    raft::ServerSet rest = cluster.servers();
    QStringList sides;
    const auto add = [&](const auto& group) {
        QStringList names;
        for (const raft::ServerId id : group)
            names += QString::fromStdString(cluster.nameOf(id));
        if (!names.isEmpty())
            sides += names.join(QLatin1Char(' '));
    };
    for (const auto& group : groups) {
        for (const raft::ServerId id : group)
            rest.erase(id);
        add(group);
    }
    add(rest);
    return sides.join(QStringLiteral(" | "));
}

} // namespace raftarium
