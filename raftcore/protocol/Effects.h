// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Message.h"
#include "raftcore/protocol/Reason.h"

#include <array>
#include <cstdint>
#include <vector>

// What a server wants done after an input; the protocol itself does nothing but change its own state.

namespace raft {

/// What is to happen to one of a server's timers.
enum class TimerOrder : std::uint8_t {
    keep,    ///< it runs on as it is
    restart, ///< it starts anew, with a newly drawn timeout
    stop,    ///< it stops
};

/// What is to happen to one of a leader's time limits.
struct LimitOrder {
    TimerOrder order = TimerOrder::keep;
    /// With `restart`: when the limit is reached, on the server's own clock.
    Time time = 0;
};

/// What became of a read that a server was asked for.
struct ReadEnd {
    /// The host's number of the read.
    std::uint64_t read = 0;
    /// True when the state machine may answer it now; false when this server cannot.
    bool ready = false;
};

/// Parts of a server's state, as bits: what an input changed.
namespace change {
inline constexpr std::uint32_t kCurrentTerm = 1U << 0;
inline constexpr std::uint32_t kVotedFor = 1U << 1;
inline constexpr std::uint32_t kLog = 1U << 2;
inline constexpr std::uint32_t kRole = 1U << 3;
inline constexpr std::uint32_t kLeader = 1U << 4;
inline constexpr std::uint32_t kCommitIndex = 1U << 5;
inline constexpr std::uint32_t kLastApplied = 1U << 6;
inline constexpr std::uint32_t kVotes = 1U << 7;
inline constexpr std::uint32_t kNextIndex = 1U << 8;
inline constexpr std::uint32_t kMatchIndex = 1U << 9;
inline constexpr std::uint32_t kTransferTarget = 1U << 10;
inline constexpr std::uint32_t kSnapshot = 1U << 11;
inline constexpr std::uint32_t kConfiguration = 1U << 12;
inline constexpr std::uint32_t kAppliedConfiguration = 1U << 13;
/// What must be on disk (Figure 2, persistent state; §7).
inline constexpr std::uint32_t kPersistent = kCurrentTerm | kVotedFor | kLog | kSnapshot | kAppliedConfiguration;
} // namespace change

/// The effects of one input. The host writes what must be durable, then sends the messages, then sets the timers.
struct Effects {
    /// To be sent, in this order, once the writes issued so far are durable.
    std::vector<Message> messages;
    /// Reads that ended, to be answered before anything else is applied.
    std::vector<ReadEnd> reads;
    /// Why things were done, in the order in which they were.
    ReasonList reasons;
    /// What changed: bits of `change`.
    std::uint32_t changed = 0;
    TimerOrder electionTimer = TimerOrder::keep;
    TimerOrder heartbeatTimer = TimerOrder::keep;
    /// By when a leader must have heard from a majority again (option checkQuorum).
    LimitOrder quorumLimit;
    /// When a leader gives up handing its leadership over.
    LimitOrder transferLimit;
    /// When a leader gives up letting new servers catch up.
    LimitOrder catchUpLimit;

    /// Makes it empty again and keeps its memory.
    void clear() {
        messages.clear();
        reads.clear();
        reasons.clear();
        changed = 0;
        electionTimer = TimerOrder::keep;
        heartbeatTimer = TimerOrder::keep;
        quorumLimit = {};
        transferLimit = {};
        catchUpLimit = {};
    }
};

} // namespace raft
