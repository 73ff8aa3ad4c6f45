// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

/// Points, sizes and rectangles of a picture, in logical pixels; x grows to the right, y downwards.
namespace scene {

/// A place in a picture, or a difference of two.
struct Point {
    double x = 0;
    double y = 0;

    friend bool operator==(const Point&, const Point&) = default;
    friend Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
    friend Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
    friend Point operator*(Point a, double factor) { return {a.x * factor, a.y * factor}; }
};

/// How far the point is from the origin.
inline double length(Point p) { return std::sqrt(p.x * p.x + p.y * p.y); }

/// How far two points are apart.
inline double distance(Point a, Point b) { return length(b - a); }

/// The direction of `p` as a point at distance 1; of the origin, the direction of growing x.
inline Point unit(Point p) {
    const double size = length(p);
    return size > 0 ? p * (1 / size) : Point{1, 0};
}

/// `p` turned by a right angle, clockwise on the screen.
inline Point turned(Point p) { return {-p.y, p.x}; }

/// The direction of `p` in radians, clockwise on the screen from growing x.
inline double angleOf(Point p) { return std::atan2(p.y, p.x); }

/// The point at `share` (0 to 1) of the way from `a` to `b`.
inline Point between(Point a, Point b, double share) { return a + (b - a) * share; }

/// How far `p` is from the nearest point of the straight piece from `a` to `b`.
inline double distanceToSegment(Point p, Point a, Point b) {
    const Point along = b - a;
    const double square = along.x * along.x + along.y * along.y;
    if (square <= 0)
        return distance(p, a);
    const double share = ((p.x - a.x) * along.x + (p.y - a.y) * along.y) / square;
    return distance(p, between(a, b, std::clamp(share, 0.0, 1.0)));
}

/// Width and height.
struct Size {
    double width = 0;
    double height = 0;

    friend bool operator==(const Size&, const Size&) = default;
};

/// An upright rectangle; empty when a side is not above 0.
struct Rect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    double left() const { return x; }
    double top() const { return y; }
    double right() const { return x + width; }
    double bottom() const { return y + height; }
    Point center() const { return {x + width / 2, y + height / 2}; }
    bool empty() const { return width <= 0 || height <= 0; }

    bool contains(Point p) const { return p.x >= x && p.x <= right() && p.y >= y && p.y <= bottom(); }
    bool contains(const Rect& other) const {
        return other.x >= x && other.right() <= right() && other.y >= y && other.bottom() <= bottom();
    }
    bool intersects(const Rect& other) const {
        return other.x < right() && other.right() > x && other.y < bottom() && other.bottom() > y;
    }
    /// Grown by `margin` on every side; shrunk by a negative one.
    Rect grown(double margin) const { return {x - margin, y - margin, width + 2 * margin, height + 2 * margin}; }
    /// The smallest rectangle that holds both; an empty one counts for nothing.
    Rect united(const Rect& other) const {
        if (empty())
            return other;
        if (other.empty())
            return *this;
        const double l = std::min(x, other.x);
        const double t = std::min(y, other.y);
        return {l, t, std::max(right(), other.right()) - l, std::max(bottom(), other.bottom()) - t};
    }
    /// The point of the rectangle that is nearest to `p`.
    Point nearest(Point p) const { return {std::clamp(p.x, x, right()), std::clamp(p.y, y, bottom())}; }

    friend bool operator==(const Rect&, const Rect&) = default;
};

/// The rectangle of this size around a point.
inline Rect around(Point center, double width, double height) {
    return {center.x - width / 2, center.y - height / 2, width, height};
}

} // namespace scene
