// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/CommandField.h"

#include "raftcore/explain/Explain.h"
#include "widgets/paint/PicturePainter.h"
#include "widgets/playback/Catalogue.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QPainter>
#include <QStringListModel>

#include <set>

// A line edit with a memory, and with the place it sends to written at its end.

namespace raftarium {

static constexpr qsizetype kLongestHistory = 200;
static constexpr int kHintGap = 10;
/// The hint is shortened before there is less room for the command, in logical pixels.
static constexpr int kRoomForText = 110;

CommandField::CommandField(Session& session, const ViewState& view, QWidget* parent)
    : QLineEdit(parent)
    , session_(session)
    , view_(view)
    , words_(new QStringListModel(this)) {
    setObjectName(QStringLiteral("command"));
    setAccessibleName(tr("Command for the store"));
    setPlaceholderText(tr("set x 1"));
    setToolTip(tr("set KEY VALUE, get KEY, del KEY, cas KEY EXPECTED NEW (press : to come here)"));
    setMinimumWidth(240);
    setMaximumWidth(420);
    auto* completer = new QCompleter(words_, this);
    completer->setCompletionMode(QCompleter::PopupCompletion);
    setCompleter(completer);
    connect(this, &QLineEdit::textEdited, this, &CommandField::complete);
    connect(&view, &ViewState::selectionChanged, this, &CommandField::makeRoom);
    connect(&session, &Session::momentChanged, this, &CommandField::lookForAnswer);
    connect(&session, &Session::runReplaced, this, [this] {
        request_ = 0;
        emit answered({}, false);
    });
    makeRoom();
}

QString CommandField::destination() const {
    const auto name = [this](raft::ServerId id) { return QString::fromStdString(session_.cluster().nameOf(id)); };
    if (target_ != 0 && session_.cluster().findHost(target_))
        return tr("⏎ to %1").arg(name(target_));
    const raft::ServerId chosen = view_.selectedServer();
    const QString leader = tr("⏎ to the leader");
    if (chosen == 0 || !session_.cluster().findHost(chosen))
        return leader;
    const QString both = tr("⏎ to the leader · ⇧⏎ to %1").arg(name(chosen));
    return width() - fontMetrics().horizontalAdvance(both) > kRoomForText ? both : leader;
}

void CommandField::makeRoom() {
    setTextMargins(4, 0, fontMetrics().horizontalAdvance(destination()) + kHintGap + 6, 0);
    update();
}

void CommandField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    painter.setPen(toQColor(view_.theme().soft));
    painter.drawText(rect().adjusted(0, 0, -kHintGap, 0), Qt::AlignRight | Qt::AlignVCenter, destination());
}

void CommandField::openFor(raft::ServerId server) {
    target_ = server;
    makeRoom();
    setFocus(Qt::ShortcutFocusReason);
    selectAll();
}

void CommandField::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    makeRoom();
}

void CommandField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) {
        target_ = 0;
        makeRoom();
    }
}

void CommandField::keyPressEvent(QKeyEvent* event) {
    const QAbstractItemView* list = completer()->popup();
    const bool isKeyOfList = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isKeyOfList && list->isVisible() && list->currentIndex().isValid()) {
        // The completer asks the field first: what it does not take is the choice of a completion.
        event->ignore();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        submit(event->modifiers().testFlag(Qt::ShiftModifier) ? view_.selectedServer() : target_);
        break;
    case Qt::Key_Up:
        recall(-1);
        break;
    case Qt::Key_Down:
        recall(1);
        break;
    case Qt::Key_Escape:
        target_ = 0;
        makeRoom();
        emit left();
        break;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void CommandField::submit(raft::ServerId server) {
    const QString line = text().trimmed();
    if (line.isEmpty())
        return;
    const auto command = raft::Command::parse(line.toStdString());
    if (!command) {
        emit answered(errorText(command.error(), session_.cluster()), true);
        return;
    }
    const raft::Action action = raft::action::Submit{*command, server};
    const QString why = session_.whyNot(action);
    if (!why.isEmpty()) {
        emit answered(why, true);
        return;
    }
    history_.removeAll(line);
    history_.append(line);
    if (history_.size() > kLongestHistory)
        history_.removeFirst();
    recalled_ = history_.size();
    clear();
    request_ = session_.cluster().requests().size() + 1;
    session_.act(action);
}

void CommandField::recall(int step) {
    const qsizetype wanted = std::clamp<qsizetype>(recalled_ + step, 0, history_.size());
    recalled_ = wanted;
    setText(wanted < history_.size() ? history_[wanted] : QString());
}

QStringList CommandField::candidates() const {
    const QString line = text();
    const qsizetype space = line.indexOf(QLatin1Char(' '));
    if (space < 0)
        return {QStringLiteral("set "), QStringLiteral("get "), QStringLiteral("del "), QStringLiteral("cas ")};
    if (line.indexOf(QLatin1Char(' '), space + 1) >= 0)
        return {};
    std::set<std::string> keys;
    for (const raft::Host& host : session_.cluster().hosts())
        host.store.keys().forEach([&keys](const std::string& key, const std::string&) { keys.insert(key); });
    QStringList lines;
    for (const std::string& key : keys)
        lines += line.left(space + 1) + QString::fromStdString(key);
    return lines;
}

void CommandField::complete() { words_->setStringList(candidates()); }

void CommandField::lookForAnswer() {
    if (request_ == 0)
        return;
    const auto& requests = session_.cluster().requests();
    if (request_ > requests.size()) {
        // The moment at which it was submitted lies ahead: there is nothing to tell yet.
        emit answered({}, false);
        return;
    }
    const raft::Request& request = requests[static_cast<std::size_t>(request_ - 1)];
    emit answered(sayText(raft::outcome(request, session_.cluster())), request.status == raft::RequestStatus::refused);
}

} // namespace raftarium
