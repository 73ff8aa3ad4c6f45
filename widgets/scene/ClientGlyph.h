// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Sketch.h"
#include "widgets/scene/StageLayout.h"
#include "widgets/scene/Words.h"

/// Clients as glyphs: quiet boxes beside the servers.
namespace scene {

/// Draws a client, or all of them in one box.
void drawClient(Sketch& sketch, const Facts& facts, const ClientSeat& seat, const StageLayout& layout,
                const Words& words);

} // namespace scene
