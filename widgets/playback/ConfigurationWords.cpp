// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/ConfigurationWords.h"

#include "widgets/playback/Catalogue.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

// What a leader would say to a change, asked beforehand.

namespace raftarium {

namespace {

/// Judges and tells one change.
class ChangeSpeaker {
    Q_DECLARE_TR_FUNCTIONS(ChangeSpeaker)

public:
    ChangeSpeaker(const raft::action::ChangeConfiguration& change, const raft::Cluster& cluster)
        : cluster_(cluster)
        , joint_(change.joint)
        , leavesOnRequest_(change.leavesOnRequest)
        , leader_(cluster.leader())
        , now_(presentConfiguration(cluster)) {
        for (const raft::ServerId id : change.voters)
            next_.voters.insert(id);
        for (const raft::ServerId id : change.learners)
            next_.learners.insert(id);
    }

    [[nodiscard]] QString whyNot() const {
        switch (refusal()) {
        case raft::ChangeRefusal::noVoters:
            return tr("Nobody would vote: a cluster needs at least one voter.");
        case raft::ChangeRefusal::unchanged:
            return tr("Nothing would change.");
        case raft::ChangeRefusal::tooMany:
            return tr("One at a time changes at most one voter; this would change %1: %2.")
                .arg(changedVoters().size())
                .arg(namesOf(changedVoters(), cluster_));
        default:
            return {};
        }
    }

    [[nodiscard]] QString words() const {
        QStringList sentences = refusalWords();
        if (sentences.isEmpty())
            sentences = {courseWords(), catchUpWords(), leaderWords()};
        sentences.removeAll(QString());
        return sentences.join(QLatin1Char(' '));
    }

private:
    [[nodiscard]] raft::ChangeRefusal refusal() const {
        return cluster_.findHost(leader_)->server.refusalOf(next_, joint_);
    }

    /// What the leader has not done yet: it can be asked all the same, and says so itself.
    [[nodiscard]] QStringList refusalWords() const {
        const QString who = name(leader_);
        switch (refusal()) {
        case raft::ChangeRefusal::pending:
            return {tr("%1 will refuse this now: an earlier change is not decided yet.").arg(who)};
        case raft::ChangeRefusal::tooEarly:
            return {tr("%1 will refuse this now: it has not committed an entry of its own term yet (2015).").arg(who)};
        case raft::ChangeRefusal::noRoom:
            return {tr("%1 will refuse this now: its disk is full.").arg(who)};
        case raft::ChangeRefusal::noLeader:
            return {tr("%1 will refuse this now: it is handing its leadership over.").arg(who)};
        default:
            return {};
        }
    }

    [[nodiscard]] QString courseWords() const {
        QString words;
        if (next_.voters == now_.voters)
            words = tr("The voters stay %1.").arg(namesOf(now_.voters, cluster_));
        else if (joint_)
            words =
                tr("Joint consensus: C-old %1, C-new %2.")
                    .arg(namesOf(now_.voters, cluster_), namesOf(next_.voters, cluster_)) +
                (leavesOnRequest_ ? QLatin1Char(' ') + tr("C-old counts until somebody asks to leave it.") : QString());
        else
            words =
                tr("One at a time: %1, which makes the voters %2.").arg(voterWords(), namesOf(next_.voters, cluster_));
        if (!next_.learners.empty())
            words += QLatin1Char(' ') + tr("Learners: %1.").arg(namesOf(next_.learners, cluster_));
        else if (!now_.learners.empty())
            words += QLatin1Char(' ') + tr("No learners.");
        return words;
    }

    /// The one voter that comes or goes.
    [[nodiscard]] QString voterWords() const {
        const raft::ServerId changed = *changedVoters().begin();
        if (next_.voters.contains(changed))
            return tr("%1 votes from then on").arg(name(changed));
        return next_.learners.contains(changed) ? tr("%1 votes no more and learns").arg(name(changed))
                                                : tr("%1 leaves").arg(name(changed));
    }

    [[nodiscard]] QString catchUpWords() const {
        raft::ServerSet coming = next_.voters;
        for (const raft::ServerId id : now_.voters)
            coming.erase(id);
        return coming.empty() ? QString() : tr("Before they vote, new voters catch up as learners.");
    }

    [[nodiscard]] QString leaderWords() const {
        return next_.voters.contains(leader_)
                   ? QString()
                   : tr("%1 leads until that is committed, and then steps down.").arg(name(leader_));
    }

    [[nodiscard]] raft::ServerSet changedVoters() const {
        raft::ServerSet changed = now_.voters.united(next_.voters);
        for (const raft::ServerId id : now_.voters.intersection(next_.voters))
            changed.erase(id);
        return changed;
    }

    [[nodiscard]] QString name(raft::ServerId id) const { return QString::fromStdString(cluster_.nameOf(id)); }

    const raft::Cluster& cluster_;
    bool joint_;
    bool leavesOnRequest_;
    raft::ServerId leader_;
    raft::Configuration now_;
    raft::Configuration next_;
};

} // namespace

raft::Configuration presentConfiguration(const raft::Cluster& cluster) {
    const raft::Host* knows = cluster.findHost(cluster.leader());
    if (!knows) {
        const auto latest = [](const raft::Host& a, const raft::Host& b) {
            return a.server.state().configurationIndex < b.server.state().configurationIndex;
        };
        knows = &*std::max_element(cluster.hosts().begin(), cluster.hosts().end(), latest);
    }
    raft::Configuration now = knows->server.state().configuration;
    now.outgoing = {};
    return now;
}

raft::action::ChangeConfiguration changeTo(const raft::Configuration& target, bool joint) {
    raft::action::ChangeConfiguration change;
    for (const raft::ServerId id : target.voters)
        change.voters.push_back(id);
    for (const raft::ServerId id : target.learners)
        change.learners.push_back(id);
    change.joint = joint;
    return change;
}

QString whyNoChanges(const raft::Cluster& cluster) {
    const raft::Options& options = cluster.options();
    if (!options.jointConsensus && !options.singleServerChanges) {
        return QCoreApplication::translate("ChangeSpeaker",
                                           "Servers cannot come and go: joint consensus and one at a time are both "
                                           "off; switch one on under Timing and options");
    }
    const auto possible = cluster.check(changeTo(presentConfiguration(cluster), options.jointConsensus));
    return possible ? QString() : errorText(possible.error(), cluster);
}

QString whyNoChange(const raft::action::ChangeConfiguration& change, const raft::Cluster& cluster) {
    if (const QString why = whyNoChanges(cluster); !why.isEmpty())
        return why;
    if (const auto possible = cluster.check(change); !possible)
        return errorText(possible.error(), cluster);
    return ChangeSpeaker(change, cluster).whyNot();
}

QString changeWords(const raft::action::ChangeConfiguration& change, const raft::Cluster& cluster) {
    return ChangeSpeaker(change, cluster).words();
}

QString namesOf(const raft::ServerSet& servers, const raft::Cluster& cluster) {
    QStringList names;
    for (const raft::ServerId id : servers)
        names += QString::fromStdString(cluster.nameOf(id));
    return names.join(QLatin1Char(' '));
}

} // namespace raftarium
