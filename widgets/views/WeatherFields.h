// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Weather.h"

#include <QWidget>

#include <array>

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

/// What breaks by chance.
namespace raftarium {

/// Shows and asks for a weather: one of those that have names, or rates of its own.
class WeatherFields : public QWidget {
    Q_OBJECT

public:
    explicit WeatherFields(QWidget* parent = nullptr);

    [[nodiscard]] const raft::Weather& weather() const { return weather_; }
    /// Shows a weather; says nothing.
    void setWeather(const raft::Weather& weather);

signals:
    /// A person chose another weather.
    void changed(const raft::Weather& weather);

private:
    struct Rate {
        QSpinBox* box = nullptr;
        std::uint32_t raft::Weather::*rate = nullptr;
    };

    void choose(const raft::Weather& weather);
    [[nodiscard]] bool isBeingWritten() const;

    raft::Weather weather_;
    QComboBox* kind_;
    std::array<Rate, 4> rates_;
    QDoubleSpinBox* repair_;
};

} // namespace raftarium
