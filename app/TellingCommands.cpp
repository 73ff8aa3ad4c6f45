// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/TellingCommands.h"

#include "app/Settings.h"
#include "widgets/views/ElidedLabel.h"

#include <QGuiApplication>
#include <QInputDialog>
#include <QMenu>
#include <QScreen>

// Bookmarks, and the way to the projector and back.

namespace raftarium {

TellingCommands::TellingCommands(Session& session, Player& player, ViewState& view, const FrameMaker& frames,
                                 Commands& commands, QWidget* window)
    : QObject(window)
    , session_(session)
    , player_(player)
    , view_(view)
    , frames_(frames)
    , commands_(commands)
    , window_(window)
    , prompter_(new ElidedLabel(window))
    , presentsLogs_(Settings().presentsLogs()) {
    prompter_->setObjectName(QStringLiteral("prompter"));
    prompter_->hide();
    connect(&session, &Session::momentChanged, this, &TellingCommands::renewPrompter);
}

TellingCommands::~TellingCommands() { delete presentation_.data(); }

void TellingCommands::fill(QMenu& menu) {
    const QString group = tr("Telling");
    const auto add = [&](const QString& text, const QKeySequence& key, auto verb) {
        menu.addAction(commands_.command(group, text, {key}, [this, verb] { (this->*verb)(); }));
    };
    add(tr("Bookmark…"), Qt::Key_B, &TellingCommands::askCaption);
    add(tr("Remove the bookmark"), Qt::SHIFT | Qt::Key_B, &TellingCommands::removeBookmark);
    add(tr("Next bookmark"), Qt::Key_PageDown, &TellingCommands::toNextBookmark);
    add(tr("Bookmark before"), Qt::Key_PageUp, &TellingCommands::toPreviousBookmark);
    menu.addSeparator();
    QAction* hide = menu.addAction(tr("Hide the future"));
    hide->setObjectName(QStringLiteral("hideFuture"));
    hide->setCheckable(true);
    hide->setToolTip(tr("Nothing beyond the present moment is shown, so that a class can be asked"));
    connect(hide, &QAction::toggled, &session_, &Session::setHidesFuture);
    menu.addSeparator();
    add(tr("Present"), Qt::Key_F5, &TellingCommands::togglePresentation);
    QMenu* screens = menu.addMenu(tr("Present on"));
    connect(screens, &QMenu::aboutToShow, this, [this, screens] { fillScreens(*screens); });
    add(tr("Black screen"), Qt::Key_Period, &TellingCommands::toggleBlack);
    QAction* logs = menu.addAction(tr("Present the logs too"));
    logs->setObjectName(QStringLiteral("presentLogs"));
    logs->setCheckable(true);
    logs->setChecked(presentsLogs_);
    connect(logs, &QAction::toggled, this, &TellingCommands::setPresentsLogs);
}

void TellingCommands::askCaption() {
    player_.pause();
    auto* dialog = new QInputDialog(window_);
    dialog->setObjectName(QStringLiteral("captionDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Bookmark"));
    dialog->setLabelText(tr("A caption for this moment:"));
    const raft::Bookmark* here = session_.timeline().bookmarkAt(session_.timeline().moment());
    if (here && here->events == session_.events())
        dialog->setTextValue(session_.caption());
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this](const QString& caption) { session_.setBookmark(caption); });
    dialog->open();
}

void TellingCommands::removeBookmark() {
    if (!session_.removeBookmark())
        emit commands_.told(tr("There is no bookmark at this moment."));
}

void TellingCommands::toNextBookmark() {
    player_.pause();
    if (!session_.seekNextBookmark())
        emit commands_.told(tr("There is no later bookmark."));
}

void TellingCommands::toPreviousBookmark() {
    player_.pause();
    if (!session_.seekPreviousBookmark())
        emit commands_.told(tr("There is no earlier bookmark."));
}

void TellingCommands::togglePresentation() {
    if (presentation_)
        presentation_->close();
    else
        present(usualScreen());
}

void TellingCommands::present(QScreen* screen) {
    if (!presentation_) {
        presentation_ = new PresentationWindow(session_, player_, view_, frames_, *window_);
        presentation_->setAttribute(Qt::WA_DeleteOnClose);
        presentation_->setShowsLogs(presentsLogs_);
        connect(presentation_, &PresentationWindow::ended, this, [this] {
            prompter_->hide();
            window_->activateWindow();
        });
    }
    presentation_->showOn(screen);
    prompter_->show();
    renewPrompter();
}

void TellingCommands::setPresentsLogs(bool presents) {
    presentsLogs_ = presents;
    Settings().setPresentsLogs(presents);
    if (presentation_)
        presentation_->setShowsLogs(presents);
}

void TellingCommands::renewPrompter() {
    if (prompter_->isHidden())
        return;
    const QString now = session_.caption();
    // What is hidden from the class may be seen on the presenter's screen too.
    const QString next = session_.hidesFuture() ? QString() : session_.nextCaption();
    QStringList words;
    if (!now.isEmpty())
        words += tr("Shown: %1").arg(now);
    words += next.isEmpty() ? tr("No caption comes next") : tr("Next (Page Down): %1").arg(next);
    prompter_->setText(words.join(QStringLiteral("   ·   ")));
}

void TellingCommands::toggleBlack() {
    if (presentation_)
        presentation_->toggleBlack();
    else
        emit commands_.told(tr("Nothing is presented now; F5 begins."));
}

void TellingCommands::fillScreens(QMenu& menu) {
    menu.clear();
    for (QScreen* screen : QGuiApplication::screens()) {
        const QSize size = screen->size();
        menu.addAction(tr("%1, %2 × %3").arg(screen->name()).arg(size.width()).arg(size.height()), this,
                       [this, screen] { present(screen); });
    }
}

/// A screen that does not show the controls, where there is one.
QScreen* TellingCommands::usualScreen() const {
    for (QScreen* screen : QGuiApplication::screens()) {
        if (screen != window_->screen())
            return screen;
    }
    return window_->screen();
}

} // namespace raftarium
