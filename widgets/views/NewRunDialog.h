// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/ClusterConfiguration.h"

#include <QDialog>

class QDoubleSpinBox;
class QLabel;
class QSpinBox;

/// Beginning another run.
namespace raftarium {

class LoadFields;
class ProtocolFields;
class TimingFields;
class WeatherFields;

/// Asks for the servers, the seed, the load, the times, the weather and the options of another run: a page each, and a
/// line that says what will begin, whichever page is open.
class NewRunDialog : public QDialog {
    Q_OBJECT

public:
    /// Begins with what the present run started from, but for the times, which are the usual ones.
    NewRunDialog(const raft::ClusterConfiguration& present, QWidget* parent);
    ~NewRunDialog() override;

    void accept() override;

signals:
    /// Another run is wanted.
    void chosen(const raft::ClusterConfiguration& configuration);

private:
    QWidget* makeServersPage(const raft::ClusterConfiguration& present);
    QWidget* makeProtocolPage();
    [[nodiscard]] raft::ClusterConfiguration configuration() const;
    void tell();

    QSpinBox* servers_;
    QSpinBox* learners_;
    QDoubleSpinBox* seed_;
    LoadFields* load_;
    TimingFields* timing_;
    WeatherFields* weather_;
    ProtocolFields* options_;
    QLabel* summary_;
};

} // namespace raftarium
