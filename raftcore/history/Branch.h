// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Timeline.h"

#include <algorithm>

// One branch of a timeline. Part of the implementation of Timeline.

namespace raft {

/// A branch: what it shares with its parent stays there, what is its own stands here.
struct Timeline::Branch {
    Branch(BranchId id_, BranchId parent_, EventIndex fork_, Cluster end_)
        : id(id_)
        , parent(parent_)
        , fork(fork_)
        , forkTime(end_.now())
        , records(fork_)
        , end(std::move(end_)) {}

    BranchId id;
    BranchId parent;
    EventIndex fork;
    /// The moment at which it began.
    Time forkTime;
    std::string name;
    /// True when somebody named it; such a branch stays though nothing was done in it.
    bool named = false;
    /// True when it was removed and stays only for the branches that grew from it.
    bool removed = false;
    /// All actions, those before the fork included, in order; those are shared with the branch that it grew from.
    PersistentVector<PlacedAction> actions;
    /// What its file says at its own events, in order.
    std::vector<Remark> remarks;
    /// What its file says of it beyond this version.
    std::vector<UnknownField> unknownFields;
    /// Its own events, from `fork` on.
    RecordStore records;
    /// Clusters at intervals of its own events, in order; the main branch has one at the beginning.
    std::vector<Cluster> keyframes;
    /// The cluster after its last known event.
    Cluster end;

    [[nodiscard]] EventIndex known() const { return records.end(); }
    /// The action that is event `index`, or null.
    [[nodiscard]] const PlacedAction* actionAt(EventIndex index) const {
        const auto found = firstActionFrom(index);
        return found != actions.end() && found->event == index ? &*found : nullptr;
    }
    /// The first action at or after event `index`.
    [[nodiscard]] PersistentVector<PlacedAction>::Iterator firstActionFrom(EventIndex index) const {
        return std::lower_bound(actions.begin(), actions.end(), index,
                                [](const PlacedAction& placed, EventIndex wanted) { return placed.event < wanted; });
    }
    [[nodiscard]] std::size_t ownActions() const {
        return static_cast<std::size_t>(actions.end() - firstActionFrom(fork));
    }
};

} // namespace raft
