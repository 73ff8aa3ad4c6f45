// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Load.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

/// What clients ask for.
namespace raftarium {

class TimeBox;

/// The fields of a load. What has no meaning beside the others is disabled, and its tool tip says why.
class LoadFields : public QWidget {
    Q_OBJECT

public:
    explicit LoadFields(QWidget* parent = nullptr);

    /// What the fields say.
    [[nodiscard]] raft::Load load() const;
    /// Shows a load; says nothing. A field that is being written stays as long as the load does.
    void setLoad(const raft::Load& load);

signals:
    /// A person chose another load.
    void changed(const raft::Load& load);

private:
    void dress();
    void arrange();
    void keepSense();
    void notice();
    [[nodiscard]] bool isBeingWritten() const;

    /// The load that is shown.
    raft::Load load_;
    QSpinBox* rate_;
    QSpinBox* clients_;
    TimeBox* thinkTime_;
    QSpinBox* reads_;
    QSpinBox* compares_;
    QComboBox* readMode_;
    QSpinBox* keys_;
};

} // namespace raftarium
