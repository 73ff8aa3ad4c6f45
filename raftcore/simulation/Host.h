// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Server.h"
#include "raftcore/simulation/Event.h"
#include "raftcore/simulation/LocalClock.h"
#include "raftcore/values/PersistentMap.h"

#include <limits>
#include <optional>
#include <vector>

// The machine that a server runs on: its timers, its disk, its state machine and its clients.

namespace raft {

/// A time that never comes.
inline constexpr Time kNever = std::numeric_limits<Time>::max();

/// A moment at which something is due, ordered among all that is due at that moment.
struct Due {
    Time time = kNever;
    std::uint64_t sequence = 0;
    /// The event that led to it.
    EventIndex cause = kNoEvent;

    bool operator==(const Due&) const = default;
    /// True when something is due at all.
    [[nodiscard]] bool isSet() const { return time != kNever; }
    /// True when this comes before the other.
    [[nodiscard]] bool before(const Due& other) const {
        return time != other.time ? time < other.time : sequence < other.sequence;
    }
    void addTo(Hasher& hasher) const { hasher.add(time).add(sequence).add(cause); }
};

/// A write to disk under way.
struct DiskWrite {
    /// The server's number of the write.
    std::uint64_t number = 0;
    /// What will be on the disk when it ends.
    PersistentState content;
    /// When it ends; not set while it gathers more, until the write before it has ended (option batching).
    Due due;
    bool operator==(const DiskWrite&) const = default;
};

/// A message that waits until a write is durable.
struct HeldMessage {
    std::uint64_t write = 0;
    Message message;
    EventIndex cause = kNoEvent;
    bool operator==(const HeldMessage&) const = default;
};

/// A client's request that waits for its entry to be applied.
struct Waiting {
    /// The term of its entry.
    Term term = 0;
    /// The request's number.
    std::uint64_t request = 0;
    /// The client's attempt that was taken; 0 when it came without a message.
    std::uint32_t attempt = 0;
    bool operator==(const Waiting&) const = default;
};

/// A client's read without a log entry, asked by message, that this server has not answered yet.
struct ClientRead {
    /// The request's number.
    std::uint64_t request = 0;
    /// Its last attempt that came.
    std::uint32_t attempt = 0;
    /// What must be applied before the read may begin: its client has seen that.
    Index seenIndex = 0;
    bool byLease = false;
    /// True once the server itself has taken it.
    bool begun = false;
    bool operator==(const ClientRead&) const = default;
};

/// A server and what surrounds it.
struct Host {
    Server server;
    /// The configuration that it started with; of no servers when it was made later.
    Shared<Configuration> initial;
    /// Crashed: nothing but the disk is left.
    bool stopped = false;
    /// Frozen: nothing is lost, nothing goes on.
    bool paused = false;
    /// Timers and limits run by it.
    LocalClock clock;
    Due electionTimer;
    /// When the election timer was last started, and so how long its timeout is.
    Time electionStarted = 0;
    Due heartbeatTimer;
    /// By when the server, while it leads, must have heard from a majority again.
    Due quorumLimit;
    /// When the server, while it leads, gives up handing its leadership over.
    Due transferLimit;
    /// When the server, while it leads, gives up letting new servers catch up.
    Due catchUpLimit;
    /// When committed entries will be applied.
    Due apply;
    /// How the disk is; never `lost`, since a lost one has been replaced.
    DiskState diskState = DiskState::ok;
    /// What the disk holds while writes take time; absent while every write is durable at once.
    Rare<PersistentState> disk;
    /// Writes under way, oldest first.
    std::vector<DiskWrite> writes;
    /// Messages that wait for them.
    std::vector<HeldMessage> held;
    /// Messages that came while it was paused, in the order in which they were due.
    std::vector<InFlight> inbox;
    Store store;
    /// Requests by the index of their entries.
    PersistentMap<Index, Waiting> waiting;
    /// Reads of clients, oldest first.
    std::vector<ClientRead> reads;

    bool operator==(const Host&) const = default;

    [[nodiscard]] ServerId id() const { return server.state().id; }
    /// What a restart would find.
    [[nodiscard]] const PersistentState& durable() const { return disk ? *disk : server.state().persistent; }
    /// True when it runs and is not paused.
    [[nodiscard]] bool isActive() const { return !stopped && !paused; }
    /// The first thing due on this host; never when it does not run.
    [[nodiscard]] Due nextDue() const;
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const;
};

} // namespace raft
