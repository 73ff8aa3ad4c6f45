// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Event.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>

class QProgressDialog;
class QWidget;

/// What a person sees while a long run is computed.
namespace raftarium {

/// A dialog that comes when opening a file takes long, tells how far it is, and can stop it.
class OpeningProgress {
    Q_DECLARE_TR_FUNCTIONS(OpeningProgress)

public:
    /// The dialog will stand over `window`, which must outlive it.
    explicit OpeningProgress(QWidget* window);
    ~OpeningProgress();
    OpeningProgress(const OpeningProgress&) = delete;
    OpeningProgress& operator=(const OpeningProgress&) = delete;

    /// Shows how many events have been computed, and lets the window live; false once the person has stopped it.
    bool goOn(raft::EventIndex events);

    /// How long opening takes before the dialog comes, in milliseconds.
    static constexpr int kPatience = 400;

private:
    void show();

    QWidget* window_;
    QElapsedTimer since_;
    qint64 told_ = 0;
    QPointer<QProgressDialog> dialog_;
};

} // namespace raftarium
