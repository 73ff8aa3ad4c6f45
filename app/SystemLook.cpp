// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SystemLook.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QPalette>

// org.freedesktop.portal.Settings, asked without waiting.

namespace raftarium {

static const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
static const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
static const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
static const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
static const QString kGnome = QStringLiteral("org.gnome.desktop.interface");

static constexpr int kDarkPreferred = 1;
static constexpr int kLightPreferred = 2;

static bool startedDark() {
    const QPalette palette = QGuiApplication::palette();
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

SystemLook::SystemLook(QObject* parent) : QObject(parent), dark_(startedDark()) {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
                SLOT(take(QString, QString, QDBusVariant)));
    ask(kAppearance, QStringLiteral("color-scheme"));
    ask(kAppearance, QStringLiteral("contrast"));
    ask(kGnome, QStringLiteral("enable-animations"));
}

void SystemLook::ask(const QString& group, const QString& key) {
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    call << group << key;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, group, key](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QDBusVariant> reply = *done;
        if (!reply.isError())
            take(group, key, reply.value());
        done->deleteLater();
    });
}

void SystemLook::take(const QString& group, const QString& key, const QDBusVariant& value) {
    QVariant inner = value.variant();
    // The portal wraps the value once more.
    if (inner.canConvert<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant();
    if (group == kAppearance && key == QLatin1String("color-scheme")) {
        const int preference = inner.toInt();
        if (preference == kDarkPreferred || preference == kLightPreferred)
            dark_ = preference == kDarkPreferred;
    } else if (group == kAppearance && key == QLatin1String("contrast")) {
        highContrast_ = inner.toInt() == 1;
    } else if (group == kGnome && key == QLatin1String("enable-animations")) {
        reducedMotion_ = !inner.toBool();
    } else {
        return;
    }
    emit changed();
}

} // namespace raftarium
