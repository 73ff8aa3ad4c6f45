// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/LoadFields.h"

#include "raftcore/simulation/Timing.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>

// A rate or clients that wait, and the mix of what they ask.

namespace raftarium {

static QSpinBox* makeCount(const char* name, std::uint32_t low, std::uint32_t high, std::uint32_t value) {
    auto* box = new QSpinBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setRange(static_cast<int>(low), static_cast<int>(high));
    box->setValue(static_cast<int>(value));
    return box;
}

LoadFields::LoadFields(const raft::Load& load)
    : rate_(makeCount("load", 0, raft::kMaximumLoad, load.rate))
    , clients_(makeCount("clients", 0, raft::kMaximumClients, load.clients))
    , thinkTime_(new QDoubleSpinBox)
    , reads_(makeCount("reads", 0, raft::kWhole, load.reads))
    , compares_(makeCount("compares", 0, raft::kWhole, load.compares))
    , readMode_(new QComboBox)
    , keys_(makeCount("keys", 1, raft::kMaximumLoadKeys, load.keys)) {
    setObjectName(QStringLiteral("loadFields"));
    rate_->setSuffix(tr(" commands a second"));
    rate_->setSpecialValueText(tr("each waits for its answer"));
    rate_->setToolTip(tr("How often commands come, however long the answers take. Without a rate each client has one "
                         "command under way, and thinks after the answer."));
    clients_->setSpecialValueText(tr("none that send messages"));
    clients_->setToolTip(tr("They stand beside the cluster; what they ask and what they are answered are messages. "
                            "Without any, commands are handed to the leader, unless clients have sessions."));
    thinkTime_->setObjectName(QStringLiteral("thinkTime"));
    thinkTime_->setDecimals(3);
    thinkTime_->setRange(0.001, static_cast<double>(raft::kMaximumStretch) / 1'000);
    thinkTime_->setValue(static_cast<double>(load.thinkTime) / 1'000);
    thinkTime_->setSuffix(tr(" ms"));
    for (QSpinBox* share : {reads_, compares_})
        share->setSuffix(tr(" in a hundred"));
    readMode_->setObjectName(QStringLiteral("readMode"));
    for (std::size_t i = 0; i < raft::kReadModes; ++i)
        readMode_->addItem(QString::fromLatin1(raft::readModeName(static_cast<raft::ReadMode>(i))));
    readMode_->setCurrentIndex(static_cast<int>(load.readMode));
    arrange();
    for (QSpinBox* box : {rate_, clients_, reads_})
        connect(box, &QSpinBox::valueChanged, this, &LoadFields::keepSense);
    keepSense();
}

void LoadFields::arrange() {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    const auto add = [grid](int row, int column, const QString& words, QWidget* field) {
        auto* label = new QLabel(words);
        label->setBuddy(field);
        grid->addWidget(label, row, 2 * column);
        grid->addWidget(field, row, 2 * column + 1);
    };
    add(0, 0, tr("Clients"), clients_);
    add(0, 1, tr("Commands come"), rate_);
    add(1, 0, tr("Think time"), thinkTime_);
    add(1, 1, tr("Keys"), keys_);
    add(2, 0, tr("Reads"), reads_);
    add(2, 1, tr("Reads go by"), readMode_);
    add(3, 0, tr("Compare and set"), compares_);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
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
    compares_->setMaximum(static_cast<int>(raft::kWhole) - reads_->value());
}

raft::Load LoadFields::load() const {
    raft::Load load;
    load.rate = static_cast<std::uint32_t>(rate_->value());
    load.clients = static_cast<std::uint32_t>(clients_->value());
    load.thinkTime = static_cast<raft::Time>(thinkTime_->value() * 1'000 + 0.5);
    load.reads = static_cast<std::uint32_t>(reads_->value());
    load.compares = static_cast<std::uint32_t>(compares_->value());
    load.readMode = static_cast<raft::ReadMode>(readMode_->currentIndex());
    load.keys = static_cast<std::uint32_t>(keys_->value());
    return load;
}

} // namespace raftarium
