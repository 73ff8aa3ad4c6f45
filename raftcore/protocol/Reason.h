// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Rule.h"
#include "raftcore/values/Assert.h"

#include <array>
#include <cstdint>
#include <initializer_list>

// Why a server did what it did: one reason for each thing done, with the values that decided. Rules, explanations and
// tests read this one source.

namespace raft {

/// What was done and why. The comment names the values, in order.
enum class Reason : std::uint8_t {
    termAdopted,             ///< old term, new term
    leaderSteppedDown,       ///< new term
    candidateGaveUp,         ///< new term
    candidateFoundLeader,    ///< leader, term
    electionStarted,         ///< new term, votes needed, of the outgoing voters or 0
    electionRestarted,       ///< new term, votes needed, of the outgoing voters or 0
    votesRequested,          ///< last log index, last log term
    voteRefusedOldTerm,      ///< candidate's term, own term
    voteRefusedGiven,        ///< who has the vote, term
    voteRefusedLog,          ///< candidate's last term, candidate's last index, own last term, own last index
    voteGranted,             ///< candidate's last term, candidate's last index, own last term, own last index
    voteGrantedAgain,        ///< term
    voteReceived,            ///< votes now, votes needed, both of the outgoing voters or 0
    voteDenied,              ///< votes now, votes needed, both of the outgoing voters or 0
    electionWon,             ///< term, votes, votes of the outgoing voters, how many those are
    noOpAppended,            ///< index, term
    appendRefusedOldTerm,    ///< leader's term, own term
    secondLeader,            ///< the other leader, term
    appendRefusedMissing,    ///< prevLogIndex, prevLogTerm, own last index
    appendRefusedTerm,       ///< prevLogIndex, prevLogTerm, own term there
    conflictNamed,           ///< conflictIndex, conflictTerm
    logsAgree,               ///< index up to which logs agree
    entriesDeleted,          ///< first index, last index, own term at the first, leader's term there
    entriesAppended,         ///< first index, last index
    entriesKnown,            ///< first index, last index
    commitFollowed,          ///< old commitIndex, new commitIndex, leaderCommit
    leaderHeard,             ///< leader, term
    replyLate,               ///< reply's term, own term
    voteReplyUnneeded,       ///< own term
    refusalOutdated,         ///< refused prevLogIndex, nextIndex
    matchAdvanced,           ///< peer, old matchIndex, new matchIndex
    matchConfirmed,          ///< peer, matchIndex
    nextSteppedBack,         ///< peer, old nextIndex, new nextIndex
    nextSkippedBack,         ///< peer, old nextIndex, new nextIndex, term found there
    commitAdvanced,          ///< old commitIndex, new commitIndex, outgoing voters that hold it, how many those are
    commitHeldBack,          ///< index, its term, own term
    heartbeatsSent,          ///< term
    entriesSent,             ///< peer or 0 for several, first index, last index
    entriesRepeated,         ///< last index of the leader's log
    commandAppended,         ///< index, term
    commandRefused,          ///< known leader or 0
    entriesApplied,          ///< first index, last index
    stateWritten,            ///< term, last index
    restarted,               ///< term, last index, snapshot's last index or 0
    timeoutWithoutEffect,    ///< why (0 leader, 1 non-voter, 2 snapshot, 3 configuration not applied)
    heartbeatWithoutEffect,  ///< nothing
    voteHeldOff,             ///< asked term, known leader, time since it was heard, shortest election timeout
    preVoteStarted,          ///< asked term, votes needed, of the outgoing voters or 0
    preVoteGranted,          ///< asked term
    preVoteRefusedTerm,      ///< asked term, own term
    preVoteRefusedGiven,     ///< who has the vote, term
    preVoteRefusedLog,       ///< asker's last term, asker's last index, own last term, own last index
    preVoteRefusedLeader,    ///< asked term, known leader, time since it was heard, shortest election timeout
    preVoteReceived,         ///< votes now, votes needed, both of the outgoing voters or 0
    preVoteDenied,           ///< votes now, votes needed, both of the outgoing voters or 0
    electionAfterPreVote,    ///< new term, votes needed, of the outgoing voters or 0
    quorumLost,              ///< term, time since a majority was heard
    transferStarted,         ///< target, its matchIndex, own last index
    transferSent,            ///< target, last index
    transferGivenUp,         ///< target, time since it began
    electionTransferred,     ///< new term, votes needed, of the outgoing voters or 0
    timeoutNowOutdated,      ///< its term, own term
    timeoutNowIgnored,       ///< why (0 leader, 1 non-voter, 2 snapshot, 3 configuration not applied)
    commandHeldBack,         ///< target
    snapshotTaken,           ///< lastIncludedIndex, lastIncludedTerm, entries discarded, bytes
    snapshotRefusedOldTerm,  ///< leader's term, own term
    snapshotKnown,           ///< lastIncludedIndex, own commitIndex
    chunkStored,             ///< offset, bytes there now, lastIncludedIndex
    chunkMisplaced,          ///< offset, bytes there, lastIncludedIndex
    snapshotInstalled,       ///< lastIncludedIndex, lastIncludedTerm, bytes, old commitIndex
    suffixKept,              ///< lastIncludedIndex, last index
    logDiscarded,            ///< lastIncludedIndex, old last index
    snapshotApplied,         ///< lastIncludedIndex
    chunkSent,               ///< peer, lastIncludedIndex, bytes sent with it, bytes in all
    snapshotAccepted,        ///< peer, matchIndex
    chunkReplyOutdated,      ///< answered offset, awaited offset
    readByLease,             ///< index, time left of the lease
    readRefused,             ///< known leader or 0
    readForwarded,           ///< leader
    readKnown,               ///< follower that asks
    readIndexLearned,        ///< readIndex, own lastApplied
    readAwaitsCommit,        ///< term
    readIndexNoted,          ///< index, round
    roundBegun,              ///< round
    roundConfirmed,          ///< round
    readAnswered,            ///< index
    readIndexTold,           ///< follower, readIndex
    readsFailed,             ///< how many
    voteHeldAfterRestart,    ///< asked term, time left
    clientAsks,              ///< server, attempt, serial, session
    clientRetries,           ///< server, attempt, serial, session
    clientEnqueues,          ///< nothing
    commandKnown,            ///< index, session, serial, 1 when its answer is kept
    clientAnswered,          ///< server, request, index
    clientRefused,           ///< server, known leader or 0
    clientExpired,           ///< server, request
    clientIgnores,           ///< server
    requestKnown,            ///< client, as an end of messages
    readBehind,              ///< client, as an end of messages; index that it has seen, own lastApplied
    changeRefused,           ///< why (ChangeRefusal), known leader or 0
    catchUpBegan,            ///< voters wanted, own last index
    catchUpDone,             ///< rounds, index
    catchUpGivenUp,          ///< rounds, time of the last, how many joined for it and leave again
    configurationAppended,   ///< index, 1 when joint, 2 when it is left on request
    configurationAdopted,    ///< index
    configurationRolledBack, ///< its index, index of the one in force again
    leaderRemoved,           ///< term, index of the configuration
    commandWithoutRoom,      ///< nothing
    entriesWithoutRoom,      ///< first index, last index
    snapshotWithoutRoom,     ///< lastIncludedIndex
    answerOfEarlierLife,     ///< sender, index of the configuration by which it joined again
    pipelineOpened,          ///< peer, window
    pipelineBroken,          ///< peer, refused prevLogIndex, old nextIndex, new nextIndex
    sentAhead,               ///< first index that its own disk does not hold yet, last index sent
    writeGathered,           ///< nothing
    commandRefusedFull,      ///< uncommitted entries of its term, how many there may be
    configurationProposed,   ///< index, 1 when joint, 2 when it is left on request
    configurationAwaited,    ///< index
    configurationEnforced,   ///< index
    configurationDropped,    ///< its index, index of the one in force
    removedHelps,            ///< the candidate that was denied
    electionLeftToOthers,    ///< own priority, priority waited for, priority waited for from now on
    peerWithoutRoom,         ///< the server whose disk is full
};

/// The number of reasons.
inline constexpr std::size_t kReasons = 123;

/// A reason with the values that decided.
struct Because {
    Reason reason{};
    std::array<std::uint64_t, 4> values{};
    bool operator==(const Because&) const = default;
};

/// The reasons of one event, in order; a fixed room, so that recording them costs nothing.
class ReasonList {
public:
    /// Adds a reason. Past the room's end the earlier ones stand for all.
    void add(Reason reason, std::initializer_list<std::uint64_t> values = {}) {
        if (size_ == kRoom)
            return;
        Because& because = items_[size_++];
        because.reason = reason;
        RAFT_ASSERT(values.size() <= because.values.size());
        because.values = {};
        std::size_t i = 0;
        for (const auto value : values)
            because.values[i++] = value;
    }
    /// Adds a reason with its values.
    void add(const Because& because) {
        if (size_ < kRoom)
            items_[size_++] = because;
    }
    /// Forgets all.
    void clear() { size_ = 0; }
    /// The number of reasons.
    [[nodiscard]] std::size_t size() const { return size_; }
    /// The first reason.
    [[nodiscard]] const Because* begin() const { return items_.data(); }
    /// Past the last reason.
    [[nodiscard]] const Because* end() const { return items_.data() + size_; }

private:
    static constexpr std::size_t kRoom = 24;
    std::size_t size_ = 0;
    std::array<Because, kRoom> items_;
};

/// The rules that a reason rests on: one or two.
struct ReasonRules {
    Rule first;
    Rule second;
};

/// The rules behind a reason; `second` equals `first` when there is but one.
ReasonRules rulesOf(Reason reason);

} // namespace raft
