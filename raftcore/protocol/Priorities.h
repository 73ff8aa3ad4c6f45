// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

// Which servers are to lead rather than others (option electionPriority).

namespace raft {

/// The highest priority that a server may have.
inline constexpr std::uint32_t kMaximumPriority = 1000;

/// The priorities of a cluster's servers, as each server is told.
struct Priorities {
    /// Servers with a priority above 0, each once.
    std::vector<std::pair<ServerId, std::uint32_t>> known;
    bool operator==(const Priorities&) const = default;

    /// A server's priority, from 0, which all others have, to kMaximumPriority.
    [[nodiscard]] std::uint32_t of(ServerId id) const {
        const auto found =
            std::find_if(known.begin(), known.end(), [id](const auto& each) { return each.first == id; });
        return found == known.end() ? 0 : found->second;
    }
};

} // namespace raft
