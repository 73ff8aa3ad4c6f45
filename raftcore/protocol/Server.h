// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Configuration.h"
#include "raftcore/protocol/Effects.h"
#include "raftcore/protocol/Options.h"
#include "raftcore/protocol/Snapshot.h"

#include <array>
#include <optional>
#include <vector>

// One server, exactly as Figure 2 has it: an input goes in, its effects come out; no I/O, no clock.

namespace raft {

/// What a server is at the moment (§5.1; dissertation, section 9.6).
enum class Role : std::uint8_t {
    follower,
    preCandidate, ///< asks whether it could win an election (option preVote)
    candidate,
    leader,
};

/// The role's name in files: "follower", "preCandidate", "candidate", "leader".
const char* roleName(Role role);
/// The role with this name, or an error that lists the names.
Expected<Role> roleNamed(std::string_view name);

/// What must survive a crash (Figure 2, persistent state).
struct PersistentState {
    /// The latest term that the server has seen; 0 at first, never decreases.
    Term currentTerm = 0;
    /// The candidate that has this term's vote; 0 when none has.
    ServerId votedFor = 0;
    /// The log; behind a snapshot, what follows it.
    Log log;
    /// The latest snapshot; none at first. Invariant: it ends where the log begins (§7).
    Shared<Snapshot> snapshot;
    bool operator==(const PersistentState&) const = default;
    /// The index up to which the snapshot stands in the log's place; 0 when there is none.
    [[nodiscard]] Index snapshotIndex() const { return log.baseIndex(); }
};

/// What a leader knows of one other server (Figure 2, volatile state on leaders).
struct Progress {
    ServerId peer = 0;
    /// Index of the next entry to send; always above matchIndex.
    Index nextIndex = 1;
    /// The highest index known to be replicated; never decreases within a term.
    Index matchIndex = 0;
    /// Last index of the entries under way whose answer is awaited; 0 when none is.
    Index awaitedIndex = 0;
    /// The local time of its last answer in this term; at first when the leader was elected.
    Time heardAt = 0;
    /// The snapshot that is being sent to it, which stays the same until all of it has arrived; none when none is.
    Shared<Snapshot> snapshot{};
    /// Where the chunk begins whose answer is awaited, in bytes from the snapshot's beginning.
    std::uint64_t snapshotOffset = 0;
    /// The highest round that it has answered.
    std::uint64_t ackedRound = 0;
    bool operator==(const Progress&) const = default;
    /// True while an answer is awaited before more is sent.
    [[nodiscard]] bool isBusy() const { return awaitedIndex != 0 || snapshot; }
};

/// A write that was issued and is not yet durable.
struct PendingWrite {
    std::uint64_t number = 0;
    /// The log's last index that will be durable with it. Lowered when the log is cut meanwhile, so that a completion
    /// never vouches for entries that took the place of those written.
    Index lastIndex = 0;
    bool operator==(const PendingWrite&) const = default;
};

/// A read without a log entry, on its way through this server (§8; dissertation, section 6.4).
struct PendingRead {
    /// The number that whoever asked gave it.
    std::uint64_t read = 0;
    /// The follower that asks on behalf of its client; 0 when this server's own client does.
    ServerId from = 0;
    /// Its answer may be given once all entries up to here are applied; 0 while that is not known.
    Index index = 0;
    /// The round that must be confirmed first; 0 when none must, or it is not known yet.
    std::uint64_t round = 0;
    bool operator==(const PendingRead&) const = default;
};

/// How a leader knows that it leads still (dissertation, section 6.4).
struct Leadership {
    /// The number of the last round of heartbeats that was begun to confirm it.
    std::uint64_t round = 0;
    /// The last round that a majority answered.
    std::uint64_t confirmed = 0;
    /// When the last round began.
    Time roundBegan = 0;
    /// When the latest confirmed round began, from which the lease counts; none before, and after it was ended.
    std::optional<Time> leaseBegan{};
    /// Rounds up to this one give no lease.
    std::uint64_t leaselessUpTo = 0;
    bool operator==(const Leadership&) const = default;
};

/// Everything that a server knows. Public to read; only `Server` changes it.
struct ServerState {
    ServerId id = 0;
    PersistentState persistent;
    /// Highest index known to be committed; never decreases while the server runs.
    Index commitIndex = 0;
    /// Highest index applied. Invariant: lastApplied ≤ commitIndex.
    Index lastApplied = 0;
    Role role = Role::follower;
    /// The leader of currentTerm as far as known; 0 when unknown.
    ServerId leader = 0;
    /// The local time at which this server last heard from a leader; none when it has not since it started.
    std::optional<Time> leaderHeardAt;
    /// Who is in the cluster.
    Configuration configuration;
    /// A candidate's votes, its own included once durable, or a pre-candidate's promises; empty in other roles.
    ServerSet votesGranted;
    /// Who denied a candidate its vote in this term, or a pre-candidate its promise.
    ServerSet votesDenied;
    /// What a leader knows of the others, in ascending order; empty in other roles.
    std::vector<Progress> peers;
    /// To whom a leader is handing its leadership over; 0 when to nobody, and in other roles.
    ServerId transferTarget = 0;
    /// How a leader knows that it leads still; as new in other roles.
    Leadership leadership;
    /// Reads that are not answered yet, oldest first.
    std::vector<PendingRead> reads;
    /// Until then this server grants no vote: before it restarted it may have made a leader's lease (option
    /// leaseReads).
    Time votesFrom = 0;
    /// A leader's snapshot that is on its way to this server; none when none is.
    std::optional<PartialSnapshot> receiving;
    /// Entries up to here are on this server's own disk.
    Index durableIndex = 0;
    /// Number of writes issued since the start.
    std::uint64_t writesIssued = 0;
    /// Writes under way, oldest first.
    std::vector<PendingWrite> pendingWrites;

