// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Error.h"
#include "raftcore/values/Hash.h"

#include <cstddef>
#include <cstdint>
#include <vector>

// What a cluster may do beyond, or in another way than, Figure 2; and the classic mistakes that it may be given.

namespace raft {

/// The largest number of entries that one AppendEntries may be allowed to carry.
inline constexpr std::uint32_t kMaximumEntriesPerMessage = 1000;

/// The most AppendEntries with entries that may be allowed to be under way to one follower.
inline constexpr std::uint32_t kMaximumWindow = 1000;
/// The largest limit on bytes of entries: of one message, or of what is under way to one follower.
inline constexpr std::uint32_t kMaximumByteLimit = 1'000'000'000;
/// The largest limit on entries that a leader has not committed yet.
inline constexpr std::uint32_t kMaximumUncommitted = 1'000'000;

/// The largest number of entries after which a snapshot may be wanted.
inline constexpr std::uint32_t kMaximumSnapshotEntries = 1'000'000;
/// The largest chunk of a snapshot that one message may carry, in bytes.
inline constexpr std::uint32_t kMaximumChunkBytes = 1'000'000;

/// When servers take snapshots of their state machines and discard the log behind them (§7).
struct SnapshotOptions {
    /// Whether they do at all.
    bool on = false;
    /// After how many applied entries a server takes its next snapshot by itself; 0 means only when told to. At most
    /// kMaximumSnapshotEntries.
    std::uint32_t everyEntries = 100;
    /// How many bytes of a snapshot one InstallSnapshot carries; from 1 to kMaximumChunkBytes.
    std::uint32_t chunkBytes = 1'000;
    bool operator==(const SnapshotOptions&) const = default;
};

/// Features of the protocol that can be switched. The defaults are the preset `paper-basic`: Figure 2 alone.
struct Options {
    /// A new leader appends a no-op entry of its term (§8).
    bool noOp = false;
    /// How many entries one AppendEntries carries at most while `batching` is off; from 1 to
    /// kMaximumEntriesPerMessage.
    std::uint32_t entriesPerMessage = 1;
    /// A refusal tells where the leader may look next, so that nextIndex skips whole terms (§5.3, last paragraphs).
    bool acceleratedBackoff = false;
    /// Who has heard from a leader within the shortest election timeout ignores RequestVote (§6, last paragraph).
    bool leaderStickiness = false;
    /// Before it campaigns, a server asks whether it could win, without changing terms (dissertation, section 9.6).
    bool preVote = false;
    /// A leader that has not heard from a majority for the shortest election timeout steps down (dissertation, section
    /// 6.2).
    bool checkQuorum = false;
    /// A leader can be told to hand its leadership over (dissertation, section 3.10).
    bool leadershipTransfer = false;
    /// Servers discard the log behind snapshots (§7).
    SnapshotOptions snapshots;
    /// Reads may be answered without a log entry once a majority has confirmed who leads (§8; dissertation, section
    /// 6.4).
    bool readIndex = false;
    /// Leaders may answer reads at once while no other can have been elected (dissertation, section 6.4.1). Needs
    /// checkQuorum and leaderStickiness.
    bool leaseReads = false;
    /// The load's clients have sessions and number their commands, so that each is executed once however often it is
    /// sent (§8).
    bool sessions = false;
    /// The configuration may change by joint consensus (§6).
    bool jointConsensus = false;
    /// The configuration may change by one server at a time (dissertation, section 4.1).
    bool singleServerChanges = false;
    /// Of the servers whose election timers run out, those with a lower priority let the others campaign first: each
    /// timeout without a leader lowers what a server waits for to the next priority of a voter.
    bool electionPriority = false;
    /// A configuration is in force on a server when it has applied its entry, not as soon as the entry is in its log;
    /// and no change begins while one is not applied. As one production system does it. Not to be switched in a cluster
    /// whose configuration has changed.
    bool applyTimeConfiguration = false;
    // The limits below are 0 when there is none, which files call false.
    /// How many AppendEntries with entries may be under way to one follower whose log is known to agree; without it
    /// each waits for the answer to the one before (dissertation, section 10.2.2). At most kMaximumWindow.
    std::uint32_t pipelining = 0;
    /// How many entries that have gathered one AppendEntries carries at most, in the place of entriesPerMessage. What a
    /// server has to write while its disk is writing gathers too, and shares the next write, unless `asyncWrites` lets
    /// it be written at once (dissertation, section 10.2.2). At most kMaximumEntriesPerMessage.
    std::uint32_t batching = 0;
    /// How many bytes of entries one AppendEntries carries at most; but the first entry always goes. At most
    /// kMaximumByteLimit.
    std::uint32_t bytesPerMessage = 0;
    /// With `pipelining`: no more entries are sent to a follower while so many bytes of them are under way to it. At
    /// most kMaximumByteLimit.
    std::uint32_t inFlightBytes = 0;
    /// A leader refuses commands while so many entries of its term are not committed. At most kMaximumUncommitted.
    std::uint32_t uncommittedEntries = 0;
    /// A leader sends entries while its own disk is still writing them, and counts itself once it has (dissertation,
    /// section 10.2.1); several writes may be under way.
    bool asyncWrites = false;

