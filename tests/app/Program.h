// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/Places.h"

#include <QProcess>
#include <QStringList>

// Running the program as a person or a script does.

namespace tests {

/// What a run of the program printed, and how it ended.
struct Ran {
    int status = -1;
    QByteArray results;
    QByteArray errors;

    /// The lines of the results.
    [[nodiscard]] QList<QByteArray> lines() const {
        QList<QByteArray> all = results.split('\n');
        if (!all.empty() && all.back().isEmpty())
            all.removeLast();
        return all;
    }
};

/// Runs the program to its end without a display; status −1 when it crashed or hung.
inline Ran run(const QStringList& arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    // A window would fail here at once: what needs none must not ask for one.
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("none-such"));
    process.setProcessEnvironment(environment);
    process.start(QString::fromLocal8Bit(program()), arguments, QIODevice::ReadOnly);
    Ran ran;
    if (!process.waitForFinished(120'000)) {
        process.kill();
        process.waitForFinished();
        return ran;
    }
    ran.results = process.readAllStandardOutput();
    ran.errors = process.readAllStandardError();
    if (process.exitStatus() == QProcess::NormalExit)
        ran.status = process.exitCode();
    return ran;
}

/// The same, with the arguments in one text, parted by spaces.
inline Ran run(const char* arguments) { return run(QString::fromUtf8(arguments).split(u' ', Qt::SkipEmptyParts)); }

} // namespace tests