    bool operator==(const ServerState&) const = default;
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const;
    /// What a leader knows of `peer`; null when it does not lead or has no such peer.
    [[nodiscard]] const Progress* progressOf(ServerId peer) const;
};

/// One server of a cluster. Each input function puts what must be done into `effects`, which it does not clear.
///
/// When an input changed persistent state (`effects.changed & change::kPersistent`), a write was issued
/// (`state().writesIssued` is its number): the host makes `state().persistent` durable, calls `persisted`, and only
/// then sends the messages.
class Server {
public:
    Server() = default;
    /// A server that starts, or starts again, as follower with what its disk holds (§5.1, §5.2).
    Server(ServerId id, PersistentState disk, Configuration configuration, Options options, Defects defects);

    /// What it knows.
    [[nodiscard]] const ServerState& state() const { return state_; }
    /// The features that are on.
    [[nodiscard]] const Options& options() const { return options_; }
    /// Switches features.
    void setOptions(const Options& options, Effects& effects);

    /// Tells what time it is on this server's own clock, and how short an election timeout can be, in microseconds. To
    /// be told before each other input; time never runs back.
    void tick(Time now, Time shortestTimeout) {
        now_ = now;
        shortestTimeout_ = shortestTimeout;
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
    /// A client gives a command. The index of its entry, or 0 when this server does not lead, or is
    /// handing its leadership over, and refuses.
    Index propose(Shared<Command> command, Effects& effects);
    /// A client asks for a read that needs no log entry; `byLease` when it may rest on the leader's lease. Ends with an
    /// effect, now or later. `read` is the host's number of it.
    void read(std::uint64_t number, bool byLease, Effects& effects);
    /// The server starts again after a crash; what it knew of leaders is lost.
    void restarted();
    /// The election timeouts, or the rules that a lease rests on, change: what was promised under the old ones gives no
    /// lease.
    void endLease();
    /// The writes up to and including `number` are durable.
    void persisted(std::uint64_t number, Effects& effects);
    /// The host brought the state machine up to commitIndex: from the snapshot where entries were discarded, then by
    /// applying entries in order (Figure 2, all servers 1; §7).
    void applied(Effects& effects);
    /// True when this server wants a snapshot of its state machine (option snapshots).
    [[nodiscard]] bool wantsSnapshot() const;
    /// The host made a snapshot of the state machine, which has applied the entries up to lastApplied: it takes the
    /// place of them. There must be an applied entry in the log.
    void takeSnapshot(std::string data, Effects& effects);

    bool operator==(const Server&) const = default;

private:
    // Terms and roles (Server.cpp).
    void adoptTerm(Term term, Effects& effects);
    void becomeFollower(Effects& effects);
    void becomePreCandidate(Effects& effects);
    void becomeCandidate(Effects& effects);
    void becomeLeader(Effects& effects);
    void issueWrite(Effects& effects);
    void reply(const Message& request, Message::Body body, Effects& effects) const;

    // Elections (Elections.cpp).
    void handle(const Message& message, const RequestVote& request, Effects& effects);
    void handle(const Message& message, const RequestVoteReply& answer, Effects& effects);
    [[nodiscard]] bool hasRecentLeader() const;
    [[nodiscard]] bool isAfterRestart() const;
    [[nodiscard]] bool isHeldOff(const Message& message) const;
    void noteHeldOff(const Message& message, Reason byLeader, Effects& effects) const;
    [[nodiscard]] bool isUpToDate(Index lastLogIndex, Term lastLogTerm) const;
    void campaign(Reason why, Effects& effects);
    void requestVotes(bool isTransfer, Effects& effects);
    void countVotes(Effects& effects);

    // Asking before an election (PreVotes.cpp).
    void handle(const Message& message, const PreVote& request, Effects& effects);
    void handle(const Message& message, const PreVoteReply& answer, Effects& effects);
    [[nodiscard]] bool wouldVote(const Message& message, const PreVote& request, Effects& effects) const;
    void requestPreVotes(Effects& effects);
    void countPreVotes(Effects& effects);

    // Followers and AppendEntries (Following.cpp).
    void handle(const Message& message, const AppendEntries& request, Effects& effects);
    void recognizeLeader(const Message& message, Effects& effects);
    [[nodiscard]] bool matchesAtPrev(const AppendEntries& request, Effects& effects) const;
    void refuseEntries(const Message& message, const AppendEntries& request, Effects& effects) const;
    void storeEntries(const AppendEntries& request, Effects& effects);
    void followCommit(const AppendEntries& request, Effects& effects);

    // Leaders (Leading.cpp).
    void handle(const Message& message, const AppendEntriesReply& answer, Effects& effects);
    Progress* heardFrom(const Message& message, std::uint64_t round, Effects& effects);
    void accepted(Progress& peer, Index matchIndex, Effects& effects);
    void refused(Progress& peer, const AppendEntriesReply& answer, Effects& effects);
    void appendOwn(Shared<Command> command, Effects& effects);
    void sendEntries(Progress& peer, Effects& effects);
    void advanceCommit(Effects& effects);

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

    // Handing leadership over (Transfer.cpp).
    void handle(const Message& message, const TimeoutNow& order, Effects& effects);
    void sendTimeoutNow(const Progress& target, Effects& effects);

    // Leaders that lose their followers (Quorum.cpp).
    [[nodiscard]] Time majorityHeardAt() const;
    void watchQuorum(Effects& effects) const;

    ServerState state_;
    Options options_;
    Defects defects_;
    Time now_ = 0;
    Time shortestTimeout_ = 0;
    /// True while an input has changed persistent state and its write is not issued yet.
    bool unwritten_ = false;
};

} // namespace raft
