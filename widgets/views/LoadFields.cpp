// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/LoadFields.h"

#include "widgets/views/TimeBox.h"

#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <array>

// A rate or clients that wait, and the mix of what they ask.

namespace raftarium {

static QSpinBox* makeCount(const char* name, std::uint32_t low, std::uint32_t high) {
    auto* box = new QSpinBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setRange(static_cast<int>(low), static_cast<int>(high));
    box->setKeyboardTracking(false);
    box->setMinimumWidth(80);
    return box;
}

LoadFields::LoadFields(QWidget* parent)
    : QWidget(parent)
    , rate_(makeCount("load", 0, raft::kMaximumLoad))
    , clients_(makeCount("clients", 0, raft::kMaximumClients))
    , thinkTime_(new TimeBox("thinkTime", 0.001))
    , reads_(makeCount("reads", 0, raft::kWhole))
    , compares_(makeCount("compares", 0, raft::kWhole))
    , readMode_(new QComboBox)
    , keys_(makeCount("keys", 1, raft::kMaximumLoadKeys)) {
    setObjectName(QStringLiteral("loadFields"));
    dress();
    arrange();
    setLoad({});
    keepSense();
    for (QSpinBox* box : {rate_, clients_, reads_, compares_, keys_})
        connect(box, &QSpinBox::valueChanged, this, &LoadFields::notice);
    connect(thinkTime_, &TimeBox::valueChanged, this, &LoadFields::notice);
    connect(readMode_, &QComboBox::activated, this, &LoadFields::notice);
}

void LoadFields::dress() {
    rate_->setSuffix(tr(" a second"));
    rate_->setSpecialValueText(tr("after each answer"));
    rate_->setToolTip(tr("How often commands come, however long the answers take. Without a rate each client has one "
                         "command under way, and thinks after the answer."));
    clients_->setSpecialValueText(tr("none"));
    clients_->setToolTip(tr("They stand beside the cluster; what they ask and what they are answered are messages. "
                            "Without any, commands are handed to the leader, unless clients have sessions."));
    for (QSpinBox* share : {reads_, compares_})
        share->setSuffix(tr(" in a hundred"));
    readMode_->setObjectName(QStringLiteral("readMode"));
    for (std::size_t i = 0; i < raft::kReadModes; ++i)
        readMode_->addItem(QString::fromLatin1(raft::readModeName(static_cast<raft::ReadMode>(i))));
}

void LoadFields::arrange() {
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(8);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Clients"), clients_);
    form->addRow(tr("Commands come"), rate_);
    form->addRow(tr("Think time"), thinkTime_);
    form->addRow(tr("Reads"), reads_);
    form->addRow(tr("Reads go by"), readMode_);
    form->addRow(tr("Compare and set"), compares_);
    form->addRow(tr("Keys"), keys_);
}

bool LoadFields::isBeingWritten() const {
    const std::array<const QWidget*, 6> fields{rate_, clients_, thinkTime_, reads_, compares_, keys_};
    return std::any_of(fields.begin(), fields.end(), [](const QWidget* field) { return field->hasFocus(); });
}

void LoadFields::setLoad(const raft::Load& load) {
    if (isBeingWritten() && load == load_)
        return;
    load_ = load;
    const auto show = [](QSpinBox* box, std::uint32_t value) {
        const QSignalBlocker quiet(box);
        box->setValue(static_cast<int>(value));
    };
    show(rate_, load.rate);
    show(clients_, load.clients);
    show(reads_, load.reads);
    keepSense();
    show(compares_, load.compares);
    show(keys_, load.keys);
    const QSignalBlocker quiet(thinkTime_);
    thinkTime_->setTime(load.thinkTime);
    readMode_->setCurrentIndex(static_cast<int>(load.readMode));
    keepSense();
}

void LoadFields::notice() {
    keepSense();
    load_ = load();
    emit changed(load_);
}

void LoadFields::keepSense() {
    const raft::Load now = load();
    const auto offer = [](QWidget* field, bool makesSense, const QString& whyNot) {
        field->setEnabled(makesSense);
        field->setToolTip(makesSense ? QString() : whyNot);
    };
    const QString noLoad = tr("There are no clients and no rate, so nothing is asked.");
    offer(thinkTime_, now.isClosed(), now.isOn() ? tr("Commands come at a rate: nobody waits to send one.") : noLoad);
    for (QWidget* field :
         {static_cast<QWidget*>(reads_), static_cast<QWidget*>(compares_), static_cast<QWidget*>(keys_)})
        offer(field, now.isOn(), noLoad);
    offer(readMode_, now.isOn() && now.reads > 0, now.isOn() ? tr("Nothing is read.") : noLoad);
    const QSignalBlocker quiet(compares_);
    compares_->setMaximum(static_cast<int>(raft::kWhole) - reads_->value());
}

raft::Load LoadFields::load() const {
    raft::Load load;
    load.rate = static_cast<std::uint32_t>(rate_->value());
    load.clients = static_cast<std::uint32_t>(clients_->value());
    load.thinkTime = thinkTime_->time();
    load.reads = static_cast<std::uint32_t>(reads_->value());
    load.compares = static_cast<std::uint32_t>(compares_->value());
    load.readMode = static_cast<raft::ReadMode>(readMode_->currentIndex());
    load.keys = static_cast<std::uint32_t>(keys_->value());
    return load;
}

} // namespace raftarium
