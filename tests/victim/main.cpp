// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MainWindow.h"
#include "widgets/paint/PictureFont.h"

#include <QApplication>
#include <QTimer>

// A window in which something is done and saved without end, to be killed at any moment: victim FILE.

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Raftarium"));
    QApplication::setApplicationName(QStringLiteral("Raftarium"));
    raftarium::addBundledFonts();
    raftarium::MainWindow window(raft::ClusterConfiguration::ofSize(5, 7));
    window.document().setCopyDelay(1);
    window.show();
    raftarium::Session& session = window.session();
    session.seekTime(1'000'000, 1000);
    const QString path = application.arguments().value(1);
    int done = 0;
    QTimer work;
    QObject::connect(&work, &QTimer::timeout, &window, [&] {
        session.seek(session.events() + 7);
        session.act(raft::action::Submit{raft::Command{raft::CommandKind::set, "x", "1", {}}, 0});
        if (++done % 3 == 1)
            window.document().save(path);
        session.setBookmark(QStringLiteral("not saved yet"));
    });
    work.start(25);
    return QApplication::exec();
}
