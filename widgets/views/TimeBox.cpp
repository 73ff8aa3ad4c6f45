// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/TimeBox.h"

#include "raftcore/simulation/Timing.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

#include <cmath>

// Milliseconds for people, microseconds for the core.

namespace raftarium {

static constexpr double kMillisecond = 1000;

TimeBox::TimeBox(const char* name, double least, QWidget* parent) : QDoubleSpinBox(parent) {
    setObjectName(QString::fromLatin1(name));
    setRange(least, static_cast<double>(raft::kMaximumStretch) / kMillisecond);
    setDecimals(3);
    setSuffix(tr(" ms"));
    setKeyboardTracking(false);
    setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    setMinimumWidth(80);
}

raft::Time TimeBox::time() const { return std::llround(value() * kMillisecond); }

void TimeBox::setTime(raft::Time time) { setValue(static_cast<double>(time) / kMillisecond); }

QString TimeBox::textFromValue(double value) const {
    QLocale plain = locale();
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    return plain.toString(value, 'g', 12);
}

QWidget* makeRange(QDoubleSpinBox* low, QDoubleSpinBox* high) {
    auto* pair = new QWidget;
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins({});
    row->setSpacing(6);
    row->addWidget(low, 1);
    row->addWidget(new QLabel(TimeBox::tr("to")));
    row->addWidget(high, 1);
    return pair;
}

} // namespace raftarium
