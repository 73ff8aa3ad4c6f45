// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Player.h"

#include <QObject>

class QInputDialog;
class QWidget;

/// What menus ask for when none of their entries fits.
namespace raftarium {

/// Small dialogs, each for one value of an action that is taken when it is given. Playback is held meanwhile.
class ActionPrompts : public QObject {
    Q_OBJECT

public:
    /// All must outlive it; dialogs belong to `parent`.
    ActionPrompts(Session& session, Player& player, QWidget* parent);

    /// Asks for a key, which a client then reads from the server.
    void askRead(raft::ServerId server, raft::ReadMode mode);
    /// Asks how fast the server's clock is to run.
    void askSpeed(raft::ServerId server);
    /// Asks how far the server's clock is to jump, on or back.
    void askJump(raft::ServerId server);

private:
    QInputDialog* ask(const char* name, const QString& title, const QString& label);

    Session& session_;
    Player& player_;
    QWidget* parent_;
};

} // namespace raftarium
