// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/ClusterConfiguration.h"

#include <QDialog>

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

/// Beginning another run.
namespace raftarium {

class LoadFields;
class ProtocolFields;

/// Asks for the number of servers, the seed, the load, the weather and the options of another run.
class NewRunDialog : public QDialog {
    Q_OBJECT

public:
    /// Begins with what the present run started from.
    NewRunDialog(const raft::ClusterConfiguration& present, QWidget* parent);

    void accept() override;

signals:
    /// Another run is wanted.
    void chosen(const raft::ClusterConfiguration& configuration);

private:
    QSpinBox* servers_;
    QDoubleSpinBox* seed_;
    LoadFields* load_;
    raft::Weather presentWeather_;
    QComboBox* weather_;
    ProtocolFields* options_;
};

} // namespace raftarium
