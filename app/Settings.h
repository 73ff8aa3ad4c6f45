// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Appearance.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>

class QWidget;

/// What is remembered between two starts.
namespace raftarium {

/// The program's settings by name; what is missing or spoiled has its shipped value.
class Settings {
public:
    /// Places the window where it was; on the first start in the middle of the screen. A window whose screen has gone
    /// is brought back onto one that is there.
    void restorePlace(QWidget& window) const;
    void keepPlace(const QWidget& window);

    [[nodiscard]] QByteArray layout() const;
    void setLayout(const QByteArray& state);
    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);
    [[nodiscard]] double textScale() const;
    void setTextScale(double scale);
    [[nodiscard]] bool hideHeartbeats() const;
    void setHideHeartbeats(bool hide);
    [[nodiscard]] bool skipIdle() const;
    void setSkipIdle(bool skip);

    /// Whether the logs are presented too.
    [[nodiscard]] bool presentsLogs() const;
    void setPresentsLogs(bool presents);

    /// Files that were opened or saved, latest first.
    [[nodiscard]] QStringList recentFiles() const;
    void setRecentFiles(const QStringList& paths);

private:
    QSettings store_;
};

/// Moves a window that lies outside of all screens onto the nearest, and makes it no larger than that.
void bringBack(QWidget& window);

} // namespace raftarium
