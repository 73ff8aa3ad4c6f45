// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/InterMeasure.h"

#include "widgets/scene/InterAdvances.h"

#include <algorithm>
#include <optional>

// Measuring by table; texts in other scripts are handed on whole, since their characters may join.

namespace scene {

char32_t nextCharacter(std::string_view text, std::size_t& position) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(position++);
    if (lead < 0x80)
        return lead;
    const int following = lead >= 0xF0 && lead < 0xF8 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
    if (following == 0 || lead >= 0xF8 || position + static_cast<std::size_t>(following) > text.size())
        return U'\uFFFD';
    char32_t value = lead & (0x3FU >> following);
    for (int i = 0; i < following; ++i) {
        const unsigned char next = byte(position + static_cast<std::size_t>(i));
        if ((next & 0xC0U) != 0x80U)
            return U'\uFFFD';
        value = value << 6 | (next & 0x3FU);
    }
    position += static_cast<std::size_t>(following);
    return value;
}

static std::optional<double> advanceInEm(char32_t character, Weight weight) {
    const auto rows = interAdvances();
    const auto row = std::lower_bound(rows.begin(), rows.end(), character,
                                      [](const InterAdvance& a, char32_t c) { return a.character < c; });
    if (row == rows.end() || row->character != character)
        return std::nullopt;
    return static_cast<double>(row->advance[static_cast<std::size_t>(weight)]) / kInterUnitsPerEm;
}

/// The figure 1 stands alone in a wide cell; behind the letter of a name ("S1") it moves up to it. In em.
static double pairAdjustment(char32_t left, char32_t right) {
    const bool letter = (left >= U'A' && left <= U'Z') || (left >= U'a' && left <= U'z');
    return letter && right == U'1' ? -0.075 : 0;
}

std::vector<double> InterMeasure::positions(std::string_view text, Font font) {
    std::vector<double> places;
    double sum = 0;
    char32_t before = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = nextCharacter(text, at);
        sum += pairAdjustment(before, character);
        places.push_back(sum * font.size);
        sum += advanceInEm(character, font.weight).value_or(1.0);
        before = character;
    }
    return places;
}

bool InterMeasure::covers(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (!advanceInEm(nextCharacter(text, at), Weight::regular))
            return false;
    }
    return true;
}

double InterMeasure::width(std::string_view text, Font font) const {
    double sum = 0;
    char32_t before = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = nextCharacter(text, at);
        const auto advance = advanceInEm(character, font.weight);
        if (!advance && other_ != nullptr)
            return other_->width(text, font);
        sum += advance.value_or(1.0) + pairAdjustment(before, character);
        before = character;
    }
    return sum * font.size;
}

std::string elided(const TextMeasure& measure, std::string_view text, Font font, double room) {
    if (measure.width(text, font) <= room)
        return std::string(text);
    std::string best;
    for (std::size_t at = 0; at < text.size();) {
        const std::string shorter = std::string(text.substr(0, at)) + "…";
        if (measure.width(shorter, font) > room)
            break;
        best = shorter;
        nextCharacter(text, at);
    }
    return best;
}

} // namespace scene
