// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/Sketch.h"

/// An entry of a log as a cell: the same beside a server and in the table of logs.
namespace scene {

/// Draws an entry. Filled: committed; filled with a bar: applied; dashed outline: not committed yet. `label` stands in
/// the middle and must fit.
void drawEntry(Sketch& sketch, const Rect& cell, const EntryFact& entry, std::string_view label, Font font);

} // namespace scene
