// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/TimingPanel.h"

#include "widgets/views/LoadFields.h"
#include "widgets/views/PresetBox.h"
#include "widgets/views/ProtocolFields.h"
#include "widgets/views/Renewal.h"
#include "widgets/views/TimeBox.h"
#include "widgets/views/WeatherFields.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

#include <cmath>

// A form whose fields read from the cluster and write actions.

namespace raftarium {

static constexpr double kMillisecond = 1000;
static constexpr double kPercent = 10'000;

static raft::Time toTime(double milliseconds) { return std::llround(milliseconds * kMillisecond); }

TimingPanel::TimingPanel(Session& session, QWidget* parent)
    : QScrollArea(parent)
    , session_(session)
    , renewal_(new Renewal(*this, [this] { showAll(); })) {
    setObjectName(QStringLiteral("timing"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget;
    auto* form = new QFormLayout(inside);
    form->setContentsMargins(18, 8, 18, 14);
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(8);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    addTimers(*form);
    addNetwork(*form);
    addLoad(*form);
    addWeather(*form);
    addProtocol(*form);
    setWidget(inside);
    connect(&session, &Session::momentChanged, renewal_, &Renewal::ask);
    showAll();
}

void TimingPanel::addHeading(QFormLayout& form, const QString& text) {
    auto* heading = new QLabel(text);
    heading->setProperty("heading", true);
    form.addRow(heading);
}

void TimingPanel::set(const Change& change) {
    raft::action::SetTiming set;
    change(set);
    if (!session_.act(set))
        showAll();
}

void TimingPanel::showAll() {
    for (const auto& show : shows_)
        show();
}

QDoubleSpinBox* TimingPanel::makeShare(const char* name) {
    auto* box = new TimeBox(name, 0);
    box->setMaximum(100);
    box->setSuffix(tr(" %"));
    return box;
}

void TimingPanel::follow(QDoubleSpinBox* box, const std::function<double()>& read,
                         const std::function<Change(double)>& write) {
    shows_.push_back([box, read] {
        if (box->hasFocus())
            return;
        const QSignalBlocker quiet(box);
        box->setValue(read());
    });
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, write](double value) { set(write(value)); });
}

void TimingPanel::followRange(QDoubleSpinBox* low, QDoubleSpinBox* high, const std::function<raft::TimeRange()>& read,
                              const std::function<Change(raft::TimeRange)>& write) {
    shows_.push_back([low, high, read] {
        if (low->hasFocus() || high->hasFocus())
            return;
        const QSignalBlocker quietLow(low);
        const QSignalBlocker quietHigh(high);
        low->setValue(static_cast<double>(read().low) / kMillisecond);
        high->setValue(static_cast<double>(read().high) / kMillisecond);
    });
    // Whichever end is moved past the other takes it along.
    connect(low, &QDoubleSpinBox::valueChanged, this, [=, this](double value) {
        const QSignalBlocker quiet(high);
        high->setValue(std::max(high->value(), value));
        set(write({toTime(value), toTime(high->value())}));
    });
    connect(high, &QDoubleSpinBox::valueChanged, this, [=, this](double value) {
        const QSignalBlocker quiet(low);
        low->setValue(std::min(low->value(), value));
        set(write({toTime(low->value()), toTime(value)}));
    });
}

void TimingPanel::followMode(QComboBox* box, const std::function<raft::TimerMode()>& read,
                             const std::function<Change(raft::TimerMode)>& write) {
    box->addItems({tr("automatic"), tr("manual")});
    shows_.push_back([box, read] { box->setCurrentIndex(static_cast<int>(read())); });
    connect(box, &QComboBox::activated, this,
            [this, write](int index) { set(write(static_cast<raft::TimerMode>(index))); });
}

void TimingPanel::addTimers(QFormLayout& form) {
    const auto timing = [this]() -> const raft::Timing& { return session_.cluster().timing(); };
    addHeading(form, tr("Timers"));
    auto* elections = new QComboBox;
    elections->setObjectName(QStringLiteral("electionTimers"));
    followMode(
        elections, [=] { return timing().electionTimers; },
        [](raft::TimerMode mode) { return [mode](auto& set) { set.electionTimers = mode; }; });
    form.addRow(tr("Election timers"), elections);
    auto* low = new TimeBox("electionLow", 0.001);
    auto* high = new TimeBox("electionHigh", 0.001);
    followRange(
        low, high, [=] { return timing().electionTimeout; },
        [](raft::TimeRange range) { return [range](auto& set) { set.electionTimeout = range; }; });
    form.addRow(tr("Election timeout"), makeRange(low, high));
    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins({});
    const auto addButton = [&](const QString& text, const raft::Action& action) {
        auto* button = new QPushButton(text);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, action] { session_.act(action); });
        shows_.push_back([this, button, action] {
            const QString why = session_.whyNot(action);
            button->setEnabled(why.isEmpty());
            button->setToolTip(why);
        });
        row->addWidget(button, 1);
    };
    addButton(tr("Align"), raft::action::AlignTimers{});
    addButton(tr("Spread"), raft::action::SpreadTimers{});
    form.addRow(tr("All election timers"), buttons);
    auto* heartbeats = new QComboBox;
    heartbeats->setObjectName(QStringLiteral("heartbeats"));
    followMode(
        heartbeats, [=] { return timing().heartbeats; },
        [](raft::TimerMode mode) { return [mode](auto& set) { set.heartbeats = mode; }; });
    form.addRow(tr("Heartbeats"), heartbeats);
    auto* heartbeat = new TimeBox("heartbeat", 0.001);
    follow(
        heartbeat, [=] { return static_cast<double>(timing().heartbeat) / kMillisecond; },
        [](double value) { return [value](auto& set) { set.heartbeat = toTime(value); }; });
    form.addRow(tr("A heartbeat every"), heartbeat);
}

