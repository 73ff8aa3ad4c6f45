// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Commands.h"

#include <QStringList>
#include <QWidget>

// Commands are actions of Qt; those of the cluster ask the core whether they are possible.

namespace raftarium {

Commands::Commands(Session& session, Player& player, ViewState& view, QWidget* window)
    : QObject(window)
    , session_(session)
    , player_(player)
    , view_(view)
    , window_(window) {
    makeTransport();
    connect(&session, &Session::momentChanged, this, &Commands::renewOffers);
}

void Commands::makeTransport() {
    const QString group = tr("Time");
    const auto make = [&](const QString& text, const QKeySequence& keys, auto verb) {
        return command(group, text, {keys}, [this, verb] { (player_.*verb)(); });
    };
    transport_.play = make(tr("Play"), Qt::Key_Space, &Player::togglePlaying);
    transport_.forward = make(tr("One event forward"), Qt::Key_Right, &Player::stepForward);
    transport_.back = make(tr("One event back"), Qt::Key_Left, &Player::stepBack);
    transport_.nextInteresting =
        make(tr("To the next interesting event"), {Qt::CTRL | Qt::Key_Right}, &Player::stepToNextInteresting);
    transport_.previousInteresting =
        make(tr("To the interesting event before"), {Qt::CTRL | Qt::Key_Left}, &Player::stepToPreviousInteresting);
    transport_.toStart = make(tr("To the beginning"), Qt::Key_Home, &Player::goToStart);
    transport_.toEnd = make(tr("To the last known event"), Qt::Key_End, &Player::goToEnd);
}

static QString keysInWords(const QList<QKeySequence>& keys) {
    QStringList words;
    for (const QKeySequence& each : keys) {
        const QString word = each.toString(QKeySequence::NativeText);
        if (!words.contains(word))
            words += word;
    }
    return words.join(QStringLiteral("  "));
}

QAction* Commands::command(const QString& group, const QString& text, const QList<QKeySequence>& keys,
                           std::function<void()> run) {
    auto* action = new QAction(text, this);
    action->setShortcuts(keys);
    const QString words = keysInWords(keys);
    action->setToolTip(words.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, words));
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    window_->addAction(action);
    if (!keys.isEmpty() && !group.isEmpty())
        keys_.append({group, words, text});
    return action;
}

void Commands::key(const QString& group, const QList<QKeySequence>& keys, const QString& what,
                   std::function<void()> run) {
    command(group, what, keys, std::move(run));
}

QAction* Commands::offer(const QString& text, const QString& name, std::function<std::optional<raft::Action>()> make,
                         const QString& whyNone) {
    auto* entry = new QAction(text, this);
    entry->setObjectName(name);
    connect(entry, &QAction::triggered, this, [this, make] {
        if (const auto action = make())
            session_.act(*action);
    });
    offers_.push_back({entry, std::move(make), whyNone});
    renewOffers();
    return entry;
}

void Commands::renewOffers() {
    for (const Offer& each : offers_) {
        const auto action = each.make();
        const QString why = action ? session_.whyNot(*action) : each.whyNone;
        each.entry->setEnabled(why.isEmpty());
        each.entry->setToolTip(why.isEmpty() ? each.entry->text() : why);
    }
}

std::optional<raft::Action> Commands::stopLeader() const {
    const raft::ServerId leader = session_.cluster().leader();
    return leader == 0 ? std::nullopt : std::optional<raft::Action>(raft::action::Stop{leader});
}

void Commands::stopOrRestartChosen() {
    const raft::Host* host = session_.cluster().findHost(view_.selectedServer());
    if (!host) {
        emit told(tr("Choose a server first: click it, or press its number."));
        return;
    }
    if (host->stopped)
        session_.act(raft::action::Restart{host->id()});
    else
        session_.act(raft::action::Stop{host->id()});
}

void Commands::timeOutChosen() {
    if (view_.selectedServer() == 0)
        emit told(tr("Choose a server first: click it, or press its number."));
    else
        session_.act(raft::action::Timeout{view_.selectedServer()});
}

void Commands::selectServer(int number) {
    const auto id = static_cast<raft::ServerId>(number);
    if (session_.cluster().findHost(id))
        view_.select(scene::serverId(id));
    else
        emit told(tr("There is no server %1.").arg(number));
}

void Commands::healAll() { session_.act(raft::action::HealAll{}); }

} // namespace raftarium
