// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/StageLayout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

// Finds the largest discs for which everything has its place: an ellipse that fits the panel, S1 at noon, clockwise,
// the servers equally far apart along it.

namespace scene {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kMargin = 8;
constexpr std::size_t kTailCells = 4;
/// So few servers leave room for every link beside the others.
constexpr std::size_t kFewServers = 5;
constexpr std::size_t kSteps = 256;
/// The ellipse decides where tails and answers lie, and these how large it can be: so many rounds settle it.
constexpr int kRounds = 4;

/// An ellipse with upright axes.
struct Ellipse {
    Point middle;
    double rx = 0;
    double ry = 0;
};

/// How far things reach from a server's centre.
struct Extent {
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;

    void include(Point p, double radius) {
        left = std::max(left, radius - p.x);
        right = std::max(right, p.x + radius);
        top = std::max(top, radius - p.y);
        bottom = std::max(bottom, p.y + radius);
    }
    void include(const Rect& r) {
        left = std::max(left, -r.left());
        right = std::max(right, r.right());
        top = std::max(top, -r.top());
        bottom = std::max(bottom, r.bottom());
    }
};

/// What is asked of a layout.
struct Task {
    Rect area;
    TextSizes texts;
    Crowd crowd;
};

/// Sines and cosines in the middle of each step around the circle.
const std::array<Point, kSteps>& circle() {
    static const std::array<Point, kSteps> table = [] {
        std::array<Point, kSteps> points{};
        for (std::size_t i = 0; i < kSteps; ++i) {
            const double angle = (static_cast<double>(i) + 0.5) * 2 * kPi / kSteps;
            points[i] = {std::cos(angle), std::sin(angle)};
        }
        return points;
    }();
    return table;
}

/// The angles from noon at which `count` points divide the line of an ellipse into equal parts.
std::vector<double> equalParts(std::size_t count, double rx, double ry) {
    const double step = 2 * kPi / kSteps;
    std::array<double, kSteps + 1> along{};
    for (std::size_t i = 0; i < kSteps; ++i)
        along[i + 1] = along[i] + step * length({rx * circle()[i].x, ry * circle()[i].y});
    std::vector<double> angles;
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double wanted = along[kSteps] * static_cast<double>(i) / static_cast<double>(count);
        while (along[at + 1] < wanted)
            ++at;
        const double share = (wanted - along[at]) / (along[at + 1] - along[at]);
        angles.push_back((static_cast<double>(at) + share) * step);
    }
    return angles;
}

/// The rectangle of a tail relative to its server's centre: to one side, raised or lowered half as much as the server
/// looks up or down, and outside of everything that lies around the server.
Rect tailPlace(const StageSizes& sizes, std::size_t cells, Point outward, bool right) {
    if (sizes.detail != Detail::full || cells == 0)
        return {};
    const double width = sizes.cell.width * static_cast<double>(cells);
    const double steep = std::atan2(outward.y, std::abs(outward.x)) / 2;
    const double y = sizes.outer * std::sin(steep);
    const double near = std::max(0.0, std::abs(y) - sizes.cell.height / 2);
    const double x = std::sqrt(sizes.outer * sizes.outer - near * near);
    return {right ? x : -x - width, y - sizes.cell.height / 2, width, sizes.cell.height};
}

Point pipPlace(const StageSizes& sizes, Point outward, std::size_t place, std::size_t count) {
    const double middle = static_cast<double>(count - 1) / 2;
    const double angle = angleOf(outward) + (static_cast<double>(place) - middle) * sizes.pipStep;
    return {sizes.pipDistance * std::cos(angle), sizes.pipDistance * std::sin(angle)};
}

Extent extentOf(const StageSizes& sizes, const Task& task, const Rect& tail, Point outward) {
    Extent extent;
    extent.include(Point{}, sizes.selection);
    if (sizes.pips) {
        for (std::size_t i = 0; i < task.crowd.voters; ++i)
            extent.include(pipPlace(sizes, outward, i, task.crowd.voters), sizes.pipRadius);
    }
    if (!tail.empty())
        extent.include(tail);
    return extent;
}

