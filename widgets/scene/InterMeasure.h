// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/TextMeasure.h"

#include <vector>

/// Measures by the table of the bundled font's advances, so that every back end lays out alike.
namespace scene {

/// The measure of the bundled font.
class InterMeasure final : public TextMeasure {
public:
    /// `other` is asked for texts with characters that the font does not have (it must outlive this object); without
    /// it such a character counts as one em.
    explicit InterMeasure(const TextMeasure* other = nullptr) : other_(other) {}

    double width(std::string_view text, Font font) const override;

    /// Where each character of a text that the font covers begins, in logical pixels from the text's origin. Back ends
    /// draw glyph by glyph at these places, so that a text is exactly as wide as `width` says.
    static std::vector<double> positions(std::string_view text, Font font);

    /// Whether every character of the UTF-8 text is in the table.
    static bool covers(std::string_view text);

private:
    const TextMeasure* other_;
};

/// Reads the character of a UTF-8 text that begins at `position` and moves `position` behind it; a byte that begins
/// none gives U+FFFD. `position` must be within the text.
char32_t nextCharacter(std::string_view text, std::size_t& position);

} // namespace scene
