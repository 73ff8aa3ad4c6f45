// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/GoCommands.h"

#include "widgets/views/UntilDialog.h"

#include <QMenu>

// A letter goes on to the next event of a kind, Shift and the letter back.

namespace raftarium {

namespace {

/// A kind of event that one can jump to.
struct Stop {
    const char* forward;
    const char* back;
    Qt::Key key;
    raft::Sought sought;
};

constexpr Stop kStops[]{
    {QT_TRANSLATE_NOOP("raftarium::GoCommands", "Next message delivery"),
     QT_TRANSLATE_NOOP("raftarium::GoCommands", "Message delivery before"),
     Qt::Key_D,
     {0, raft::kindBit(raft::EventKind::deliver)}},
    {QT_TRANSLATE_NOOP("raftarium::GoCommands", "Next election"),
     QT_TRANSLATE_NOOP("raftarium::GoCommands", "Election before"),
     Qt::Key_E,
     {raft::mark::kElection, 0}},
    {QT_TRANSLATE_NOOP("raftarium::GoCommands", "Next commit"),
     QT_TRANSLATE_NOOP("raftarium::GoCommands", "Commit before"),
     Qt::Key_C,
     {raft::mark::kCommit, 0}},
    {QT_TRANSLATE_NOOP("raftarium::GoCommands", "Next client command"),
     QT_TRANSLATE_NOOP("raftarium::GoCommands", "Client command before"),
     Qt::Key_W,
     {raft::mark::kClient, 0}},
    {QT_TRANSLATE_NOOP("raftarium::GoCommands", "Next crash, cut or repair"),
     QT_TRANSLATE_NOOP("raftarium::GoCommands", "Crash, cut or repair before"),
     Qt::Key_F,
     {raft::mark::kStop | raft::mark::kStart | raft::mark::kCut | raft::mark::kHeal, 0}},
    {QT_TRANSLATE_NOOP("raftarium::GoCommands", "Next loss"),
     QT_TRANSLATE_NOOP("raftarium::GoCommands", "Loss before"),
     Qt::Key_O,
     {raft::mark::kLoss, 0}},
    {QT_TRANSLATE_NOOP("raftarium::GoCommands", "Next action"),
     QT_TRANSLATE_NOOP("raftarium::GoCommands", "Action before"),
     Qt::Key_A,
     {raft::mark::kAction, 0}},
};

} // namespace

GoCommands::GoCommands(Session& session, Player& player, Commands& commands, QWidget* window)
    : QObject(window)
    , session_(session)
    , player_(player)
    , commands_(commands)
    , window_(window) {}

void GoCommands::fill(QMenu& menu) {
    menu.addAction(commands_.command(tr("Go"), tr("Run until…"), {Qt::Key_U}, [this] { askUntil(); }));
    menu.addSeparator();
    const QString noneLater = tr("No such event comes: not among all that is due.");
    const QString noneEarlier = tr("There is no such event before.");
    addJump(
        menu, tr("Next change of leader"), Qt::Key_N, [this] { return session_.seekNextLeader(); }, noneLater);
    for (const Stop& stop : kStops) {
        addJump(
            menu, tr(stop.forward), stop.key, [this, &stop] { return session_.seekNext(stop.sought); }, noneLater);
    }
    commands_.listKey(tr("Go"), tr("Shift+letter"), tr("The one before"));
    menu.addSeparator();
    addJump(
        menu, tr("Change of leader before"), {Qt::SHIFT | Qt::Key_N}, [this] { return session_.seekPreviousLeader(); },
        noneEarlier);
    for (const Stop& stop : kStops) {
        addJump(
            menu, tr(stop.back), {Qt::SHIFT | stop.key}, [this, &stop] { return session_.seekPrevious(stop.sought); },
            noneEarlier);
    }
}

void GoCommands::addJump(QMenu& menu, const QString& text, const QKeySequence& keys, std::function<bool()> jump,
                         const QString& whyNot) {
    // Those that go back are listed in one line for all.
    const bool goesBack = keys[0].keyboardModifiers() == Qt::ShiftModifier;
    menu.addAction(
        commands_.command(goesBack ? QString() : tr("Go"), text, {keys}, [this, jump = std::move(jump), whyNot] {
            player_.pause();
            if (!jump())
                emit commands_.told(whyNot);
        }));
}

void GoCommands::askUntil() {
    player_.pause();
    if (!until_) {
        until_ = new UntilDialog(session_, window_);
        connect(until_, &UntilDialog::told, &commands_, &Commands::told);
    }
    until_->ask();
}

} // namespace raftarium