/// The outward direction at a point of the ellipse given by its angle from noon.
Point outwardAt(double angle, double rx, double ry) { return unit({std::sin(angle) / rx, -std::cos(angle) / ry}); }

/// Seats on an ellipse, their centres relative to nothing yet but the ellipse itself.
std::vector<Seat> seatsOn(const Ellipse& ellipse, const StageSizes& sizes, std::size_t cells, std::size_t count) {
    std::vector<Seat> seats(count);
    const std::vector<double> angles = equalParts(count, ellipse.rx, ellipse.ry);
    for (std::size_t i = 0; i < count; ++i) {
        const double angle = angles[i];
        Seat& seat = seats[i];
        seat.center = ellipse.middle + Point{ellipse.rx * std::sin(angle), -ellipse.ry * std::cos(angle)};
        seat.radius = sizes.radius;
        seat.outward = outwardAt(angle, ellipse.rx, ellipse.ry);
        seat.tailOnRight = i <= count / 2;
        seat.tail = tailPlace(sizes, cells, seat.outward, seat.tailOnRight);
    }
    return seats;
}

/// The largest ellipse on which these seats stay within the area.
Ellipse fitted(const std::vector<Seat>& seats, const Ellipse& before, const StageSizes& sizes, const Task& task) {
    const Rect& area = task.area;
    const double middleX = area.center().x;
    double rx = area.width;
    double lowest = 0;
    Extent up;
    Extent down;
    std::vector<std::pair<Point, Extent>> all;
    for (const Seat& seat : seats) {
        const Point place{(seat.center.x - before.middle.x) / before.rx, (seat.center.y - before.middle.y) / before.ry};
        const Extent extent = extentOf(sizes, task, seat.tail, seat.outward);
        const double room = area.width / 2 - (place.x > 0 ? extent.right : extent.left);
        if (std::abs(place.x) > 0.01)
            rx = std::min(rx, room / std::abs(place.x));
        if (all.empty())
            up = extent;
        if (place.y >= lowest) {
            lowest = place.y;
            down = extent;
        }
        all.emplace_back(place, extent);
    }
    const double highY = area.top() + up.top;
    const double lowY = area.bottom() - down.bottom;
    const double middleY = (lowY + lowest * highY) / (1 + lowest);
    double ry = area.height;
    for (const auto& [place, extent] : all) {
        const double room = place.y > 0 ? area.bottom() - extent.bottom - middleY : middleY - area.top() - extent.top;
        if (std::abs(place.y) > 0.01)
            ry = std::min(ry, room / std::abs(place.y));
    }
    return {{middleX, middleY}, rx, ry};
}

/// Few servers on a very flat ellipse would be far apart for no use.
Ellipse rounded(Ellipse ellipse, std::size_t count) {
    const double flattest = count <= 9 ? 2.3 : 4.0;
    ellipse.rx = std::min(ellipse.rx, ellipse.ry * flattest);
    ellipse.ry = std::min(ellipse.ry, ellipse.rx * 1.5);
    return ellipse;
}

double distanceToRect(Point p, const Rect& rect) { return distance(p, rect.nearest(p)); }

Rect moved(const Rect& rect, Point by) { return {rect.x + by.x, rect.y + by.y, rect.width, rect.height}; }

/// The gap that must remain between two neighbours' rings.
double leastGap(const StageSizes& sizes, const Crowd& crowd) {
    if (crowd.servers == 2)
        return std::max(sizes.glyph * 4, sizes.radius * 2.2);
    if (crowd.servers <= 9)
        return std::max(sizes.glyph * 2.0, sizes.radius);
    if (sizes.detail == Detail::dot)
        return 3;
    const double rings = sizes.selection - sizes.edge;
    return crowd.servers <= 25 ? std::max(rings + 3, sizes.radius * 0.5) : rings;
}

/// A seat and the places of its pips.
struct Surroundings {
    const Seat& seat;
    Rect tail;
    std::vector<Point> pips;
};