void TimingPanel::addNetwork(QFormLayout& form) {
    const auto timing = [this]() -> const raft::Timing& { return session_.cluster().timing(); };
    addHeading(form, tr("Network and disks"));
    auto* low = new TimeBox("latencyLow", 0);
    auto* high = new TimeBox("latencyHigh", 0);
    followRange(
        low, high, [=] { return timing().link.latency; },
        [](raft::TimeRange range) { return [range](auto& set) { set.latency = range; }; });
    form.addRow(tr("One-way latency"), makeRange(low, high));
    auto* loss = makeShare("loss");
    follow(
        loss, [=] { return timing().link.loss / kPercent; },
        [](double value) {
            return [value](auto& set) { set.loss = static_cast<std::uint32_t>(std::lround(value * kPercent)); };
        });
    form.addRow(tr("Messages lost"), loss);
    auto* twice = makeShare("duplication");
    follow(
        twice, [=] { return timing().link.duplication / kPercent; },
        [](double value) {
            return [value](auto& set) { set.duplication = static_cast<std::uint32_t>(std::lround(value * kPercent)); };
        });
    form.addRow(tr("Messages that come twice"), twice);
    auto* writeLow = new TimeBox("diskLow", 0);
    auto* writeHigh = new TimeBox("diskHigh", 0);
    followRange(
        writeLow, writeHigh, [=] { return timing().diskWrite; },
        [](raft::TimeRange range) { return [range](auto& set) { set.diskWrite = range; }; });
    form.addRow(tr("A write to disk takes"), makeRange(writeLow, writeHigh));
}

void TimingPanel::addLoad(QFormLayout& form) {
    addHeading(form, tr("What clients ask for"));
    auto* fields = new LoadFields;
    shows_.push_back([this, fields] { fields->setLoad(session_.cluster().load()); });
    connect(fields, &LoadFields::changed, this, [this](const raft::Load& load) {
        if (!session_.act(raft::action::SetLoad{load}))
            showAll();
    });
    form.addRow(fields);
}

void TimingPanel::addWeather(QFormLayout& form) {
    addHeading(form, tr("Faults by chance"));
    auto* fields = new WeatherFields;
    shows_.push_back([this, fields] { fields->setWeather(session_.cluster().weather()); });
    connect(fields, &WeatherFields::changed, this, [this](const raft::Weather& weather) {
        if (!session_.act(raft::action::SetWeather{weather}))
            showAll();
    });
    form.addRow(fields);
}

void TimingPanel::addProtocol(QFormLayout& form) {
    addHeading(form, tr("Protocol"));
    auto* preset = new PresetBox;
    shows_.push_back([this, preset] { preset->setOptions(session_.cluster().options()); });
    connect(preset, &PresetBox::chosen, this, [this](std::size_t position) {
        raft::action::SetOptions set;
        set.preset = position;
        if (!session_.act(set))
            showAll();
    });
    form.addRow(tr("Preset"), preset);
    auto* fields = new ProtocolFields;
    shows_.push_back([this, fields] { fields->setOptions(session_.cluster().options()); });
    connect(fields, &ProtocolFields::changed, this, [this](const raft::action::SetOptions& set) {
        if (!session_.act(set))
            showAll();
    });
    form.addRow(fields);
}

} // namespace raftarium
