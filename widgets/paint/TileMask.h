// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Geometry.h"

#include <QRegion>

#include <vector>

/// Which parts of a picture differ from another one, in squares.
namespace raftarium {

/// A picture's area in squares that are marked or not. Cheaper than a region while it grows by thousands of bits.
class TileMask {
public:
    /// No square of this area is marked.
    explicit TileMask(scene::Size area);

    /// Marks every square that the rectangle touches, a pixel around it included.
    void mark(const scene::Rect& rect);
    void markAll();
    /// Whether the rectangle, a pixel around it included, touches a marked square.
    bool meets(const scene::Rect& rect) const;
    bool empty() const { return marked_ == 0; }
    /// The marked squares; the whole area if they are most of it.
    QRegion region() const;

private:
    struct Span {
        int left;
        int top;
        int right;
        int bottom;
    };
    /// The squares from left to right and top to bottom, both included; left is above right when there are none.
    Span squares(const scene::Rect& rect) const;
    std::size_t squareAt(int row, int column) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
    }

    scene::Size area_;
    int columns_;
    int rows_;
    std::vector<bool> marks_;
    std::size_t marked_ = 0;
};

} // namespace raftarium
