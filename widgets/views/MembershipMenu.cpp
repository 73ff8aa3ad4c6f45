// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/ConfigurationWords.h"
#include "widgets/views/ActionMenus.h"

#include <QActionGroup>
#include <QMenu>

// The entries with which servers come and go.

namespace raftarium {

static QString name(const raft::Cluster& cluster, raft::ServerId id) {
    return QString::fromStdString(cluster.nameOf(id));
}

/// The configuration with a server as a voter, as a learner, or without it.
static raft::Configuration withVoter(raft::Configuration configuration, raft::ServerId server) {
    configuration.learners.erase(server);
    configuration.voters.insert(server);
    return configuration;
}
static raft::Configuration withLearner(raft::Configuration configuration, raft::ServerId server) {
    configuration.voters.erase(server);
    configuration.learners.insert(server);
    return configuration;
}
static raft::Configuration without(raft::Configuration configuration, raft::ServerId server) {
    configuration.voters.erase(server);
    configuration.learners.erase(server);
    return configuration;
}

/// The lowest number that no server has.
static raft::ServerId lowestFree(const raft::Cluster& cluster) {
    raft::ServerId free = 1;
    while (cluster.findHost(free))
        ++free;
    return free;
}

/// The simple actions go one at a time where that is allowed; else, or where somebody prefers it, by joint consensus.
void ActionMenus::addChange(QMenu& menu, const QString& text, const raft::Action& simple,
                            const raft::Configuration& target) {
    const raft::Options& options = session_.cluster().options();
    const bool joint = options.jointConsensus && (changesJointly_ || !options.singleServerChanges);
    const bool needsWords = joint && options.singleServerChanges;
    const auto change = changeTo(target, joint);
    add(menu, text, needsWords ? raft::Action(change) : simple, whyNoChange(change, session_.cluster()));
}

void ActionMenus::addConfiguration(QMenu& menu) {
    QAction* entry =
        menu.addAction(tr("Change configuration…") + QStringLiteral("\tR"), this, &ActionMenus::configurationWanted);
    const QString why = whyNoChanges(session_.cluster());
    entry->setEnabled(why.isEmpty());
    entry->setToolTip(why);
}

/// A joint configuration that is left on request: asked for as soon as one is in force, for the leader says itself what
/// it still waits for.
void ActionMenus::addLeaving(QMenu& menu) {
    const raft::Cluster& cluster = session_.cluster();
    const raft::ServerId leader = cluster.leader();
    const bool isJoint = leader != 0 && !cluster.server(leader).configuration.outgoing.empty();
    add(menu, tr("Leave the joint configuration"), raft::action::LeaveJoint{},
        isJoint ? QString() : tr("No leader is in a joint configuration now"));
}

void ActionMenus::fillMembership(QMenu& menu, const raft::Host& host) {
    const raft::ServerId server = host.id();
    const raft::Cluster& cluster = session_.cluster();
    const raft::Configuration now = presentConfiguration(cluster);
    const QString who = name(cluster, server);
    menu.addSeparator();
    if (now.voters.contains(server)) {
        const raft::Configuration demoted = withLearner(now, server);
        addChange(menu, tr("Make %1 a learner").arg(who), changeTo(demoted, !cluster.options().singleServerChanges),
                  demoted);
    } else if (now.learners.contains(server)) {
        addChange(menu, tr("Make %1 a voter").arg(who), raft::action::Promote{server}, withVoter(now, server));
    } else {
        addChange(menu, tr("Add %1 to the cluster").arg(who), raft::action::AddServer{server, true},
                  withVoter(now, server));
        addChange(menu, tr("Add %1 as a learner").arg(who), raft::action::AddServer{server, false},
                  withLearner(now, server));
    }
    addChange(menu, tr("Remove %1 from the cluster").arg(who), raft::action::RemoveServer{server},
              without(now, server));
    addConfiguration(menu);
    menu.addSeparator();
}

/// A new server under the lowest free number, those that were removed, and any change at all.
void ActionMenus::fillGrowth(QMenu& menu) {
    const raft::Cluster& cluster = session_.cluster();
    const raft::Configuration now = presentConfiguration(cluster);
    const raft::ServerId added = lowestFree(cluster);
    addChange(menu, tr("Add server %1").arg(name(cluster, added)), raft::action::AddServer{added, true},
              withVoter(now, added));
    addChange(menu, tr("Add server %1 as a learner").arg(name(cluster, added)), raft::action::AddServer{added, false},
              withLearner(now, added));
    raft::ServerSet removed = cluster.servers();
    for (const raft::ServerId id : now.members())
        removed.erase(id);
    // One stands by itself, several in a menu of their own.
    QMenu& again = removed.size() > 1 ? *addMenu(menu, tr("Add again")) : menu;
    for (const raft::ServerId id : removed)
        addChange(again, tr("Add %1 again").arg(name(cluster, id)), raft::action::AddServer{id, true},
                  withVoter(now, id));
    addConfiguration(menu);
    addLeaving(menu);
    fillMethods(*addMenu(menu, tr("Servers come and go")));
}

void ActionMenus::fillMethods(QMenu& menu) {
    const raft::Options& options = session_.cluster().options();
    auto* methods = new QActionGroup(&menu);
    const auto addMethod = [&](const QString& text, bool joint, bool isOn, bool isUsed) {
        QAction* entry = menu.addAction(text, this, [this, joint] { setChangesJointly(joint); });
        methods->addAction(entry);
        entry->setCheckable(true);
        entry->setChecked(isUsed);
        entry->setEnabled(isOn);
        entry->setToolTip(isOn ? QString() : tr("This option is off; it is switched on under Timing and options"));
    };
    const bool joint = options.jointConsensus && (changesJointly_ || !options.singleServerChanges);
    addMethod(tr("by joint consensus (§6)"), true, options.jointConsensus, joint);
    addMethod(tr("one at a time (D 4.1)"), false, options.singleServerChanges, options.singleServerChanges && !joint);
}

} // namespace raftarium
