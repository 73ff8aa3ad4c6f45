// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Settings.h"

#include <QGuiApplication>
#include <QScreen>
#include <QStringList>
#include <QWidget>

#include <algorithm>

// Names and values in the person's settings file.

namespace raftarium {

static constexpr QSize kFirstSize{1440, 900};
/// So much of a window must be seen for it to be reachable.
static constexpr QSize kReachable{120, 40};

static const QStringList kThemes{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark"),
                                 QStringLiteral("highContrastLight"), QStringLiteral("highContrastDark")};

void bringBack(QWidget& window) {
    const QRect place = window.frameGeometry();
    const auto screens = QGuiApplication::screens();
    const bool reachable = std::any_of(screens.begin(), screens.end(), [&place](const QScreen* screen) {
        const QRect seen = screen->availableGeometry() & place;
        return seen.width() >= kReachable.width() && seen.height() >= kReachable.height() && seen.top() == place.top();
    });
    if (reachable)
        return;
    const QRect room = QGuiApplication::primaryScreen()->availableGeometry();
    window.resize(window.size().boundedTo(room.size()));
    window.move(room.center() - QPoint(window.width() / 2, window.height() / 2));
}

void Settings::restorePlace(QWidget& window) const {
    if (!window.restoreGeometry(store_.value(QStringLiteral("window/geometry")).toByteArray())) {
        const QRect room = QGuiApplication::primaryScreen()->availableGeometry();
        window.resize(kFirstSize.boundedTo(room.size()));
        window.move(room.center() - QPoint(window.width() / 2, window.height() / 2));
    }
    bringBack(window);
}

void Settings::keepPlace(const QWidget& window) {
    store_.setValue(QStringLiteral("window/geometry"), window.saveGeometry());
}

QByteArray Settings::layout() const { return store_.value(QStringLiteral("window/panels")).toByteArray(); }

void Settings::setLayout(const QByteArray& state) { store_.setValue(QStringLiteral("window/panels"), state); }

ThemeChoice Settings::theme() const {
    const qsizetype found = kThemes.indexOf(store_.value(QStringLiteral("view/theme")).toString());
    return found < 0 ? ThemeChoice::system : static_cast<ThemeChoice>(found);
}

void Settings::setTheme(ThemeChoice choice) {
    store_.setValue(QStringLiteral("view/theme"), kThemes[static_cast<int>(choice)]);
}

double Settings::textScale() const {
    bool isNumber = false;
    const double scale = store_.value(QStringLiteral("view/textScale"), 1.0).toDouble(&isNumber);
    return isNumber ? std::clamp(scale, ViewState::kSmallestScale, ViewState::kLargestScale) : 1.0;
}

void Settings::setTextScale(double scale) { store_.setValue(QStringLiteral("view/textScale"), scale); }

bool Settings::hideHeartbeats() const { return store_.value(QStringLiteral("view/hideHeartbeats"), false).toBool(); }

void Settings::setHideHeartbeats(bool hide) { store_.setValue(QStringLiteral("view/hideHeartbeats"), hide); }

bool Settings::skipIdle() const { return store_.value(QStringLiteral("playback/skipIdle"), true).toBool(); }

void Settings::setSkipIdle(bool skip) { store_.setValue(QStringLiteral("playback/skipIdle"), skip); }

bool Settings::presentsLogs() const { return store_.value(QStringLiteral("presentation/logs"), false).toBool(); }

void Settings::setPresentsLogs(bool presents) { store_.setValue(QStringLiteral("presentation/logs"), presents); }

QStringList Settings::recentFiles() const { return store_.value(QStringLiteral("files/recent")).toStringList(); }

void Settings::setRecentFiles(const QStringList& paths) { store_.setValue(QStringLiteral("files/recent"), paths); }

} // namespace raftarium
