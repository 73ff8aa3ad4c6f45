// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/paint/PictureSurface.h"
#include "widgets/playback/FrameMaker.h"
#include "widgets/scene/Logs.h"
#include "widgets/views/ViewState.h"

#include <QAbstractScrollArea>

#include <optional>

/// The logs of all servers in a window.
namespace raftarium {

struct Part;

/// Shows the part of the logs that the scroll bars say. It follows the end unless somebody scrolled away.
class LogsView : public QAbstractScrollArea {
    Q_OBJECT

public:
    /// All must outlive it.
    LogsView(const Session& session, const Player& player, ViewState& view, const FrameMaker& frames,
             QWidget* parent = nullptr);

    /// The picture that was on the screen last.
    [[nodiscard]] const scene::Picture& picture() const { return surface_.picture(); }
    /// True while the view follows the end of the longest log.
    [[nodiscard]] bool isFollowing() const { return following_; }
    /// Where a thing is in the viewport; empty when it is not shown.
    [[nodiscard]] QRect placeOf(const scene::Id& id) const;
    /// What is said about a thing, in words.
    [[nodiscard]] QString describe(const scene::Id& id) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 90}; }

signals:
    /// Somebody wants the menu of a thing.
    void menuWanted(const scene::Id& id, const QPoint& globalPlace);
    /// Somebody wants to see every field of a thing.
    void detailsWanted(const scene::Id& id);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;

private:
    [[nodiscard]] scene::Frame frame() const;
    [[nodiscard]] scene::Canvas canvas() const;
    [[nodiscard]] scene::LogScroll scroll() const;
    [[nodiscard]] std::optional<scene::Id> thingAt(QPointF place) const;
    [[nodiscard]] std::vector<Part> findParts() const;
    void renew();
    void measure();
    void draw();
    void chooseBeside(int servers, int indices);

    const Session& session_;
    ViewState& view_;
    const FrameMaker& frames_;
    PictureSurface surface_;
    bool following_ = true;
    /// True while the view itself scrolls, which is no sign that somebody did.
    bool scrollsItself_ = false;
};

} // namespace raftarium
