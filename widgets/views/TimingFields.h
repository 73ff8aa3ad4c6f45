// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Timing.h"

#include <QWidget>

/// The times of a cluster that has not begun.
namespace raftarium {

class TimeBox;

/// Asks for the times that matter most: election timeout, heartbeat and latency. All others are the usual ones.
class TimingFields : public QWidget {
    Q_OBJECT

public:
    explicit TimingFields(QWidget* parent = nullptr);

    /// What the fields say.
    [[nodiscard]] raft::Timing timing() const;

signals:
    /// Somebody changed a time.
    void changed();

private:
    void addRange(TimeBox* low, TimeBox* high, const raft::TimeRange& usual);

    TimeBox* electionLow_;
    TimeBox* electionHigh_;
    TimeBox* heartbeat_;
    TimeBox* latencyLow_;
    TimeBox* latencyHigh_;
};

} // namespace raftarium
