// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scene/PictureChecks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

// Geometry on primitives: what touches what, and what colour lies under a text.

namespace scene {

namespace {

std::string written(const Primitive& primitive) {
    std::ostringstream line;
    const Rect r = bounds(primitive);
    if (const auto* text = std::get_if<Text>(&primitive.shape))
        line << '"' << text->text << "\" ";
    line << "shape " << primitive.shape.index() << " subject " << static_cast<int>(primitive.id.subject) << " of S"
         << primitive.id.server << " at " << r.x << "," << r.y << " " << r.width << "x" << r.height;
    return line.str();
}

bool isMessageLayer(LayerKind kind) { return kind == LayerKind::messages; }

std::array<Point, 4> corners(const Box& box) {
    const Point along{std::cos(box.angle), std::sin(box.angle)};
    const Point across = turned(along);
    const Point center = box.rect.center();
    const Point x = along * (box.rect.width / 2);
    const Point y = across * (box.rect.height / 2);
    return {center + x + y, center + x - y, center - x - y, center - x + y};
}

bool segmentTouches(Point a, Point b, const Rect& rect) {
    // Liang and Barsky's clipping: whether any part of the piece lies within.
    double enter = 0;
    double leave = 1;
    const Point d = b - a;
    for (const auto& [delta, from, to] : {std::array{d.x, rect.left() - a.x, rect.right() - a.x},
                                          std::array{d.y, rect.top() - a.y, rect.bottom() - a.y}}) {
        if (delta == 0) {
            if (from > 0 || to < 0)
                return false;
            continue;
        }
        enter = std::max(enter, std::min(from / delta, to / delta));
        leave = std::min(leave, std::max(from / delta, to / delta));
    }
    return enter <= leave;
}

bool polygonHolds(const std::vector<Point>& points, Point p) {
    bool inside = false;
    for (std::size_t i = 0, j = points.size() - 1; i < points.size(); j = i++) {
        const bool crosses = (points[i].y > p.y) != (points[j].y > p.y);
        if (crosses &&
            p.x < (points[j].x - points[i].x) * (p.y - points[i].y) / (points[j].y - points[i].y) + points[i].x)
            inside = !inside;
    }
    return inside;
}

bool polygonTouches(const std::vector<Point>& points, bool closed, const Rect& rect) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (segmentTouches(points[i - 1], points[i], rect))
            return true;
    }
    return closed && (segmentTouches(points.back(), points.front(), rect) || polygonHolds(points, rect.center()));
}

/// Whether the filled primitive lies under the place.
bool fills(const Primitive& primitive, Point p) {
    if (!primitive.fill.visible())
        return false;
    if (const auto* disc = std::get_if<Disc>(&primitive.shape))
        return distance(disc->center, p) <= disc->radius;
    if (const auto* box = std::get_if<Box>(&primitive.shape)) {
        const auto c = corners(*box);
        return polygonHolds({c.begin(), c.end()}, p);
    }
    const auto* line = std::get_if<Polyline>(&primitive.shape);
    return line != nullptr && line->closed && polygonHolds(line->points, p);
}

} // namespace

bool touches(const Primitive& primitive, const Rect& rect) {
    const double spread = primitive.stroke.visible() ? primitive.stroke.width / 2 : 0;
    const Rect wide = rect.grown(spread);
    if (const auto* disc = std::get_if<Disc>(&primitive.shape)) {
        const double nearest = distance(disc->center, rect.nearest(disc->center));
        return nearest < disc->radius + spread;
    }
    if (const auto* box = std::get_if<Box>(&primitive.shape)) {
        const auto c = corners(*box);
        return polygonTouches({c.begin(), c.end()}, true, wide);
    }
    if (const auto* line = std::get_if<Polyline>(&primitive.shape))
        return polygonTouches(line->points, line->closed, wide);
    return bounds(primitive).intersects(rect);
}

std::vector<const Primitive*> textsOf(const Picture& picture, const std::function<bool(LayerKind)>& wanted) {
    std::vector<const Primitive*> texts;
    for (const Layer& layer : picture.layers) {
        if (!wanted(layer.kind))
            continue;
        for (const Primitive& primitive : layer.primitives) {
            if (std::holds_alternative<Text>(primitive.shape))
                texts.push_back(&primitive);
        }
    }
    return texts;
}

Problems whatLeaves(const Picture& picture) {
    const Rect whole = Rect{0, 0, picture.size.width, picture.size.height}.grown(0.01);
    Problems problems;
    for (const Layer& layer : picture.layers) {
        for (const Primitive& primitive : layer.primitives) {
            if (!whole.contains(bounds(primitive)))
                problems.push_back("leaves the picture: " + written(primitive));
        }
    }
    return problems;
}

