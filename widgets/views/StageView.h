// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/paint/PictureSurface.h"
#include "widgets/playback/FrameMaker.h"
#include "widgets/scene/Stage.h"
#include "widgets/views/ViewState.h"
#include "widgets/views/Viewport.h"

#include <QWidget>

#include <array>
#include <optional>

/// The stage in a window.
namespace raftarium {

class HoverCard;
struct Part;

/// Shows the stage and turns what mouse and keyboard do on it into selections, actions and places of servers.
class StageView : public QWidget {
    Q_OBJECT

public:
    /// All must outlive it.
    StageView(Session& session, Player& player, ViewState& view, const FrameMaker& frames, QWidget* parent = nullptr);

    /// The picture that was on the screen last; presses are judged on it.
    [[nodiscard]] const scene::Picture& picture() const { return surface_.picture(); }
    /// What there is under a place of the widget.
    [[nodiscard]] std::optional<scene::Id> thingAt(QPointF place) const;
    /// Where a thing is in the widget; empty when it is not shown.
    [[nodiscard]] QRect placeOf(const scene::Id& id) const;
    /// What can be chosen one after the other: servers, links or messages, in order of their numbers.
    [[nodiscard]] std::vector<scene::Id> things(scene::Subject subject) const;
    /// What is said about a thing, in words.
    [[nodiscard]] QString describe(const scene::Id& id) const;
    /// True while the partition tool waits for a line, or one is being drawn.
    [[nodiscard]] bool isPartitioning() const { return partitionTool_ || line_.has_value(); }

    [[nodiscard]] QSize sizeHint() const override { return {960, 480}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 220}; }

public slots:
    /// The next drag draws the line of a partition.
    void startPartition();
    /// Ends whatever was begun: a line, a drag, a zoom, a selection.
    void cancel();
    /// Heals the link if it is cut in any direction, else cuts it both ways.
    void toggleLink(const scene::Id& link);
    /// Chooses the next (or with a negative step, the previous) thing of a kind.
    void chooseNext(scene::Subject subject, int step);

signals:
    /// Somebody wants the menu of a thing, or of the ground.
    void menuWanted(const scene::Id& id, const QPoint& globalPlace);
    /// Somebody wants to see every field of a thing.
    void detailsWanted(const scene::Id& id);
    /// The partition tool was taken up or put down.
    void partitioningChanged(bool active);
    /// A line that leaves one side empty was drawn.
    void told(const QString& news);

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void renew();
    [[nodiscard]] scene::Frame frame() const;
    [[nodiscard]] std::vector<Part> findParts();
    [[nodiscard]] scene::Size pictureSize() const;
    void drag(QPointF place);
    void finishLine();
    void setLine(const std::optional<std::array<scene::Point, 2>>& line);
    void setTool(bool active);

    Session& session_;
    Player& player_;
    ViewState& view_;
    const FrameMaker& frames_;
    PictureSurface surface_;
    /// For a zoomed picture, which the surface would keep too many pixels of.
    PicturePainter painter_;
    Viewport viewport_;
    HoverCard* card_;

    /// What the left button was pressed on, and where; the ground is `Subject::nothing`.
    std::optional<scene::Id> pressed_;
    QPointF pressPlace_;
    bool dragging_ = false;
    bool partitionTool_ = false;
    std::optional<std::array<scene::Point, 2>> line_;
};

} // namespace raftarium
