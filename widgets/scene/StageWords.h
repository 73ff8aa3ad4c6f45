// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Stage.h"

/// The words on the stage that belong to no server, and the line of a partition that is being drawn.
namespace scene {

class Sketch;

/// Draws the line that somebody draws to part the servers, through the whole picture.
void drawPartitionLine(Sketch& sketch, const std::array<Point, 2>& line, const StageLayout& layout, Size size);

/// Caption, hint or legend, and the preview of a partition.
Layer stageWords(const Facts& facts, const Frame& frame, const StageLayout& layout, const Canvas& canvas);

/// What to do next, in one line, when the cluster itself calls for it: nobody runs, or nothing happens by itself. Empty
/// otherwise.
raft::Text stageHint(const Facts& facts);

} // namespace scene