Problems whatIsTooSmall(const Picture& picture, double least) {
    Problems problems;
    for (const Primitive* text : textsOf(picture, [](LayerKind) { return true; })) {
        if (std::get<Text>(text->shape).font.size < least - 1e-6)
            problems.push_back("too small: " + written(*text));
    }
    return problems;
}

Problems whatOverlaps(const Picture& picture) {
    const auto texts = textsOf(picture, [](LayerKind kind) { return !isMessageLayer(kind); });
    Problems problems;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t j = i + 1; j < texts.size(); ++j) {
            if (bounds(*texts[i]).grown(-0.5).intersects(bounds(*texts[j])))
                problems.push_back(written(*texts[i]) + " lies over " + written(*texts[j]));
        }
    }
    return problems;
}

Problems whatIsHardToRead(const Picture& picture) {
    Problems problems;
    std::vector<const Primitive*> under;
    for (const Layer& layer : picture.layers) {
        for (const Primitive& primitive : layer.primitives) {
            if (!std::holds_alternative<Text>(primitive.shape)) {
                under.push_back(&primitive);
                continue;
            }
            const Rect place = bounds(primitive);
            for (const Point p : {place.center(), Point{place.left() + 1, place.center().y},
                                  Point{place.right() - 1, place.center().y}}) {
                Color ground = picture.ground;
                for (const Primitive* below : under) {
                    if (fills(*below, p))
                        ground = blended(below->fill, ground);
                }
                if (contrast(blended(primitive.fill, ground), ground) < 4.5) {
                    problems.push_back("hard to read: " + written(primitive));
                    break;
                }
            }
        }
    }
    return problems;
}

Problems whatIsHardToHit(const Picture& picture) {
    Problems problems;
    for (const HitShape& hit : picture.hits) {
        const Rect r = bounds(hit);
        if (std::min(r.width, r.height) < kSmallestHit - 1e-6)
            problems.push_back("hard to hit: subject " + std::to_string(static_cast<int>(hit.id.subject)));
    }
    return problems;
}

Problems whatCoversNames(const Picture& picture) {
    std::vector<const Primitive*> names;
    for (const Primitive* text : textsOf(picture, [](LayerKind kind) { return kind == LayerKind::bodies; })) {
        if (text->id.subject == Subject::server)
            names.push_back(text);
    }
    Problems problems;
    for (const Layer& layer : picture.layers) {
        if (!isMessageLayer(layer.kind))
            continue;
        for (const Primitive& primitive : layer.primitives) {
            const Rect reach = bounds(primitive).grown(1);
            for (const Primitive* name : names) {
                const Rect place = bounds(*name);
                if (reach.intersects(place) && touches(primitive, place))
                    problems.push_back("message " + std::to_string(primitive.id.number) + ", " + written(primitive) +
                                       " covers " + written(*name));
            }
        }
    }
    return problems;
}

Problems whatCollides(const Picture& picture, const StageLayout& layout) {
    Problems problems;
    for (const Layer& layer : picture.layers) {
        if (layer.kind != LayerKind::bodies)
            continue;
        for (const Primitive& primitive : layer.primitives) {
            const Rect place = bounds(primitive);
            const bool isText = std::holds_alternative<Text>(primitive.shape);
            for (const Seat& seat : layout.seats) {
                const bool own = primitive.id.server == seat.id;
                if (own && isText && primitive.id.subject == Subject::server) {
                    // Accents and descenders apart, a word keeps within the disc.
                    const Rect capitals{place.x, place.y, place.width, place.height * kCapHeight};
                    for (const Point corner :
                         {Point{capitals.left(), capitals.top()}, Point{capitals.right(), capitals.top()},
                          Point{capitals.left(), capitals.bottom()}, Point{capitals.right(), capitals.bottom()}}) {
                        if (distance(corner, seat.center) > seat.radius + 1)
                            problems.push_back("sticks out of its disc: " + written(primitive));
                    }
                }
                const bool apart = primitive.id.subject == Subject::entry || primitive.id.subject == Subject::tail ||
                                   primitive.id.subject == Subject::vote || primitive.id.subject == Subject::votes ||
                                   !own;
                if (apart && touches(primitive, around(seat.center, 1, 1).grown(seat.radius * 0.7)))
                    problems.push_back("lies on S" + std::to_string(seat.id) + ": " + written(primitive));
                else if (apart && distance(place.nearest(seat.center), seat.center) < layout.edgeOf(seat) - 0.5 &&
                         !std::holds_alternative<Disc>(primitive.shape))
                    problems.push_back("touches S" + std::to_string(seat.id) + ": " + written(primitive));
            }
        }
    }
    return problems;
}

std::string joined(const Problems& problems) {
    std::string all;
    for (std::size_t i = 0; i < std::min<std::size_t>(problems.size(), 10); ++i)
        all += problems[i] + "\n";
    return all + (problems.size() > 10 ? "and " + std::to_string(problems.size() - 10) + " more\n" : "");
}

} // namespace scene
