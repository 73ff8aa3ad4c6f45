// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/TimeWords.h"

#include <QCoreApplication>
#include <QLocale>

// Numbers and units in the person's locale.

namespace raftarium {

static constexpr raft::Time kMinute = 60'000'000;

QString timeWords(raft::Time time) {
    const QLocale locale;
    if (time < kMinute)
        return QCoreApplication::translate("Time", "%1 s")
            .arg(locale.toString(static_cast<double>(time) / 1e6, 'f', 3));
    const QString seconds = locale.toString(static_cast<double>(time % kMinute) / 1e6, 'f', 3);
    return QCoreApplication::translate("Time", "%1 min %2 s").arg(time / kMinute).arg(seconds, 6, QLatin1Char('0'));
}

QString stretchWords(raft::Time stretch) {
    const QLocale locale;
    const double milliseconds = static_cast<double>(stretch) / 1e3;
    const int decimals = stretch % 1000 == 0 ? 0 : stretch % 100 == 0 ? 1 : 3;
    return QCoreApplication::translate("Time", "%1 ms").arg(locale.toString(milliseconds, 'f', decimals));
}

} // namespace raftarium
