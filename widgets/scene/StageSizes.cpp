// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/StageSizes.h"

#include <algorithm>
#include <cmath>

// The proportions of the look, as functions of one radius.

namespace scene {

/// From so many servers on, gaps are narrow and the rings of a selection lie close.
static constexpr std::size_t kCrowded = 26;

TextSizes textSizes(const ViewOptions& options, double height) {
    TextSizes sizes;
    sizes.unit = std::clamp(options.textScale, 1.0, 3.0);
    if (options.presentation)
        sizes.unit = std::max(sizes.unit, height / 40 / kSmallestText);
    sizes.least = kSmallestText * sizes.unit;
    sizes.leastName = options.presentation ? std::max(sizes.least, height / 28) : sizes.least;
    return sizes;
}

static Detail detailOf(double radius, double unit) {
    if (radius >= kFullRadius * unit)
        return Detail::full;
    if (radius >= kTermRadius * unit)
        return Detail::term;
    return radius >= kNameRadius * unit ? Detail::name : Detail::dot;
}

static void setPips(const Crowd& crowd, StageSizes& sizes) {
    sizes.pips = sizes.detail != Detail::dot && crowd.voters <= kMostPips;
    if (!sizes.pips)
        return;
    const double forDigits = crowd.greatestId > 99 ? 15 : 11;
    sizes.pipRadius = std::max(forDigits * sizes.texts.unit, std::min(sizes.scaled(forDigits), 22.0));
    // A selection's rings pass behind the pips, which keeps the end of the log near its server.
    sizes.pipDistance = sizes.edge + 4 + sizes.pipRadius;
    sizes.pipStep = 2 * std::asin(std::min(1.0, (sizes.pipRadius + 2) / sizes.pipDistance));
}

StageSizes stageSizes(double radius, const TextSizes& texts, const Crowd& crowd, const Rect& area) {
    StageSizes sizes;
    sizes.texts = texts;
    sizes.radius = radius;
    sizes.detail = detailOf(radius, texts.unit);
    const bool dot = sizes.detail == Detail::dot;
    const bool crowded = crowd.servers >= kCrowded;
    sizes.rim = std::clamp(sizes.scaled(4), 2.0, 9.0);
    sizes.ring = dot ? 0 : std::clamp(sizes.scaled(6), 3.0, 14.0);
    sizes.ringRadius = radius + sizes.rim / 2 + sizes.ring / 2;
    sizes.edge = radius + sizes.rim / 2 + sizes.ring;
    sizes.selection = sizes.edge + (crowded ? 7 : std::clamp(sizes.scaled(11), 9.0, 20.0));
    setPips(crowd, sizes);
    sizes.outer = std::max(sizes.selection, sizes.pipDistance + sizes.pipRadius) + 5;
    sizes.tailFont = std::max(texts.least, std::min(sizes.scaled(13), 28.0));
    sizes.cell = {2 * sizes.tailFont, 1.7 * sizes.tailFont};
    // The sign in a message of height 28 is 15 high, and should be as large as any text; a small stage leaves it out.
    const double forSign = std::min(texts.least * 28 / 15, std::min(area.width, area.height) * 0.09);
    sizes.glyph = std::max({28.0, forSign, std::min(sizes.scaled(28), 60.0)});
    sizes.track = sizes.glyph * 0.56;
    return sizes;
}

} // namespace scene
