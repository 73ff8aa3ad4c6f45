// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"
#include "widgets/scene/Frame.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the timeline shows: the whole run with its branches, as plain values.
namespace scene {

/// A stretch of time in which one server led, or none did.
struct LeadingBand {
    raft::Time from = 0;
    raft::Time to = 0;
    raft::Term term = 0; ///< 0 where nobody led
    std::string leader;  ///< the leader's name; empty where nobody led

    friend bool operator==(const LeadingBand&, const LeadingBand&) = default;
};

/// A line of history. `bands` rise in time and do not overlap; they begin where the branch leaves its parent.
struct TimelineBranch {
    std::string name;
    /// The branch that it left, by its place in the frame; none for a first one.
    std::optional<std::size_t> parent;
    raft::Time begin = 0; ///< when it left its parent
    raft::Time end = 0;   ///< up to where it has been computed
    std::vector<LeadingBand> bands;

    friend bool operator==(const TimelineBranch&, const TimelineBranch&) = default;
};

/// The kinds of marks. Those from `loss` on are never left out for want of room.
enum class MarkKind : std::uint8_t {
    commit,
    client,
    election,
    start,
    heal,
    bookmark,
    loss,
    cut,
    stop,
    violation,
};

/// Something remarkable on the present branch (its parents' part of it included).
struct TimelineMark {
    raft::Time time = 0;
    MarkKind kind = MarkKind::commit;
    std::string text; ///< what it was, in the person's language

    friend bool operator==(const TimelineMark&, const TimelineMark&) = default;
};

/// The timeline at one moment.
struct TimelineFrame {
    std::vector<TimelineBranch> branches;
    std::vector<TimelineMark> marks; ///< rising in time
    std::size_t branch = 0;          ///< the present branch, by its place in `branches`
    raft::Time present = 0;
    /// The stretch that is seen, `from` below `to`.
    raft::Time from = 0;
    raft::Time to = 1;
    /// The first branch that is seen; the rows above it are scrolled away.
    std::size_t firstRow = 0;
    /// Nothing beyond the present moment is shown.
    bool hideFuture = false;
    std::optional<Id> hovered;
    ViewOptions options;

    friend bool operator==(const TimelineFrame&, const TimelineFrame&) = default;
};

} // namespace scene
