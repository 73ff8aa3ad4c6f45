// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/Speed.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

// A logarithmic scale of round speeds.

namespace raftarium {

/// Slow speeds by what they divide real time by, then fast ones by their factor.
static constexpr std::array kSpeeds{
    1.0 / 500, 1.0 / 300, 1.0 / 200, 1.0 / 150, 1.0 / 100, 1.0 / 70,  1.0 / 50, 1.0 / 30, 1.0 / 20, 1.0 / 15,
    1.0 / 10,  1.0 / 7,   1.0 / 5,   1.0 / 3,   1.0 / 2,   1.0 / 1.5, 1.0,      1.5,      2.0,      3.0,
    5.0,       7.0,       10.0,      15.0,      20.0,      30.0,      50.0,     70.0,     100.0};

int speedSteps() { return static_cast<int>(kSpeeds.size()); }

double speedAt(int step) { return kSpeeds[static_cast<std::size_t>(step)]; }

int stepOf(double speed) {
    int best = 0;
    for (int step = 1; step < speedSteps(); ++step) {
        if (std::abs(std::log(speedAt(step) / speed)) < std::abs(std::log(speedAt(best) / speed)))
            best = step;
    }
    return best;
}

/// At most two figures that count: 48.7 becomes "49", 1.52 "1.5".
static QString rounded(double value) {
    const QLocale locale;
    return value >= 9.95 || std::abs(value - std::round(value)) < 0.05
               ? locale.toString(static_cast<qlonglong>(std::llround(value)))
               : locale.toString(value, 'f', 1);
}

QString speedShort(double speed) {
    if (std::abs(speed - 1) < 0.01)
        return QStringLiteral("1");
    return speed < 1 ? QStringLiteral("1/%1").arg(rounded(1 / speed)) : QStringLiteral("%1×").arg(rounded(speed));
}

QString speedWords(double speed) {
    if (std::abs(speed - 1) < 0.01)
        return QCoreApplication::translate("Speed", "real time");
    if (speed < 1)
        return QCoreApplication::translate("Speed", "1/%1 of real time").arg(rounded(1 / speed));
    return QCoreApplication::translate("Speed", "%1 times real time").arg(rounded(speed));
}

} // namespace raftarium
