// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/StageSizes.h"
#include "widgets/scene/Words.h"

#include <string>
#include <vector>

/// Which words stand in a server's disc, and where: as many as fit, in fixed order.
namespace scene {

/// The parts of what stands in a disc, from the top.
enum class DiscPart : std::uint8_t { sign, name, role, term };

/// One line in a disc.
struct DiscLine {
    DiscPart part = DiscPart::name;
    std::string text; ///< empty for a sign that is a shape, or for a place kept free
    Font font;
    Size size;    ///< of the whole line, a pill's padding included
    double y = 0; ///< of the line's middle, below the disc's centre
};

/// The lines that fit into a server's disc of this radius, with what is most needed kept longest.
std::vector<DiscLine> discWords(const ServerFact& fact, double radius, const StageSizes& sizes,
                                const TextMeasure& measure, const Words& words);

/// The word for what a server is: its role, or that it is stopped or paused.
std::string roleWord(const ServerFact& fact, const Words& words);

/// "3 of 9 ✓" for a candidate.
std::string voteCount(const ServerFact& fact, const Words& words);

} // namespace scene
