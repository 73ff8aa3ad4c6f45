// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"

#include <vector>

// What is known of the event that a cluster is in the middle of.

namespace raft {

/// The event being made. Part of the implementation of Cluster.
struct Cluster::Work {
    /// With `detail_`, the event is told in full there.
    explicit Work(Event* detail_) : detail(detail_) {
        if (detail)
            *detail = Event{};
    }

    EventRecord record;
    Event* detail;
    /// The hosts as they were before, when the event is told in full.
    std::vector<Host> before;
    /// What changed on servers: bits of `change`.
    std::uint32_t changed = 0;
    /// True when an AppendEntries with entries, or TimeoutNow, was sent.
    bool sentEntries = false;
    /// True when the event is a heartbeat, or an answer to AppendEntries: it is interesting only if it changes
    /// something.
    bool routine = false;
};

/// The changes between two states of the hosts of a cluster, at logical time `now`.
std::vector<Change> changesBetween(const std::vector<Host>& before, const std::vector<Host>& after, Time now);

} // namespace raft
