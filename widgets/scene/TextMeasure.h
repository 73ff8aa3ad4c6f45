// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// How wide a text is, asked without knowing who will draw it.
namespace scene {

/// The weights of the one family that pictures are written in.
enum class Weight : std::uint8_t { regular, medium, semiBold, bold };

/// A size in logical pixels (the em) and a weight.
struct Font {
    double size = 13;
    Weight weight = Weight::regular;

    friend bool operator==(const Font&, const Font&) = default;
};

/// The family that pictures are written in: Inter with tabular figures, bundled (see script/fonts).
inline constexpr std::string_view kFontFamily = "Inter Tabular";

/// Height of a capital letter above the baseline, in em.
inline constexpr double kCapHeight = 0.7273;
/// How far a text may reach above its baseline (accents apart), in em.
inline constexpr double kAscent = 0.77;
/// How far a text may reach below its baseline, in em.
inline constexpr double kDescent = 0.21;
/// No text is smaller, in logical pixels.
inline constexpr double kSmallestText = 13;

/// Measures texts. An implementation answers the same whenever it is asked the same.
class TextMeasure {
public:
    TextMeasure() = default;
    TextMeasure(const TextMeasure&) = default;
    TextMeasure& operator=(const TextMeasure&) = default;
    virtual ~TextMeasure() = default;

    /// The advance of a UTF-8 text on one line, in logical pixels, without kerning.
    virtual double width(std::string_view text, Font font) const = 0;
};

/// The text, cut at its end and closed with "…" if it is wider than `room` pixels; empty if not even "…" has room.
std::string elided(const TextMeasure& measure, std::string_view text, Font font, double room);

} // namespace scene
