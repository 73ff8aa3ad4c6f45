// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

/// Keeping the screen from going blank.
namespace raftarium {

/// As long as it lives the desktop does not blank or lock the screen, where it offers the service for that
/// (org.freedesktop.ScreenSaver); elsewhere nothing happens.
class ScreenAwake {
public:
    ScreenAwake();
    ~ScreenAwake();
    ScreenAwake(const ScreenAwake&) = delete;
    ScreenAwake& operator=(const ScreenAwake&) = delete;

private:
    quint32 cookie_ = 0;
    bool held_ = false;
};

} // namespace raftarium