/// Whether what lies around `a` stays clear of `b` (one way; call it both ways).
bool isClear(const Surroundings& a, const Surroundings& b, const StageSizes& sizes) {
    if (!a.tail.empty()) {
        if (distanceToRect(b.seat.center, a.tail) < sizes.outer)
            return false;
        if (!b.tail.empty() && a.tail.grown(3).intersects(b.tail))
            return false;
    }
    for (const Point pip : a.pips) {
        if (distance(pip, b.seat.center) < sizes.selection + sizes.pipRadius)
            return false;
        for (const Point other : b.pips) {
            if (distance(pip, other) < 2 * sizes.pipRadius + 2)
                return false;
        }
    }
    return true;
}

/// Whether the link of a server's two neighbours passes beside it; among many it cannot.
bool isBesideLink(const std::vector<Seat>& seats, std::size_t place, const StageSizes& sizes) {
    const std::size_t count = seats.size();
    if (count < 4 || count > kFewServers)
        return true;
    const Point before = seats[(place + count - 1) % count].center;
    const Point after = seats[(place + 1) % count].center;
    return distanceToSegment(seats[place].center, before, after) >= sizes.edge + 5;
}

bool areClear(const std::vector<Seat>& seats, const StageSizes& sizes, const Crowd& crowd) {
    std::vector<Surroundings> all;
    for (const Seat& seat : seats) {
        all.push_back({seat, moved(seat.tail, seat.center), {}});
        for (std::size_t i = 0; sizes.pips && i < crowd.voters; ++i)
            all.back().pips.push_back(seat.center + pipPlace(sizes, seat.outward, i, crowd.voters));
    }
    // On a convex line only near neighbours can meet; tails reach further, but only few servers have them.
    const std::size_t count = seats.size();
    const std::size_t reach = std::min<std::size_t>(count - 1, count <= 25 ? count - 1 : 2);
    const double apart = 2 * sizes.edge + leastGap(sizes, crowd);
    for (std::size_t i = 0; i < count; ++i) {
        if (!isBesideLink(seats, i, sizes))
            return false;
        for (std::size_t step = 1; step <= reach; ++step) {
            const Surroundings& a = all[i];
            const Surroundings& b = all[(i + step) % count];
            if (distance(a.seat.center, b.seat.center) < apart || !isClear(a, b, sizes) || !isClear(b, a, sizes))
                return false;
        }
    }
    return true;
}

/// A layout with discs of this radius, or nothing if there is no room for it.
std::optional<StageLayout> tryRadius(const Task& task, double radius, std::size_t cells) {
    StageLayout layout;
    layout.area = task.area;
    layout.sizes = stageSizes(radius, task.texts, task.crowd, task.area);
    layout.tailCells = layout.sizes.detail == Detail::full ? cells : 0;
    const std::size_t count = task.crowd.servers;
    Ellipse ellipse{task.area.center(), task.area.width / 3, task.area.height / 3};
    if (count > 1) {
        for (int round = 0; round < kRounds; ++round) {
            const auto seats = seatsOn(ellipse, layout.sizes, layout.tailCells, count);
            ellipse = rounded(fitted(seats, ellipse, layout.sizes, task), count);
            if (ellipse.rx < radius || ellipse.ry < radius)
                return std::nullopt;
        }
        // The seats still move a little when the last ellipse is filled; a pixel is kept for that.
        ellipse.rx -= 1;
        ellipse.ry -= 1;
    }
    layout.middle = ellipse.middle;
    layout.seats = seatsOn(ellipse, layout.sizes, layout.tailCells, count);
    if (count == 1)
        layout.seats[0].center = task.area.center();
    for (const Seat& seat : layout.seats) {
        const Extent extent = extentOf(layout.sizes, task, seat.tail, seat.outward);
        const Rect all{seat.center.x - extent.left, seat.center.y - extent.top, extent.left + extent.right,
                       extent.top + extent.bottom};
        if (!task.area.grown(0.5).contains(all))
            return std::nullopt;
    }
    if (!areClear(layout.seats, layout.sizes, task.crowd))
        return std::nullopt;
    return layout;
}

