// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"

#include <string>
#include <vector>

// Whether what the clients saw could have come from one key-value store that does one thing after the other.

namespace raft {

/// What a check of a history found.
enum class Verdict : std::uint8_t {
    linearizable, ///< there is an order that explains every answer
    violated,     ///< there is none
    gaveUp,       ///< the search was ended before it was known
};

/// How long a check may search.
struct SearchLimit {
    /// Dead ends that are remembered for a key, of some 64 bytes each; a search that meets more gives up. Histories of
    /// a cluster that keeps its promises need few.
    std::size_t deadEnds = 100'000;
};

/// The answer to a check, with its witness.
struct LinearizabilityResult {
    Verdict verdict = Verdict::linearizable;
    /// The first key, in the order of keys, whose history is violated or was given up; empty when all is well.
    std::string key;
    /// With `violated`: the request whose answer was the first that no order explains; else 0.
    std::uint64_t request = 0;
    /// With `violated`: requests for the key, in an order that explains every answer before that one. Those that are
    /// not in it, and had no answer yet, need not have taken effect. Number 0 is a command of a starting log.
    std::vector<std::uint64_t> order;
    /// The finding in a sentence; empty when all is well.
    Text text;
};

/// Checks the history of all clients of a cluster so far. Call it when somebody asks, or at the end of a run: the time
/// it takes grows with the number of requests.
///
/// Every request that was answered took effect once, at some moment from its submission to its answer, both included.
/// One that is waiting, or whose fate is unknown, took effect at some moment after its submission, or never; one that
/// was refused never. Commands of starting logs may take effect at any moment. Keys do not concern each other
/// (linearizability is a local property: Herlihy and Wing 1990), so each is checked by itself.
LinearizabilityResult checkLinearizability(const Cluster& cluster, SearchLimit limit = {});

/// The same for a history by itself. `earlier` are commands that may take effect without a request.
LinearizabilityResult checkLinearizability(const PersistentVector<Request>& requests,
                                           const std::vector<Command>& earlier, SearchLimit limit = {});

} // namespace raft
