// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Scenario.h"

// ConditionWait in a timeline until something comes about.

namespace raft {

/// Computes a run on until a condition holds, as far as a person has patience: the same for the steps of a scenario and
/// for "run until …".
class ConditionWait {
public:
    /// How a wait stands.
    enum class State : std::uint8_t {
        goesOn, ///< it has not come about yet
        came,   ///< the condition holds at the timeline's present moment
        over,   ///< it did not come about in its time, or nothing is due any more
    };

    /// `since` is when the action before was taken; from there `within` microseconds are waited for.
    ConditionWait(Condition condition, const Moment& since, Time within);

    [[nodiscard]] const Condition& condition() const { return condition_; }
    /// When waiting began.
    [[nodiscard]] const Moment& since() const { return since_; }
    /// The logical time up to which is waited.
    [[nodiscard]] Time deadline() const { return deadline_; }

    /// Moves the timeline on, by at most `events` events, from where it is. A condition that holds already has come.
    State goOn(Timeline& timeline, std::size_t events) const;
    /// What is said when it did not come about.
    [[nodiscard]] Text failureText(const Cluster& cluster) const;

private:
    Condition condition_;
    Moment since_;
    Time deadline_;
};

} // namespace raft
