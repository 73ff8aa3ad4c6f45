// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ScreenAwake.h"
#include "widgets/playback/FrameMaker.h"
#include "widgets/views/LogsView.h"
#include "widgets/views/StageView.h"
#include "widgets/views/ViewState.h"

#include <QTimer>
#include <QWidget>

/// The stage on a projector.
namespace raftarium {

/// Shows the stage, and the logs as wished, on a whole screen, in large type with the caption, while the main window
/// keeps the controls. The cursor hides while the mouse rests, and the screen does not go blank.
class PresentationWindow : public QWidget {
    Q_OBJECT

public:
    /// All must outlive it. The keys of `controls` work here too.
    PresentationWindow(Session& session, Player& player, ViewState& view, const FrameMaker& frames, QWidget& controls);

    [[nodiscard]] StageView& stage() { return *stage_; }
    [[nodiscard]] bool isBlack() const { return black_->isVisibleTo(this); }
    /// The screen becomes black, or shows the stage again.
    void toggleBlack();
    /// Shows the logs below the stage, or the stage alone.
    void setShowsLogs(bool shows);
    [[nodiscard]] bool showsLogs() const { return logs_->isVisibleTo(this); }
    /// Fills a screen.
    void showOn(QScreen* screen);

signals:
    /// It was closed.
    void ended();

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();
    void wakeCursor();

    const Session& session_;
    ViewState& view_;
    /// What the stage here follows: the main window's view, for a projector.
    ViewState own_;
    StageView* stage_;
    LogsView* logs_;
    QWidget* black_;
    QTimer rest_;
    ScreenAwake awake_;
};

} // namespace raftarium
