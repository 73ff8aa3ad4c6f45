// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Geometry.h"

#include <QPointF>
#include <QTransform>

/// Which part of a picture a view shows, and how large.
namespace raftarium {

/// A zoom and an offset. Invariant: the picture fills the view whenever it is larger than it.
class Viewport {
public:
    static constexpr double kSmallest = 1;
    static constexpr double kLargest = 6;

    [[nodiscard]] double zoom() const { return zoom_; }
    [[nodiscard]] bool isZoomed() const { return zoom_ > kSmallest; }
    /// The view's place of a picture's place.
    [[nodiscard]] QPointF toView(scene::Point place) const {
        return {place.x * zoom_ + offset_.x(), place.y * zoom_ + offset_.y()};
    }
    /// The picture's place of a view's place.
    [[nodiscard]] scene::Point toPicture(QPointF place) const {
        return {(place.x() - offset_.x()) / zoom_, (place.y() - offset_.y()) / zoom_};
    }
    [[nodiscard]] QTransform transform() const { return {zoom_, 0, 0, zoom_, offset_.x(), offset_.y()}; }

    /// Multiplies the zoom; what is under `place` stays there. `size` is that of the view.
    void zoomAt(QPointF place, double factor, QSizeF size);
    /// Moves the picture.
    void pan(QPointF by, QSizeF size);
    void reset() { *this = Viewport(); }

private:
    void keepInside(QSizeF size);

    double zoom_ = kSmallest;
    QPointF offset_;
};

} // namespace raftarium
