// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Commands.h"
#include "app/PanelArea.h"

#include <QObject>

class QMenu;
class QPoint;

/// What people do with branches.
namespace raftarium {

class BranchesPanel;

/// Keys and menus that switch, name, compare, remove and bring back branches.
class BranchCommands : public QObject {
    Q_OBJECT

public:
    /// All must outlive it.
    BranchCommands(Session& session, Player& player, Commands& commands, PanelArea& panels, BranchesPanel& list);

    /// Puts the entries for switching into a menu.
    void fill(QMenu& menu);
    /// The entry that brings back what was removed; it follows what there is to bring back.
    [[nodiscard]] QAction* bringBack() const { return bringBack_; }
    /// Shows the menu of a branch at a place of the screen.
    void popup(raft::BranchId branch, const QPoint& globalPlace);

private:
    void switchBy(int places);
    void renew();

    Session& session_;
    Player& player_;
    Commands& commands_;
    PanelArea& panels_;
    BranchesPanel& list_;
    QAction* bringBack_;
};

} // namespace raftarium
