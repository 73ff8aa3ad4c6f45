// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Color.h"

#include <algorithm>
#include <cmath>

// The arithmetic of colours: opacity, luminance, contrast.

namespace scene {

Color faded(Color color, double share) {
    color.alpha = static_cast<std::uint8_t>(std::lround(color.alpha * std::clamp(share, 0.0, 1.0)));
    return color;
}

Color blended(Color top, Color bottom) {
    const auto mix = [&](std::uint8_t over, std::uint8_t under) {
        return static_cast<std::uint8_t>((over * top.alpha + under * (255 - top.alpha) + 127) / 255);
    };
    return {mix(top.red, bottom.red), mix(top.green, bottom.green), mix(top.blue, bottom.blue), 255};
}

double luminance(Color color) {
    const auto linear = [](std::uint8_t channel) {
        const double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

double contrast(Color a, Color b) {
    const double brighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (brighter + 0.05) / (darker + 0.05);
}

} // namespace scene
