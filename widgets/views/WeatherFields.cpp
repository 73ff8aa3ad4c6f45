// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/WeatherFields.h"

#include "widgets/playback/ActionWords.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

// A choice of names above the rates that they stand for.

namespace raftarium {

static constexpr double kMillisecond = 1000;

WeatherFields::WeatherFields(QWidget* parent) : QWidget(parent), kind_(new QComboBox), repair_(new QDoubleSpinBox) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(8);
    kind_->setObjectName(QStringLiteral("weather"));
    for (std::size_t i = 0; i < raft::weatherNames().size(); ++i)
        kind_->addItem(weatherWords(i));
    kind_->addItem(tr("as below"));
    form->addRow(tr("Weather"), kind_);
    connect(kind_, &QComboBox::activated, this, [this](int row) {
        if (row < static_cast<int>(raft::weatherNames().size()))
            choose(raft::weatherAt(static_cast<std::size_t>(row)));
    });
    const auto addRate = [&](std::size_t place, const char* name, const QString& label,
                             std::uint32_t raft::Weather::*rate) {
        auto* box = new QSpinBox;
        box->setObjectName(QString::fromLatin1(name));
        box->setRange(0, static_cast<int>(raft::kMaximumFaults));
        box->setSuffix(tr(" a minute"));
        box->setKeyboardTracking(false);
        connect(box, &QSpinBox::valueChanged, this, [this, rate](int value) {
            raft::Weather chosen = weather_;
            chosen.*rate = static_cast<std::uint32_t>(value);
            choose(chosen);
        });
        rates_[place] = {box, rate};
        form->addRow(label, box);
    };
    addRate(0, "crashes", tr("Crashes"), &raft::Weather::crashes);
    addRate(1, "cuts", tr("Cut links"), &raft::Weather::cuts);
    addRate(2, "losses", tr("Lost messages"), &raft::Weather::losses);
    addRate(3, "pauses", tr("Pauses"), &raft::Weather::pauses);
    repair_->setObjectName(QStringLiteral("repair"));
    repair_->setRange(raft::kShortestRepair / kMillisecond, raft::kMaximumStretch / kMillisecond);
    repair_->setDecimals(0);
    repair_->setSuffix(tr(" ms"));
    repair_->setKeyboardTracking(false);
    repair_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    connect(repair_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        raft::Weather chosen = weather_;
        chosen.repair = std::llround(value * kMillisecond);
        choose(chosen);
    });
    form->addRow(tr("Mended after about"), repair_);
    setWeather({});
}

bool WeatherFields::isBeingWritten() const {
    return repair_->hasFocus() ||
           std::any_of(rates_.begin(), rates_.end(), [](const Rate& each) { return each.box->hasFocus(); });
}

void WeatherFields::setWeather(const raft::Weather& weather) {
    if (isBeingWritten() && weather == weather_)
        return;
    weather_ = weather;
    const auto position = raft::positionOf(weather);
    kind_->setCurrentIndex(static_cast<int>(position.value_or(raft::weatherNames().size())));
    for (const Rate& each : rates_) {
        const QSignalBlocker quiet(each.box);
        each.box->setValue(static_cast<int>(weather.*each.rate));
    }
    const QSignalBlocker quiet(repair_);
    repair_->setValue(static_cast<double>(weather.repair) / kMillisecond);
}

void WeatherFields::choose(const raft::Weather& weather) {
    setWeather(weather);
    emit changed(weather);
}

} // namespace raftarium
