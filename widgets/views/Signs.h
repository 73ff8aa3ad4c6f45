// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>

/// The signs on buttons, drawn in the theme's colours at any size.
namespace raftarium {

/// What a sign means.
enum class Sign { play, pause, forward, back, next, previous, toStart, toEnd, close, detach, restore };

/// The sign as an icon in this colour, and in `disabled` where it cannot be pressed.
QIcon signIcon(Sign sign, const QColor& color, const QColor& disabled);

} // namespace raftarium
