// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Invariants.h"

#include <algorithm>

// The invariants of a state, and of a state and the next.

namespace raft {

namespace {

using Sentences = std::vector<Text>;

void inspectLog(const ServerState& state, Sentences& broken) {
    const Log& log = state.persistent.log;
    if (log.lastTerm() > state.persistent.currentTerm) {
        broken.push_back({QT_TRANSLATE_NOOP("core", "the log's last term, %1, exceeds currentTerm, %2"),
                          {number(log.lastTerm()), number(state.persistent.currentTerm)}});
    }
    if (state.commitIndex > log.lastIndex()) {
        broken.push_back({QT_TRANSLATE_NOOP("core", "commitIndex %1 lies beyond the log's end, %2"),
                          {number(state.commitIndex), number(log.lastIndex())}});
    }
    if (state.lastApplied > state.commitIndex) {
        broken.push_back({QT_TRANSLATE_NOOP("core", "lastApplied %1 lies beyond commitIndex %2"),
                          {number(state.lastApplied), number(state.commitIndex)}});
    }
    const auto& snapshot = state.persistent.snapshot;
    if ((snapshot ? snapshot->lastIncludedIndex : 0) != log.baseIndex() ||
        (snapshot ? snapshot->lastIncludedTerm : 0) != log.baseTerm())
        broken.push_back(QT_TRANSLATE_NOOP("core", "the log does not begin where the snapshot ends"));
    if (log.baseIndex() > state.commitIndex)
        broken.push_back(QT_TRANSLATE_NOOP("core", "the snapshot covers entries that are not committed"));
    if (state.durableIndex > log.lastIndex())
        broken.push_back(QT_TRANSLATE_NOOP("core", "entries count as durable that the log does not hold"));
}

void inspectRole(const ServerState& state, Sentences& broken) {
    const bool campaigns = state.role == Role::candidate || state.role == Role::preCandidate;
    if ((state.role == Role::candidate || state.role == Role::leader) && state.persistent.votedFor != state.id)
        broken.push_back(QT_TRANSLATE_NOOP("core", "a candidate or leader has not voted for itself"));
    if (!campaigns && !(state.votesGranted.empty() && state.votesDenied.empty()))
        broken.push_back(QT_TRANSLATE_NOOP("core", "votes are kept by a server that is no candidate"));
    if (state.role != Role::leader && !state.peers.empty())
        broken.push_back(QT_TRANSLATE_NOOP("core", "nextIndex and matchIndex are kept by a server that does not lead"));
    if ((state.role == Role::leader) != (state.leader == state.id))
        broken.push_back(QT_TRANSLATE_NOOP("core", "a server takes itself for the leader without leading, or the "
                                                   "reverse"));
    if (state.role != Role::leader && state.transferTarget != 0)
        broken.push_back(QT_TRANSLATE_NOOP("core", "a server that does not lead hands leadership over"));
    if (state.role == Role::leader && state.receiving)
        broken.push_back(QT_TRANSLATE_NOOP("core", "a leader receives a snapshot"));
    if (state.role == Role::candidate && state.leader != 0)
        broken.push_back(QT_TRANSLATE_NOOP("core", "a candidate knows a leader of its term"));
}

void inspectPeers(const ServerState& state, Sentences& broken) {
    if (state.role != Role::leader)
        return;
    const Index last = state.persistent.log.lastIndex();
    ServerSet peers;
    for (const Progress& peer : state.peers) {
        peers.insert(peer.peer);
        if (peer.matchIndex >= peer.nextIndex || peer.nextIndex > last + 1) {
            broken.push_back(
                {QT_TRANSLATE_NOOP("core", "of S%1: matchIndex %2, nextIndex %3 and the log's end %4 are out of order"),
                 {number(peer.peer), number(peer.matchIndex), number(peer.nextIndex), number(last)}});
        }
        Index before = peer.matchIndex;
        for (const SentEntries& sent : peer.underWay) {
            if (sent.lastIndex <= before || sent.lastIndex >= peer.nextIndex || !peer.isPipelined)
                broken.push_back(
                    {QT_TRANSLATE_NOOP("core", "what is under way to S%1 is out of order"), {number(peer.peer)}});
            before = sent.lastIndex;
        }
        if (peer.snapshot &&
            (peer.snapshot->lastIncludedIndex <= peer.matchIndex || peer.snapshotOffset > peer.snapshot->data.size())) {
            broken.push_back({QT_TRANSLATE_NOOP("core", "S%1 is sent a snapshot that it has"), {number(peer.peer)}});
        }
    }
    ServerSet others = state.configuration.members();
    others.erase(state.id);
    if (peers != others || peers.size() != state.peers.size())
        broken.push_back(QT_TRANSLATE_NOOP("core", "the leader does not keep each other member once"));
}

void inspectWrites(const ServerState& state, Sentences& broken) {
    std::uint64_t previous = 0;
    for (const PendingWrite& write : state.pendingWrites) {
        if (write.number <= previous || write.number > state.writesIssued)
            broken.push_back({QT_TRANSLATE_NOOP("core", "write %1 is out of order"), {number(write.number)}});
        if (write.lastIndex > state.persistent.log.lastIndex())
            broken.push_back({QT_TRANSLATE_NOOP("core", "write %1 holds more than the log"), {number(write.number)}});
        previous = write.number;
    }
}

void inspectState(const ServerState& state, Sentences& broken) {
    inspectLog(state, broken);
    inspectRole(state, broken);
    inspectPeers(state, broken);
    inspectWrites(state, broken);
}

/// The last index up to which both logs hold, or held, the same entries. Entries of equal index and term are the same,
/// and so are all before them (Log Matching), so only what differs is visited. What a snapshot covers is committed;
/// where all that can be compared differs, no more than that agrees.
Index agreement(const Log& before, const Log& after, Index committed) {
    const Index known = std::max(before.baseIndex(), after.baseIndex());
    Index index = std::min(before.lastIndex(), after.lastIndex());
    while (index >= known && index > 0 && before.termAt(index) != after.termAt(index))
        --index;
    return index >= known ? index : committed;
}

void compareNumbers(const ServerState& before, const ServerState& after, Sentences& broken) {
    const PersistentState& old = before.persistent;
    const PersistentState& now = after.persistent;
    if (now.currentTerm < old.currentTerm)
        broken.push_back(QT_TRANSLATE_NOOP("core", "currentTerm decreased"));
    const bool sameTerm = now.currentTerm == old.currentTerm;
    if (sameTerm && old.votedFor != 0 && now.votedFor != old.votedFor)
        broken.push_back(QT_TRANSLATE_NOOP("core", "votedFor changed within a term"));
    // A leader that loses its followers gives up within its term, and knows no leader then.
    const bool gaveUp = before.role == Role::leader && after.leader == 0;
    if (sameTerm && before.leader != 0 && after.leader != before.leader && !gaveUp)
        broken.push_back(QT_TRANSLATE_NOOP("core", "the known leader changed within a term"));
    if (after.commitIndex < before.commitIndex)
        broken.push_back(QT_TRANSLATE_NOOP("core", "commitIndex decreased"));
    if (after.lastApplied < before.lastApplied)
        broken.push_back(QT_TRANSLATE_NOOP("core", "lastApplied decreased"));
    if (now.snapshotIndex() < old.snapshotIndex())
        broken.push_back(QT_TRANSLATE_NOOP("core", "a snapshot was replaced by an older one"));
    if (after.writesIssued < before.writesIssued)
        broken.push_back(QT_TRANSLATE_NOOP("core", "a write was taken back"));
}

void compareLogs(const ServerState& before, const ServerState& after, Sentences& broken) {
    const Log& old = before.persistent.log;
    const Log& now = after.persistent.log;
    const Index agreed = agreement(old, now, before.commitIndex);
    if (agreed < before.commitIndex) {
        broken.push_back(
            {QT_TRANSLATE_NOOP("core", "committed entries were changed, from index %1 on"), {number(agreed + 1)}});
    }
    for (Index index = std::max(agreed, now.baseIndex()) + 1; index <= now.lastIndex(); ++index) {
        if (now.termAt(index) < now.termAt(index - 1)) {
            broken.push_back({QT_TRANSLATE_NOOP("core", "the log's terms decrease at index %1"), {number(index)}});
        }
    }
    // A leader that steps down may do so at once, with the message that deposed it.
    if (before.role == Role::leader && after.role == Role::leader && agreed < old.lastIndex())
        broken.push_back(QT_TRANSLATE_NOOP("core", "a leader changed or deleted entries of its log"));
    if (after.durableIndex < std::min(before.durableIndex, agreed))
        broken.push_back(QT_TRANSLATE_NOOP("core", "entries that were durable are so no more"));
}

/// What a leader may not do while it leads, nor in ceasing to.
void compareReigns(const ServerState& before, const ServerState& after, Sentences& broken) {
    const bool sameTerm = before.persistent.currentTerm == after.persistent.currentTerm;
    // TimeoutNow of a higher term deposes a leader and makes it campaign in one step.
    const bool campaigns =
        after.role == Role::candidate && after.persistent.currentTerm > before.persistent.currentTerm + 1;
    if (before.role == Role::leader && after.role != Role::leader &&
        ((sameTerm && after.leader != 0) || (after.role != Role::follower && !campaigns)))
        broken.push_back(QT_TRANSLATE_NOOP("core", "a leader gave up without having seen a higher term"));
    if (after.role != Role::leader)
        return;
    if (before.role == Role::leader && !sameTerm)
        broken.push_back(QT_TRANSLATE_NOOP("core", "a leader took its office into another term"));
    const Log& log = after.persistent.log;
    if (after.commitIndex > before.commitIndex && log.has(after.commitIndex) &&
        log.termAt(after.commitIndex) != after.persistent.currentTerm)
        broken.push_back(QT_TRANSLATE_NOOP("core", "a leader committed an entry of an older term by counting"));
    for (const Progress& peer : after.peers) {
        const Progress* earlier = before.progressOf(peer.peer);
        if (earlier && peer.matchIndex < earlier->matchIndex) {
            broken.push_back(
                {QT_TRANSLATE_NOOP("core", "matchIndex of S%1 decreased within a term"), {number(peer.peer)}});
        }
    }
}

} // namespace

std::vector<Text> brokenInvariants(const ServerState& state) {
    Sentences broken;
    inspectState(state, broken);
    return broken;
}

std::vector<Text> brokenInvariants(const ServerState& before, const ServerState& after) {
    Sentences broken;
    inspectState(after, broken);
    compareNumbers(before, after, broken);
    compareLogs(before, after, broken);
    compareReigns(before, after, broken);
    return broken;
}

} // namespace raft
