// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Picture.h"
#include "widgets/scene/StageLayout.h"

#include <functional>
#include <string>
#include <vector>

/// What must be true of every picture, checked on its primitives alone. Each check returns a line a problem.
namespace scene {

using Problems = std::vector<std::string>;

/// Nothing is drawn outside of the picture.
Problems whatLeaves(const Picture& picture);

/// No text is smaller than `least` pixels.
Problems whatIsTooSmall(const Picture& picture, double least);

/// No two texts lie over each other, those on messages apart.
Problems whatOverlaps(const Picture& picture);

/// Every text is read on what lies under it: at least 4.5 : 1.
Problems whatIsHardToRead(const Picture& picture);

/// No hit shape is smaller than 24 pixels.
Problems whatIsHardToHit(const Picture& picture);

/// No message touches a text on a server.
Problems whatCoversNames(const Picture& picture);

/// Texts in a server's disc stay within it; discs, ends of logs and answers of different servers stay apart.
Problems whatCollides(const Picture& picture, const StageLayout& layout);

/// Whether the primitive, as it is drawn, touches the rectangle.
bool touches(const Primitive& primitive, const Rect& rect);

/// The texts of a picture in layers that `wanted` chooses.
std::vector<const Primitive*> textsOf(const Picture& picture, const std::function<bool(LayerKind)>& wanted);

/// All problems in one text, at most ten of them.
std::string joined(const Problems& problems);

} // namespace scene
