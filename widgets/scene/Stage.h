// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/Frame.h"
#include "widgets/scene/Picture.h"
#include "widgets/scene/StageLayout.h"
#include "widgets/scene/TextMeasure.h"
#include "widgets/scene/Theme.h"
#include "widgets/scene/Words.h"

#include <vector>

/// The stage: servers on an ellipse, links, and messages on their way.
namespace scene {

/// What every picture needs besides what it shows.
struct Canvas {
    Size size;
    const Theme& theme;
    const TextMeasure& measure;
    const Words& words;
};

/// The picture of a frame. Pure: equal arguments give equal pictures.
Picture stage(const Frame& frame, const Canvas& canvas);

/// The same from facts, wherever they come from; of `frame` only the view is used, never the cluster.
Picture stage(const Facts& facts, const Frame& frame, const Canvas& canvas);

/// The places of the servers in `stage(frame, …)` of this size.
StageLayout stageLayout(const Frame& frame, Size size);

/// The servers on the left and on the right of a line through two points that goes on at both ends. Either side may be
/// empty.
std::array<std::vector<raft::ServerId>, 2> partedBy(const StageLayout& layout, const std::array<Point, 2>& line);

/// A place in the picture as what `ViewOptions::places` keeps.
Point asShare(Point place, Size size);

} // namespace scene
