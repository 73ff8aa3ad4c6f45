// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"

#include <optional>

// What the weather does to a cluster: faults and repairs at random, as actions.

namespace raft {

/// An action that the weather takes, and when.
struct Fault {
    Time time = 0;
    Action action;
    bool operator==(const Fault&) const = default;
};

/// The first thing that the cluster's weather does after its present time, and not later than its next event; nothing
/// when that event comes first. It follows from the cluster, its seed and the time alone, so that it needs no memory:
/// every hundredth of a second of logical time something may happen, or nothing.
std::optional<Fault> nextFault(const Cluster& cluster, std::uint64_t seed);

/// When the next thing happens in a cluster: the fault that its weather has ready, or else what happens by itself;
/// kNever when nothing does.
inline Time timeOfNext(const Cluster& cluster, const std::optional<Fault>& fault) {
    return fault ? fault->time : cluster.nextEventTime();
}

/// Does that next thing, which there must be; tells the event in full where `detail` is not null.
EventRecord doNext(Cluster& cluster, const std::optional<Fault>& fault, Event* detail);

} // namespace raft
