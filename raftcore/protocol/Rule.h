// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Error.h"

#include <cstddef>
#include <cstdint>

// The catalogue of rules: each bullet of Figure 2, what the paper's sections add to it, and what Ongaro's dissertation
// adds beyond.

namespace raft {

/// A rule of the paper, or of the dissertation. Its bullets are numbered as in Figure 2.
enum class Rule : std::uint8_t {
    statePersistent,
    stateNextIndex,
    stateMatchIndex,
    appendEntriesReceiver1,
    appendEntriesReceiver2,
    appendEntriesReceiver3,
    appendEntriesReceiver4,
    appendEntriesReceiver5,
    requestVoteReceiver1,
    requestVoteReceiver2,
    allServers1,
    allServers2,
    followers1,
    followers2,
    candidates1,
    candidates2,
    candidates3,
    candidates4,
    leaders1,
    leaders2,
    leaders3,
    leaders3Success,
    leaders3Failure,
    leaders4,
    electionRestriction,
    firstComeFirstServed,
    randomizedTimeouts,
    electionTimer,
    lateReplies,
    acceleratedBackoff,
    noOpEntry,
    redirectClients,
    answerAfterApply,
    retryForever,
    restartFromDisk,
    ownTermCommit,
    leaderStickiness,
    preVote,
    checkQuorum,
    leadershipTransfer,
    snapshotTake,
    snapshotSend,
    snapshotKnown,
    installSnapshotReceiver1,
    installSnapshotReceiver2,
    installSnapshotReceiver3,
    installSnapshotReceiver4,
    installSnapshotReceiver5,
    installSnapshotReceiver6,
    installSnapshotReceiver7,
    installSnapshotReceiver8,
    readIndex,
    followerReads,
    leaseReads,
    clientSessions,
    clientRetry,
    exactlyOnce,
    monotonicReads,
    jointConsensus,
    configurationInForce,
    oneChangeAtATime,
    catchUp,
    leaderLeaves,
    pipelining,
    batching,
    parallelWrites,
    flowControl,
    configurationWhenApplied,
    electionPriority,
};

/// The number of rules in the catalogue.
inline constexpr std::size_t kRules = 69;

/// What the catalogue says of a rule.
struct RuleText {
    /// Its stable identifier, as files and scripts name it: "append-entries.receiver.3".
    const char* id;
    /// Where it stands, as people say it: "AppendEntries, receiver 3".
    const char* title;
    /// The paper's section or figure, "§5.3", or the dissertation's section, "D 4.2.3".
    const char* section;
    /// The rule in one sentence of our own.
    const char* sentence;
};

/// The rule's entry in the catalogue. Title and sentence are templates for translation (context "rules").
const RuleText& ruleText(Rule rule);

/// The rule with this identifier, or an error.
Expected<Rule> ruleNamed(std::string_view id);

} // namespace raft
