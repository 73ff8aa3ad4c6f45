// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/NewRunDialog.h"

#include "widgets/playback/ActionWords.h"
#include "widgets/views/LoadFields.h"
#include "widgets/views/ProtocolFields.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
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
    , load_(new LoadFields(present.load))
    , presentWeather_(present.weather)
    , weather_(new QComboBox)
    , options_(new ProtocolFields) {
    setObjectName(QStringLiteral("newRunDialog"));
    setWindowTitle(tr("New run"));
    setAttribute(Qt::WA_DeleteOnClose);
    // Whole numbers up to 2^53 − 1, which a double holds exactly and an int does not.
    seed_->setObjectName(QStringLiteral("seed"));
    seed_->setDecimals(0);
    seed_->setRange(0, static_cast<double>(raft::kMaximumSeed));
    seed_->setValue(static_cast<double>(present.seed));
    weather_->setObjectName(QStringLiteral("weather"));
    for (std::size_t i = 0; i < raft::weatherNames().size(); ++i)
        weather_->addItem(weatherWords(i));
    const auto named = raft::positionOf(present.weather);
    if (!named)
        weather_->addItem(tr("as in the present run"));
    weather_->setCurrentIndex(static_cast<int>(named.value_or(raft::weatherNames().size())));
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
    const auto showPreset = [this, preset] {
        int row = 0;
        for (std::size_t i = 0; i < raft::presetNames().size(); ++i) {
            if (raft::presetAt(i) == options_->options())
                row = static_cast<int>(i + 1);
        }
        preset->setCurrentIndex(row);
    };
    showPreset();
    connect(options_, &ProtocolFields::changed, preset, showPreset);
    auto* form = new QFormLayout;
    form->addRow(tr("Servers"), servers_);
    form->addRow(tr("Seed"), seed_);
    form->addRow(tr("Load"), load_);
    form->addRow(tr("Weather"), weather_);
    form->addRow(tr("Preset"), preset);
    form->addRow(options_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(tr("Begin"), QDialogButtonBox::AcceptRole)->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &NewRunDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &NewRunDialog::reject);
    auto* fields = new QWidget;
    fields->setLayout(form);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(fields);
    auto* column = new QVBoxLayout(this);
    column->addWidget(area);
    column->addWidget(buttons);
    // As large as all fields, but never larger than the screen: then they scroll, and the buttons stay in sight.
    const QSize wish(fields->sizeHint().width() + area->verticalScrollBar()->sizeHint().width() + 24,
                     fields->sizeHint().height() + buttons->sizeHint().height() + 40);
    resize(wish.boundedTo(screen()->availableSize() * 9 / 10));
}

void NewRunDialog::accept() {
    auto configuration = raft::ClusterConfiguration::ofSize(static_cast<std::size_t>(servers_->value()),
                                                            static_cast<std::uint64_t>(seed_->value()));
    configuration.load = load_->load();
    const auto weather = static_cast<std::size_t>(weather_->currentIndex());
    configuration.weather = weather < raft::weatherNames().size() ? raft::weatherAt(weather) : presentWeather_;
    configuration.options = options_->options();
    emit chosen(configuration);
    QDialog::accept();
}

} // namespace raftarium
