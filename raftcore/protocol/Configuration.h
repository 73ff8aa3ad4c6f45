// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"
#include "raftcore/values/Hash.h"

#include <algorithm>
#include <array>
#include <functional>

// Who belongs to the cluster, and which sets of servers are majorities (§5.2, §6).

namespace raft {

/// The servers of a cluster. While `outgoing` is not empty the configuration is a joint one (§6): every majority is
/// then needed twice, once of the voters and once of the outgoing ones.
struct Configuration {
    /// The servers that vote and count in majorities.
    ServerSet voters;
    /// The voters of the configuration that is being left; empty unless joint.
    ServerSet outgoing;
    /// Servers that receive entries and count nowhere.
    ServerSet learners;
    /// True for a joint configuration that is left when somebody wants it, not as soon as it is committed.
    bool leavesOnRequest = false;

    bool operator==(const Configuration&) const = default;

    /// Every server that receives entries.
    [[nodiscard]] ServerSet members() const { return voters.united(outgoing).united(learners); }
    /// True when the server counts in a majority.
    [[nodiscard]] bool isVoter(ServerId id) const { return voters.contains(id) || outgoing.contains(id); }
    /// True when `agreeing` holds more than half of the voters, and of the outgoing voters too when there are any.
    [[nodiscard]] bool isMajority(const ServerSet& agreeing) const {
        return isMajorityOf(voters, agreeing) && (outgoing.empty() || isMajorityOf(outgoing, agreeing));
    }
    /// How many votes of the voters win: more than half. In a joint configuration those of the outgoing ones, too.
    [[nodiscard]] std::uint64_t votesNeeded() const { return voters.size() / 2 + 1; }
    /// How many votes of the outgoing voters win; 0 unless the configuration is a joint one.
    [[nodiscard]] std::uint64_t outgoingVotesNeeded() const { return outgoing.empty() ? 0 : outgoing.size() / 2 + 1; }
    /// The highest index that a majority holds, when `held(server)` tells the highest that a server holds (§5.3, §6).
    template <typename Held>
    [[nodiscard]] Index majorityIndex(const Held& held) const {
        const Index index = majorityIndexOf(voters, held);
        return outgoing.empty() ? index : std::min(index, majorityIndexOf(outgoing, held));
    }
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const {
        Hasher hasher;
        for (const ServerSet* set : {&voters, &outgoing, &learners}) {
            for (const auto word : set->words())
                hasher.add(word);
        }
        if (leavesOnRequest)
            hasher.add(std::string_view("on request"));
        return hasher.value();
    }

private:
    static bool isMajorityOf(const ServerSet& set, const ServerSet& agreeing) {
        return agreeing.intersection(set).size() > set.size() / 2;
    }
    template <typename Held>
    static Index majorityIndexOf(const ServerSet& set, const Held& held) {
        std::array<Index, kMaximumServerId> indices; // not cleared: only the first `size` are written and read
        std::size_t size = 0;
        for (const ServerId id : set)
            indices[size++] = held(id);
        if (size == 0)
            return 0;
        // With the indices in descending order, the one at position n / 2 is held by n / 2 + 1 servers.
        const auto middle = indices.begin() + static_cast<std::ptrdiff_t>(size / 2);
        std::nth_element(indices.begin(), middle, indices.begin() + static_cast<std::ptrdiff_t>(size),
                         std::greater<>());
        return *middle;
    }
};

} // namespace raft
