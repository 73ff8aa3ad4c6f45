// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/Renewal.h"

#include <QEvent>
#include <QWidget>

// A single-shot timer between what changes often and what is dear to show.

namespace raftarium {

Renewal::Renewal(QWidget& widget, std::function<void()> renew)
    : QObject(&widget)
    , widget_(widget)
    , renew_(std::move(renew)) {
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &Renewal::run);
    widget.installEventFilter(this);
}

void Renewal::ask() {
    due_ = true;
    if (timer_.isActive() || !widget_.isVisible())
        return;
    const qint64 spent = since_.isValid() ? since_.elapsed() : kPause;
    if (spent >= kPause)
        run();
    else
        timer_.start(static_cast<int>(kPause - spent));
}

void Renewal::run() {
    if (!due_ || !widget_.isVisible())
        return;
    due_ = false;
    renew_();
    since_.start();
}

bool Renewal::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show && due_)
        timer_.start(0);
    return QObject::eventFilter(watched, event);
}

} // namespace raftarium
