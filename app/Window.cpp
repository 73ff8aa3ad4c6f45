// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Window.h"

#include "app/MainWindow.h"
#include "app/Translations.h"
#include "widgets/paint/PictureFont.h"
#include "widgets/views/Parts.h"

#include <QApplication>
#include <QIcon>

// The application object and what it needs before the first window.

namespace raftarium {

int openWindow(const WindowArguments& arguments, int& argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Raftarium"));
    QApplication::setApplicationName(QStringLiteral("Raftarium"));
    QApplication::setApplicationVersion(QStringLiteral(RAFTARIUM_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.raftarium.Raftarium"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/raftarium.svg")));
    addBundledFonts();
    installPartsFactory();
    installTranslations(application);
    MainWindow window(arguments.configuration);
    window.restore();
    window.show();
    if (arguments.file.isEmpty()) {
        window.player().play();
        window.files().offerRecovery();
    } else {
        window.files().open(arguments.file);
    }
    return QApplication::exec();
}

} // namespace raftarium
