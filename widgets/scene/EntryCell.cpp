// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/EntryCell.h"

// One cell; state by fill, bar and dashes, term by colour and number.

namespace scene {

/// The radius of the corners of such a cell.
static double cornerOf(const Rect& cell) { return std::max(4.0, cell.height * 0.16); }

static void drawOpenEntry(Sketch& sketch, const Rect& cell, const TermColors& colors) {
    const Theme& theme = sketch.theme();
    const Stroke rim{theme.outlined ? theme.ink : colors.line,
                     std::max({1.8, cell.height * 0.08, theme.minimumLine}),
                     {cell.height * 0.18, cell.height * 0.12}};
    sketch.box(cell.grown(-rim.width / 2), cornerOf(cell), faded(colors.fill, theme.outlined ? 0.3 : 0.16), rim);
}

static void drawFilledEntry(Sketch& sketch, const Rect& cell, const TermColors& colors, bool applied) {
    const Theme& theme = sketch.theme();
    const Stroke rim = theme.outlined ? Stroke{theme.ink, theme.minimumLine, {}} : Stroke{};
    sketch.box(cell.grown(-rim.width / 2), cornerOf(cell), colors.fill, rim);
    if (!applied)
        return;
    const double thick = std::max(3.0, cell.height / 8);
    const double inset = theme.outlined ? theme.minimumLine : 0;
    sketch.box({cell.x + inset, cell.bottom() - inset - thick, cell.width - 2 * inset, thick}, thick / 2,
               faded(colors.ink, theme.outlined ? 1 : 0.55));
}

void drawEntry(Sketch& sketch, const Rect& cell, const EntryFact& entry, std::string_view label, Font font) {
    const TermColors& colors = sketch.theme().term(entry.term);
    const bool open = entry.state == EntryState::uncommitted;
    if (open)
        drawOpenEntry(sketch, cell, colors);
    else
        drawFilledEntry(sketch, cell, colors, entry.state == EntryState::applied);
    sketch.centeredText(cell.center(), label, font, open ? sketch.theme().ink : colors.ink);
}

} // namespace scene
