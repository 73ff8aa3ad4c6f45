// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"
#include "raftcore/values/Error.h"

#include <cstdint>

// How long things take in a cluster, and how often the network fails.

namespace raft {

/// A stretch of logical time, drawn uniformly from both ends included. Invariant: 0 ≤ low ≤ high.
struct TimeRange {
    Time low = 0;
    Time high = 0;
    bool operator==(const TimeRange&) const = default;
};

/// Who makes a timer run out.
enum class TimerMode : std::uint8_t {
    automatic, ///< logical time does
    manual,    ///< an action does, and nothing else
};

/// The largest stretch of time that may be set: one hour, in microseconds.
inline constexpr Time kMaximumStretch = 3'600'000'000;
/// A millionth is the unit of likelihoods; this is certainty.
inline constexpr std::uint32_t kCertain = 1'000'000;

/// How a link treats messages.
struct LinkTiming {
    /// One-way latency, in microseconds; the paper's broadcast time is some milliseconds (§5.6).
    TimeRange latency{5'000, 15'000};
    /// How many messages in a million are lost at random.
    std::uint32_t loss = 0;
    /// How many messages in a million arrive twice.
    std::uint32_t duplication = 0;
    bool operator==(const LinkTiming&) const = default;
};

/// All times of a cluster, in microseconds.
struct Timing {
    /// Election timeouts are drawn from it (§5.2, §9.3).
    TimeRange electionTimeout{150'000, 300'000};
    /// The time between a leader's heartbeats; at least 1.
    Time heartbeat = 50'000;
    /// Every link that has no timing of its own.
    LinkTiming link;
    /// How long a write to disk takes; 0 means that it is durable at once.
    TimeRange diskWrite{0, 0};
    TimerMode electionTimers = TimerMode::automatic;
    TimerMode heartbeats = TimerMode::automatic;
    bool operator==(const Timing&) const = default;
};

/// How much longer a write takes on a slow disk, in microseconds.
inline constexpr TimeRange kSlowDisk{50'000, 100'000};

/// Nothing when all values are allowed; else an error that names the first field that is not and its range.
Expected<void> validate(const Timing& timing);
/// The same for one link.
Expected<void> validate(const LinkTiming& link);

} // namespace raft
