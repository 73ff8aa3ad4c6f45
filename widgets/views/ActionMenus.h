// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Player.h"
#include "widgets/scene/Id.h"
#include "widgets/views/ActionPrompts.h"

#include <QObject>

#include <functional>

class QMenu;
class QPoint;

/// The context menus of things on the stage and in the logs.
namespace raftarium {

/// Makes menus with every action that a thing takes. What is impossible now is disabled, and its tool tip says why. A
/// menu holds playback as long as it is open.
class ActionMenus : public QObject {
    Q_OBJECT

public:
    /// All must outlive it; menus belong to `parent`.
    ActionMenus(Session& session, Player& player, QWidget* parent);

    /// The menu of a thing; of the whole cluster for the ground. It deletes itself when it is closed.
    QMenu* menuFor(const scene::Id& id);
    /// Shows the menu of a thing at a place of the screen.
    void popup(const scene::Id& id, const QPoint& globalPlace);
    /// Fills a menu with the actions on the whole cluster.
    void fillCluster(QMenu& menu);
    /// Whether servers come and go by joint consensus, or one at a time, where both are allowed.
    [[nodiscard]] bool changesJointly() const { return changesJointly_; }
    void setChangesJointly(bool joint) { changesJointly_ = joint; }

signals:
    /// Somebody wants to write a command for this server; 0 means the leader.
    void submitWanted(raft::ServerId server);
    /// Somebody wants to see every field of a thing.
    void detailsWanted(const scene::Id& id);
    void partitionWanted();
    void partitionByNameWanted();
    void timingWanted();
    /// Somebody wants to say who is to be in the cluster.
    void configurationWanted();

private:
    void fillMembership(QMenu& menu, const raft::Host& host);
    void fillGrowth(QMenu& menu);
    void fillMethods(QMenu& menu);
    void addChange(QMenu& menu, const QString& text, const raft::Action& simple, const raft::Configuration& target);
    void addConfiguration(QMenu& menu);
    void addLeaving(QMenu& menu);
    void addReads(QMenu& menu, const raft::Host& host);
    void fillServer(QMenu& menu, raft::ServerId server);
    void fillLink(QMenu& menu, raft::ServerId low, raft::ServerId high);
    void fillDisk(QMenu& menu, raft::ServerId server);
    void fillLoad(QMenu& menu);
    void fillWeather(QMenu& menu);
    void fillClock(QMenu& menu, raft::ServerId server);
    void fillPriority(QMenu& menu, raft::ServerId server);
    void fillWay(QMenu& menu, raft::ServerId from, raft::ServerId to);
    void fillClient(QMenu& menu, std::uint64_t number);
    void fillMessage(QMenu& menu, std::uint64_t number);
    void addBlocks(QMenu& menu, raft::ServerId from, raft::ServerId to);
    void addDetails(QMenu& menu, const scene::Id& id);
    /// An entry that takes the action; disabled with the reason where it is impossible, or where `whyIdle` says why it
    /// would change nothing.
    QAction* add(QMenu& menu, const QString& text, const raft::Action& action, const QString& whyIdle = {});
    /// An entry that asks for what it needs; disabled with the reason where even `example` is impossible.
    void addPrompt(QMenu& menu, const QString& text, const raft::Action& example, const std::function<void()>& ask);
    QMenu* addMenu(QMenu& menu, const QString& title);

    Session& session_;
    Player& player_;
    QWidget* parent_;
    ActionPrompts prompts_;
    /// One at a time unless somebody chose otherwise, as the simple actions of the files have it.
    bool changesJointly_ = false;
};

} // namespace raftarium
