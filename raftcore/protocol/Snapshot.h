// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Configuration.h"
#include "raftcore/protocol/Ids.h"
#include "raftcore/values/Hash.h"

#include <string>

// What stands in the place of a log's discarded entries (§7).

namespace raft {

/// The state machine as it was after the entries up to an index, and what else replaces them.
struct Snapshot {
    /// The index of the last entry that it covers.
    Index lastIncludedIndex = 0;
    /// The term of that entry.
    Term lastIncludedTerm = 0;
    /// The configuration as of that entry.
    Configuration configuration;
    /// The hash of the log up to that entry. It takes no part in the protocol: by it a compacted log is compared with
    /// one that was not.
    std::uint64_t logHash = 0;
    /// The state machine, as bytes that only the host understands.
    std::string data;

    bool operator==(const Snapshot&) const = default;
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const {
        return Hasher()
            .add(lastIncludedIndex)
            .add(lastIncludedTerm)
            .add(configuration.hash())
            .add(logHash)
            .add(data)
            .value();
    }
};

/// The part of a leader's snapshot that a follower has received so far.
struct PartialSnapshot {
    Index lastIncludedIndex = 0;
    Term lastIncludedTerm = 0;
    /// The bytes from the beginning on, without gaps.
    std::string data;
    bool operator==(const PartialSnapshot&) const = default;
};

} // namespace raft
