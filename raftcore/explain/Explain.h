// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"
#include "raftcore/values/Text.h"

#include <string>
#include <vector>

// Events in words: what happened, why, by which rules, and what changed.

namespace raft {

/// A change of a server's state, old value and new, for people: "S1 nextIndex[S2]", "3", "2".
struct ChangeText {
    /// The server whose state changed.
    ServerId server = 0;
    /// The variable with the server's name before it, by its name in the paper.
    Text what;
    /// The value before; "—" when there was none.
    Text from;
    /// The value after; "—" when there is none.
    Text to;

    bool operator==(const ChangeText&) const = default;
    /// The change in English on one line: "S1 nextIndex[S2] 3 → 2".
    [[nodiscard]] std::string english() const;
};

/// An event in words. All texts are templates of the translation context "explain".
struct Explanation {
    /// What happened and why, in one sentence with the values that decided.
    Text sentence;
    /// What else happened in the same event, a sentence each, in the order in which it was done.
    std::vector<Text> more;
    /// The rules obeyed, each once; `ruleText` tells title, section and sentence.
    std::vector<Rule> rules;
    /// Old values and new.
    std::vector<ChangeText> changes;
};

/// An event in few words, for lists: "S2" and "refuses: no match at index 2".
struct Headline {
    /// The name of the server that it happened to; empty when to none, or to several.
    std::string server;
    /// What it did; it reads on after the server's name.
    Text text;
};

/// Explains an event that was told in full. `after` is the cluster just after it.
Explanation explain(const Event& event, const Cluster& after);

/// The sentence of `explain` alone, which takes less time.
Text explainBriefly(const Event& event, const Cluster& after);

/// Tells an event in few words. `after` is the cluster just after it.
Headline headline(const Event& event, const Cluster& after);

/// What became of a client's request, in one sentence: that it waits, the answer, or why there is none.
Text outcome(const Request& request, const Cluster& cluster);

} // namespace raft
