// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Frame.h"
#include "widgets/scene/Geometry.h"
#include "widgets/scene/TextMeasure.h"

#include <cstdint>

/// The sizes of everything on the stage: they follow from the discs' radius and from how large texts must be.
namespace scene {

/// How much is said about a server; it follows the pixels of its disc.
enum class Detail : std::uint8_t {
    dot,  ///< nothing in words
    name, ///< from 30 px: the name
    term, ///< from 56 px: name and term
    full, ///< from 84 px: name, role, term, and the end of the log
};

/// The least radius of a disc for each detail, in logical pixels at a text scale of 1.
inline constexpr double kFullRadius = 42;
inline constexpr double kTermRadius = 28;
inline constexpr double kNameRadius = 15;
/// No disc is smaller.
inline constexpr double kLeastRadius = 4;

/// From so many voters on, answers are counted instead of shown one by one.
inline constexpr std::size_t kMostPips = 7;

/// How large texts must be.
struct TextSizes {
    /// Factor on everything that grows with text.
    double unit = 1;
    double least = kSmallestText;     ///< any text
    double leastName = kSmallestText; ///< names, terms and captions
};

/// How large texts must be in a picture of this height.
TextSizes textSizes(const ViewOptions& options, double height);

/// The crowd on the stage, as far as sizes depend on it.
struct Crowd {
    std::size_t servers = 1;
    std::size_t voters = 1;
    raft::ServerId greatestId = 1;
};

/// The sizes that belong to one radius.
struct StageSizes {
    TextSizes texts;
    double radius = 0;
    Detail detail = Detail::dot;
    double rim = 0;        ///< width of a disc's outline
    double ring = 0;       ///< width of the timer's ring; 0 without one
    double ringRadius = 0; ///< radius of the middle of the timer's ring
    double edge = 0;       ///< radius of disc and ring together
    double selection = 0;  ///< radius of disc, ring and the rings of a selection together
    bool pips = false;     ///< whether answers to a candidate are shown one by one
    double pipRadius = 0;
    double pipDistance = 0; ///< from the server's centre to a pip's
    double pipStep = 0;     ///< angle between two pips, in radians
    double outer = 0;       ///< radius of everything round the server; the tail begins there
    double tailFont = 0;
    Size cell;        ///< of a tail's entry, its gap included
    double glyph = 0; ///< height of a message
    double track = 0; ///< how far replies run beside the line of the requests

    /// The sizes at the scale of the look, in which a disc has the radius 58.
    double scaled(double atLook) const { return atLook * radius / 58; }
};

/// The sizes for discs of this radius within an area.
StageSizes stageSizes(double radius, const TextSizes& texts, const Crowd& crowd, const Rect& area);

} // namespace scene
