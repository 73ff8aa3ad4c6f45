// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

/// The widths of the bundled font's characters, as script/fonts writes them down.
namespace scene {

/// One character and its advance in each weight (regular, medium, semibold, bold), in units of the font.
struct InterAdvance {
    char32_t character;
    std::array<std::uint16_t, 4> advance;
};

/// The table, by rising character.
std::span<const InterAdvance> interAdvances();

/// Units in an em.
extern const int kInterUnitsPerEm;

} // namespace scene
