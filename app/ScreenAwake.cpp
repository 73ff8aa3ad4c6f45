// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ScreenAwake.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusReply>
#include <QString>

// One call when it begins, one when it ends.

namespace raftarium {

/// A desktop that does not answer must not keep the presenter waiting, in milliseconds.
static constexpr int kPatience = 300;

static QDBusMessage call(const char* method) {
    return QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.ScreenSaver"),
                                          QStringLiteral("/org/freedesktop/ScreenSaver"),
                                          QStringLiteral("org.freedesktop.ScreenSaver"), QString::fromLatin1(method));
}

ScreenAwake::ScreenAwake() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    QDBusMessage inhibit = call("Inhibit");
    inhibit << QStringLiteral("Raftarium") << QStringLiteral("Presenting");
    const QDBusReply<quint32> reply = bus.call(inhibit, QDBus::Block, kPatience);
    held_ = reply.isValid();
    if (held_)
        cookie_ = reply.value();
}

ScreenAwake::~ScreenAwake() {
    if (!held_)
        return;
    QDBusMessage release = call("UnInhibit");
    release << cookie_;
    QDBusConnection::sessionBus().send(release);
}

} // namespace raftarium
