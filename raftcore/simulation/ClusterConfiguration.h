// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Options.h"
#include "raftcore/protocol/Server.h"
#include "raftcore/simulation/Load.h"
#include "raftcore/simulation/Timing.h"
#include "raftcore/simulation/Weather.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What a cluster starts from: its servers and their logs, the seed, features, mistakes and times.

namespace raft {

/// The largest number of servers that a cluster starts with.
inline constexpr std::size_t kMaximumServers = 101;
/// The largest seed: 2^53 − 1, which every JSON reader keeps exactly.
inline constexpr std::uint64_t kMaximumSeed = (std::uint64_t{1} << 53) - 1;
/// The largest term of a starting state.
inline constexpr Term kMaximumStartTerm = (std::uint64_t{1} << 53) - 1;

/// How one server starts. Every server starts as follower with commitIndex and lastApplied 0.
struct StartingServer {
    ServerId id = 0;
    /// What people call it; empty means "S" and its number.
    std::string name;
    /// By default the last term of the log, or 0.
    std::optional<Term> currentTerm;
    /// The vote in currentTerm; 0 means none.
    ServerId votedFor = 0;
    /// The log's entries from index 1.
    std::vector<Entry> log;
    /// False for a learner.
    bool voting = true;
    /// True when it starts stopped.
    bool stopped = false;
    /// From 0 to kMaximumPriority: with the option electionPriority the servers of the highest campaign first. Servers
    /// that are added later begin with 0.
    std::uint32_t priority = 0;
    bool operator==(const StartingServer&) const = default;
};

/// Everything that a run follows from, but for what people do in it.
struct ClusterConfiguration {
    /// In any order; at least one of them votes.
    std::vector<StartingServer> servers;
    /// From 0 to kMaximumSeed.
    std::uint64_t seed = 0;
    Options options;
    Defects defects;
    Timing timing;
    /// What clients ask for by themselves.
    Load load;
    /// What breaks by chance, from the beginning.
    Weather weather;
    bool operator==(const ClusterConfiguration&) const = default;

    /// `servers` servers numbered from 1 with empty logs, in the preset `paper-basic`. 1 to kMaximumServers.
    static ClusterConfiguration ofSize(std::size_t servers, std::uint64_t seed);
};

/// Every problem of a configuration, each with its place as a JSON pointer below `cluster`; empty when it is sound.
/// Among others: numbers are unique, terms never decrease along a log nor exceed currentTerm, Log Matching holds.
std::vector<Error> problemsOf(const ClusterConfiguration& configuration);

} // namespace raft
