// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/Sketch.h"
#include "widgets/scene/StageLayout.h"
#include "widgets/scene/Words.h"

#include <string_view>
#include <utility>
#include <vector>

/// Servers as glyphs: the shape is the role, the colour the term.
namespace scene {

/// What is needed to draw a server in its place.
struct ServerGlyph {
    const ServerFact& fact;
    const Seat& seat;
    const StageLayout& layout;
    const Words& words;

    /// Disc, rim, ring, and the words in the disc.
    void drawBody(Sketch& sketch) const;
    /// The election timer as far as it moves.
    void drawTimer(Sketch& sketch) const;
    /// A candidate's answers, one by one.
    void drawPips(Sketch& sketch) const;
    /// A candidate's answers as "3 of 9 ✓" outside of the disc, if they have no place inside.
    void drawCount(Sketch& sketch) const;
    /// The end of the log beside the disc.
    void drawTail(Sketch& sketch) const;

    /// Where such a count stands; empty if there is no place for it.
    Rect countPlace(std::string_view text, const TextMeasure& measure) const;
    /// The cells of the tail that are entries, with the entry each shows.
    std::vector<std::pair<Rect, EntryFact>> tailCells(const TextMeasure& measure) const;
};

} // namespace scene
