// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/Sketch.h"
#include "widgets/scene/StageLayout.h"
#include "widgets/scene/Words.h"

#include <optional>
#include <string>
#include <vector>

/// A joint configuration as two rings of majorities: the old voters outside, the new ones inside.
namespace scene {

/// Where the rings and their words stand.
struct RingsPlace {
    /// All of it; nothing of a server lies within.
    Rect whole;
    Point center;
    /// Of the outer ring's outer edge; 0 when there is room for the words alone.
    double radius = 0;
    /// The words' lines, one under the other, and how large they are written.
    Rect words;
    double font = 0;
};

/// The lines that stand beside the rings: what is counted, and how far each majority has come.
std::vector<std::string> majorityLines(const Facts& facts, const Words& words);

/// The place that is free for them and next to the middle, with rings as large as may be. Nothing when the
/// configuration is no joint one, or nowhere is room.
std::optional<RingsPlace> majorityRingsPlace(const Facts& facts, const StageLayout& layout, const TextMeasure& measure,
                                             const Words& words);

/// Draws them where they have their place.
void drawMajorityRings(Sketch& sketch, const Facts& facts, const StageLayout& layout, const Words& words);

} // namespace scene
