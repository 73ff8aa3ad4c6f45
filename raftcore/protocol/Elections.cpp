// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

#include <algorithm>

// Elections (§5.2, §5.4.1): candidates, RequestVote and its answers.

namespace raft {

void Server::electionTimeout(Effects& effects) {
    if (state_.role == Role::leader || !mayCampaign()) {
        effects.reasons.add(Reason::timeoutWithoutEffect, {state_.role == Role::leader ? 0U : 1U});
        return;
    }
    // What it holds is not yet what its state machine says: it would lead from a state that it cannot answer from.
    if (isSnapshotPending()) {
        effects.reasons.add(Reason::timeoutWithoutEffect, {2});
        effects.electionTimer = TimerOrder::restart;
        return;
    }
    if (hasUnappliedConfiguration()) {
        effects.reasons.add(Reason::timeoutWithoutEffect, {3});
        effects.electionTimer = TimerOrder::restart;
        return;
    }
    if (options_.electionPriority && letsOthersGoFirst(effects)) {
        effects.electionTimer = TimerOrder::restart;
        return;
    }
    // Followers 2, candidates 4: the timer ran out without word from a leader.
    if (options_.preVote) {
        requestPreVotes(effects);
    } else {
        campaign(state_.role == Role::candidate ? Reason::electionRestarted : Reason::electionStarted, effects);
    }
    issueWrite(effects);
}

/// Election priority: while servers of higher priority may still campaign, this one waits for another timeout, and from
/// then on for those of the next lower priority. It only ever delays, so it cannot harm; and since the target falls
/// with each timeout, some server campaigns in the end, whoever is there.
bool Server::letsOthersGoFirst(Effects& effects) {
    const std::uint32_t own = priority();
    const ServerSet voters = state_.configuration.voters.united(state_.configuration.outgoing);
    std::uint32_t target = own;
    std::uint32_t next = own;
    for (const ServerId id : voters)
        target = std::max(target, priorityOf(id));
    target = state_.targetPriority.value_or(target);
    if (own >= target)
        return false;
    for (const ServerId id : voters) {
        const std::uint32_t each = priorityOf(id);
        if (each < target)
            next = std::max(next, each);
    }
    state_.targetPriority = next;
    effects.reasons.add(Reason::electionLeftToOthers, {own, target, next});
    return true;
}

/// Candidates 1: a new election, whatever led to it.
void Server::campaign(Reason why, Effects& effects) {
    becomeCandidate(effects);
    effects.reasons.add(why, {state_.persistent.currentTerm, state_.configuration.votesNeeded(),
                              state_.configuration.outgoingVotesNeeded()});
    requestVotes(why == Reason::electionTransferred, effects);
}

/// Candidates 1: RequestVote to all other voters.
void Server::requestVotes(bool isTransfer, Effects& effects) {
    const Log& log = state_.persistent.log;
    for (const ServerId peer : state_.configuration.voters.united(state_.configuration.outgoing)) {
        if (peer == state_.id)
            continue;
        effects.messages.push_back(
            {state_.id, peer, state_.persistent.currentTerm, RequestVote{log.lastIndex(), log.lastTerm(), isTransfer}});
    }
    effects.reasons.add(Reason::votesRequested, {log.lastIndex(), log.lastTerm()});
}

void Server::handle(const Message& message, const RequestVote& request, Effects& effects) {
    PersistentState& own = state_.persistent;
    const Log& log = own.log;
    // RequestVote, receiver 1: a candidate of an older term learns that its term is over.
    if (message.term < own.currentTerm) {
        effects.reasons.add(Reason::voteRefusedOldTerm, {message.term, own.currentTerm});
        return reply(message, RequestVoteReply{false}, effects);
    }
    // RequestVote, receiver 2: one vote a term; the same candidate may ask again, its first answer may be lost.
    if (own.votedFor != 0 && own.votedFor != message.from) {
        effects.reasons.add(Reason::voteRefusedGiven, {own.votedFor, own.currentTerm});
        return reply(message, RequestVoteReply{false}, effects);
    }
    // §5.4.1: a candidate that lacks entries might lack committed ones; its election would lose them.
    if (!isUpToDate(request.lastLogIndex, request.lastLogTerm)) {
        effects.reasons.add(Reason::voteRefusedLog,
                            {request.lastLogTerm, request.lastLogIndex, log.lastTerm(), log.lastIndex()});
        helpOut(message.from, effects);
        return reply(message, RequestVoteReply{false}, effects);
    }
    if (own.votedFor == message.from) {
        effects.reasons.add(Reason::voteGrantedAgain, {own.currentTerm});
    } else {
        effects.reasons.add(Reason::voteGranted,
                            {request.lastLogTerm, request.lastLogIndex, log.lastTerm(), log.lastIndex()});
        own.votedFor = message.from;
        effects.changed |= change::kVotedFor;
        unwritten_ = true;
    }
    effects.electionTimer = TimerOrder::restart;
    reply(message, RequestVoteReply{true}, effects);
}

/// This server leads, or has heard from a leader within the shortest election timeout: nobody who heard it too can have
/// timed out since.
///
/// Of whichever term. A voter that answers S1 in term 1 makes S1's lease, and must keep it when a late reply shows it
/// term 2 a millisecond later: if it voted at once, S4 could lead and answer writes while S1 still answers reads by
/// that lease. What the voter waits for in vain is short: a leader of an older term is refused before it is noted as
/// heard, so candidates are held off for one shortest election timeout after the last word of a leader that could be
/// obeyed, which is no longer than this server itself waits before it campaigns, unless somebody forces its
/// timeout: leases rest on no timer running out before its time, as they do on clocks. A leader that steps down is not
/// held by its own leadership, for it answers no reads by it any more; TimeoutNow passes (isHeldOff), since it ends its
/// leader's lease; and a restart forgets (but see isAfterRestart).
bool Server::hasRecentLeader() const {
    if (state_.role == Role::leader)
        return true;
    return state_.leaderHeardAt && now_ - *state_.leaderHeardAt < shortestTimeout_;
}

/// This server may have made a leader's lease before it restarted, and does not know it any more: it votes for nobody
/// until that is over.
bool Server::isAfterRestart() const { return options_.leaseReads && now_ < state_.votesFrom; }

/// Leader stickiness: a candidate that asks while a leader is heard. One of an older term gets its denial as ever, from
/// which it learns the term; one whom the leader itself made campaign is heard.
bool Server::isHeldOff(const Message& message) const {
    const auto* request = std::get_if<RequestVote>(&message.body);
    return request && !request->leadershipTransfer && message.term >= state_.persistent.currentTerm &&
           (hasRecentLeader() || isAfterRestart());
}

/// Why a candidate is held off: by a leader that is heard, or by this server's restart.
void Server::noteHeldOff(const Message& message, Reason byLeader, Effects& effects) const {
    if (!hasRecentLeader()) {
        effects.reasons.add(Reason::voteHeldAfterRestart,
                            {message.term, static_cast<std::uint64_t>(state_.votesFrom - now_)});
        return;
    }
    const Time silence = std::max<Time>(0, now_ - state_.leaderHeardAt.value_or(now_));
    effects.reasons.add(byLeader, {message.term, state_.leader, static_cast<std::uint64_t>(silence),
                                   static_cast<std::uint64_t>(shortestTimeout_)});
}

/// §5.4.1: the candidate's log is at least as up to date as this server's.
bool Server::isUpToDate(Index lastLogIndex, Term lastLogTerm) const {
    if (defects_.has(Defect::ignoreLogComparison))
        return true;
    const Log& log = state_.persistent.log;
    if (lastLogTerm != log.lastTerm())
        return lastLogTerm > log.lastTerm();
    return lastLogIndex >= log.lastIndex();
}

void Server::handle(const Message& message, const RequestVoteReply& answer, Effects& effects) {
    // The election is over: won, or lost to a leader of the same term.
    if (state_.role != Role::candidate) {
        effects.reasons.add(Reason::voteReplyUnneeded, {state_.persistent.currentTerm});
        return;
    }
    // A duplicated answer is counted once: votes are a set.
    const bool isNew = (answer.voteGranted ? state_.votesGranted : state_.votesDenied).insert(message.from);
    if (isNew)
        effects.changed |= change::kVotes;
    noteVotes(answer.voteGranted ? Reason::voteReceived : Reason::voteDenied, effects);
    if (answer.voteGranted)
        countVotes(effects);
}

/// How many votes, or promises, there are by now, and how many win.
void Server::noteVotes(Reason reason, Effects& effects) const {
    const Configuration& now = state_.configuration;
    effects.reasons.add(reason, {state_.votesGranted.intersection(now.voters).size(), now.votesNeeded(),
                                 state_.votesGranted.intersection(now.outgoing).size(), now.outgoingVotesNeeded()});
}

/// Candidates 2: a majority of distinct voters makes a leader. The own vote counts once it is on disk.
void Server::countVotes(Effects& effects) {
    if (state_.pendingWrites.empty() && state_.votesGranted.insert(state_.id))
        effects.changed |= change::kVotes;
    if (state_.configuration.isMajority(state_.votesGranted))
        becomeLeader(effects);
}

} // namespace raft
