// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

// CheckQuorum (dissertation, section 6.2): a leader that no majority answers ceases to lead, since another may have
// been elected without its knowledge.

namespace raft {

/// The latest moment by which a majority had been heard; this server always hears itself.
Time Server::majorityHeardAt() const {
    return static_cast<Time>(state_.configuration.majorityIndex([this](ServerId id) {
        const Progress* peer = state_.progressOf(id);
        const Time heard = id == state_.id ? now_ : peer ? peer->heardAt : 0;
        return static_cast<Index>(heard);
    }));
}

/// Moves the limit on: one shortest election timeout after a majority was last heard. A server that is a majority alone
/// has none, and no longer the one that was set while others voted.
void Server::watchQuorum(Effects& effects) const {
    if (!options_.checkQuorum)
        return;
    ServerSet self;
    self.insert(state_.id);
    if (state_.configuration.isMajority(self)) {
        effects.quorumLimit = {TimerOrder::stop, 0};
        return;
    }
    effects.quorumLimit = {TimerOrder::restart, majorityHeardAt() + shortestTimeout_};
}

void Server::quorumTimeout(Effects& effects) {
    RAFT_ASSERT(state_.role == Role::leader);
    const Time silence = std::max<Time>(0, now_ - majorityHeardAt());
    effects.reasons.add(Reason::quorumLost, {state_.persistent.currentTerm, static_cast<std::uint64_t>(silence)});
    state_.leader = 0;
    effects.changed |= change::kLeader;
    becomeFollower(effects);
}

void Server::setOptions(const Options& options, Effects& effects) {
    if (options.leaseReads != options_.leaseReads || options.leaderStickiness != options_.leaderStickiness)
        endLease();
    options_ = options;
    if (state_.role != Role::leader)
        return;
    for (Progress& peer : state_.peers) {
        if (peer.isPipelined && options.pipelining == 0)
            leavePipeline(peer, effects);
    }
    effects.quorumLimit = {TimerOrder::stop, 0};
    watchQuorum(effects);
}

} // namespace raft
