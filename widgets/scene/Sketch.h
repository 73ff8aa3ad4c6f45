// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Picture.h"
#include "widgets/scene/Theme.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Gathers the primitives of one layer.
namespace scene {

/// Which point of a text is given.
enum class Anchor : std::uint8_t { left, middle, right };

/// A pencil for one layer. What is drawn carries the id that was set last.
class Sketch {
public:
    Sketch(const Theme& theme, const TextMeasure& measure) : theme_(&theme), measure_(&measure) {}

    /// Everything drawn from now on shows this thing.
    void show(const Id& id) { id_ = id; }
    /// Everything drawn from now on has this share of its opacity.
    void fade(double share) { opacity_ = share; }

    void disc(Point center, double radius, Color fill, Stroke stroke = {});
    /// A part of a circle's line from noon clockwise; `share` 0 to 1.
    void arcFromNoon(Point center, double radius, double share, Stroke stroke);
    void line(Point from, Point to, Stroke stroke);
    void polyline(std::vector<Point> points, Stroke stroke);
    void polygon(std::vector<Point> points, Color fill, Stroke stroke = {});
    void curve(const Curve& curve, Stroke stroke);
    void box(const Rect& rect, double radius, Color fill, Stroke stroke = {}, double angle = 0);
    /// One line of text; `at` is the given point of its baseline.
    void text(Point at, std::string_view text, Font font, Color color, Anchor anchor = Anchor::left);
    /// One line of text whose capitals are centred on a point.
    void centeredText(Point center, std::string_view text, Font font, Color color);

    /// A cross of two strokes that reaches `reach` to each side.
    void cross(Point center, double reach, Stroke stroke);
    /// A tick that reaches `reach` to each side.
    void tick(Point center, double reach, Stroke stroke);

    const Theme& theme() const { return *theme_; }
    const TextMeasure& measure() const { return *measure_; }

    /// The layer with everything that was drawn.
    Layer layer(LayerKind kind, bool still) &&;

private:
    void add(Shape shape, Color fill, Stroke stroke);

    const Theme* theme_;
    const TextMeasure* measure_;
    Id id_;
    double opacity_ = 1;
    std::vector<Primitive> primitives_;
};

} // namespace scene
