// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"

#include <QScrollArea>

#include <functional>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QPushButton;

/// The times of a cluster, what its clients ask for, what breaks by chance, and the features of its protocol.
namespace raftarium {

class Renewal;

/// Shows them as they are at the present moment; each change is an action, taken as soon as a field is left.
class TimingPanel : public QScrollArea {
    Q_OBJECT

public:
    /// The session must outlive it.
    explicit TimingPanel(Session& session, QWidget* parent = nullptr);

private:
    using Change = std::function<void(raft::action::SetTiming&)>;

    void addTimers(QFormLayout& form);
    void addNetwork(QFormLayout& form);
    void addLoad(QFormLayout& form);
    void addWeather(QFormLayout& form);
    void addProtocol(QFormLayout& form);
    QDoubleSpinBox* makeShare(const char* name);
    void addHeading(QFormLayout& form, const QString& text);
    void follow(QDoubleSpinBox* box, const std::function<double()>& read, const std::function<Change(double)>& write);
    void followRange(QDoubleSpinBox* low, QDoubleSpinBox* high, const std::function<raft::TimeRange()>& read,
                     const std::function<Change(raft::TimeRange)>& write);
    void followMode(QComboBox* box, const std::function<raft::TimerMode()>& read,
                    const std::function<Change(raft::TimerMode)>& write);
    void set(const Change& change);
    void showAll();

    Session& session_;
    /// Each shows one thing as it is now.
    std::vector<std::function<void()>> shows_;
    Renewal* renewal_;
};

} // namespace raftarium
