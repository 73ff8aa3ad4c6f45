// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/StageSizes.h"

#include <optional>
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

/// A client's place.
struct ClientSeat {
    std::uint64_t client = 0; ///< its number; 0 for all of them
    Rect place;
};

/// What a message of a client keeps clear of on its way.
enum class Clearance : std::uint8_t {
    tails, ///< servers with their rings, and the ends of logs
    rings, ///< servers with their rings
    names, ///< what is written on servers
};

/// The line on which a message runs: straight, or with one corner.
struct Route {
    Point from;
    Point to;
    std::optional<Point> via{};

    double length() const { return via ? distance(from, *via) + distance(*via, to) : distance(from, to); }
    Point at(double part) const {
        if (!via)
            return between(from, to, part);
        const double first = distance(from, *via);
        const double gone = part * length();
        return gone <= first ? between(from, *via, first > 0 ? gone / first : 1)
                             : between(*via, to, (gone - first) / std::max(1e-9, length() - first));
    }
    double angle(double part = 0) const {
        if (!via)
            return angleOf(to - from);
        return part * length() <= distance(from, *via) ? angleOf(*via - from) : angleOf(to - *via);
    }
    /// The same line, the other way.
    Route reversed() const { return {to, from, via}; }
};

/// The places of a stage.
struct StageLayout {
    Rect area;    ///< everything of the servers lies within
    Rect caption; ///< kept for a caption; empty without one
    Point middle; ///< of the ellipse
    StageSizes sizes;
    std::size_t tailCells = 0;       ///< so many entries have a place beside each server
    std::vector<Seat> seats;         ///< by number
    std::vector<ClientSeat> clients; ///< by number, or one for all
    bool wideClients = false;        ///< whether clients have room for more than their names

    const Seat* find(raft::ServerId id) const;
    /// Radius of a server's disc and ring together.
    double edgeOf(const Seat& seat) const { return seat.radius + (sizes.edge - sizes.radius); }

    /// Where this end of messages stands; null when it is no client.
    const ClientSeat* findClient(raft::ServerId end) const;
    /// Whether both ends have places, and differ.
    bool hasRoute(raft::ServerId from, raft::ServerId to) const;
    /// The line for messages between two ends that have places, and differ. `reach` is half the length of the
    /// message along its way. Replies run beside requests.
    Route route(raft::ServerId from, raft::ServerId to, bool reply, double reach) const;
    /// The same through the inner side of the ring, deep enough for both tracks: for servers that are too near to each
    /// other, or have others between them.
    Route innerRoute(const Seat& a, const Seat& b, bool reply, double half) const;
    /// The line from a client to a server, past the others.
    Route clientRoute(const ClientSeat& client, const Seat& server, bool reply, double reach) const;
    /// Whether no server but this one is in the way.
    bool isFree(const Route& way, raft::ServerId except, Clearance clearance) const;
    /// The middle of the candidate's pip number `place` (from 0) of `count`.
    Point pip(const Seat& seat, std::size_t place, std::size_t count) const;
};

/// Gives the clients a column on the left of `area`, and takes that from it.
void placeClients(const Facts& facts, StageLayout& layout, Rect& area, const TextSizes& texts);

/// The places for these servers and clients in a picture of this size.
StageLayout stageLayout(const Facts& facts, const ViewOptions& options, bool caption, Size size);

} // namespace scene
