// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/NewRunDialog.h"

#include "widgets/views/ProtocolFields.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

// A small form; what it cannot hold is not allowed.

namespace raftarium {

static QSpinBox* makeNumber(const char* name, int low, int high, std::size_t value) {
    auto* box = new QSpinBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setRange(low, high);
    box->setValue(static_cast<int>(value));
    return box;
}

NewRunDialog::NewRunDialog(const raft::ClusterConfiguration& present, QWidget* parent)
    : QDialog(parent)
    , servers_(makeNumber("servers", 1, raft::kMaximumServers, present.servers.size()))
    , seed_(new QDoubleSpinBox)
    , load_(makeNumber("load", 0, raft::kMaximumLoad, present.load))
    , options_(new ProtocolFields) {
    setObjectName(QStringLiteral("newRunDialog"));
    setWindowTitle(tr("New run"));
    setAttribute(Qt::WA_DeleteOnClose);
    // Whole numbers up to 2^53 − 1, which a double holds exactly and an int does not.
    seed_->setObjectName(QStringLiteral("seed"));
    seed_->setDecimals(0);
    seed_->setRange(0, static_cast<double>(raft::kMaximumSeed));
    seed_->setValue(static_cast<double>(present.seed));
    load_->setSuffix(tr(" commands a second"));
    options_->setOptions(present.options);
    auto* preset = new QComboBox;
    preset->setObjectName(QStringLiteral("preset"));
    preset->addItem(tr("as below"));
    for (const char* name : raft::presetNames())
        preset->addItem(QString::fromLatin1(name));
    connect(preset, &QComboBox::activated, this, [this](int row) {
        if (row > 0)
            options_->setOptions(raft::presetAt(static_cast<std::size_t>(row - 1)));
    });
    connect(options_, &ProtocolFields::changed, preset, [preset] { preset->setCurrentIndex(0); });
    auto* form = new QFormLayout;
    form->addRow(tr("Servers"), servers_);
    form->addRow(tr("Seed"), seed_);
    form->addRow(tr("A client submits"), load_);
    form->addRow(tr("Preset"), preset);
    form->addRow(options_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(tr("Begin"), QDialogButtonBox::AcceptRole)->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &NewRunDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &NewRunDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(buttons);
}

void NewRunDialog::accept() {
    auto configuration = raft::ClusterConfiguration::ofSize(static_cast<std::size_t>(servers_->value()),
                                                            static_cast<std::uint64_t>(seed_->value()));
    configuration.load = static_cast<std::uint32_t>(load_->value());
    configuration.options = options_->options();
    emit chosen(configuration);
    QDialog::accept();
}

} // namespace raftarium
