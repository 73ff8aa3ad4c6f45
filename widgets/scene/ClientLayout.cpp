// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Picture.h"
#include "widgets/scene/StageLayout.h"

#include <algorithm>
#include <array>

// Where clients stand, and how messages find their way between them and the servers.

namespace scene {

namespace {

constexpr double kGap = 6;
/// So much of a picture's width a column of clients may take, in wide boxes.
constexpr double kWidestShare = 0.2;
/// So many gaps between servers are tried on the way to one behind others, the nearest.
constexpr std::size_t kGapsTried = 9;

/// A column of boxes of one size, as many as there are.
struct Column {
    double width = 0;
    double height = 0;
    bool isWide = false;
};

double columnHeight(const Column& column, std::size_t count) {
    return static_cast<double>(count) * (column.height + kGap) - kGap;
}

} // namespace

void placeClients(const Facts& facts, StageLayout& layout, Rect& area, const TextSizes& texts) {
    const std::size_t count = facts.clients.size();
    if (count == 0)
        return;
    // The upper left corner says how to read the picture.
    const double top = area.top() + 2 * texts.least + kGap;
    const double room = area.bottom() - top;
    const Column wide{9 * texts.least, 2 * kSmallestHit * texts.unit, true};
    const Column narrow{3.8 * texts.least, kSmallestHit * texts.unit, false};
    const bool isWide = wide.width <= area.width * kWidestShare && columnHeight(wide, count) <= room;
    const bool isGroup = !isWide && columnHeight(narrow, count) > room;
    const Column column = isWide ? wide : isGroup ? Column{7 * texts.least, wide.height, false} : narrow;
    const std::size_t boxes = isGroup ? 1 : count;
    layout.wideClients = isWide;
    double y = top + std::max(0.0, room - columnHeight(column, boxes)) / 2;
    for (std::size_t i = 0; i < boxes; ++i) {
        layout.clients.push_back({isGroup ? 0 : facts.clients[i].id, {area.left(), y, column.width, column.height}});
        y += column.height + kGap;
    }
    const double taken = column.width + 3 * kGap;
    area.x += taken;
    area.width -= taken;
}

const ClientSeat* StageLayout::findClient(raft::ServerId end) const {
    if (!raft::isClientParty(end) || clients.empty())
        return nullptr;
    if (clients.front().client == 0)
        return &clients.front();
    const std::uint64_t client = raft::clientAt(end);
    return client <= clients.size() ? &clients[static_cast<std::size_t>(client - 1)] : nullptr;
}

bool StageLayout::isFree(const Route& way, raft::ServerId except, Clearance clearance) const {
    const std::array<std::array<Point, 2>, 2> pieces{
        {{way.from, way.via.value_or(way.to)}, {way.via.value_or(way.from), way.to}}};
    const auto isNear = [&pieces](Point place, double clear) {
        return std::any_of(pieces.begin(), pieces.end(), [&](const std::array<Point, 2>& piece) {
            return distanceToSegment(place, piece[0], piece[1]) < clear;
        });
    };
    return std::none_of(seats.begin(), seats.end(), [&](const Seat& seat) {
        const double clear =
            clearance == Clearance::names ? seat.radius * 0.7 + sizes.glyph / 2 : edgeOf(seat) + sizes.glyph / 2 + 2;
        if (seat.id != except && isNear(seat.center, clear))
            return true;
        if (clearance != Clearance::tails || seat.tail.empty())
            return false;
        // A tail is low: points of its middle line stand for it.
        const auto shares = {0.0, 0.2, 0.4, 0.6, 0.8, 1.0};
        return std::any_of(shares.begin(), shares.end(), [&](double share) {
            const Point place{seat.tail.left() + seat.tail.width * share, seat.tail.center().y};
            return isNear(place, (seat.tail.height + sizes.glyph) / 2);
        });
    });
}

Route StageLayout::clientRoute(const ClientSeat& client, const Seat& server, bool reply, double reach) const {
    const double half = std::max(reach, sizes.glyph / 2) + 2;
    const auto wayBy = [&](std::optional<Point> via) {
        const Point before = via.value_or(Point{client.place.right(), client.place.center().y});
        const Point along = unit(server.center - before);
        const Point aside = turned(along) * (reply ? -sizes.track / 2 : sizes.track / 2);
        Route way;
        way.from = Point{client.place.right() + half, client.place.center().y + aside.y};
        way.to = server.center - along * (edgeOf(server) + half) + aside;
        if (via)
            way.via = *via + aside;
        return way;
    };
    std::vector<Route> ways{wayBy(std::nullopt)};
    if (isFree(ways.front(), server.id, Clearance::tails))
        return ways.front();
    // Through the gap between two neighbours, or past them on the outside, and on from there.
    std::vector<std::array<Point, 2>> gaps;
    for (std::size_t i = 0; seats.size() > 2 && i < seats.size(); ++i)
        gaps.push_back({seats[i].center, seats[(i + 1) % seats.size()].center});
    const Point start = client.place.center();
    std::sort(gaps.begin(), gaps.end(), [&start](const auto& a, const auto& b) {
        return distance(start, between(a[0], a[1], 0.5)) < distance(start, between(b[0], b[1], 0.5));
    });
    gaps.resize(std::min(gaps.size(), kGapsTried));
    for (const auto& [one, other] : gaps) {
        for (const double share : {0.35, 0.5, 0.65}) {
            for (const double depth : {-0.6, -0.3, 0.0, 0.2, 0.5})
                ways.push_back(wayBy(between(between(one, other, share), middle, depth)));
        }
    }
    ways.push_back(wayBy(middle));
    std::sort(ways.begin(), ways.end(), [](const Route& a, const Route& b) { return a.length() < b.length(); });
    for (const Clearance clearance : {Clearance::tails, Clearance::rings, Clearance::names}) {
        for (const Route& way : ways) {
            if (isFree(way, server.id, clearance))
                return way;
        }
    }
    return ways.front();
}

} // namespace scene