    bool operator==(const Options&) const = default;
    /// A hash of all of them. What is off leaves no trace in it, so that a run has the hash that it had before there
    /// was such an option.
    [[nodiscard]] std::uint64_t hash() const {
        Hasher hasher;
        hasher.add(noOp)
            .add(entriesPerMessage)
            .add(acceleratedBackoff)
            .add(leaderStickiness)
            .add(preVote)
            .add(checkQuorum)
            .add(leadershipTransfer);
        if (snapshots.on)
            hasher.add(snapshots.everyEntries).add(snapshots.chunkBytes);
        if (readIndex || leaseReads)
            hasher.add(readIndex).add(leaseReads);
        if (sessions)
            hasher.add(sessions);
        if (jointConsensus || singleServerChanges)
            hasher.add(std::uint64_t{6}).add(jointConsensus).add(singleServerChanges);
        const auto addLimit = [&hasher](std::string_view name, std::uint32_t limit) {
            if (limit != 0)
                hasher.add(name).add(limit);
        };
        addLimit("pipelining", pipelining);
        addLimit("batching", batching);
        addLimit("bytesPerMessage", bytesPerMessage);
        addLimit("inFlightBytes", inFlightBytes);
        addLimit("uncommittedEntries", uncommittedEntries);
        addLimit("asyncWrites", asyncWrites ? 1 : 0);
        addLimit("electionPriority", electionPriority ? 1 : 0);
        addLimit("applyTimeConfiguration", applyTimeConfiguration ? 1 : 0);
        return hasher.value();
    }
};

/// Nothing when all values are allowed; else an error that names the first field that is not and its range.
Expected<void> validate(const Options& options);

/// The names of the presets: sets of features that belong together, from the fewest to the most.
const std::vector<const char*>& presetNames();
/// The features of the preset at `position` in presetNames().
Options presetAt(std::size_t position);

/// A classic mistake: a rule of the paper that a server leaves out. Each is tested in one place of the protocol.
enum class Defect : std::uint8_t {
    ignorePrevLogTerm,   ///< AppendEntries, receiver 2: prevLogTerm is not compared
    forgetVote,          ///< votedFor does not survive a restart
    ignoreLogComparison, ///< RequestVote, receiver 2: the candidate's log is not compared (§5.4.1)
    commitOldTerms,      ///< Leaders 4: entries of older terms are committed by counting (§5.4.2)
    changeTooEarly,      ///< a leader changes the configuration before it has committed an entry of its term (2015)
};

/// The number of defects.
inline constexpr std::size_t kDefects = 5;

/// A set of defects; the correct protocol has none.
class Defects {
public:
    /// Adds a defect.
    void insert(Defect defect) { bits_ |= bit(defect); }
    /// True when the rule is left out.
    [[nodiscard]] bool has(Defect defect) const { return (bits_ & bit(defect)) != 0; }
    /// The defects as bits, in the order of the enumeration.
    [[nodiscard]] std::uint32_t bits() const { return bits_; }
    bool operator==(const Defects&) const = default;

private:
    static constexpr std::uint32_t bit(Defect defect) { return 1U << static_cast<unsigned>(defect); }
    std::uint32_t bits_ = 0;
};

} // namespace raft
