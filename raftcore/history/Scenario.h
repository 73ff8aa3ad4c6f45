// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Timeline.h"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// A scenario or a recording as a value: what a `.raft` file says, with nothing of how it is written.

namespace raft {

namespace condition {

/// No message is in flight, no write under way, and nothing due at the present microsecond.
struct Quiet {
    bool operator==(const Quiet&) const = default;
};
/// A running server has a role.
struct HasRole {
    Role role{};
    /// The server; 0 means some server.
    ServerId server = 0;
    bool operator==(const HasRole&) const = default;
};
/// A server's currentTerm is at least this.
struct HasTerm {
    Term term = 0;
    ServerId server = 0;
    bool operator==(const HasTerm&) const = default;
};
/// A running server's commitIndex is at least this.
struct Committed {
    Index index = 0;
    /// The server; 0 means some running server.
    ServerId server = 0;
    bool operator==(const Committed&) const = default;
};
/// A server's lastApplied is at least this.
struct Applied {
    Index index = 0;
    ServerId server = 0;
    bool operator==(const Applied&) const = default;
};
/// A message that fits would be delivered next.
struct Before {
    action::MessageChoice choice;
    bool operator==(const Before&) const = default;
};
/// So many events have happened since the action before.
struct Events {
    EventIndex count = 0;
    bool operator==(const Events&) const = default;
};
/// So much logical time, in microseconds, has passed since the action before.
struct Elapsed {
    Time time = 0;
    bool operator==(const Elapsed&) const = default;
};

} // namespace condition

/// What a step may wait for.
using Condition = std::variant<condition::Quiet, condition::HasRole, condition::HasTerm, condition::Committed,
                               condition::Applied, condition::Before, condition::Events, condition::Elapsed>;

/// How long a condition is waited for when nothing else is said, in microseconds after the action before.
inline constexpr Time kDefaultWithin = 10'000'000;

namespace placement {

/// Right after the action before.
struct Next {
    bool operator==(const Next&) const = default;
};
/// At a logical time, in microseconds; one in the past means now.
struct AtTime {
    Time time = 0;
    bool operator==(const AtTime&) const = default;
};
/// As this very event.
struct AtEvent {
    EventIndex event = 0;
    /// Its logical time, in microseconds, where people acted between two events; absent: that of the event before.
    std::optional<Time> time;
    bool operator==(const AtEvent&) const = default;
};
/// As soon as a condition holds.
struct When {
    Condition condition;
    /// How long it is waited for, in microseconds after the action before; absent: kDefaultWithin.
    std::optional<Time> within;
    bool operator==(const When&) const = default;
};

} // namespace placement

/// When a step is taken.
using Placement = std::variant<placement::Next, placement::AtTime, placement::AtEvent, placement::When>;

/// A bookmark that is made when it is reached.
struct BookmarkStep {
    std::string caption;
    bool operator==(const BookmarkStep&) const = default;
};

/// A step that a newer version of the format can say and this one cannot take: a run ends there. Its placement is part
/// of its text.
struct UnknownStep {
    /// The step as the file has it, one JSON object on one line.
    std::string json;
    bool operator==(const UnknownStep&) const = default;
};

/// One line of a scenario.
struct ScenarioStep {
    Placement placement;
    std::variant<Action, BookmarkStep, Expectation, UnknownStep> what;
    /// What stands in it beyond this version; places are told from the step on.
    std::vector<UnknownField> unknownFields = {};
    bool operator==(const ScenarioStep&) const = default;
};

/// Where a branch of a recording begins.
struct BranchOrigin {
    std::string branch;
    /// How many events it shares with that branch.
    EventIndex event = 0;
    /// When it begins, if time has passed since the last of them and that matters: what the weather would have done
    /// meanwhile in that branch, it does not do in this one.
    std::optional<Time> time;
    bool operator==(const BranchOrigin&) const = default;
};

/// The steps of one branch.
struct ScenarioBranch {
    std::string name = "main";
    /// Absent for the branch that begins with the run.
    std::optional<BranchOrigin> from;
    std::vector<ScenarioStep> steps;
    /// What stands in it, besides the steps, beyond this version; places are told from the branch on.
    std::vector<UnknownField> unknownFields = {};
    bool operator==(const ScenarioBranch&) const = default;
};

/// A bookmark as a file keeps it.
struct ScenarioBookmark {
    std::string branch = "main";
    EventIndex event = 0;
    std::string caption;
    /// What stands in it beyond this version; places are told from the bookmark on.
    std::vector<UnknownField> unknownFields = {};
    bool operator==(const ScenarioBookmark&) const = default;
};

/// A scenario, or a recording: then every action is placed at an event.
struct Scenario {
    /// The minor version of the format that its file was written in; 0 unless the file is of a newer one.
    std::uint32_t minorVersion = 0;
    std::string title;
    std::string description;
    std::string author;
    std::string license;
    ClusterConfiguration cluster;
    /// At least one; the first begins with the run, each other one at a branch that stands before it.
    std::vector<ScenarioBranch> branches{ScenarioBranch{}};
    std::vector<ScenarioBookmark> bookmarks;
    /// The hash of each branch's end, by the branch's name; empty in a scenario.
    std::map<std::string, std::uint64_t> outcome;
    /// Hashes on the way there: of each branch's state after so many events. A run that ends otherwise than it was
    /// recorded to is found to differ between two of them.
    std::map<std::string, std::map<EventIndex, std::uint64_t>> waypoints;
    /// The window's layout, a JSON object on one line; empty when there is none. No run follows from it.
    std::string view;
    /// What stands outside of steps, branches and bookmarks beyond this version, in the file's order.
    std::vector<UnknownField> unknownFields = {};
    bool operator==(const Scenario&) const = default;

    /// True when a file says `actions` instead of `branches`.
    [[nodiscard]] bool isOneBranch() const {
        return branches.size() == 1 && branches.front().name == "main" && !branches.front().from;
    }
};

/// True when the condition holds now. `since` is when the action before was taken: how many events had happened, and at
/// what time.
bool holds(const Condition& condition, const Cluster& cluster, const Moment& since);

/// The condition in words: "no message is in flight", "S2 is leader", …
Text describe(const Condition& condition, const Cluster& cluster);

/// Each difference between what is expected and what is, a text each; none when all is as expected.
std::vector<Text> differences(const Expectation& expectation, const Cluster& cluster);

} // namespace raft
