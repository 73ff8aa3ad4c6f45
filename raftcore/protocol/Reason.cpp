// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Reason.h"

// Which rules of the catalogue stand behind each reason.

namespace raft {

namespace {

constexpr ReasonRules one(Rule rule) { return {rule, rule}; }

constexpr std::array<ReasonRules, kReasons> kRulesOfReasons{{
    one(Rule::allServers2),                                           // termAdopted
    one(Rule::allServers2),                                           // leaderSteppedDown
    one(Rule::allServers2),                                           // candidateGaveUp
    one(Rule::candidates3),                                           // candidateFoundLeader
    {Rule::followers2, Rule::randomizedTimeouts},                     // electionStarted
    {Rule::candidates4, Rule::randomizedTimeouts},                    // electionRestarted
    one(Rule::candidates1),                                           // votesRequested
    one(Rule::requestVoteReceiver1),                                  // voteRefusedOldTerm
    {Rule::requestVoteReceiver2, Rule::firstComeFirstServed},         // voteRefusedGiven
    {Rule::requestVoteReceiver2, Rule::electionRestriction},          // voteRefusedLog
    one(Rule::requestVoteReceiver2),                                  // voteGranted
    one(Rule::requestVoteReceiver2),                                  // voteGrantedAgain
    one(Rule::candidates2),                                           // voteReceived
    one(Rule::candidates2),                                           // voteDenied
    {Rule::candidates2, Rule::stateNextIndex},                        // electionWon
    {Rule::noOpEntry, Rule::leaders2},                                // noOpAppended
    one(Rule::appendEntriesReceiver1),                                // appendRefusedOldTerm
    one(Rule::candidates2),                                           // secondLeader
    one(Rule::appendEntriesReceiver2),                                // appendRefusedMissing
    one(Rule::appendEntriesReceiver2),                                // appendRefusedTerm
    one(Rule::acceleratedBackoff),                                    // conflictNamed
    {Rule::followers1, Rule::appendEntriesReceiver2},                 // logsAgree
    one(Rule::appendEntriesReceiver3),                                // entriesDeleted
    one(Rule::appendEntriesReceiver4),                                // entriesAppended
    one(Rule::appendEntriesReceiver4),                                // entriesKnown
    one(Rule::appendEntriesReceiver5),                                // commitFollowed
    one(Rule::electionTimer),                                         // leaderHeard
    one(Rule::lateReplies),                                           // replyLate
    one(Rule::lateReplies),                                           // voteReplyUnneeded
    one(Rule::lateReplies),                                           // refusalOutdated
    {Rule::leaders3Success, Rule::stateMatchIndex},                   // matchAdvanced
    one(Rule::leaders3Success),                                       // matchConfirmed
    one(Rule::leaders3Failure),                                       // nextSteppedBack
    {Rule::leaders3Failure, Rule::acceleratedBackoff},                // nextSkippedBack
    one(Rule::leaders4),                                              // commitAdvanced
    {Rule::leaders4, Rule::ownTermCommit},                            // commitHeldBack
    one(Rule::leaders1),                                              // heartbeatsSent
    one(Rule::leaders3),                                              // entriesSent
    {Rule::leaders3, Rule::retryForever},                             // entriesRepeated
    one(Rule::leaders2),                                              // commandAppended
    one(Rule::redirectClients),                                       // commandRefused
    one(Rule::allServers1),                                           // entriesApplied
    one(Rule::statePersistent),                                       // stateWritten
    one(Rule::restartFromDisk),                                       // restarted
    one(Rule::followers2),                                            // timeoutWithoutEffect
    one(Rule::leaders1),                                              // heartbeatWithoutEffect
    one(Rule::leaderStickiness),                                      // voteHeldOff
    {Rule::preVote, Rule::followers2},                                // preVoteStarted
    one(Rule::preVote),                                               // preVoteGranted
    one(Rule::preVote),                                               // preVoteRefusedTerm
    {Rule::preVote, Rule::firstComeFirstServed},                      // preVoteRefusedGiven
    {Rule::preVote, Rule::electionRestriction},                       // preVoteRefusedLog
    {Rule::preVote, Rule::leaderStickiness},                          // preVoteRefusedLeader
    one(Rule::preVote),                                               // preVoteReceived
    one(Rule::preVote),                                               // preVoteDenied
    {Rule::preVote, Rule::randomizedTimeouts},                        // electionAfterPreVote
    one(Rule::checkQuorum),                                           // quorumLost
    one(Rule::leadershipTransfer),                                    // transferStarted
    one(Rule::leadershipTransfer),                                    // transferSent
    one(Rule::leadershipTransfer),                                    // transferGivenUp
    {Rule::leadershipTransfer, Rule::candidates1},                    // electionTransferred
    {Rule::leadershipTransfer, Rule::lateReplies},                    // timeoutNowOutdated
    one(Rule::leadershipTransfer),                                    // timeoutNowIgnored
    {Rule::leadershipTransfer, Rule::redirectClients},                // commandHeldBack
    one(Rule::snapshotTake),                                          // snapshotTaken
    one(Rule::installSnapshotReceiver1),                              // snapshotRefusedOldTerm
    one(Rule::snapshotKnown),                                         // snapshotKnown
    {Rule::installSnapshotReceiver2, Rule::installSnapshotReceiver3}, // chunkStored
    one(Rule::installSnapshotReceiver3),                              // chunkMisplaced
    {Rule::installSnapshotReceiver4, Rule::installSnapshotReceiver5}, // snapshotInstalled
    one(Rule::installSnapshotReceiver6),                              // suffixKept
    one(Rule::installSnapshotReceiver7),                              // logDiscarded
    one(Rule::installSnapshotReceiver8),                              // snapshotApplied
    one(Rule::snapshotSend),                                          // chunkSent
    {Rule::snapshotSend, Rule::leaders3Success},                      // snapshotAccepted
    one(Rule::lateReplies),                                           // chunkReplyOutdated
    {Rule::leaseReads, Rule::readIndex},                              // readByLease
    {Rule::readIndex, Rule::redirectClients},                         // readRefused
    one(Rule::followerReads),                                         // readForwarded
    one(Rule::followerReads),                                         // readKnown
    one(Rule::followerReads),                                         // readIndexLearned
    {Rule::readIndex, Rule::noOpEntry},                               // readAwaitsCommit
    one(Rule::readIndex),                                             // readIndexNoted
    {Rule::readIndex, Rule::leaders1},                                // roundBegun
    one(Rule::readIndex),                                             // roundConfirmed
    {Rule::readIndex, Rule::allServers1},                             // readAnswered
    one(Rule::followerReads),                                         // readIndexTold
    one(Rule::readIndex),                                             // readsFailed
    {Rule::leaseReads, Rule::leaderStickiness},                       // voteHeldAfterRestart
    one(Rule::clientSessions),                                        // clientAsks
    {Rule::clientRetry, Rule::clientSessions},                        // clientRetries
    one(Rule::clientSessions),                                        // clientEnqueues
    one(Rule::exactlyOnce),                                           // commandKnown
    one(Rule::answerAfterApply),                                      // clientAnswered
    {Rule::redirectClients, Rule::clientRetry},                       // clientRefused
    one(Rule::clientSessions),                                        // clientExpired
    one(Rule::lateReplies),                                           // clientIgnores
    one(Rule::clientRetry),                                           // requestKnown
    one(Rule::monotonicReads),                                        // readBehind
    one(Rule::oneChangeAtATime),                                      // changeRefused
    one(Rule::catchUp),                                               // catchUpBegan
    one(Rule::catchUp),                                               // catchUpDone
    one(Rule::catchUp),                                               // catchUpGivenUp
    {Rule::configurationInForce, Rule::jointConsensus},               // configurationAppended
    one(Rule::configurationInForce),                                  // configurationAdopted
    one(Rule::configurationInForce),                                  // configurationRolledBack
    one(Rule::leaderLeaves),                                          // leaderRemoved
    {Rule::leaders2, Rule::redirectClients},                          // commandWithoutRoom
    {Rule::appendEntriesReceiver4, Rule::statePersistent},            // entriesWithoutRoom
    {Rule::installSnapshotReceiver3, Rule::statePersistent},          // snapshotWithoutRoom
    {Rule::lateReplies, Rule::configurationInForce},                  // answerOfEarlierLife
    {Rule::pipelining, Rule::leaders3Success},                        // pipelineOpened
    {Rule::pipelining, Rule::leaders3Failure},                        // pipelineBroken
    one(Rule::parallelWrites),                                        // sentAhead
    {Rule::batching, Rule::statePersistent},                          // writeGathered
    one(Rule::flowControl),                                           // commandRefusedFull
    {Rule::configurationWhenApplied, Rule::jointConsensus},           // configurationProposed
    one(Rule::configurationWhenApplied),                              // configurationAwaited
    one(Rule::configurationWhenApplied),                              // configurationEnforced
    one(Rule::configurationWhenApplied),                              // configurationDropped
    {Rule::configurationWhenApplied, Rule::electionRestriction},      // removedHelps
    {Rule::electionPriority, Rule::followers2},                       // electionLeftToOthers
    {Rule::leaders3, Rule::retryForever},                             // peerWithoutRoom
}};

} // namespace

ReasonRules rulesOf(Reason reason) { return kRulesOfReasons[static_cast<std::size_t>(reason)]; }

} // namespace raft
