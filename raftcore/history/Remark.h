// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Event.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

// What a file says of a run besides what happens in it: expectations, and what only a newer program understands.

namespace raft {

/// What servers are expected to be at a moment; absent fields may be anything.
struct Expectation {
    /// The servers; empty means all.
    std::vector<ServerId> servers;
    std::optional<Role> role;
    std::optional<Term> currentTerm;
    /// 0 expects that there is no vote.
    std::optional<ServerId> votedFor;
    std::optional<Index> commitIndex;
    std::optional<Index> lastApplied;
    /// The terms of all entries, from index 1.
    std::optional<std::vector<Term>> log;
    /// Values of keys; none expects that the key has no value.
    std::map<std::string, std::optional<std::string>> keys;
    std::optional<bool> stopped;
    std::optional<std::vector<ServerId>> voters;
    /// The value with which the server answered the last command or read that was handed to it; none inside expects
    /// that it has not answered it with a value.
    std::optional<std::optional<std::string>> lastAnswer;
    bool operator==(const Expectation&) const = default;
};

/// What a file of a newer minor version says beyond this one: kept, so that it can be written again.
struct UnknownField {
    /// The object or list that it stands in, as a JSON pointer from what it is kept with.
    std::string parent;
    /// Its name there, or its position in a list.
    std::string name;
    /// Its value, as JSON on one line.
    std::string json;
    bool operator==(const UnknownField&) const = default;
};

/// What a file says at one place of a branch: what is expected there, or what it says besides of the action there.
struct Remark {
    /// How many events have happened where it is expected; of an action, the event that it is.
    EventIndex event = 0;
    std::optional<Expectation> expectation;
    /// Of the expectation, or without one of the action.
    std::vector<UnknownField> unknownFields;
    bool operator==(const Remark&) const = default;
};

} // namespace raft
