// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Color.h"

/// How colours look to people without one kind of cone, and how far apart two colours are to the eye: for the tests of
/// the palettes.
namespace scene {

/// The three kinds of colour blindness in which one kind of cone is missing.
enum class Dichromacy { protanopia, deuteranopia, tritanopia };

/// What a dichromat sees of an opaque colour (Machado, Oliveira, Fernandes 2009, severity 1).
Color simulated(Color color, Dichromacy kind);

/// The difference of two opaque colours, CIEDE2000 (Sharma, Wu, Dalal 2005); about 1 is just noticed.
double colorDifference(Color a, Color b);

} // namespace scene
