// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Picture.h"

#include <bit>
#include <cstring>
#include <numbers>

// What a picture can say of itself: how far its shapes reach, what lies under a point, whether a layer changed.

namespace scene {

namespace {

Rect pointBounds(const Point* first, const Point* last) {
    if (first == last)
        return {};
    Point low = *first;
    Point high = *first;
    for (const Point* p = first; p != last; ++p) {
        low = {std::min(low.x, p->x), std::min(low.y, p->y)};
        high = {std::max(high.x, p->x), std::max(high.y, p->y)};
    }
    return {low.x, low.y, high.x - low.x, high.y - low.y};
}

struct ShapeBounds {
    Rect operator()(const Disc& s) const { return around(s.center, 2 * s.radius, 2 * s.radius); }
    Rect operator()(const Arc& s) const { return around(s.center, 2 * s.radius, 2 * s.radius); }
    Rect operator()(const Polyline& s) const { return pointBounds(s.points.data(), s.points.data() + s.points.size()); }
    Rect operator()(const Curve& s) const { return pointBounds(s.points.data(), s.points.data() + s.points.size()); }
    Rect operator()(const Box& s) const {
        const double c = std::abs(std::cos(s.angle));
        const double n = std::abs(std::sin(s.angle));
        return around(s.rect.center(), s.rect.width * c + s.rect.height * n, s.rect.width * n + s.rect.height * c);
    }
    Rect operator()(const Text& s) const {
        return {s.origin.x, s.origin.y - kAscent * s.font.size, s.width, (kAscent + kDescent) * s.font.size};
    }
};

/// Collects values into a 64-bit hash (multiply and rotate; it only has to tell pictures apart).
class KeyMaker {
public:
    void add(std::uint64_t value) { key_ = std::rotl((key_ ^ value) * 0x9E3779B97F4A7C15ULL, 29); }
    void add(double value) {
        std::uint64_t bits = 0; // copied, since the browser build's library has no std::bit_cast
        std::memcpy(&bits, &value, sizeof bits);
        add(bits);
    }
    void add(Point p) {
        add(p.x);
        add(p.y);
    }
    void add(const Rect& r) {
        add(r.x);
        add(r.y);
        add(r.width);
        add(r.height);
    }
    void add(Color c) {
        add(std::uint64_t{c.red} << 24 | std::uint64_t{c.green} << 16 | std::uint64_t{c.blue} << 8 | c.alpha);
    }
    void add(const Id& id) {
        add(static_cast<std::uint64_t>(id.subject) << 32 | static_cast<std::uint32_t>(id.server));
        add(static_cast<std::uint64_t>(static_cast<std::uint32_t>(id.peer)));
        add(static_cast<std::uint64_t>(id.number));
    }
    void add(const Stroke& s) {
        add(s.color);
        add(s.width);
        add(s.dash[0]);
        add(s.dash[1]);
    }
    void operator()(const Disc& s) {
        add(s.center);
        add(s.radius);
    }
    void operator()(const Arc& s) {
        add(s.center);
        add(s.radius);
        add(s.start);
        add(s.sweep);
    }
    void operator()(const Polyline& s) {
        add(static_cast<std::uint64_t>(s.points.size() * 2 + (s.closed ? 1 : 0)));
        for (const Point& p : s.points)
            add(p);
    }
    void operator()(const Curve& s) {
        for (const Point& p : s.points)
            add(p);
    }
    void operator()(const Box& s) {
        add(s.rect);
        add(s.radius);
        add(s.angle);
    }
    void operator()(const Text& s) {
        add(s.origin);
        add(s.font.size);
        add(static_cast<std::uint64_t>(s.font.weight) << 32 | s.text.size());
        for (const char c : s.text)
            add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    }
    std::uint64_t key() const { return key_ ^ key_ >> 32; }

private:
    std::uint64_t key_ = 0x243F6A8885A308D3ULL;
};

} // namespace

Rect bounds(const Primitive& primitive) {
    const Rect plain = std::visit(ShapeBounds{}, primitive.shape);
    return primitive.stroke.visible() ? plain.grown(primitive.stroke.width / 2) : plain;
}

std::uint64_t layerKey(const std::vector<Primitive>& primitives) {
    KeyMaker maker;
    for (const Primitive& p : primitives) {
        maker.add(static_cast<std::uint64_t>(p.shape.index()));
        std::visit(maker, p.shape);
        maker.add(p.fill);
        maker.add(p.stroke);
        maker.add(p.id);
    }
    return maker.key();
}

std::optional<double> reach(const HitShape& hit, Point place) {
    if (const auto* disc = std::get_if<Disc>(&hit.shape)) {
        const double far = distance(disc->center, place);
        return far <= disc->radius ? std::optional(far) : std::nullopt;
    }
    if (const auto* rect = std::get_if<Rect>(&hit.shape))
        return rect->contains(place) ? std::optional(distance(rect->center(), place)) : std::nullopt;
    const auto& band = std::get<HitShape::Band>(hit.shape);
    const double far = distanceToSegment(place, band.from, band.to);
    return far <= band.halfWidth ? std::optional(far) : std::nullopt;
}

Rect bounds(const HitShape& hit) {
    if (const auto* disc = std::get_if<Disc>(&hit.shape))
        return around(disc->center, 2 * disc->radius, 2 * disc->radius);
    if (const auto* rect = std::get_if<Rect>(&hit.shape))
        return *rect;
    const auto& band = std::get<HitShape::Band>(hit.shape);
    const std::array<Point, 2> ends{band.from, band.to};
    return pointBounds(ends.data(), ends.data() + ends.size()).grown(band.halfWidth);
}

std::optional<Id> Picture::hitTest(double x, double y) const {
    const HitShape* best = nullptr;
    double nearest = 0;
    for (const HitShape& hit : hits) {
        if (best != nullptr && hit.rank < best->rank)
            continue;
        const auto far = reach(hit, {x, y});
        if (far && (best == nullptr || hit.rank > best->rank || *far < nearest)) {
            best = &hit;
            nearest = *far;
        }
    }
    return best != nullptr ? std::optional(best->id) : std::nullopt;
}

const HitShape* Picture::hitShape(const Id& id) const {
    const auto found = std::find_if(hits.begin(), hits.end(), [&](const HitShape& h) { return h.id == id; });
    return found != hits.end() ? &*found : nullptr;
}

} // namespace scene
