// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Facts.h"
#include "widgets/scene/Sketch.h"

/// Messages as glyphs: the shape is the kind, the colour the term; they turn with their direction of travel.
namespace scene {

/// Half the length of a message along its way, when messages are `height` high.
double glyphReach(const MessageFact& message, double height);

/// Where and how large a message is drawn.
struct MessagePose {
    Point center;
    double angle = 0; ///< the direction in which it travels, in radians
    double height = 28;
    double leastText = kSmallestText; ///< a sign that would be smaller is left out
};

/// Draws a message.
void drawMessage(Sketch& sketch, const MessageFact& message, const MessagePose& pose);

} // namespace scene
