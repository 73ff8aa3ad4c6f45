// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

#include <algorithm>

// The receiver's side of AppendEntries (§5.3): checking, repairing and extending a follower's log.

namespace raft {

void Server::handle(const Message& message, const AppendEntries& request, Effects& effects) {
    if (!comesFromLeader(message, Reason::appendRefusedOldTerm, effects))
        return reply(message, AppendEntriesReply{false, request.prevLogIndex, 0, 0, 0, 0, 0}, effects);
    recognizeLeader(message, effects);
    if (request.entries.empty())
        repeatReads(effects);
    if (!matchesAtPrev(request, effects))
        return refuseEntries(message, request, effects);

    const Index upTo = request.prevLogIndex + request.entries.size();
    const std::size_t known = knownEntries(request);
    // A mere no would say that the logs differ, and silence that this server is gone: the leader is told, and repeats
    // the entries until there is room. What is held of them counts, and is committed, all the same.
    if (state_.diskFull && known < request.entries.size()) {
        const Index held = request.prevLogIndex + known;
        effects.reasons.add(Reason::entriesWithoutRoom, {held + 1, upTo});
        followCommit(request, held, effects);
        repeatReads(effects);
        AppendEntriesReply answer{false, request.prevLogIndex, held, 0, 0, request.round, request.memberSince};
        answer.noRoom = true;
        return reply(message, answer, effects);
    }
    effects.reasons.add(Reason::logsAgree, {upTo});
    storeEntries(request, known, effects);
    followCommit(request, upTo, effects);
    reply(message, AppendEntriesReply{true, request.prevLogIndex, upTo, 0, 0, request.round, request.memberSince},
          effects);
}

/// Whether this server is to follow the sender. AppendEntries and InstallSnapshot, receiver 1: a deposed leader learns
/// it from the term; neither state nor timer changes.
bool Server::comesFromLeader(const Message& message, Reason oldTerm, Effects& effects) const {
    if (message.term < state_.persistent.currentTerm) {
        effects.reasons.add(oldTerm, {message.term, state_.persistent.currentTerm});
        return false;
    }
    // Two leaders in one term exist only where a rule was left out; the one that is asked keeps to its own log.
    if (state_.role == Role::leader) {
        effects.reasons.add(Reason::secondLeader, {message.from, message.term});
        return false;
    }
    return true;
}

/// Candidates 3 and §5.2: the sender leads this term; its word restarts the election timer.
void Server::recognizeLeader(const Message& message, Effects& effects) {
    if (state_.role != Role::follower) {
        effects.reasons.add(Reason::candidateFoundLeader, {message.from, message.term});
        becomeFollower(effects);
    }
    if (state_.leader != message.from) {
        effects.reasons.add(Reason::leaderHeard, {message.from, message.term});
        state_.leader = message.from;
        effects.changed |= change::kLeader;
    }
    state_.leaderHeardAt = now_;
    state_.helpsOut = false;
    state_.targetPriority.reset();
    effects.electionTimer = TimerOrder::restart;
}

/// AppendEntries, receiver 2: the log holds an entry at prevLogIndex, and it has prevLogTerm. Index 0 always matches.
bool Server::matchesAtPrev(const AppendEntries& request, Effects& effects) const {
    const Log& log = state_.persistent.log;
    // §7: what the snapshot covers is committed, so the leader has the same; only behind it is there a term to compare.
    if (request.prevLogIndex < log.baseIndex())
        return true;
    if (request.prevLogIndex > log.lastIndex()) {
        effects.reasons.add(Reason::appendRefusedMissing, {request.prevLogIndex, request.prevLogTerm, log.lastIndex()});
        return false;
    }
    const Term ownTerm = log.termAt(request.prevLogIndex);
    if (ownTerm == request.prevLogTerm || defects_.has(Defect::ignorePrevLogTerm))
        return true;
    effects.reasons.add(Reason::appendRefusedTerm, {request.prevLogIndex, request.prevLogTerm, ownTerm});
    return false;
}

/// The refusal; with accelerated back-off (§5.3) it names the last place where the logs may still agree.
void Server::refuseEntries(const Message& message, const AppendEntries& request, Effects& effects) const {
    AppendEntriesReply answer{false, request.prevLogIndex, 0, 0, 0, request.round, request.memberSince};
    if (options_.acceleratedBackoff) {
        const Log& log = state_.persistent.log;
        // An entry of a higher term than prevLogTerm cannot be in the leader's log at or before prevLogIndex, for terms
        // never decrease along it.
        answer.conflictIndex =
            std::max(log.lastIndexWithTermAtMost(request.prevLogTerm, request.prevLogIndex), log.baseIndex());
        answer.conflictTerm = log.termAt(answer.conflictIndex);
        effects.reasons.add(Reason::conflictNamed, {answer.conflictIndex, answer.conflictTerm});
    }
    reply(message, answer, effects);
}

/// How many of the entries the log holds already: those of equal index and term are the same (Log Matching), and what
/// the snapshot covers.
std::size_t Server::knownEntries(const AppendEntries& request) const {
    const Log& log = state_.persistent.log;
    const Index first = request.prevLogIndex + 1;
    std::size_t known = 0;
    while (known < request.entries.size() && first + known <= log.lastIndex() &&
           (first + known <= log.baseIndex() || log.termAt(first + known) == request.entries[known].term)) {
        ++known;
    }
    return known;
}

/// Stores what follows the `known` entries, which stay.
void Server::storeEntries(const AppendEntries& request, std::size_t known, Effects& effects) {
    Log& log = state_.persistent.log;
    const Index first = request.prevLogIndex + 1;
    if (known > 0)
        effects.reasons.add(Reason::entriesKnown, {first, first + known - 1});
    if (known == request.entries.size())
        return;

    // AppendEntries, receiver 3: only from the first conflict on. A late duplicate that carries less than the log holds
    // must not cut what was acknowledged since: the leader may have counted it.
    const Index next = first + known;
    if (log.has(next)) {
        effects.reasons.add(Reason::entriesDeleted,
                            {next, log.lastIndex(), log.termAt(next), request.entries[known].term});
        log.truncateFrom(next);
        rollBackConfiguration(next, effects);
        state_.durableIndex = std::min(state_.durableIndex, next - 1);
        for (PendingWrite& write : state_.pendingWrites)
            write.lastIndex = std::min(write.lastIndex, next - 1);
    }
    // AppendEntries, receiver 4.
    for (std::size_t i = known; i < request.entries.size(); ++i) {
        log.append(request.entries[i]);
        if (const Configuration* appended = request.entries[i].configuration())
            noteInLog(log.lastIndex(), *appended, effects);
    }
    effects.reasons.add(Reason::entriesAppended, {next, log.lastIndex()});
    effects.changed |= change::kLog;
    unwritten_ = true;
}

/// AppendEntries, receiver 5: never beyond the last entry that this message vouches for; what follows it in the log may
/// be left over from another leader.
void Server::followCommit(const AppendEntries& request, Index vouched, Effects& effects) {
    const Index commit = std::min(request.leaderCommit, vouched);
    if (commit <= state_.commitIndex)
        return;
    effects.reasons.add(Reason::commitFollowed, {state_.commitIndex, commit, request.leaderCommit});
    state_.commitIndex = commit;
    effects.changed |= change::kCommitIndex;
}

} // namespace raft
