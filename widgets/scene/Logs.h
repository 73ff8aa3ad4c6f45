// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Stage.h"

#include <optional>

/// The logs: a row a server, a column an index. Only what can be seen is visited, however long the logs are.
namespace scene {

/// How far the table is scrolled, in logical pixels; both at least 0.
struct LogScroll {
    double x = 0;
    double y = 0;

    friend bool operator==(const LogScroll&, const LogScroll&) = default;
};

/// Where rows and columns lie. Made anew for a frame; tells the view how far it can scroll.
struct LogGeometry {
    TextSizes texts;
    Rect cells;              ///< the part of the picture where cells are seen
    double columnStep = 0;   ///< from a column's left edge to the next one's
    double rowStep = 0;      ///< from a row's upper edge to the next one's
    Size cell;               ///< of one cell
    raft::Index columns = 0; ///< how many columns there are, one for the next entry included
    std::size_t rows = 0;
    LogScroll scroll;

    /// The left edge of the column of an index (from 1) in the picture; it may lie outside of `cells`.
    double indexToX(raft::Index index) const;
    /// The index whose column is at `x`, from 1 to `columns`.
    raft::Index xToIndex(double x) const;
    /// The upper edge of a row (from 0) in the picture.
    double rowToY(std::size_t row) const;
    /// The row at `y`, or nothing where there is none.
    std::optional<std::size_t> yToRow(double y) const;
    /// The size of all rows and columns, seen or not.
    Size content() const;
    /// The farthest that one can scroll; at its x the end of the longest log is seen.
    LogScroll farthest() const;
};

/// Where rows and columns lie in `logs(frame, …)`. `scroll` is held within its range.
LogGeometry logGeometry(const Frame& frame, LogScroll scroll, const Canvas& canvas);

/// The picture of the logs. Pure: equal arguments give equal pictures.
Picture logs(const Frame& frame, const LogGeometry& geometry, const Canvas& canvas);

/// An entry's command in short, for a cell: "x=1", "x?", "−x", "x 1→2"; empty for a no-op.
std::string shortCommand(const raft::Entry& entry);

} // namespace scene