/// The layout with the largest discs between two radii, if even the smaller one has room.
std::optional<StageLayout> largest(const Task& task, double low, double high, std::size_t cells) {
    std::optional<StageLayout> best = tryRadius(task, low, cells);
    if (!best)
        return best;
    for (int round = 0; round < 9 && high - low > 0.25; ++round) {
        const double middle = (low + high) / 2;
        if (auto found = tryRadius(task, middle, cells)) {
            best = std::move(found);
            low = middle;
        } else {
            high = middle;
        }
    }
    return best;
}

/// The largest discs with tails; then longer tails, as long as the discs can stay as they are.
std::optional<StageLayout> withTails(const Task& task, double low, double high) {
    for (const std::size_t cells : {kTailCells, kTailCells - 1}) {
        auto found = largest(task, low, high, cells);
        for (std::size_t more = cells + 1; found && more <= kMostTailEntries; ++more) {
            auto longer = tryRadius(task, found->sizes.radius, more);
            if (!longer)
                break;
            found = std::move(longer);
        }
        if (found)
            return found;
    }
    return std::nullopt;
}

StageLayout bestLayout(const Task& task) {
    const double unit = task.texts.unit;
    const double most = std::min(task.area.width, task.area.height) * (task.crowd.servers == 1 ? 0.24 : 0.17);
    if (most > kFullRadius * unit) {
        if (auto found = withTails(task, kFullRadius * unit, most))
            return *found;
    }
    const std::array<double, 5> steps{kLeastRadius, kNameRadius * unit, kTermRadius * unit, kFullRadius * unit, most};
    for (std::size_t band = steps.size() - 1; band > 0; --band) {
        const double high = band + 1 == steps.size() ? most : std::min(most, std::nextafter(steps[band], 0.0));
        if (steps[band - 1] >= high)
            continue;
        if (auto found = largest(task, steps[band - 1], high, 0))
            return *found;
    }
    // Too small for anything: dots that may touch.
    StageLayout layout;
    layout.area = task.area;
    layout.sizes = stageSizes(std::min(kLeastRadius, most), task.texts, task.crowd, task.area);
    layout.middle = task.area.center();
    const double inset = layout.sizes.edge + 1;
    const Ellipse ellipse{layout.middle, std::max(1.0, task.area.width / 2 - inset),
                          std::max(1.0, task.area.height / 2 - inset)};
    layout.seats = seatsOn(ellipse, layout.sizes, 0, task.crowd.servers);
    return layout;
}

/// Puts servers where somebody wants them, as far as they stay in the picture.
void placeByHand(const ViewOptions& options, Size size, StageLayout& layout) {
    for (Seat& seat : layout.seats) {
        const auto wanted = options.places.find(seat.id);
        if (wanted == options.places.end())
            continue;
        const Point place{wanted->second.x * size.width, wanted->second.y * size.height};
        seat.center = layout.area.grown(-layout.sizes.selection).nearest(place);
        seat.outward = unit(seat.center - layout.middle);
        seat.tailOnRight = seat.center.x >= layout.middle.x;
        seat.tail = tailPlace(layout.sizes, layout.tailCells, seat.outward, seat.tailOnRight);
    }
}

} // namespace

const Seat* StageLayout::find(raft::ServerId id) const {
    const auto place = std::lower_bound(seats.begin(), seats.end(), id,
                                        [](const Seat& seat, raft::ServerId wanted) { return seat.id < wanted; });
    return place != seats.end() && place->id == id ? &*place : nullptr;
}

Point StageLayout::pip(const Seat& seat, std::size_t place, std::size_t count) const {
    return seat.center + pipPlace(sizes, seat.outward, place, count);
}

bool StageLayout::hasRoute(raft::ServerId from, raft::ServerId to) const {
    const auto stands = [this](raft::ServerId end) { return find(end) != nullptr || findClient(end) != nullptr; };
    return from != to && stands(from) && stands(to);
}

