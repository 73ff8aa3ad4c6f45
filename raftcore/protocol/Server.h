// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Effects.h"
#include "raftcore/protocol/Options.h"
#include "raftcore/protocol/Priorities.h"
#include "raftcore/protocol/ServerState.h"

#include <array>
#include <optional>
#include <vector>

// One server, exactly as Figure 2 has it: an input goes in, its effects come out; no I/O, no clock.

namespace raft {

/// One server of a cluster. Each input function puts what must be done into `effects`, which it does not clear.
///
/// When an input changed persistent state (`effects.changed & change::kPersistent`), a write was issued
/// (`state().writesIssued` is its number): the host makes `state().persistent` durable, calls `persisted`, and only
/// then sends the messages.
class Server {
public:
    Server() = default;
    /// A server that starts, or starts again, as follower with what its disk holds (§5.1, §5.2).
    Server(ServerId id, PersistentState disk, Configuration configuration, Options options, Defects defects,
           Shared<Priorities> priorities = {});

    /// What it knows.
    [[nodiscard]] const ServerState& state() const { return state_; }
    /// Its priority among those that may lead (option electionPriority).
    [[nodiscard]] std::uint32_t priority() const { return priorityOf(state_.id); }
    /// Priorities change. It waits for those of the highest anew.
    void setPriorities(Shared<Priorities> priorities) {
        priorities_ = std::move(priorities);
        state_.targetPriority.reset();
    }
    /// The features that are on.
    [[nodiscard]] const Options& options() const { return options_; }
    /// Switches features.
    void setOptions(const Options& options, Effects& effects);

    /// Tells what time it is on this server's own clock, and how short an election timeout can be, in microseconds. To
    /// be told before each other input. Time runs back only when somebody sets the clock; it is never below 0.
    void tick(Time now, Time shortestTimeout) {
        now_ = now;
        shortestTimeout_ = shortestTimeout;
    }
    /// Tells whether the disk has no room for new entries. A leader that has room again does what it put off.
    void setDiskFull(bool full, Effects& effects) {
        if (full != state_.diskFull)
            roomChanged(full, effects);
    }
    /// A message arrived, addressed to this server.
    void receive(const Message& message, Effects& effects);
    /// The election timer ran out, or is made to.
    void electionTimeout(Effects& effects);
    /// The heartbeat timer ran out, or is made to.
    void heartbeatTimeout(Effects& effects);
    /// A leader's limit for hearing from a majority is reached (option checkQuorum).
    void quorumTimeout(Effects& effects);
    /// A leader is to hand its leadership over to another voter. It must lead, and not be handing over already.
    void transferLeadership(ServerId target, Effects& effects);
    /// The time in which a leader was to hand its leadership over has passed.
    void transferTimeout(Effects& effects);
    /// The time in which new servers were to catch up, before a leader changes the configuration, has passed.
    void catchUpTimeout(Effects& effects);
    /// Why this server, as it is, would not begin a change to `target`.
    [[nodiscard]] ChangeRefusal refusalOf(const Configuration& target, bool joint) const;
    /// Changes the configuration, by joint consensus or by one server; servers that are new to it catch up first. A
    /// joint one is left as soon as it is committed, unless `target.leavesOnRequest`. When that is refused, the reason
    /// says why and nothing changes.
    void changeConfiguration(const Configuration& target, bool joint, Effects& effects);
    /// Leaves a joint configuration that is left on request. When that is refused, the reason says why and nothing
    /// changes.
    void leaveJointConfiguration(Effects& effects);
    /// True when its election timer may run out: it votes, or does so until a configuration without it is committed.
    [[nodiscard]] bool mayCampaign() const;
    /// A client gives a command. The index of its entry, or 0 when this server refuses: it does not lead, is handing
    /// its leadership over, or has no room on its disk.
    Index propose(Shared<Command> command, Effects& effects);
    /// A client asks for a read that needs no log entry; `byLease` when it may rest on the leader's lease. Ends with an
    /// effect, now or later. `read` is the host's number of it.
    void read(std::uint64_t number, bool byLease, Effects& effects);
    /// The server starts again after a crash; what it knew of leaders is lost.
    void restarted();
    /// The election timeouts, or the rules that a lease rests on, change: what was promised under the old ones gives no
    /// lease.
    void endLease();
    /// True for a message that does not depend on what this server's disk is still writing (option asyncWrites): a
    /// leader's entries and snapshots, since its term is durable and others' copies of an entry count without its own.
    [[nodiscard]] bool sendsAhead(const Message& message) const;
    /// The writes up to and including `number` are durable.
    void persisted(std::uint64_t number, Effects& effects);
    /// The host brought the state machine up to commitIndex: from the snapshot where entries were discarded, then by
    /// applying entries in order (Figure 2, all servers 1; §7).
    void applied(Effects& effects);
    /// True when this server wants a snapshot of its state machine (option snapshots).
    [[nodiscard]] bool wantsSnapshot() const;
    /// The host made a snapshot of the state machine, which has applied the entries up to lastApplied: it takes the
    /// place of them, as far as they are there. There must be an applied entry in the log.
    void takeSnapshot(std::string data, Effects& effects);

