// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/ConditionWait.h"

#include <algorithm>

// Event by event, for a condition may hold for one moment only.

namespace raft {

ConditionWait::ConditionWait(Condition condition, const Moment& since, Time within)
    : condition_(std::move(condition))
    , since_(since)
    , deadline_(since.time + within) {}

ConditionWait::State ConditionWait::goOn(Timeline& timeline, std::size_t events) const {
    const auto* elapsed = std::get_if<condition::Elapsed>(&condition_);
    for (std::size_t i = 0; i < events; ++i) {
        if (holds(condition_, timeline.present(), since_))
            return State::came;
        const Time next = timeline.nextTime();
        // Time alone makes this condition true, and it may do so between two events.
        if (elapsed && since_.time + elapsed->time <= std::min(next, deadline_)) {
            timeline.advanceTo(since_.time + elapsed->time);
            return State::came;
        }
        if (next > deadline_)
            return State::over;
        timeline.seek(timeline.present().eventCount() + 1);
    }
    return State::goesOn;
}

Text ConditionWait::failureText(const Cluster& cluster) const {
    return {QT_TRANSLATE_NOOP("core", "waited %1 ms, and it did not come about that %2"),
            {milliseconds(deadline_ - since_.time), describe(condition_, cluster).english()}};
}

} // namespace raft
