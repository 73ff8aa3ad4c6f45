// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/Sketch.h"
#include "widgets/scene/StageLayout.h"

/// Links between servers: faint, or drawn because they mean something.
namespace scene {

/// The visible part of the link between two servers, from rim to rim.
Route linkLine(const StageLayout& layout, raft::ServerId low, raft::ServerId high);

/// Draws all links: the plain ones where they are few, the remarkable ones always.
void drawLinks(Sketch& sketch, const Facts& facts, const StageLayout& layout);

/// Draws a link that is chosen, or under the pointer.
void drawChosenLink(Sketch& sketch, const StageLayout& layout, const Id& link, bool selected);

/// Whether links without anything remarkable are drawn.
bool drawsPlainLinks(const Facts& facts);

} // namespace scene
