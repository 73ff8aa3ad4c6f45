// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Commands.h"

#include <QObject>

class QMenu;

/// Jumps through a run.
namespace raftarium {

class UntilDialog;

/// The entries of the Go menu: to the next event of a kind, back to the one before, and on until a condition holds.
class GoCommands : public QObject {
    Q_OBJECT

public:
    /// All must outlive it; dialogs belong to `window`.
    GoCommands(Session& session, Player& player, Commands& commands, QWidget* window);

    /// Puts the entries into a menu.
    void fill(QMenu& menu);

private:
    void askUntil();
    void addJump(QMenu& menu, const QString& text, const QKeySequence& keys, std::function<bool()> jump,
                 const QString& whyNot);

    Session& session_;
    Player& player_;
    Commands& commands_;
    QWidget* window_;
    /// Kept, so that what was filled in is there the next time; made when it is first wanted.
    UntilDialog* until_ = nullptr;
};

} // namespace raftarium
