// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

class QWidget;

/// Keeps panels that are dear to renew from being renewed at every frame.
namespace raftarium {

/// Runs a function when asked, but at most every kPause milliseconds, and only while its widget can be seen; what was
/// asked for meanwhile is run once, later.
class Renewal : public QObject {
public:
    /// Milliseconds between two runs: as often as eyes can read.
    static constexpr int kPause = 60;

    /// A renewal of this widget, which owns it.
    Renewal(QWidget& widget, std::function<void()> renew);

    /// Asks for a run.
    void ask();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void run();

    QWidget& widget_;
    std::function<void()> renew_;
    QTimer timer_;
    QElapsedTimer since_;
    bool due_ = true;
};

} // namespace raftarium
