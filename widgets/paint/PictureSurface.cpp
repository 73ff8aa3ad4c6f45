// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/PictureSurface.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>

// Still layers at the back are kept as one image and mended where they change; what moves is drawn on a copy of it.

namespace raftarium {

namespace {

/// Groups of primitives larger than this, in pixels, are not kept as images.
constexpr double kLargestSprite = 160;

/// Marks what an arc lost or gained at its end; false if the two are not the same arc apart from that. Timers run in
/// every frame, and their rings are large.
bool markArcsEnd(const scene::Primitive& before, const scene::Primitive& after, TileMask& mask) {
    const auto* a = std::get_if<scene::Arc>(&before.shape);
    const auto* b = std::get_if<scene::Arc>(&after.shape);
    if (a == nullptr || b == nullptr || before.stroke != after.stroke || before.fill != after.fill ||
        a->center != b->center || a->radius != b->radius || a->start != b->start)
        return false;
    const double from = a->start + std::min(a->sweep, b->sweep);
    const double sweep = std::abs(a->sweep - b->sweep);
    // The circle's piece lies within the box around its ends and its middle, and a little more for its bend.
    scene::Rect piece;
    for (const double share : {0.0, 0.5, 1.0}) {
        const double angle = from + sweep * share;
        const scene::Point end = a->center + scene::Point{std::cos(angle), std::sin(angle)} * a->radius;
        piece = piece.united(scene::around(end, 1, 1));
    }
    const double bend = a->radius * (1 - std::cos(std::min(sweep, std::numbers::pi) / 4));
    if (sweep > std::numbers::pi)
        return false;
    mask.mark(piece.grown(before.stroke.width / 2 + bend + 1));
    return true;
}

/// Marks where two versions of a layer differ. What was put in or taken out shifts the rest, so what is alike at both
/// ends is left out and the middle taken as different.
void markDifferences(const scene::Layer& before, const scene::Layer& after, TileMask& mask) {
    const auto& a = before.primitives;
    const auto& b = after.primitives;
    if (before.key == after.key)
        return;
    const auto fromFront = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const auto fromBack = std::mismatch(a.rbegin(), std::make_reverse_iterator(fromFront.first), b.rbegin(),
                                        std::make_reverse_iterator(fromFront.second));
    const std::span<const scene::Primitive> gone(fromFront.first, fromBack.first.base());
    const std::span<const scene::Primitive> come(fromFront.second, fromBack.second.base());
    for (std::size_t i = 0; i < std::max(gone.size(), come.size()); ++i) {
        if (i < gone.size() && i < come.size() && markArcsEnd(gone[i], come[i], mask))
            continue;
        if (i < gone.size())
            mask.mark(scene::bounds(gone[i]));
        if (i < come.size())
            mask.mark(scene::bounds(come[i]));
    }
}

bool haveSameLayers(const scene::Picture& a, const scene::Picture& b) {
    return std::equal(
        a.layers.begin(), a.layers.end(), b.layers.begin(), b.layers.end(),
        [](const scene::Layer& x, const scene::Layer& y) { return x.kind == y.kind && x.still == y.still; });
}

/// The primitives from `first` on that show the same thing.
std::span<const scene::Primitive> groupAt(const std::vector<scene::Primitive>& all, std::size_t first) {
    std::size_t last = first + 1;
    while (last < all.size() && all[last].id == all[first].id)
        ++last;
    return std::span(all).subspan(first, last - first);
}

scene::Rect boundsOf(std::span<const scene::Primitive> group) {
    scene::Rect all;
    for (const scene::Primitive& primitive : group)
        all = all.united(scene::bounds(primitive));
    return all;
}

} // namespace

std::size_t PictureSurface::stillLayers() const {
    const auto moving = std::find_if(picture_.layers.begin(), picture_.layers.end(),
                                     [](const scene::Layer& layer) { return !layer.still; });
    return static_cast<std::size_t>(moving - picture_.layers.begin());
}

QRegion PictureSurface::show(scene::Picture picture, double pixelRatio) {
    TileMask changed(picture.size);
    TileMask stillChanged(picture.size);
    if (still_.isNull() || picture.size != picture_.size || picture.ground != picture_.ground ||
        pixelRatio != pixelRatio_ || !haveSameLayers(picture, picture_)) {
        const QSize pixels(static_cast<int>(std::ceil(picture.size.width * pixelRatio)),
                           static_cast<int>(std::ceil(picture.size.height * pixelRatio)));
        if (still_.size() != pixels)
            still_ = QImage(pixels, QImage::Format_RGB32);
        still_.setDevicePixelRatio(pixelRatio);
        pixelRatio_ = pixelRatio;
        changed.markAll();
        stillChanged.markAll();
    } else {
        const std::size_t still = stillLayers();
        for (std::size_t i = 0; i < picture.layers.size(); ++i) {
            markDifferences(picture_.layers[i], picture.layers[i], changed);
            if (i < still)
                markDifferences(picture_.layers[i], picture.layers[i], stillChanged);
        }
    }
    picture_ = std::move(picture);
    if (!stillChanged.empty())
        drawStill(stillChanged);
    return changed.region();
}

void PictureSurface::drawStill(const TileMask& changed) {
    if (still_.isNull())
        return;
    const QRegion where = changed.region();
    QPainter painter(&still_);
    painter.setClipRegion(where);
    painter.fillRect(where.boundingRect(), toQColor(picture_.ground));
    for (std::size_t i = 0; i < stillLayers(); ++i)
        painter_.paintLayer(painter, picture_.layers[i], where);
}

void PictureSurface::paintMoving(QPainter& painter, const scene::Layer& layer, const TileMask& where) {
    const auto draw = [this](QPainter& onSprite, std::span<const scene::Primitive> group) {
        painter_.paintPrimitives(onSprite, group);
    };
    for (std::size_t at = 0; at < layer.primitives.size();) {
        const auto group = groupAt(layer.primitives, at);
        at += group.size();
        const scene::Rect bounds = boundsOf(group);
        if (!where.meets(bounds))
            continue;
        // A loss fades, and so looks different in every frame.
        const bool keep =
            layer.kind == scene::LayerKind::messages && group.front().id.subject == scene::Subject::message;
        if (keep && std::max(bounds.width, bounds.height) <= kLargestSprite)
            sprites_.paint(painter, group, pixelRatio_, draw);
        else
            painter_.paintPrimitives(painter, group);
    }
}

void PictureSurface::paint(QPainter& painter, const QRegion& where) {
    if (still_.isNull())
        return;
    TileMask mask(picture_.size);
    for (const QRect& rect : where) {
        const scene::Rect part{static_cast<double>(rect.x()), static_cast<double>(rect.y()),
                               static_cast<double>(rect.width()), static_cast<double>(rect.height())};
        mask.mark(part.grown(-1));
        const QRectF source(rect.x() * pixelRatio_, rect.y() * pixelRatio_, rect.width() * pixelRatio_,
                            rect.height() * pixelRatio_);
        painter.drawImage(QRectF(rect), still_, source);
    }
    for (std::size_t i = stillLayers(); i < picture_.layers.size(); ++i)
        paintMoving(painter, picture_.layers[i], mask);
}

} // namespace raftarium