    bool operator==(const Server&) const = default;

private:
    // Terms and roles (Server.cpp).
    void adoptTerm(Term term, Effects& effects);
    void findInLog(Index index, const Configuration& configuration);
    void becomeFollower(Effects& effects);
    void becomePreCandidate(Effects& effects);
    void becomeCandidate(Effects& effects);
    void becomeLeader(Effects& effects);
    void issueWrite(Effects& effects);
    template <typename Answer>
    void reply(const Message& request, const Answer& answer, Effects& effects) const {
        effects.messages.emplace_back(state_.id, request.from, state_.persistent.currentTerm, answer);
    }

    // Elections (Elections.cpp).
    void handle(const Message& message, const RequestVote& request, Effects& effects);
    void handle(const Message& message, const RequestVoteReply& answer, Effects& effects);
    [[nodiscard]] bool hasRecentLeader() const;
    [[nodiscard]] bool isAfterRestart() const;
    [[nodiscard]] bool isHeldOff(const Message& message) const;
    void noteHeldOff(const Message& message, Reason byLeader, Effects& effects) const;
    [[nodiscard]] bool isUpToDate(Index lastLogIndex, Term lastLogTerm) const;
    [[nodiscard]] std::uint32_t priorityOf(ServerId id) const { return priorities_ ? priorities_->of(id) : 0; }
    [[nodiscard]] bool letsOthersGoFirst(Effects& effects);
    void campaign(Reason why, Effects& effects);
    void requestVotes(bool isTransfer, Effects& effects);
    void noteVotes(Reason reason, Effects& effects) const;
    void countVotes(Effects& effects);

    // Asking before an election (PreVotes.cpp).
    void handle(const Message& message, const PreVote& request, Effects& effects);
    void handle(const Message& message, const PreVoteReply& answer, Effects& effects);
    [[nodiscard]] bool wouldVote(const Message& message, const PreVote& request, Effects& effects) const;
    void requestPreVotes(Effects& effects);
    void countPreVotes(Effects& effects);

    // Followers and AppendEntries (Following.cpp).
    void handle(const Message& message, const AppendEntries& request, Effects& effects);
    [[nodiscard]] bool comesFromLeader(const Message& message, Reason oldTerm, Effects& effects) const;
    void recognizeLeader(const Message& message, Effects& effects);
    [[nodiscard]] bool matchesAtPrev(const AppendEntries& request, Effects& effects) const;
    void refuseEntries(const Message& message, const AppendEntries& request, Effects& effects) const;
    [[nodiscard]] std::size_t knownEntries(const AppendEntries& request) const;
    void storeEntries(const AppendEntries& request, std::size_t known, Effects& effects);
    void followCommit(const AppendEntries& request, Index vouched, Effects& effects);

    // Leaders (Leading.cpp).
    void handle(const Message& message, const AppendEntriesReply& answer, Effects& effects);
    Progress* heardFrom(const Message& message, std::uint64_t round, Index memberSince, Effects& effects);
    void accepted(Progress& peer, Index matchIndex, Effects& effects);
    void refused(Progress& peer, const AppendEntriesReply& answer, Effects& effects);
    static void raiseMatch(Progress& peer, Index matchIndex, Effects& effects);
    void findsNoRoom(Progress& peer, const AppendEntriesReply& answer, Effects& effects);
    void appendNoOp(Effects& effects);
    void appendOwn(Shared<Command> command, Effects& effects);
    void sendEntries(Progress& peer, Effects& effects);
    [[nodiscard]] Index lastOfMessage(Index prevLogIndex) const;
    void sendMore(Progress& peer, Effects& effects);
    void advanceCommit(Effects& effects);

