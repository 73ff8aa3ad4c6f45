// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Configuration.h"
#include "raftcore/protocol/Log.h"
#include "raftcore/protocol/Snapshot.h"
#include "raftcore/values/Rare.h"

#include <algorithm>
#include <optional>
#include <vector>

// Everything that a server knows (Figure 2, "State"), and what the features beyond it add.

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
    /// The index of the latest configuration that was put in force by applying it (option applyTimeConfiguration); 0
    /// when none was. A server that starts again does not know what is committed, but must not go back to a
    /// configuration whose servers may be gone by now.
    Index appliedConfiguration = 0;
    bool operator==(const PersistentState&) const = default;
    /// The index up to which the snapshot stands in the log's place; 0 when there is none.
    [[nodiscard]] Index snapshotIndex() const { return log.baseIndex(); }
};

/// An AppendEntries with entries that a leader has sent in a pipeline, and whose answer it awaits.
struct SentEntries {
    /// The index of its last entry.
    Index lastIndex = 0;
    /// The bytes of its entries.
    std::uint64_t bytes = 0;
    bool operator==(const SentEntries&) const = default;
};

/// What a leader knows of one other server (Figure 2, volatile state on leaders).
struct Progress {
    ServerId peer = 0;
    /// Index of the next entry to send; always above matchIndex.
    Index nextIndex = 1;
    /// The highest index known to be replicated; never decreases within a term.
    Index matchIndex = 0;
    /// Last index of the entries under way whose answer is awaited; 0 when none is, and in a pipeline.
    Index awaitedIndex = 0;
    /// The local time of its last answer in this term; at first when the leader was elected.
    Time heardAt = 0;
    /// The snapshot that is being sent to it, which stays the same until all of it has arrived; none when none is.
    Shared<Snapshot> snapshot{};
    /// Where the chunk begins whose answer is awaited, in bytes from the snapshot's beginning.
    std::uint64_t snapshotOffset = 0;
    /// The highest round that it has answered.
    std::uint64_t ackedRound = 0;
    /// The index of the configuration by which it joined in this term; 0 when it was there at the election. Answers to
    /// what was sent under another one are of an earlier life of its, when its disk may have held more.
    Index memberSince = 0;
    /// True while several AppendEntries may be under way to it: nextIndex then moves on when they are sent, and
    /// awaitedIndex is 0 (option pipelining).
    bool isPipelined = false;
    /// Those under way in the pipeline, in the order of their indices, all above matchIndex.
    std::vector<SentEntries> underWay{};
    bool operator==(const Progress&) const = default;
    /// True while the answer to what was sent without a pipeline is awaited before more is sent.
    [[nodiscard]] bool awaitsAnswer() const { return awaitedIndex != 0 || snapshot; }
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

/// A configuration and the index of the entry that put it in force; 0 for the one that a cluster begins with.
struct ConfigurationAt {
    Index index = 0;
    Configuration configuration;
    bool operator==(const ConfigurationAt&) const = default;
};

/// A change of the configuration that waits until its new voters have caught up (§6; dissertation, section 4.2.1).
struct PendingChange {
    /// What is to be in force in the end.
    Configuration target;
    /// By joint consensus; else by one server.
    bool joint = true;
    /// The number of the round of catching up, from 1, and when it began.
    std::uint32_t round = 1;
    Time roundBegan = 0;
    /// The round ends when all new voters hold the entries up to here.
    Index roundEnd = 0;
    /// Who became a learner for this change; when it is given up, they leave again.
    ServerSet joining;
    /// True when it was given up, and those who joined for it are still to leave.
    bool isGivenUp = false;
    bool operator==(const PendingChange&) const = default;
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const {
        Hasher hasher;
        hasher.add(target.hash()).add(joint).add(round).add(roundBegan).add(roundEnd).add(isGivenUp);
        for (const auto word : joining.words())
            hasher.add(word);
        return hasher.value();
    }
};

/// Dissertation, section 4.2.1: after so many rounds, or election timeouts in a round, a server that still lags is not
/// waited for.
inline constexpr std::uint32_t kMaximumRounds = 10;

/// Why a leader does not begin a change of the configuration.
enum class ChangeRefusal : std::uint8_t {
    none,      ///< it may begin
    noLeader,  ///< this server does not lead, or is handing its leadership over
    pending,   ///< an earlier change is not committed yet
    tooEarly,  ///< the leader has not committed an entry of its own term yet (2015)
    tooMany,   ///< more than one voter would change at once
    noVoters,  ///< nobody would vote
    unchanged, ///< it is so already
    noRoom,    ///< its disk is full
    notJoint,  ///< there is no joint configuration to leave
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
    /// Who is in the cluster: the latest configuration in the log, committed or not (§6); with applyTimeConfiguration,
    /// without the one that waits in nextConfiguration.
    Configuration configuration;
    /// The index of its entry; 0 for the one that the cluster began with.
    Index configurationIndex = 0;
    /// Configurations before it that are in force again when entries are deleted, and the last one applied; oldest
    /// first.
    std::vector<ConfigurationAt> earlierConfigurations;
    /// With applyTimeConfiguration: the latest configuration in the log, while it is not in force yet.
    Rare<ConfigurationAt> nextConfiguration;
    /// With applyTimeConfiguration: this server is no voter any more, but denied a voter that lacks entries which it
    /// holds. That one may not have applied the removal yet and need this server's vote, so this server campaigns.
    bool helpsOut = false;
    /// A leader's change whose new voters catch up.
    Rare<PendingChange> pendingChange;
    /// With electionPriority: below this priority no server campaigns yet; none, before the first election timeout
    /// since a leader was heard, means the highest of all voters.
    std::optional<std::uint32_t> targetPriority;
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
    Rare<PartialSnapshot> receiving;
    /// Entries up to here are on this server's own disk.
    Index durableIndex = 0;
    /// Number of writes issued since the start.
    std::uint64_t writesIssued = 0;
    /// Writes under way, oldest first.
    std::vector<PendingWrite> pendingWrites;
    /// True while new entries find no place on this server's disk; term and vote, which are overwritten in place, do.
    bool diskFull = false;

    bool operator==(const ServerState&) const = default;
    /// The committed part of the log that is there: commitIndex, or the log's end where that comes first. It does so
    /// only where a rule was left out and committed entries were deleted; see Defect.
    [[nodiscard]] Index committedEnd() const { return std::min(commitIndex, persistent.log.lastIndex()); }
    /// The applied part of the log that is there; as above.
    [[nodiscard]] Index appliedEnd() const { return std::min(lastApplied, persistent.log.lastIndex()); }
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const;
    /// What a leader knows of `peer`; null when it does not lead or has no such peer.
    [[nodiscard]] const Progress* progressOf(ServerId peer) const;
};

} // namespace raft
