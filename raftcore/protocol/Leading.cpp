// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

#include <algorithm>
#include <array>

// Leaders (Figure 2, "Leaders"): commands, replication and commitment.

namespace raft {

Index Server::propose(Shared<Command> command, Effects& effects) {
    if (state_.role != Role::leader) {
        effects.reasons.add(Reason::commandRefused, {state_.leader});
        return 0;
    }
    if (state_.transferTarget != 0) {
        effects.reasons.add(Reason::commandHeldBack, {state_.transferTarget});
        return 0;
    }
    if (state_.diskFull) {
        effects.reasons.add(Reason::commandWithoutRoom);
        return 0;
    }
    if (options_.uncommittedEntries != 0 && ownUncommitted() >= options_.uncommittedEntries) {
        effects.reasons.add(Reason::commandRefusedFull, {ownUncommitted(), options_.uncommittedEntries});
        return 0;
    }
    // Leaders 2: into the own log first; the client is answered when the entry has been applied.
    appendOwn(std::move(command), effects);
    const Index index = state_.persistent.log.lastIndex();
    effects.reasons.add(Reason::commandAppended, {index, state_.persistent.currentTerm});
    // Leaders 3: to every follower that is not still busy with earlier entries; those get it after their answer.
    bool sent = false;
    for (Progress& peer : state_.peers) {
        if (isBusy(peer))
            continue;
        sendEntries(peer, effects);
        sent = true;
    }
    if (sent)
        effects.reasons.add(Reason::entriesSent, {0, index, index});
    issueWrite(effects);
    return index;
}

/// Appends an entry of the own term; a leader never changes its log in any other way.
void Server::appendOwn(Shared<Command> command, Effects& effects) {
    state_.persistent.log.append(Entry{state_.persistent.currentTerm, std::move(command)});
    effects.changed |= change::kLog;
    unwritten_ = true;
}

/// §8: an entry of the leader's own term, by which it learns what is committed.
void Server::appendNoOp(Effects& effects) {
    appendOwn({}, effects);
    effects.reasons.add(Reason::noOpAppended, {state_.persistent.log.lastIndex(), state_.persistent.currentTerm});
}

void Server::roomChanged(bool full, Effects& effects) {
    state_.diskFull = full;
    if (full || state_.role != Role::leader)
        return;
    doPutOff(effects);
    issueWrite(effects);
}

/// A leader whose disk was full, or which was handing its leadership over, may have come to lead without a no-op, and
/// has neither left a joint configuration nor taken in a server that had caught up.
void Server::doPutOff(Effects& effects) {
    if (state_.diskFull || state_.transferTarget != 0)
        return;
    if (options_.noOp && state_.persistent.log.lastTerm() != state_.persistent.currentTerm) {
        appendNoOp(effects);
        sendToIdle(effects);
    }
    configurationCommitted(effects);
}

void Server::heartbeatTimeout(Effects& effects) {
    if (state_.role != Role::leader) {
        effects.reasons.add(Reason::heartbeatWithoutEffect);
        return;
    }
    // Each heartbeat is a round that renews the lease, unless one is under way still.
    if (options_.leaseReads && state_.leadership.round == state_.leadership.confirmed) {
        ++state_.leadership.round;
        state_.leadership.roundBegan = now_;
    }
    // Leaders 1, and §5.5: whatever was lost is sent again here, for ever.
    effects.reasons.add(Reason::heartbeatsSent, {state_.persistent.currentTerm});
    bool repeated = false;
    for (Progress& peer : state_.peers) {
        repeated = repeated || peer.awaitsAnswer();
        sendEntries(peer, effects);
    }
    if (repeated)
        effects.reasons.add(Reason::entriesRepeated, {state_.persistent.log.lastIndex()});
    effects.heartbeatTimer = TimerOrder::restart;
    // Who is a majority alone waits for no answer.
    confirmRounds(effects);
    answerReads(effects);
}

/// Leaders 3: one AppendEntries from the peer's nextIndex, with as many entries as a message may carry.
void Server::sendEntries(Progress& peer, Effects& effects) {
    const Log& log = state_.persistent.log;
    if (peer.nextIndex <= log.baseIndex())
        return sendSnapshot(peer, effects);
    AppendEntries request;
    request.prevLogIndex = peer.nextIndex - 1;
    request.prevLogTerm = log.termAt(request.prevLogIndex);
    request.leaderCommit = state_.commitIndex;
    request.round = state_.leadership.round;
    request.memberSince = peer.memberSince;
    // In a full pipeline it goes without entries, and shows by its refusal whether any of those before were lost.
    const bool isFull = peer.isPipelined && isBusy(peer);
    const Index last = isFull ? request.prevLogIndex : lastOfMessage(request.prevLogIndex);
    if (last >= peer.nextIndex)
        request.entries.reserve(static_cast<std::size_t>(last - peer.nextIndex + 1));
    for (Index i = peer.nextIndex; i <= last; ++i)
        request.entries.push_back(log.at(i));
    if (!peer.isPipelined) {
        peer.awaitedIndex = request.entries.empty() ? 0 : last;
    } else if (!request.entries.empty()) {
        noteUnderWay(peer, request, effects);
    }
    effects.messages.emplace_back(state_.id, peer.peer, state_.persistent.currentTerm, std::move(request));
}

/// How far the entries go that one AppendEntries carries: to the end of the log, unless there are too many, or too long
/// ones. One always goes, however long it is.
Index Server::lastOfMessage(Index prevLogIndex) const {
    const Log& log = state_.persistent.log;
    const std::uint32_t entries = options_.batching != 0 ? options_.batching : options_.entriesPerMessage;
    const Index last = std::min(log.lastIndex(), prevLogIndex + entries);
    if (options_.bytesPerMessage == 0)
        return last;
    std::uint64_t bytes = 0;
    for (Index index = prevLogIndex + 1; index <= last; ++index) {
        bytes += log.at(index).bytes();
        if (bytes > options_.bytesPerMessage && index > prevLogIndex + 1)
            return index - 1;
    }
    return last;
}

/// What the peer lacks, as far as it may be sent now.
void Server::sendMore(Progress& peer, Effects& effects) {
    const Index first = peer.nextIndex;
    while (!isBusy(peer) && peer.nextIndex <= state_.persistent.log.lastIndex())
        sendEntries(peer, effects);
    const Index last = peer.isPipelined ? peer.nextIndex - 1 : peer.awaitedIndex;
    if (last >= first)
        effects.reasons.add(Reason::entriesSent, {peer.peer, first, last});
}

void Server::handle(const Message& message, const AppendEntriesReply& answer, Effects& effects) {
    Progress* peer = heardFrom(message, answer.round, answer.memberSince, effects);
    if (!peer)
        return;
    if (answer.success) {
        accepted(*peer, answer.matchIndex, effects);
    } else if (answer.noRoom) {
        findsNoRoom(*peer, answer, effects);
    } else {
        refused(*peer, answer, effects);
    }
}

/// What this leader knows of the sender of an answer; null when it does not lead, or does not know the sender.
Progress* Server::heardFrom(const Message& message, std::uint64_t round, Index memberSince, Effects& effects) {
    // Who does not lead this term any more (it restarted) has forgotten the question.
    if (state_.role != Role::leader) {
        effects.reasons.add(Reason::replyLate, {message.term, state_.persistent.currentTerm});
        return nullptr;
    }
    const Progress* known = state_.progressOf(message.from);
    if (!known)
        return nullptr;
    // Removed and added again, the sender may have lost its disk in between: what it held in its earlier life counts
    // for nothing.
    if (known->memberSince != memberSince) {
        effects.reasons.add(Reason::answerOfEarlierLife, {message.from, known->memberSince});
        return nullptr;
    }
    Progress& peer = state_.peers[static_cast<std::size_t>(known - state_.peers.data())];
    peer.heardAt = now_;
    watchQuorum(effects);
    roundAnswered(peer, round, effects);
    return &peer;
}

/// Leaders 3, success: nextIndex and matchIndex advance, what remains is sent, and counting may commit.
void Server::accepted(Progress& peer, Index matchIndex, Effects& effects) {
    // Only upwards: answers overtake each other, and an older one knows less.
    if (matchIndex > peer.matchIndex) {
        raiseMatch(peer, matchIndex, effects);
    } else {
        effects.reasons.add(Reason::matchConfirmed, {peer.peer, peer.matchIndex});
    }
    if (peer.awaitedIndex <= peer.matchIndex)
        peer.awaitedIndex = 0;
    if (peer.snapshot && peer.snapshot->lastIncludedIndex <= peer.matchIndex)
        peer.snapshot = {};
    if (options_.pipelining != 0)
        openPipeline(peer, effects);
    if (!isBusy(peer))
        sendMore(peer, effects);
    if (peer.peer == state_.transferTarget && peer.matchIndex == state_.persistent.log.lastIndex())
        sendTimeoutNow(peer, effects);
    // The last two change whom the leader keeps as its peers, `peer` among them.
    advanceCommit(effects);
    if (state_.role == Role::leader)
        catchUp(effects);
}

/// The peer's log agrees with the leader's up to `matchIndex`, which is more than was known.
void Server::raiseMatch(Progress& peer, Index matchIndex, Effects& effects) {
    effects.reasons.add(Reason::matchAdvanced, {peer.peer, peer.matchIndex, matchIndex});
    peer.matchIndex = matchIndex;
    effects.changed |= change::kMatchIndex;
    if (peer.nextIndex <= peer.matchIndex) {
        peer.nextIndex = peer.matchIndex + 1;
        effects.changed |= change::kNextIndex;
    }
}

/// Leaders 3, failure: nextIndex goes back, and the leader tries again at once.
void Server::refused(Progress& peer, const AppendEntriesReply& answer, Effects& effects) {
    if (peer.isPipelined)
        return breakPipeline(peer, answer.prevLogIndex, effects);
    // A refusal counts only if it answers the present probe. A late or duplicated one would push nextIndex back again,
    // below what is known to match.
    if (answer.prevLogIndex + 1 != peer.nextIndex || answer.prevLogIndex <= peer.matchIndex) {
        effects.reasons.add(Reason::refusalOutdated, {answer.prevLogIndex, peer.nextIndex});
        return;
    }
    const Index before = peer.nextIndex;
    if (options_.acceleratedBackoff) {
        const Index agreed = state_.persistent.log.lastIndexWithTermAtMost(
            answer.conflictTerm, std::min(answer.conflictIndex, answer.prevLogIndex - 1));
        peer.nextIndex = std::max(agreed, peer.matchIndex) + 1;
        effects.reasons.add(Reason::nextSkippedBack, {peer.peer, before, peer.nextIndex, answer.conflictTerm});
    } else {
        peer.nextIndex = before - 1;
        effects.reasons.add(Reason::nextSteppedBack, {peer.peer, before, peer.nextIndex});
    }
    effects.changed |= change::kNextIndex;
    sendEntries(peer, effects);
}

/// The peer's log agrees, but its disk is full: what it holds counts, and it is sent no more before the next heartbeat
/// repeats what it has no room for.
void Server::findsNoRoom(Progress& peer, const AppendEntriesReply& answer, Effects& effects) {
    // It has found room since, or never was sent what it speaks of.
    if (answer.prevLogIndex < peer.matchIndex || answer.prevLogIndex >= peer.nextIndex) {
        effects.reasons.add(Reason::refusalOutdated, {answer.prevLogIndex, peer.nextIndex});
        return;
    }
    effects.reasons.add(Reason::peerWithoutRoom, {peer.peer});
    if (answer.matchIndex > peer.matchIndex)
        raiseMatch(peer, answer.matchIndex, effects);
    // What else is in the pipeline finds no room, either.
    if (peer.isPipelined) {
        leavePipeline(peer, effects);
        peer.awaitedIndex = peer.nextIndex;
    }
    advanceCommit(effects);
    if (state_.role == Role::leader)
        catchUp(effects);
}

/// Leaders 4 and §5.4.2: the highest index that a majority holds, if its entry is of the current term.
void Server::advanceCommit(Effects& effects) {
    if (state_.commitIndex == state_.persistent.log.lastIndex())
        return; // nobody can hold more
    const Configuration& configuration = state_.configuration;
    const auto held = [this](ServerId id) {
        if (id == state_.id)
            return state_.durableIndex;
        const Progress* peer = state_.progressOf(id);
        return peer ? peer->matchIndex : Index{0};
    };
    const Index index = configuration.majorityIndex(held);
    if (index <= state_.commitIndex)
        return;
    const Term term = state_.persistent.log.termAt(index);
    // §5.4.2, Figure 8: an old-term entry on a majority can still be overwritten by a leader that never saw it.
    if (term != state_.persistent.currentTerm && !defects_.has(Defect::commitOldTerms)) {
        effects.reasons.add(Reason::commitHeldBack, {index, term, state_.persistent.currentTerm});
        return;
    }
    std::uint64_t outgoing = 0;
    for (const ServerId id : configuration.outgoing)
        outgoing += held(id) >= index ? 1 : 0;
    effects.reasons.add(Reason::commitAdvanced, {state_.commitIndex, index, outgoing, configuration.outgoing.size()});
    state_.commitIndex = index;
    effects.changed |= change::kCommitIndex;
    admitReads(effects);
    configurationCommitted(effects);
}

} // namespace raft