    // Several messages under way, and limits (Pipelining.cpp).
    [[nodiscard]] bool isBusy(const Progress& peer) const;
    [[nodiscard]] Index ownUncommitted() const;
    void openPipeline(Progress& peer, Effects& effects) const;
    void breakPipeline(Progress& peer, Index refused, Effects& effects);
    static void noteUnderWay(Progress& peer, const AppendEntries& request, Effects& effects);
    static void leavePipeline(Progress& peer, Effects& effects);

    // Snapshots (Snapshots.cpp).
    void handle(const Message& message, const InstallSnapshot& request, Effects& effects);
    void handle(const Message& message, const InstallSnapshotReply& answer, Effects& effects);
    [[nodiscard]] bool isSnapshotPending() const;
    [[nodiscard]] bool storeChunk(const InstallSnapshot& request, Effects& effects);
    void installSnapshot(const InstallSnapshot& request, Effects& effects);
    void sendSnapshot(Progress& peer, Effects& effects);

    // Reads without log entries (Reads.cpp).
    void handle(const Message& message, const ReadIndex& request, Effects& effects);
    void handle(const Message& message, const ReadIndexReply& answer, Effects& effects);
    [[nodiscard]] bool hasCommittedInOwnTerm() const;
    [[nodiscard]] bool hasLease() const;
    void admitRead(PendingRead& read, Effects& effects);
    void admitReads(Effects& effects);
    void beginRound(Effects& effects);
    void roundAnswered(Progress& peer, std::uint64_t round, Effects& effects);
    void confirmRounds(Effects& effects);
    void answerReads(Effects& effects);
    void failReads(Effects& effects);
    void repeatReads(Effects& effects) const;

    // Who is in the cluster (Membership.cpp).
    void noteInLog(Index index, const Configuration& configuration, Effects& effects);
    void enforceNext(Effects& effects);
    void enforceApplied(Effects& effects);
    void helpOut(ServerId candidate, Effects& effects);
    [[nodiscard]] bool hasUnappliedConfiguration() const;
    [[nodiscard]] Index decidedIndex() const;
    void putInForce(Index index, const Configuration& configuration, Effects& effects);
    void rollBackConfiguration(Index from, Effects& effects);
    void forgetConfigurations();
    [[nodiscard]] Configuration configurationAt(Index index) const;
    void appendConfiguration(const Configuration& configuration, Effects& effects);
    void roomChanged(bool full, Effects& effects);
    void doPutOff(Effects& effects);
    void refreshPeers(Effects& effects);
    void beginCatchUp(const Configuration& target, bool joint, Effects& effects);
    void catchUp(Effects& effects);
    void limitCatchUp(Effects& effects) const;
    void giveUpCatchUp(Effects& effects);
    void dismissJoining(Effects& effects);
    [[nodiscard]] bool hasCaughtUp(Index upTo) const;
    void enterChange(const Configuration& target, bool joint, Effects& effects);
    [[nodiscard]] bool mayAppendConfiguration() const;
    void leaveJoint(Effects& effects);
    [[nodiscard]] ChangeRefusal refusalOfLeaving() const;
    void appendNew(Effects& effects);
    void configurationCommitted(Effects& effects);
    void sendToIdle(Effects& effects);

    // Handing leadership over (Transfer.cpp).
    void handle(const Message& message, const TimeoutNow& order, Effects& effects);
    void sendTimeoutNow(const Progress& target, Effects& effects);
    void endTransfer(Effects& effects);

    // Leaders that lose their followers (Quorum.cpp).
    [[nodiscard]] Time majorityHeardAt() const;
    void watchQuorum(Effects& effects) const;

    ServerState state_;
    Options options_;
    Defects defects_;
    Shared<Priorities> priorities_;
    Time now_ = 0;
    Time shortestTimeout_ = 0;
    /// True while an input has changed persistent state and its write is not issued yet.
    bool unwritten_ = false;
};

} // namespace raft
