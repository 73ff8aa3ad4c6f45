// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/Viewport.h"

#include <algorithm>

// Zooming about a place.

namespace raftarium {

void Viewport::zoomAt(QPointF place, double factor, QSizeF size) {
    const double zoom = std::clamp(zoom_ * factor, kSmallest, kLargest);
    offset_ = place - (place - offset_) * (zoom / zoom_);
    zoom_ = zoom;
    keepInside(size);
}

void Viewport::pan(QPointF by, QSizeF size) {
    offset_ += by;
    keepInside(size);
}

void Viewport::keepInside(QSizeF size) {
    offset_.setX(std::clamp(offset_.x(), size.width() * (1 - zoom_), 0.0));
    offset_.setY(std::clamp(offset_.y(), size.height() * (1 - zoom_), 0.0));
}

} // namespace raftarium