Route StageLayout::route(raft::ServerId from, raft::ServerId to, bool reply, double reach) const {
    if (const ClientSeat* client = findClient(from))
        return clientRoute(*client, *find(to), reply, reach);
    if (const ClientSeat* client = findClient(to))
        return clientRoute(*client, *find(from), reply, reach).reversed();
    const Seat& a = *find(from);
    const Seat& b = *find(to);
    const Point along = unit(b.center - a.center);
    const Point aside = turned(along) * (reply ? sizes.track : 0);
    const double half = std::max(reach, sizes.glyph / 2) + 2;
    const double gap = distance(a.center, b.center) - edgeOf(a) - edgeOf(b);
    // Between near servers a long message may begin over the rim, where a large disc has no words.
    const double over = sizes.detail == Detail::full ? std::min(half - sizes.glyph / 2 - 2, sizes.radius * 0.2) : 0;
    const double room = std::clamp((gap - sizes.glyph * 0.75) / 2, half - over, half);
    const Route direct{a.center + along * (edgeOf(a) + room) + aside, b.center - along * (edgeOf(b) + room) + aside};
    const double clear = sizes.edge + sizes.glyph / 2 + 3;
    const bool isFree =
        gap - 2 * room >= sizes.glyph / 2 && std::none_of(seats.begin(), seats.end(), [&](const Seat& seat) {
            return seat.id != from && seat.id != to &&
                   distanceToSegment(seat.center, direct.from - along * half, direct.to + along * half) < clear;
        });
    if (isFree)
        return direct;
    return innerRoute(a, b, reply, half);
}

Route StageLayout::innerRoute(const Seat& a, const Seat& b, bool reply, double half) const {
    Point along = unit(b.center - a.center);
    Route route;
    // How deep a message must pass depends on how it lies, and that on where it passes.
    for (int round = 0; round < 3; ++round) {
        const Point aside = turned(along) * (reply ? sizes.track : 0);
        const auto port = [&](const Seat& seat) {
            const double straight = std::abs(along.x * seat.outward.x + along.y * seat.outward.y);
            const double across = std::sqrt(std::max(0.0, 1 - straight * straight));
            const double depth = edgeOf(seat) + 2 + sizes.track + half * straight + sizes.glyph / 2 * across;
            return seat.center - seat.outward * depth + aside;
        };
        route = {port(a), port(b)};
        along = unit(route.to - route.from);
    }
    return route;
}

StageLayout stageLayout(const Facts& facts, const ViewOptions& options, bool caption, Size size) {
    Task task;
    task.texts = textSizes(options, size.height);
    task.area = Rect{0, 0, size.width, size.height}.grown(-kMargin);
    Rect captionPlace;
    if (caption || options.keepCaptionPlace || options.presentation) {
        const double height = std::max(16.0 * task.texts.unit, task.texts.leastName) * 1.5;
        captionPlace = {task.area.x, task.area.bottom() - height, task.area.width, height};
        task.area.height -= height + 4;
    }
    StageLayout withClients;
    placeClients(facts, withClients, task.area, task.texts);
    task.crowd.servers = std::max<std::size_t>(1, facts.servers.size());
    task.crowd.voters = std::max<std::size_t>(1, facts.voters);
    task.crowd.greatestId = facts.servers.empty() ? 1 : facts.servers.back().id;
    StageLayout layout = bestLayout(task);
    layout.caption = captionPlace;
    layout.clients = std::move(withClients.clients);
    layout.wideClients = withClients.wideClients;
    for (std::size_t i = 0; i < facts.servers.size(); ++i) {
        layout.seats[i].id = facts.servers[i].id;
        if (!facts.servers[i].voting)
            layout.seats[i].radius *= 0.78;
    }
    placeByHand(options, size, layout);
    for (Seat& seat : layout.seats)
        seat.tail = moved(seat.tail, seat.center);
    return layout;
}

} // namespace scene
