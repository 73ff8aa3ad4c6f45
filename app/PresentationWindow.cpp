// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/PresentationWindow.h"

#include <QAction>
#include <QCloseEvent>
#include <QKeyEvent>
#include <QScreen>
#include <QVBoxLayout>
#include <QWindow>

#include <algorithm>

// A second view of the same run.

namespace raftarium {

/// After so long without a movement the cursor hides, in milliseconds.
static constexpr int kCursorRests = 2000;
/// With so many servers the logs take as much room as the stage.
static constexpr int kMostRows = 8;

PresentationWindow::PresentationWindow(Session& session, Player& player, ViewState& view, const FrameMaker& frames,
                                       QWidget& controls)
    : session_(session)
    , view_(view)
    , stage_(new StageView(session, player, own_, frames))
    , logs_(new LogsView(session, player, own_, frames))
    , black_(new QWidget(this)) {
    setObjectName(QStringLiteral("presentation"));
    setWindowTitle(tr("Raftarium: presentation"));
    own_.setPresentation(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stage_);
    column->addWidget(logs_);
    logs_->hide();
    logs_->setFocusPolicy(Qt::NoFocus);
    black_->setAutoFillBackground(true);
    black_->setPalette(Qt::black);
    black_->hide();
    for (QAction* action : controls.actions()) {
        if (!action->shortcuts().contains(QKeySequence(Qt::Key_Escape)))
            addAction(action);
    }
    for (const auto signal : {&ViewState::selectionChanged, &ViewState::optionsChanged, &ViewState::themeChanged})
        connect(&view_, signal, this, &PresentationWindow::follow);
    connect(&own_, &ViewState::selectionChanged, this, [this] { view_.select(own_.selected()); });
    follow();
    rest_.setSingleShot(true);
    rest_.setInterval(kCursorRests);
    connect(&rest_, &QTimer::timeout, this, [this] { setCursor(Qt::BlankCursor); });
    stage_->installEventFilter(this);
    logs_->viewport()->installEventFilter(this);
    stage_->setFocus();
    wakeCursor();
}

void PresentationWindow::follow() {
    own_.select(view_.selected());
    own_.setHideHeartbeats(view_.options().hideHeartbeats);
    own_.setReducedMotion(view_.options().reducedMotion);
    own_.setTheme(scene::presented(view_.theme()));
    own_.setPlaces(view_.options().places);
}

void PresentationWindow::setShowsLogs(bool shows) {
    // The logs of three servers take a third of the height, those of eight or more a half.
    const auto servers = static_cast<int>(session_.cluster().hosts().size());
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->setStretchFactor(stage_, kMostRows);
    column->setStretchFactor(logs_, std::clamp(servers, kMostRows / 2, kMostRows));
    logs_->setVisible(shows);
}

void PresentationWindow::toggleBlack() {
    black_->setGeometry(rect());
    black_->setVisible(!isBlack());
    black_->raise();
}

void PresentationWindow::showOn(QScreen* screen) {
    setGeometry(screen->geometry());
    create();
    windowHandle()->setScreen(screen);
    showFullScreen();
    activateWindow();
}

void PresentationWindow::closeEvent(QCloseEvent* event) {
    QWidget::closeEvent(event);
    emit ended();
}

void PresentationWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void PresentationWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    black_->setGeometry(rect());
}

bool PresentationWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseMove)
        wakeCursor();
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PresentationWindow::wakeCursor() {
    unsetCursor();
    rest_.start();
}

} // namespace raftarium
