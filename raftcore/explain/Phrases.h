// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/explain/Explain.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

// What Explain.cpp puts together: for every reason, action and outcome its words. Internal to raftcore/explain.

namespace raft::explaining {

/// The same thing said twice: as a whole sentence, and in few words that follow the server's name.
struct Phrase {
    Text sentence;
    Text brief;
};

/// Both forms from their templates and the arguments that they share.
inline Phrase phrase(const char* sentence, const char* brief, const std::vector<std::string>& arguments) {
    return {Text(sentence, arguments), Text(brief, arguments)};
}

/// The values of a reason, in the order that `Reason` documents.
using Values = std::array<std::uint64_t, 4>;

/// Who tells: the event, the cluster after it, and the names that nearly every sentence needs.
struct Teller {
    Teller(const Event& event_, const Cluster& after_);

    const Event& event;
    const Cluster& after;
    /// The name of the server, or the client, that it happened to; empty when to none.
    std::string self;
    /// The name of the other end of the event's message; empty when there is none.
    std::string peer;

    /// What people call a server.
    [[nodiscard]] std::string name(std::uint64_t id) const { return after.nameOf(static_cast<ServerId>(id)); }
    /// The state of the server that it happened to.
    [[nodiscard]] const ServerState& state() const { return after.server(event.record.server); }
    /// The command at this index of the server's log, in quotation marks, or "no-op".
    [[nodiscard]] std::string entry(Index index) const;
    /// The command that a client gives in the event, or gets an answer to, in quotation marks; empty when there is
    /// none.
    [[nodiscard]] std::string command() const;
    /// Names in a row; of many, the first few and the last with their number.
    [[nodiscard]] std::string names(const ServerSet& servers) const;
    /// To whom messages were sent.
    [[nodiscard]] ServerSet receivers() const;
    /// True when none of the sent messages carries an entry.
    [[nodiscard]] bool sentHeartbeatsAlone() const;
    /// The name of the kind of the event's message, which must have one.
    [[nodiscard]] std::string messageKind() const;
};

/// A command in quotation marks; of a no-op, "no-op" without.
std::string quoted(const Command* command);

/// The words of a reason.
Phrase phraseOf(const Because& because, const Teller& teller);

/// What is said where two logs are compared: both servers, then the other's last term and index, then the own ones.
std::vector<std::string> logArguments(const Teller& teller, const Values& values);
/// What is said of a vote: both servers, votes now, votes needed, both of the old voters.
std::vector<std::string> voteArguments(const Teller& teller, const Values& values);
/// What is said where a leader is heard: both servers, the asked term, the leader, how long ago, the shortest timeout.
std::vector<std::string> leaderHeardArguments(const Teller& teller, const Values& values);

// Terms and elections (ElectionPhrases.cpp), by the names of the reasons.
Phrase termAdopted(const Teller& teller, const Values& values);
Phrase leaderSteppedDown(const Teller& teller, const Values& values);
Phrase candidateGaveUp(const Teller& teller, const Values& values);
Phrase candidateFoundLeader(const Teller& teller, const Values& values);
Phrase electionStarted(const Teller& teller, const Values& values);
Phrase electionRestarted(const Teller& teller, const Values& values);
Phrase votesRequested(const Teller& teller, const Values& values);
Phrase voteRefusedOldTerm(const Teller& teller, const Values& values);
Phrase voteRefusedGiven(const Teller& teller, const Values& values);
Phrase voteRefusedLog(const Teller& teller, const Values& values);
Phrase voteGranted(const Teller& teller, const Values& values);
Phrase voteGrantedAgain(const Teller& teller, const Values& values);
Phrase voteReceived(const Teller& teller, const Values& values);
Phrase voteDenied(const Teller& teller, const Values& values);
Phrase voteReplyUnneeded(const Teller& teller, const Values& values);
Phrase electionWon(const Teller& teller, const Values& values);
Phrase voteHeldOff(const Teller& teller, const Values& values);

// Asking before an election (PreVotePhrases.cpp).
Phrase preVoteStarted(const Teller& teller, const Values& values);
Phrase preVoteGranted(const Teller& teller, const Values& values);
Phrase preVoteRefusedTerm(const Teller& teller, const Values& values);
Phrase preVoteRefusedGiven(const Teller& teller, const Values& values);
Phrase preVoteRefusedLog(const Teller& teller, const Values& values);
Phrase preVoteRefusedLeader(const Teller& teller, const Values& values);
Phrase preVoteReceived(const Teller& teller, const Values& values);
Phrase preVoteDenied(const Teller& teller, const Values& values);
Phrase electionAfterPreVote(const Teller& teller, const Values& values);

Phrase timeoutWithoutEffect(const Teller& teller, const Values& values);

// Snapshots (SnapshotPhrases.cpp).
Phrase snapshotTaken(const Teller& teller, const Values& values);
Phrase snapshotRefusedOldTerm(const Teller& teller, const Values& values);
Phrase snapshotKnown(const Teller& teller, const Values& values);
Phrase chunkStored(const Teller& teller, const Values& values);
Phrase chunkMisplaced(const Teller& teller, const Values& values);
Phrase snapshotInstalled(const Teller& teller, const Values& values);
Phrase suffixKept(const Teller& teller, const Values& values);
Phrase logDiscarded(const Teller& teller, const Values& values);
Phrase snapshotApplied(const Teller& teller, const Values& values);
Phrase chunkSent(const Teller& teller, const Values& values);
Phrase snapshotAccepted(const Teller& teller, const Values& values);
Phrase chunkReplyOutdated(const Teller& teller, const Values& values);

// Reads without log entries (ReadPhrases.cpp).
Phrase readByLease(const Teller& teller, const Values& values);
Phrase readRefused(const Teller& teller, const Values& values);
Phrase readForwarded(const Teller& teller, const Values& values);
Phrase readKnown(const Teller& teller, const Values& values);
Phrase readIndexLearned(const Teller& teller, const Values& values);
Phrase readAwaitsCommit(const Teller& teller, const Values& values);
Phrase readIndexNoted(const Teller& teller, const Values& values);
Phrase roundBegun(const Teller& teller, const Values& values);
Phrase roundConfirmed(const Teller& teller, const Values& values);
Phrase readAnswered(const Teller& teller, const Values& values);
Phrase readIndexTold(const Teller& teller, const Values& values);
Phrase readsFailed(const Teller& teller, const Values& values);
Phrase voteHeldAfterRestart(const Teller& teller, const Values& values);

// Clients with sessions (ClientPhrases.cpp).
Phrase clientAsks(const Teller& teller, const Values& values);
Phrase clientRetries(const Teller& teller, const Values& values);
Phrase clientEnqueues(const Teller& teller, const Values& values);
Phrase commandKnown(const Teller& teller, const Values& values);
Phrase clientAnswered(const Teller& teller, const Values& values);
Phrase clientRefused(const Teller& teller, const Values& values);
Phrase clientExpired(const Teller& teller, const Values& values);
Phrase clientIgnores(const Teller& teller, const Values& values);
Phrase requestKnown(const Teller& teller, const Values& values);
Phrase readBehind(const Teller& teller, const Values& values);

// Who is in the cluster (MembershipPhrases.cpp).
Phrase changeRefused(const Teller& teller, const Values& values);
Phrase catchUpBegan(const Teller& teller, const Values& values);
Phrase catchUpDone(const Teller& teller, const Values& values);
Phrase catchUpGivenUp(const Teller& teller, const Values& values);
Phrase configurationAppended(const Teller& teller, const Values& values);
Phrase configurationAdopted(const Teller& teller, const Values& values);
Phrase configurationRolledBack(const Teller& teller, const Values& values);
Phrase leaderRemoved(const Teller& teller, const Values& values);
Phrase answerOfEarlierLife(const Teller& teller, const Values& values);

// FlowPhrases.cpp
Phrase pipelineOpened(const Teller& teller, const Values& values);
Phrase pipelineBroken(const Teller& teller, const Values& values);
Phrase sentAhead(const Teller& teller, const Values& values);
Phrase writeGathered(const Teller& teller, const Values& values);
Phrase commandRefusedFull(const Teller& teller, const Values& values);

Phrase electionLeftToOthers(const Teller& teller, const Values& values);

// ApplyTimePhrases.cpp
Phrase configurationProposed(const Teller& teller, const Values& values);
Phrase configurationAwaited(const Teller& teller, const Values& values);
Phrase configurationEnforced(const Teller& teller, const Values& values);
Phrase configurationDropped(const Teller& teller, const Values& values);
Phrase removedHelps(const Teller& teller, const Values& values);
/// Who votes in a configuration, and beside them who learns.
std::string membersOf(const Teller& teller, const Configuration& configuration);

// Handing leadership over (TransferPhrases.cpp).
Phrase transferStarted(const Teller& teller, const Values& values);
Phrase transferSent(const Teller& teller, const Values& values);
Phrase transferGivenUp(const Teller& teller, const Values& values);
Phrase electionTransferred(const Teller& teller, const Values& values);
Phrase timeoutNowOutdated(const Teller& teller, const Values& values);
Phrase timeoutNowIgnored(const Teller& teller, const Values& values);
Phrase commandHeldBack(const Teller& teller, const Values& values);

// Followers and AppendEntries (FollowerPhrases.cpp).
Phrase appendRefusedOldTerm(const Teller& teller, const Values& values);
Phrase secondLeader(const Teller& teller, const Values& values);
Phrase appendRefusedMissing(const Teller& teller, const Values& values);
Phrase appendRefusedTerm(const Teller& teller, const Values& values);
Phrase conflictNamed(const Teller& teller, const Values& values);
Phrase logsAgree(const Teller& teller, const Values& values);
Phrase entriesDeleted(const Teller& teller, const Values& values);
Phrase entriesAppended(const Teller& teller, const Values& values);
Phrase entriesKnown(const Teller& teller, const Values& values);
Phrase commitFollowed(const Teller& teller, const Values& values);
Phrase leaderHeard(const Teller& teller, const Values& values);

// Leaders, clients and disks (LeaderPhrases.cpp).
Phrase noOpAppended(const Teller& teller, const Values& values);
Phrase replyLate(const Teller& teller, const Values& values);
Phrase refusalOutdated(const Teller& teller, const Values& values);
Phrase matchAdvanced(const Teller& teller, const Values& values);
Phrase matchConfirmed(const Teller& teller, const Values& values);
Phrase nextSteppedBack(const Teller& teller, const Values& values);
Phrase nextSkippedBack(const Teller& teller, const Values& values);
Phrase commitAdvanced(const Teller& teller, const Values& values);
Phrase commitHeldBack(const Teller& teller, const Values& values);
Phrase heartbeatsSent(const Teller& teller, const Values& values);
Phrase heartbeatWithoutEffect(const Teller& teller, const Values& values);
Phrase entriesSent(const Teller& teller, const Values& values);
Phrase entriesRepeated(const Teller& teller, const Values& values);
Phrase commandAppended(const Teller& teller, const Values& values);
Phrase commandWithoutRoom(const Teller& teller, const Values& values);
Phrase entriesWithoutRoom(const Teller& teller, const Values& values);
Phrase snapshotWithoutRoom(const Teller& teller, const Values& values);
Phrase peerWithoutRoom(const Teller& teller, const Values& values);
Phrase commandRefused(const Teller& teller, const Values& values);
Phrase entriesApplied(const Teller& teller, const Values& values);
Phrase stateWritten(const Teller& teller, const Values& values);
Phrase quorumLost(const Teller& teller, const Values& values);
Phrase restarted(const Teller& teller, const Values& values);

/// The words of an action, where its reasons do not say more (ActionPhrases.cpp): nothing for a forced timeout or
/// heartbeat, a submitted command, a delivery and a restart.
std::optional<Phrase> actionPhrase(const Teller& teller);

/// The words of an event that has neither action nor reasons: a loss, a wait, a message that moved nothing
/// (WorldPhrases.cpp).
Phrase eventPhrase(const Teller& teller);
/// What is to be said besides: messages that left a disk's queue, an early delivery (WorldPhrases.cpp).
void addCircumstances(const Teller& teller, std::vector<Text>& more);

/// One change for people (ChangeTexts.cpp).
ChangeText changeText(const Change& change, const Cluster& cluster);

} // namespace raft::explaining
