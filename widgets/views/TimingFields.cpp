// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/TimingFields.h"

#include "widgets/views/TimeBox.h"

#include <QFormLayout>
#include <QSignalBlocker>

#include <algorithm>

// Three rows; whichever end of a range is moved past the other takes it along.

namespace raftarium {

/// The shortest time that must pass, in milliseconds.
static constexpr double kShortest = 0.001;

TimingFields::TimingFields(QWidget* parent)
    : QWidget(parent)
    , electionLow_(new TimeBox("electionLow", kShortest))
    , electionHigh_(new TimeBox("electionHigh", kShortest))
    , heartbeat_(new TimeBox("heartbeat", kShortest))
    , latencyLow_(new TimeBox("latencyLow", 0))
    , latencyHigh_(new TimeBox("latencyHigh", 0)) {
    const raft::Timing usual;
    addRange(electionLow_, electionHigh_, usual.electionTimeout);
    addRange(latencyLow_, latencyHigh_, usual.link.latency);
    heartbeat_->setTime(usual.heartbeat);
    connect(heartbeat_, &TimeBox::valueChanged, this, &TimingFields::changed);
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(8);
    form->addRow(tr("Election timeout"), makeRange(electionLow_, electionHigh_));
    form->addRow(tr("A heartbeat every"), heartbeat_);
    form->addRow(tr("One-way latency"), makeRange(latencyLow_, latencyHigh_));
}

void TimingFields::addRange(TimeBox* low, TimeBox* high, const raft::TimeRange& usual) {
    low->setTime(usual.low);
    high->setTime(usual.high);
    connect(low, &TimeBox::valueChanged, this, [this, high](double value) {
        const QSignalBlocker quiet(high);
        high->setValue(std::max(high->value(), value));
        emit changed();
    });
    connect(high, &TimeBox::valueChanged, this, [this, low](double value) {
        const QSignalBlocker quiet(low);
        low->setValue(std::min(low->value(), value));
        emit changed();
    });
}

raft::Timing TimingFields::timing() const {
    raft::Timing timing;
    timing.electionTimeout = {electionLow_->time(), electionHigh_->time()};
    timing.heartbeat = heartbeat_->time();
    timing.link.latency = {latencyLow_->time(), latencyHigh_->time()};
    return timing;
}

} // namespace raftarium
