// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Log.h"
#include "raftcore/simulation/Event.h"

#include <optional>

// A broken promise of Raft, with everything that witnesses it.

namespace raft {

/// The five properties of Figure 3, in the paper's order.
enum class Property : std::uint8_t {
    electionSafety,
    leaderAppendOnly,
    logMatching,
    leaderCompleteness,
    stateMachineSafety,
};

/// The number of properties.
inline constexpr std::size_t kProperties = 5;

/// What is to be said of a property.
struct PropertyText {
    /// Its stable identifier, as files and scripts name it: "election-safety".
    const char* id;
    /// The paper's name for it: "Election Safety".
    const char* title;
    /// Where the paper argues for it: "§5.2".
    const char* section;
    /// The property in one sentence of our own.
    const char* sentence;
};

/// What is to be said of the property. Title and sentence are templates for translation (context "rules").
const PropertyText& propertyText(Property property);

/// One side of a violation: a server, and what it holds or did that cannot go together with the other side.
struct Witness {
    /// The server; 0 when there is no such side.
    ServerId server = 0;
    /// The term in which it leads (Election Safety, Leader Append-Only, Leader Completeness: the leader that lacks the
    /// entry) or committed the entry (Leader Completeness: the other side); else 0.
    Term term = 0;
    /// Its entry at the violation's index; none when it has none there.
    std::optional<Entry> entry;
    /// The event in which it became leader, changed its log, committed or applied the entry; kNoEvent when not known.
    EventIndex event = kNoEvent;
    bool operator==(const Witness&) const = default;
};

/// A property that does not hold any more. Everything that people are shown of it follows from this value.
struct Violation {
    Property property{};
    /// The event that broke it, and its time.
    EventIndex event = 0;
    Time time = 0;
    /// The index that it is about: where two logs differ, where a leader's log was cut or lacks an entry, which entry
    /// was applied. 0 for Election Safety.
    Index index = 0;
    /// Log Matching: the index, at or after `index`, at which both logs hold an entry of one term. Else 0.
    Index agreeing = 0;
    /// What the event did.
    Witness witness;
    /// What that contradicts; no server for Leader Append-Only, which concerns one server alone.
    Witness other;
    /// The violation in one sentence, with the values that show it.
    Text text;
    bool operator==(const Violation&) const = default;
};

} // namespace raft
