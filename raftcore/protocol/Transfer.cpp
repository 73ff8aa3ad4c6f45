// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

// Leadership transfer (dissertation, section 3.10): a leader brings another voter up to date and makes it campaign.

namespace raft {

void Server::transferLeadership(ServerId target, Effects& effects) {
    RAFT_ASSERT(state_.role == Role::leader);
    RAFT_ASSERT(state_.transferTarget == 0);
    RAFT_ASSERT(target != state_.id);
    RAFT_ASSERT(state_.configuration.isVoter(target));
    const Progress* known = state_.progressOf(target);
    Progress& peer = state_.peers[static_cast<std::size_t>(known - state_.peers.data())];
    const Index last = state_.persistent.log.lastIndex();
    state_.transferTarget = target;
    effects.changed |= change::kTransferTarget;
    effects.transferLimit = {TimerOrder::restart, now_ + shortestTimeout_};
    effects.reasons.add(Reason::transferStarted, {target, peer.matchIndex, last});
    // From now on no command is taken, so the log grows no more, and the target reaches its end.
    if (peer.matchIndex == last) {
        sendTimeoutNow(peer, effects);
    } else {
        sendEntries(peer, effects);
    }
}

/// The target holds every entry: it will win if a majority hears it. Sent again with each of its answers, since the
/// message may be lost; one that comes late is of an older term and does nothing.
void Server::sendTimeoutNow(const Progress& target, Effects& effects) {
    // Whenever it arrives, its receiver campaigns, and nobody holds it off: there is no lease in this term any more.
    state_.leadership.leaseBegan.reset();
    state_.leadership.leaselessUpTo = ~std::uint64_t{0};
    effects.messages.push_back({state_.id, target.peer, state_.persistent.currentTerm, TimeoutNow{}});
    effects.reasons.add(Reason::transferSent, {target.peer, target.matchIndex});
}

void Server::transferTimeout(Effects& effects) {
    RAFT_ASSERT(state_.role == Role::leader);
    endTransfer(effects);
    doPutOff(effects);
    issueWrite(effects);
}

/// It was in vain: this server goes on leading.
void Server::endTransfer(Effects& effects) {
    effects.reasons.add(Reason::transferGivenUp, {state_.transferTarget, static_cast<std::uint64_t>(shortestTimeout_)});
    state_.transferTarget = 0;
    effects.changed |= change::kTransferTarget;
}

void Server::handle(const Message& message, const TimeoutNow&, Effects& effects) {
    if (message.term < state_.persistent.currentTerm) {
        effects.reasons.add(Reason::timeoutNowOutdated, {message.term, state_.persistent.currentTerm});
        return;
    }
    if (state_.role == Role::leader || !mayCampaign()) {
        effects.reasons.add(Reason::timeoutNowIgnored, {state_.role == Role::leader ? 0U : 1U});
        return;
    }
    if (isSnapshotPending() || hasUnappliedConfiguration()) {
        effects.reasons.add(Reason::timeoutNowIgnored, {isSnapshotPending() ? 2U : 3U});
        return;
    }
    // At once and without PreVote: the leader is alive, and asked for it.
    campaign(Reason::electionTransferred, effects);
}

} // namespace raft
