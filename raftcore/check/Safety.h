// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/check/Violation.h"
#include "raftcore/simulation/Cluster.h"
#include "raftcore/values/PersistentMap.h"

#include <string>
#include <vector>

// The five properties of Figure 3, checked after every event of a run.

namespace raft {

/// The servers that the properties are about, as they are after an event: those of a cluster, or of a trace.
class ServerStates {
public:
    virtual ~ServerStates() = default;
    /// The state of a server, a stopped one included (what its disk holds); null when there is none such.
    [[nodiscard]] virtual const ServerState* find(ServerId id) const = 0;
    /// What people call the server.
    [[nodiscard]] virtual std::string nameOf(ServerId id) const = 0;
};

/// Watches a run, event by event, and finds every event after which a property of Figure 3 does not hold. A regular
/// value, copied cheaply: a copy goes on from where the original stood, so a run that is rewound keeps its watcher of
/// that moment.
///
/// What an event costs follows from what it changed, not from the length of the logs: a few numbers are compared when a
/// server did not change, and for an entry that was appended, committed or applied a hash and one comparison for each
/// other server. What has been seen is kept: 8 bytes for each entry of each log and 80 for each index that was
/// committed and applied.
///
/// Entries are compared by 64-bit hashes, so that two logs of different entries pass for equal once in 2^64 cases.
class Safety {
public:
    /// The most violations that are kept; a run that is so broken has no more to tell.
    static constexpr std::size_t kMaximumViolations = 100;

    /// Watches nothing yet; the servers become known by what `observe` is shown.
    Safety() = default;
    /// Watches a cluster from its present state on. What happened before counts as far as its servers still show it.
    explicit Safety(const Cluster& start);

    /// Looks at a cluster after an event. Every event must be shown, in order. True when the properties still hold as
    /// they did before, false when the event broke one.
    bool observe(const Cluster& after, const EventRecord& record);
    /// The same for servers of any kind; `changed` is the server that the event concerned.
    bool observe(const ServerStates& after, ServerId changed, EventIndex event, Time time);

    /// What was found, oldest first.
    [[nodiscard]] const PersistentVector<Violation>& violations() const { return violations_; }
    /// True as long as nothing was found.
    [[nodiscard]] bool holds() const { return violations_.empty(); }

    bool operator==(const Safety&) const = default;

private:
    /// What is remembered of a server since the last event.
    struct Seen {
        Role role = Role::follower;
        Term term = 0;
        Index commitIndex = 0;
        Index lastApplied = 0;
        /// The index of the snapshot with which the log began when it was first seen, or was replaced; 0 as a rule.
        Index start = 0;
        /// The hash of the log up to `start`.
        std::uint64_t startHash = 0;
        /// For each index behind `start`, the sum of the hashes of all entries up to it: Log's own hash at that length.
        PersistentVector<std::uint64_t> prefixes;
        bool operator==(const Seen&) const = default;

        /// The hash of the first `length` entries; `length` is from start to lastIndex().
        [[nodiscard]] std::uint64_t prefix(Index length) const {
            return length == start ? startHash : prefixes[static_cast<std::size_t>(length - start - 1)];
        }
        [[nodiscard]] Index lastIndex() const { return start + prefixes.size(); }
    };
    struct Elected {
        ServerId server = 0;
        EventIndex event = kNoEvent;
        bool operator==(const Elected&) const = default;
    };
    /// An entry that a leader found to be committed; of no server when that was before the watch began and a snapshot
    /// stands in its place.
    struct Committed {
        Entry entry;
        /// The hash of the log up to it.
        std::uint64_t prefix = 0;
        /// The lowest term in which it was. Invariant: never decreases from one index to the next.
        Term term = 0;
        EventIndex event = kNoEvent;
        ServerId server = 0;
        bool operator==(const Committed&) const = default;
    };
    struct Applied {
        Entry entry;
        EventIndex event = kNoEvent;
        ServerId server = 0;
        bool operator==(const Applied&) const = default;
    };
    /// The event being looked at.
    struct Look;

    Seen& seenOf(ServerId id);
    [[nodiscard]] Index committedUpToTerm(Term term) const;
    void lookAt(const ServerState& state, Look& look);
    void followLog(const ServerState& state, Seen& seen, Look& look);
    void checkAppendOnly(const ServerState& state, const Seen& seen, Index kept, Look& look);
    void checkMatching(const ServerState& state, const Seen& seen, Index kept, Look& look);
    void noteElection(const ServerState& state, Look& look);
    void checkCompleteness(ServerId leader, Index after, Index upTo, Look& look);
    void reportLacking(const Witness& leader, Index index, const Committed& lost, Look& look);
    void noteCommitted(const ServerState& state, Index from, Look& look);
    void noteApplied(const ServerState& state, Index from, Look& look);
    void noteSnapshot(const ServerState& state, Look& look);
    void reportDifference(const ServerState& state, ServerId other, Index agreeing, Look& look);
    void report(Violation violation, Look& look);

    /// By the servers' numbers.
    std::vector<Seen> seen_;
    PersistentMap<Term, Elected> elected_;
    /// By index.
    PersistentVector<Committed> committed_;
    /// By index.
    PersistentVector<Applied> applied_;
    PersistentVector<Violation> violations_;
};

} // namespace raft
