// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Sketch.h"

#include <numbers>

// The pencil: turns what is meant into primitives, and keeps lines as thick as the theme wants them.

namespace scene {

void Sketch::add(Shape shape, Color fill, Stroke stroke) {
    if (stroke.visible())
        stroke.width = std::max(stroke.width, theme_->minimumLine);
    stroke.color = faded(stroke.color, opacity_);
    primitives_.push_back({std::move(shape), faded(fill, opacity_), stroke, id_});
}

void Sketch::disc(Point center, double radius, Color fill, Stroke stroke) { add(Disc{center, radius}, fill, stroke); }

void Sketch::arcFromNoon(Point center, double radius, double share, Stroke stroke) {
    constexpr double noon = -std::numbers::pi / 2;
    if (share >= 1)
        add(Disc{center, radius}, {}, stroke);
    else if (share > 0)
        add(Arc{center, radius, noon, 2 * std::numbers::pi * share}, {}, stroke);
}

void Sketch::line(Point from, Point to, Stroke stroke) { add(Polyline{{from, to}, false}, {}, stroke); }

void Sketch::polyline(std::vector<Point> points, Stroke stroke) { add(Polyline{std::move(points), false}, {}, stroke); }

void Sketch::polygon(std::vector<Point> points, Color fill, Stroke stroke) {
    add(Polyline{std::move(points), true}, fill, stroke);
}

void Sketch::curve(const Curve& curve, Stroke stroke) { add(curve, {}, stroke); }

void Sketch::box(const Rect& rect, double radius, Color fill, Stroke stroke, double angle) {
    add(Box{rect, std::min({radius, rect.width / 2, rect.height / 2}), angle}, fill, stroke);
}

void Sketch::text(Point at, std::string_view text, Font font, Color color, Anchor anchor) {
    if (text.empty())
        return;
    const double width = measure_->width(text, font);
    const double shift = anchor == Anchor::left ? 0 : anchor == Anchor::middle ? width / 2 : width;
    add(Text{{at.x - shift, at.y}, std::string(text), font, width}, color, {});
}

void Sketch::centeredText(Point center, std::string_view text, Font font, Color color) {
    this->text({center.x, center.y + kCapHeight * font.size / 2}, text, font, color, Anchor::middle);
}

void Sketch::cross(Point center, double reach, Stroke stroke) {
    const Point diagonal{reach, reach};
    const Point other{reach, -reach};
    line(center - diagonal, center + diagonal, stroke);
    line(center - other, center + other, stroke);
}

void Sketch::tick(Point center, double reach, Stroke stroke) {
    polyline(
        {center + Point{-reach, 0}, center + Point{-reach * 0.25, reach * 0.75}, center + Point{reach, -reach * 0.8}},
        stroke);
}

Layer Sketch::layer(LayerKind kind, bool still) && {
    Layer layer{kind, 0, still, std::move(primitives_)};
    layer.key = layerKey(layer.primitives);
    return layer;
}

} // namespace scene
