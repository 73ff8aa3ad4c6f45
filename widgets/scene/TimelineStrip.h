// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Stage.h"
#include "widgets/scene/TimelineFrame.h"

#include <optional>

/// The timeline: a row a branch with bands by leader and term, marks above, and the present moment as a line.
namespace scene {

/// Where times and branches lie.
struct TimelineGeometry {
    TextSizes texts;
    Rect strip;          ///< where bands are seen
    raft::Time from = 0; ///< at the strip's left edge
    raft::Time to = 1;   ///< at its right edge
    double marksY = 0;   ///< middle of the row of marks
    double rowStep = 0;
    double rowHeight = 0;
    std::size_t firstRow = 0;
    std::size_t rows = 0; ///< how many branches are seen

    /// The place of a moment; it may lie outside of the strip.
    double timeToX(raft::Time time) const;
    /// The moment at a place, from `from` to `to`.
    raft::Time xToTime(double x) const;
    /// The upper edge of a branch's row.
    double rowToY(std::size_t branch) const;
    /// The branch whose row is at `y`, or nothing where there is none.
    std::optional<std::size_t> yToRow(double y) const;
};

/// Where times and branches lie in `timeline(frame, …)`.
TimelineGeometry timelineGeometry(const TimelineFrame& frame, const Canvas& canvas);

/// The picture of the timeline. Pure: equal arguments give equal pictures.
Picture timeline(const TimelineFrame& frame, const TimelineGeometry& geometry, const Canvas& canvas);

/// One sentence on what an id of the timeline names; empty if there is nothing to say.
std::string describe(const TimelineFrame& frame, const Id& id, const Words& words);

} // namespace scene
