// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/StageSizes.h"

#include <vector>

/// Where everything on the stage has its place. It depends on who is there and on how large the picture is, never on
/// what the servers do, so that nothing jumps.
namespace scene {

/// A server's place.
struct Seat {
    raft::ServerId id = 0;
    Point center;
    double radius = 0; ///< of the disc; servers that do not vote are smaller
    Point outward;     ///< direction away from the others, length 1
    Rect tail;         ///< kept for the end of its log; empty if there is no place for it
    bool tailOnRight = true;
};

/// The line on which a message runs.
struct Route {
    Point from;
    Point to;

    Point at(double part) const { return between(from, to, part); }
    double angle() const { return angleOf(to - from); }
};

/// The places of a stage.
struct StageLayout {
    Rect area;    ///< everything of the servers lies within
    Rect caption; ///< kept for a caption; empty without one
    Point middle; ///< of the ellipse
    StageSizes sizes;
    std::size_t tailCells = 0; ///< so many entries have a place beside each server
    std::vector<Seat> seats;   ///< by number

    const Seat* find(raft::ServerId id) const;
    /// Radius of a server's disc and ring together.
    double edgeOf(const Seat& seat) const { return seat.radius + (sizes.edge - sizes.radius); }

    /// The line for messages between two servers, which must have seats, and differ. `reach` is half the length of the
    /// message along its way. Replies run beside requests.
    Route route(raft::ServerId from, raft::ServerId to, bool reply, double reach) const;
    /// The same through the inner side of the ring, deep enough for both tracks: for servers that are too near to each
    /// other, or have others between them.
    Route innerRoute(const Seat& a, const Seat& b, bool reply, double half) const;
    /// The middle of the candidate's pip number `place` (from 0) of `count`.
    Point pip(const Seat& seat, std::size_t place, std::size_t count) const;
};

/// The places for these servers in a picture of this size.
StageLayout stageLayout(const Facts& facts, const ViewOptions& options, bool caption, Size size);

} // namespace scene
