// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/OpeningProgress.h"

#include <QLocale>
#include <QProgressDialog>
#include <QWidget>

// Computing in the window's own thread, piece by piece.

namespace raftarium {

OpeningProgress::OpeningProgress(QWidget* window) : window_(window) { since_.start(); }

OpeningProgress::~OpeningProgress() { delete dialog_; }

bool OpeningProgress::goOn(raft::EventIndex events) {
    static constexpr qint64 kBetween = 50;
    const qint64 now = since_.elapsed();
    if (now < kPatience || now - told_ < kBetween)
        return true;
    told_ = now;
    if (!dialog_)
        show();
    dialog_->setLabelText(tr("The run is being computed: %1 events so far.").arg(QLocale().toString(events)));
    QCoreApplication::processEvents();
    return dialog_ && !dialog_->wasCanceled();
}

void OpeningProgress::show() {
    dialog_ = new QProgressDialog(QString(), tr("Stop"), 0, 0, window_);
    dialog_->setObjectName(QStringLiteral("openingProgress"));
    dialog_->setWindowModality(Qt::WindowModal);
    dialog_->setMinimumDuration(0);
    dialog_->show();
}

} // namespace raftarium
