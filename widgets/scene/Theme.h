// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Color.h"

#include <array>
#include <cstdint>

/// The colours that pictures are drawn in; each has one meaning everywhere.
namespace scene {

/// The shipped themes.
enum class ThemeKind : std::uint8_t { light, dark, highContrastLight, highContrastDark };

/// The colours of one term: of a filled body, of what is written on it, and of rims and dashes on the stage.
struct TermColors {
    Color fill;
    Color ink;
    Color line;

    friend bool operator==(const TermColors&, const TermColors&) = default;
};

/// How many terms have a colour of their own before the cycle begins again.
inline constexpr std::size_t kTermColors = 8;

/// A theme. Contrasts are tested: ink, soft, danger and accent are read on window, panel and stage (at least 4.5:1).
struct Theme {
    ThemeKind kind = ThemeKind::light;
    Color window;    ///< behind everything
    Color panel;     ///< ground of panels
    Color stage;     ///< ground of the stage
    Color ink;       ///< texts and signs
    Color soft;      ///< quieter texts, and arcs of timers
    Color faint;     ///< rims of what is out of the game; never a text
    Color line;      ///< links, and edges of panels; never a text
    Color track;     ///< the course of a timer, empty cells; never a text
    Color danger;    ///< trouble, and nothing else
    Color accent;    ///< selection, focus, the present moment
    Color accentInk; ///< what is written on accent
    std::array<TermColors, kTermColors> terms;
    TermColors noTerm;      ///< of term 0, before the first election
    double minimumLine = 0; ///< no line is thinner, in logical pixels
    bool outlined = false;  ///< whether filled bodies get an outline of ink

    /// The colours of a term; every eighth has the same.
    const TermColors& term(std::uint64_t number) const;
    bool dark() const { return kind == ThemeKind::dark || kind == ThemeKind::highContrastDark; }

    friend bool operator==(const Theme&, const Theme&) = default;
};

/// The shipped theme of this kind.
Theme makeTheme(ThemeKind kind);

/// The theme as a projector needs it: tracks, links and faint rims at 3:1 on the stage.
Theme presented(Theme theme);

} // namespace scene
