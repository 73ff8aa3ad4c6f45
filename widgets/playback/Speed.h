// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// The speeds of playback: logical time that passes in a second of wall time.
namespace raftarium {

/// The slowest speed.
inline constexpr double kSlowest = 1.0 / 500;
/// The fastest speed.
inline constexpr double kFastest = 100;
/// The speed that the window opens at.
inline constexpr double kOpeningSpeed = 1.0 / 50;

/// How many round speeds there are from kSlowest to kFastest, evenly spread on a logarithmic scale as far as round
/// numbers allow.
int speedSteps();

/// The round speed at a step from 0 to speedSteps() − 1.
double speedAt(int step);

/// The step whose speed is nearest to `speed`, by their ratio.
int stepOf(double speed);

/// The speed in words: "1/20 of real time", "real time", "5 times real time".
QString speedWords(double speed);

/// The speed in short: "1/20", "1", "5×".
QString speedShort(double speed);

} // namespace raftarium
