// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Color.h"
#include "widgets/scene/Geometry.h"
#include "widgets/scene/Id.h"
#include "widgets/scene/TextMeasure.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A picture as a value: a flat list of shapes in layers, each with the id of what it shows.
namespace scene {

/// A full circle.
struct Disc {
    Point center;
    double radius = 0;

    friend bool operator==(const Disc&, const Disc&) = default;
};

/// A part of a circle's line, from `start` (radians, clockwise from growing x) clockwise over `sweep` radians.
struct Arc {
    Point center;
    double radius = 0;
    double start = 0;
    double sweep = 0;

    friend bool operator==(const Arc&, const Arc&) = default;
};

/// Straight pieces from point to point, and back to the first if `closed`.
struct Polyline {
    std::vector<Point> points;
    bool closed = false;

    friend bool operator==(const Polyline&, const Polyline&) = default;
};

/// A cubic Bézier curve: its ends are the first and the last point.
struct Curve {
    std::array<Point, 4> points;

    friend bool operator==(const Curve&, const Curve&) = default;
};

/// A rectangle with rounded corners, turned by `angle` radians clockwise about its centre.
struct Box {
    Rect rect;
    double radius = 0;
    double angle = 0;

    friend bool operator==(const Box&, const Box&) = default;
};

/// One line of text from `origin`, the left end of its baseline. `width` is what the measure said.
struct Text {
    Point origin;
    std::string text;
    Font font;
    double width = 0;

    friend bool operator==(const Text&, const Text&) = default;
};

/// One shape of a picture.
using Shape = std::variant<Disc, Arc, Polyline, Curve, Box, Text>;

/// How a line is drawn; none with width 0. `dash` is the length of a dash and of the gap after it in pixels; both 0
/// draw it whole. Dashes have flat ends, and whole lines round ones; a dash of length 0 is a round dot.
struct Stroke {
    Color color;
    double width = 0;
    std::array<double, 2> dash{0, 0};

    bool visible() const { return width > 0 && color.visible(); }

    friend bool operator==(const Stroke&, const Stroke&) = default;
};

/// A shape, how it is filled (a text: its colour) and outlined, and what it shows.
struct Primitive {
    Shape shape;
    Color fill;
    Stroke stroke;
    Id id;

    friend bool operator==(const Primitive&, const Primitive&) = default;
};

/// The upright rectangle that holds all that is drawn of it, outline included.
Rect bounds(const Primitive& primitive);

/// The kinds of layers, back to front.
enum class LayerKind : std::uint8_t {
    ground,    ///< links, and what lies under everything
    bodies,    ///< servers, or rows of a table
    selection, ///< rings around what is chosen
    timers,    ///< what moves while time passes, in place
    messages,  ///< what moves while time passes, across the picture
    words,     ///< captions, hints, previews
};

/// A part of a picture that is drawn before the next.
struct Layer {
    LayerKind kind = LayerKind::ground;
    /// A hash of all primitives: layers with equal keys look the same and need not be drawn again.
    std::uint64_t key = 0;
    /// Whether it stays the same while time passes between two events, so that keeping its pixels pays.
    bool still = true;
    std::vector<Primitive> primitives;

    friend bool operator==(const Layer&, const Layer&) = default;
};

/// Where the pointer meets a thing: never narrower than `kSmallestHit`.
struct HitShape {
    /// A disc, an upright box, or a band of twice `halfWidth` along a straight piece.
    struct Band {
        Point from;
        Point to;
        double halfWidth = 0;

        friend bool operator==(const Band&, const Band&) = default;
    };
    std::variant<Disc, Rect, Band> shape;
    /// The thing with the higher rank is meant where two shapes lie over each other; with equal ranks, the nearer.
    int rank = 0;
    Id id;

    friend bool operator==(const HitShape&, const HitShape&) = default;
};

/// The least diameter, side or width of a hit shape, in logical pixels.
inline constexpr double kSmallestHit = 24;

/// Ranks of hit shapes.
inline constexpr int kLinkRank = 1;
inline constexpr int kServerRank = 2;
inline constexpr int kPartRank = 3;
inline constexpr int kMessageRank = 4;

/// Everything that is drawn, and where the pointer finds what.
struct Picture {
    Size size;
    Color ground;
    std::vector<Layer> layers;
    std::vector<HitShape> hits;

    /// The id of what the pointer means at this place.
    std::optional<Id> hitTest(double x, double y) const;
    /// The hit shape of this thing, null when it has none.
    const HitShape* hitShape(const Id& id) const;

    friend bool operator==(const Picture&, const Picture&) = default;
};

/// How far the place is from the shape's middle, or nothing when it lies outside.
std::optional<double> reach(const HitShape& hit, Point place);

/// The upright rectangle around a hit shape.
Rect bounds(const HitShape& hit);

/// The hash of these primitives that is the key of a layer; the same on every platform for the same primitives.
std::uint64_t layerKey(const std::vector<Primitive>& primitives);

} // namespace scene
