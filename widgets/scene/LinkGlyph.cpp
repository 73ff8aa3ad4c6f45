// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/LinkGlyph.h"

#include <algorithm>
#include <vector>

// A cut is a red break in a faint line, so that a partition of many links stays calm; its cross stands where messages
// that way end.

namespace scene {

namespace {

/// Up to so many servers every link is drawn.
constexpr std::size_t kMostWithLinks = 7;

/// Half the size of a link's sign.
double signReach(const StageLayout& layout) { return std::clamp(layout.sizes.scaled(6), 4.0, 10.0); }

/// Where on a line its sign stands: near the middle, but under no server and on no other sign, as far as that goes.
double freePlace(const Route& line, const StageLayout& layout, const std::vector<Point>& taken) {
    const double reach = signReach(layout);
    for (const double place : {0.5, 0.43, 0.57, 0.36, 0.64, 0.3, 0.7}) {
        const Point there = line.at(place);
        const bool isTaken =
            std::any_of(
                layout.seats.begin(), layout.seats.end(),
                [&](const Seat& seat) { return distance(seat.center, there) < layout.sizes.edge + 1.5 * reach; }) ||
            std::any_of(taken.begin(), taken.end(), [&](Point p) { return distance(p, there) < 2.6 * reach; });
        if (!isTaken)
            return place;
    }
    return 0.5;
}

struct LinkGlyph {
    const LinkFact& link;
    const Route line;
    const StageLayout& layout;
    const double place; ///< of the sign, from 0 at `low` to 1 at `high`

    double length() const { return distance(line.from, line.to); }

    /// A cross with short red dashes on both sides, in a gap of the line.
    void drawBreak(Sketch& sketch) const {
        const Theme& theme = sketch.theme();
        const double reach = signReach(layout);
        const Point center = line.at(place);
        const Point along = unit(line.to - line.from);
        const double far = std::min(reach * 4.5, length() / 2);
        const Stroke stroke{theme.danger, std::clamp(layout.sizes.scaled(2.4), 2.0, 4.0), {}};
        sketch.line(center - along * far, center - along * (reach * 1.9), stroke);
        sketch.line(center + along * (reach * 1.9), center + along * far, stroke);
        sketch.cross(center, reach, stroke);
    }

    /// A cross near the end that is not reached, and an arrow that runs up to it.
    void drawOneWayBreak(Sketch& sketch, bool up) const {
        const Theme& theme = sketch.theme();
        const double reach = signReach(layout);
        const Point along = unit(line.to - line.from) * (up ? 1.0 : -1.0);
        const Point cross = line.at(place) + along * std::min(reach * 1.5, length() * 0.1);
        const Point head = cross - along * (reach * 2.2);
        const Stroke stroke{theme.danger, std::clamp(layout.sizes.scaled(2.4), 2.0, 4.0), {}};
        sketch.cross(cross, reach, stroke);
        sketch.line(head - along * (reach * 3), head, stroke);
        const Point aside = turned(along) * (reach * 0.8);
        sketch.polyline({head - along * reach + aside, head, head - along * reach - aside}, stroke);
    }

    /// A bar across the lane near the sender, with a small cross: some kind of message does not pass.
    void drawBlock(Sketch& sketch, bool up) const {
        const Theme& theme = sketch.theme();
        const double reach = std::clamp(layout.sizes.scaled(4.5), 3.5, 8.0);
        const Point along = unit(line.to - line.from) * (up ? 1.0 : -1.0);
        const Point start = up ? line.from : line.to;
        const Point center = start + along * std::max(reach * 3.4, std::min(length() * 0.25, reach * 5));
        const Point aside = turned(along) * (reach * 1.8);
        const Stroke stroke{theme.danger, std::clamp(layout.sizes.scaled(2.4), 2.0, 4.0), {}};
        sketch.line(center - aside, center + aside, stroke);
        sketch.cross(center - along * (reach * 2), reach * 0.8, stroke);
    }

    void draw(Sketch& sketch) const {
        sketch.show(linkId(link.low, link.high));
        const Theme& theme = sketch.theme();
        const bool slow = link.up.latency > 0 || link.down.latency > 0 || link.up.loss > 0 || link.down.loss > 0;
        const Stroke plain{slow ? theme.soft : theme.line, slow ? 1.8 : 1.2, {}};
        const Stroke stroke{plain.color, plain.width, slow ? std::array<double, 2>{10, 6} : std::array<double, 2>{}};
        if (link.up.cut && link.down.cut) {
            const double half = std::min(signReach(layout) * 4.5 / std::max(1.0, length()), 0.3);
            sketch.line(line.from, line.at(place - half), stroke);
            sketch.line(line.at(place + half), line.to, stroke);
            drawBreak(sketch);
            return;
        }
        sketch.line(line.from, line.to, stroke);
        if (link.up.cut || link.down.cut)
            drawOneWayBreak(sketch, link.up.cut);
        if (link.up.blocked && !link.up.cut)
            drawBlock(sketch, true);
        if (link.down.blocked && !link.down.cut)
            drawBlock(sketch, false);
    }
};

} // namespace

bool drawsPlainLinks(const Facts& facts) { return facts.servers.size() <= kMostWithLinks; }

Route linkLine(const StageLayout& layout, raft::ServerId low, raft::ServerId high) {
    const Seat& a = *layout.find(low);
    const Seat& b = *layout.find(high);
    const Point along = unit(b.center - a.center);
    const double gap = distance(a.center, b.center) - layout.edgeOf(a) - layout.edgeOf(b);
    if (gap <= 0)
        return {between(a.center, b.center, 0.5), between(a.center, b.center, 0.5)};
    return {a.center + along * layout.edgeOf(a), b.center - along * layout.edgeOf(b)};
}

void drawLinks(Sketch& sketch, const Facts& facts, const StageLayout& layout) {
    std::vector<Point> signs;
    auto remarkable = facts.links.begin();
    const auto isNext = [&](raft::ServerId low, raft::ServerId high) {
        return remarkable != facts.links.end() && remarkable->low == low && remarkable->high == high;
    };
    for (std::size_t i = 0; i < facts.servers.size(); ++i) {
        for (std::size_t j = i + 1; j < facts.servers.size(); ++j) {
            const raft::ServerId low = facts.servers[i].id;
            const raft::ServerId high = facts.servers[j].id;
            if (isNext(low, high)) {
                const Route line = linkLine(layout, low, high);
                const double place = freePlace(line, layout, signs);
                signs.push_back(line.at(place));
                LinkGlyph{*remarkable, line, layout, place}.draw(sketch);
                ++remarkable;
            } else if (drawsPlainLinks(facts)) {
                const Route line = linkLine(layout, low, high);
                sketch.show(linkId(low, high));
                sketch.line(line.from, line.to, {sketch.theme().line, 1.2, {}});
            }
        }
    }
}

void drawChosenLink(Sketch& sketch, const StageLayout& layout, const Id& link, bool selected) {
    if (layout.find(link.server) == nullptr || layout.find(link.peer) == nullptr)
        return;
    const Route line = linkLine(layout, link.server, link.peer);
    const Point aside = turned(unit(line.to - line.from)) * 4;
    const Stroke stroke{sketch.theme().accent, 2, {}};
    sketch.show(link);
    sketch.line(line.from + aside, line.to + aside, stroke);
    if (selected)
        sketch.line(line.from - aside, line.to - aside, stroke);
}

} // namespace scene
