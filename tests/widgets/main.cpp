// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/PictureFont.h"

#include <QApplication>

#include <gtest/gtest.h>

// The tests of the widgets run in one application without a screen; a warning of Qt fails the test it appears in.

static void failOnWarnings(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    // The platform without a screen says of itself what it lacks: that is no fault of the program.
    if (type == QtDebugMsg || type == QtInfoMsg || message.startsWith(u"This plugin does not support"))
        return;
    ADD_FAILURE() << (context.category != nullptr ? context.category : "") << ": " << message.toStdString();
}

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    testing::InitGoogleTest(&argc, argv);
    const QApplication application(argc, argv);
    qInstallMessageHandler(failOnWarnings);
    if (!raftarium::addBundledFonts())
        return 1;
    return RUN_ALL_TESTS();
}
