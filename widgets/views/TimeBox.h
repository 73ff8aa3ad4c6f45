// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"

#include <QDoubleSpinBox>

/// A stretch of logical time, written.
namespace raftarium {

/// A field of milliseconds, to the microsecond, up to raft::kMaximumStretch. It tells a number when it is left, not
/// while it is typed, and shows no zeros at its end.
class TimeBox : public QDoubleSpinBox {
    Q_OBJECT

public:
    /// `least` in milliseconds.
    TimeBox(const char* name, double least, QWidget* parent = nullptr);

    /// What the field says, in microseconds.
    [[nodiscard]] raft::Time time() const;
    void setTime(raft::Time time);

    [[nodiscard]] QString textFromValue(double value) const override;
};

/// Two fields for a range in a row.
QWidget* makeRange(QDoubleSpinBox* low, QDoubleSpinBox* high);

} // namespace raftarium
