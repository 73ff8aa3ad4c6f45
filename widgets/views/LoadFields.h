// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Load.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

/// What clients ask for.
namespace raftarium {

/// The fields of a load. What has no meaning beside the others is disabled, and its tool tip says why.
class LoadFields : public QWidget {
    Q_OBJECT

public:
    explicit LoadFields(const raft::Load& load);

    /// What the fields say.
    [[nodiscard]] raft::Load load() const;

private:
    void arrange();
    void keepSense();

    QSpinBox* rate_;
    QSpinBox* clients_;
    QDoubleSpinBox* thinkTime_;
    QSpinBox* reads_;
    QSpinBox* compares_;
    QComboBox* readMode_;
    QSpinBox* keys_;
};

} // namespace raftarium
