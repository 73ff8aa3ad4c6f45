// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/check/Safety.h"
#include "raftcore/simulation/Cluster.h"

#include <functional>
#include <optional>
#include <string>

// One random run of a cluster from one seed: a storm of faults, then peace; checked at every event and at the end.

namespace tests {

/// What may differ between runs of one seed.
struct RunSettings {
    /// Rules left out. With any, only the five properties are checked, and the run ends with the first that breaks.
    raft::Defects defects;
    /// For how many events it goes on all the same, unchecked, to see that the program does.
    raft::EventIndex afterwards = 0;
    /// Is told every event in full, when there is such a function; `after` is the cluster just after it.
    std::function<void(const raft::Event& event, const raft::Cluster& after)> listener;
};

/// What came of a run.
struct RunReport {
    std::uint64_t seed = 0;
    raft::EventIndex events = 0;
    /// The logical time at the end, in microseconds.
    raft::Time time = 0;
    /// Requests of clients, and how many of them were answered.
    std::size_t requests = 0;
    std::size_t answered = 0;
    /// How long after the storm a command was applied on every server, in microseconds.
    raft::Time recovery = 0;
    /// The property that broke first.
    std::optional<raft::Violation> violation;
    /// What went wrong, in a line; empty when nothing did.
    std::string problem;
    /// True when it was not found out whether the clients' history is linearizable.
    bool gaveUp = false;
};

/// How long it may take until a cluster makes progress after all faults have ended, in microseconds of logical time.
///
/// Once every server runs, nothing is lost, messages take at most 15 ms and election timeouts are drawn from 150 to
/// 300 ms, a server whose log wins a majority becomes leader after a few timeouts, for two candidates at once are
/// unlikely to meet again and again (§9.3): 40 of the longest timeouts are allowed for it. Before that, what the storm
/// delayed arrives; after it, every follower's log is repaired, at worst one entry a round trip back and one forth.
raft::Time recoveryBound(const raft::Cluster& cluster);

/// Runs a random cluster. The same seed and settings give the same run everywhere. In order:
/// 1. a storm of 200 to 2000 events: crashes, restarts, pauses, cuts of links in one or both directions, partitions,
///    blocked, lost, repeated, delayed and reordered messages, slow disks, changes of times and features, clients;
/// 2. peace: everything is healed and restarted; within `recoveryBound` a command must be committed and applied on all
///    servers, the change of the configuration that is under way be finished, and each read that waits have an end.
/// After every event: the five properties of Figure 3, the invariants of the server that changed, the order of events.
/// An impossible action must change nothing. At the end: the clients' history is linearizable.
RunReport randomRun(std::uint64_t seed, const RunSettings& settings = {});

/// The command line that plays a run again.
std::string replayCommand(std::uint64_t seed);

} // namespace tests
