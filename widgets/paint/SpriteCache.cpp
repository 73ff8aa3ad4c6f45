// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/SpriteCache.h"

#include "raftcore/values/Hash.h"

#include <QPainter>

#include <cmath>

// A key that does not depend on the place, the images, and a limit on what they take.

namespace raftarium {

namespace {

/// When the images take more, all are thrown away; those in use come back at once.
constexpr std::size_t kMostBytes = 64U << 20;

/// Hashes shapes by what they look like seen from a point. Coordinates are rounded, so that the same thing elsewhere
/// has the same key in spite of rounding errors.
struct RelativeKey {
    raft::Hasher& hasher;
    scene::Point origin;

    void number(double value) const { hasher.add(static_cast<std::int64_t>(std::llround(value * 32))); }
    void place(scene::Point p) const {
        number(p.x - origin.x);
        number(p.y - origin.y);
    }
    void rect(const scene::Rect& r) const {
        place({r.x, r.y});
        number(r.width);
        number(r.height);
    }
    void color(scene::Color c) const {
        hasher.add(std::uint64_t{c.red} << 24 | std::uint64_t{c.green} << 16 | std::uint64_t{c.blue} << 8 | c.alpha);
    }
    void operator()(const scene::Disc& s) const {
        place(s.center);
        number(s.radius);
    }
    void operator()(const scene::Arc& s) const {
        place(s.center);
        number(s.radius);
        number(s.start * 100);
        number(s.sweep * 100);
    }
    void operator()(const scene::Polyline& s) const {
        hasher.add(s.closed);
        for (const scene::Point& p : s.points)
            place(p);
    }
    void operator()(const scene::Curve& s) const {
        for (const scene::Point& p : s.points)
            place(p);
    }
    void operator()(const scene::Box& s) const {
        rect(s.rect);
        number(s.radius);
        number(s.angle * 100);
    }
    void operator()(const scene::Text& s) const {
        place(s.origin);
        number(s.font.size);
        hasher.add(static_cast<std::uint64_t>(s.font.weight));
        hasher.add(std::string_view(s.text));
    }
};

std::uint64_t keyOf(std::span<const scene::Primitive> group, scene::Point origin) {
    raft::Hasher hasher;
    const RelativeKey key{hasher, origin};
    for (const scene::Primitive& primitive : group) {
        hasher.add(static_cast<std::uint64_t>(primitive.shape.index()));
        std::visit(key, primitive.shape);
        key.color(primitive.fill);
        key.color(primitive.stroke.color);
        key.number(primitive.stroke.width);
        key.number(primitive.stroke.dash[0]);
        key.number(primitive.stroke.dash[1]);
    }
    return hasher.value();
}

} // namespace

void SpriteCache::paint(QPainter& painter, std::span<const scene::Primitive> group, double pixelRatio,
                        const Draw& draw) {
    const scene::Point origin = scene::bounds(group.front()).center();
    const auto halves = [&](double at) { return static_cast<int>(std::lround(at * pixelRatio * 2)); };
    const int x = halves(origin.x);
    const int y = halves(origin.y);
    // Where the group stands: whole pixels of the device, and the half pixels left over.
    const int wholeX = x >> 1;
    const int wholeY = y >> 1;
    const auto phase = static_cast<std::uint64_t>((x & 1) | (y & 1) << 1);
    const std::uint64_t key =
        raft::Hasher().add(keyOf(group, origin)).add(phase).add(std::uint64_t(pixelRatio * 64)).value();
    auto found = sprites_.find(key);
    if (found == sprites_.end()) {
        scene::Rect all;
        for (const scene::Primitive& primitive : group)
            all = all.united(scene::bounds(primitive));
        const QRect device = QRectF((all.x - origin.x) * pixelRatio, (all.y - origin.y) * pixelRatio,
                                    all.width * pixelRatio, all.height * pixelRatio)
                                 .toAlignedRect()
                                 .adjusted(-1, -1, 2, 2);
        Sprite sprite{QImage(device.size(), QImage::Format_ARGB32_Premultiplied), device.left(), device.top()};
        sprite.image.fill(Qt::transparent);
        {
            QPainter onSprite(&sprite.image);
            onSprite.translate(-device.left() + (x & 1) * 0.5, -device.top() + (y & 1) * 0.5);
            onSprite.scale(pixelRatio, pixelRatio);
            onSprite.translate(-origin.x, -origin.y);
            draw(onSprite, group);
        }
        sprite.image.setDevicePixelRatio(pixelRatio);
        bytes_ += static_cast<std::size_t>(sprite.image.sizeInBytes());
        if (bytes_ > kMostBytes) {
            sprites_.clear();
            bytes_ = static_cast<std::size_t>(sprite.image.sizeInBytes());
        }
        found = sprites_.emplace(key, std::move(sprite)).first;
    }
    const Sprite& sprite = found->second;
    painter.drawImage(QPointF((wholeX + sprite.left) / pixelRatio, (wholeY + sprite.top) / pixelRatio), sprite.image);
}

} // namespace raftarium
