// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/paint/PicturePainter.h"
#include "widgets/playback/Player.h"
#include "widgets/playback/TimelineReader.h"
#include "widgets/scene/TimelineStrip.h"
#include "widgets/views/ViewState.h"

#include <QWidget>

#include <optional>
#include <vector>

/// The whole run as a strip.
namespace raftarium {

struct Part;

/// Shows the run with its branches; dragging moves the present moment, in both directions, with everything following.
/// A click on a branch's track shows that branch.
class TimelineView : public QWidget {
    Q_OBJECT

public:
    /// All must outlive it.
    TimelineView(Session& session, Player& player, ViewState& view, QWidget* parent = nullptr);

    /// Where times and branches lie in the widget now.
    [[nodiscard]] scene::TimelineGeometry geometry();
    /// The picture that was on the screen last.
    [[nodiscard]] const scene::Picture& picture() const { return picture_; }
    /// True while the whole run is seen.
    [[nodiscard]] bool showsAll() const { return !seen_; }
    /// What is said about a thing, in words.
    [[nodiscard]] QString describe(const scene::Id& id);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

signals:
    /// Somebody wants the menu of a branch.
    void branchMenuWanted(raft::BranchId branch, const QPoint& globalPlace);

public slots:
    /// Shows the whole run again.
    void showAll();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// A stretch of time.
    struct Stretch {
        raft::Time from = 0;
        raft::Time to = 1;
    };

    [[nodiscard]] scene::TimelineFrame frame();
    [[nodiscard]] scene::Canvas canvas() const;
    [[nodiscard]] Stretch whole(const scene::TimelineFrame& frame) const;
    [[nodiscard]] std::vector<Part> findParts();
    void renew();
    void scrub(double x);
    void zoom(double x, double factor);
    void shift(double pixels);

    Session& session_;
    Player& player_;
    ViewState& view_;
    TimelineReader reader_;
    PicturePainter painter_;
    scene::Picture picture_;
    /// The stretch that somebody zoomed to; none while the whole run is seen.
    std::optional<Stretch> seen_;
    /// The stretch that was seen when a drag began: places keep their meaning until it ends. None without a drag.
    std::optional<Stretch> scrubbed_;
};

} // namespace raftarium
