// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/TileMask.h"

#include <QRect>

#include <algorithm>
#include <cmath>

// Squares of 64 pixels: few enough to go through, small enough to leave most of a calm picture alone.

namespace raftarium {

static constexpr int kSide = 64;

TileMask::TileMask(scene::Size area)
    : area_(area)
    , columns_(static_cast<int>(std::ceil(area.width / kSide)))
    , rows_(static_cast<int>(std::ceil(area.height / kSide)))
    , marks_(static_cast<std::size_t>(std::max(0, columns_)) * static_cast<std::size_t>(std::max(0, rows_))) {}

TileMask::Span TileMask::squares(const scene::Rect& rect) const {
    const scene::Rect r = rect.grown(1);
    const auto square = [](double at, int most) {
        return static_cast<int>(std::clamp(std::floor(at / kSide), -1.0, static_cast<double>(most)));
    };
    return {std::max(0, square(r.left(), columns_)), std::max(0, square(r.top(), rows_)),
            std::min(columns_ - 1, square(r.right(), columns_)), std::min(rows_ - 1, square(r.bottom(), rows_))};
}

void TileMask::mark(const scene::Rect& rect) {
    const Span span = squares(rect);
    for (int row = span.top; row <= span.bottom; ++row) {
        for (int column = span.left; column <= span.right; ++column) {
            const std::size_t at = squareAt(row, column);
            if (!marks_[at]) {
                marks_[at] = true;
                ++marked_;
            }
        }
    }
}

void TileMask::markAll() {
    std::fill(marks_.begin(), marks_.end(), true);
    marked_ = marks_.size();
}

bool TileMask::meets(const scene::Rect& rect) const {
    const Span span = squares(rect);
    for (int row = span.top; row <= span.bottom; ++row) {
        for (int column = span.left; column <= span.right; ++column) {
            if (marks_[squareAt(row, column)])
                return true;
        }
    }
    return false;
}

QRegion TileMask::region() const {
    const QRect whole(0, 0, static_cast<int>(std::ceil(area_.width)), static_cast<int>(std::ceil(area_.height)));
    if (marked_ * 5 > marks_.size() * 3)
        return whole;
    QRegion region;
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            const int first = column;
            while (column < columns_ && marks_[squareAt(row, column)])
                ++column;
            if (column > first)
                region += QRect(first * kSide, row * kSide, (column - first) * kSide, kSide) & whole;
        }
    }
    return region;
}

} // namespace raftarium
