// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/Sketch.h"

/// Messages as glyphs: the shape is the kind, the colour the term; they turn with their direction of travel.
namespace scene {

/// Half the length of a message along its way, when messages are `height` high.
double glyphReach(const MessageFact& message, double height);

/// Draws a message that travels in the direction `angle` (radians).
void drawMessage(Sketch& sketch, const MessageFact& message, Point center, double angle, double height);

} // namespace scene
