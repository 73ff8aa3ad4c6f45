// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Colours of a picture, and how well one is seen on another.
namespace scene {

/// A colour in sRGB with its opacity; the default is invisible.
struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::uint8_t alpha = 0;

    bool visible() const { return alpha > 0; }

    friend bool operator==(const Color&, const Color&) = default;
};

/// The opaque colour written 0xRRGGBB.
constexpr Color rgb(std::uint32_t value) {
    return {static_cast<std::uint8_t>(value >> 16 & 0xFF), static_cast<std::uint8_t>(value >> 8 & 0xFF),
            static_cast<std::uint8_t>(value & 0xFF), 255};
}

/// The colour at `share` (0 to 1) of its own opacity.
Color faded(Color color, double share);

/// What is seen when `top` lies over the opaque `bottom`.
Color blended(Color top, Color bottom);

/// Relative luminance of an opaque colour, 0 (black) to 1 (white), as WCAG 2 defines it.
double luminance(Color color);

/// Contrast of two opaque colours, 1 to 21, as WCAG 2 defines it.
double contrast(Color a, Color b);

} // namespace scene
