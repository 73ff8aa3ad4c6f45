// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/NewRunDialog.h"

#include "widgets/playback/ActionWords.h"
#include "widgets/views/LoadFields.h"
#include "widgets/views/PresetBox.h"
#include "widgets/views/ProtocolFields.h"
#include "widgets/views/TimingFields.h"
#include "widgets/views/WeatherFields.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

// A form in pages; what it cannot hold is not allowed.

namespace raftarium {

static QSpinBox* makeNumber(const char* name, int low, int high, std::size_t value) {
    auto* box = new QSpinBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setRange(low, high);
    box->setValue(static_cast<int>(value));
    return box;
}

static std::size_t learnersOf(const raft::ClusterConfiguration& configuration) {
    return static_cast<std::size_t>(std::count_if(configuration.servers.begin(), configuration.servers.end(),
                                                  [](const raft::StartingServer& each) { return !each.voting; }));
}

/// A page that scrolls where the screen is too small for it.
static QScrollArea* makePage(QWidget* fields) {
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(fields);
    return area;
}

/// Fields at the top of a page.
static QWidget* atTop(QWidget* fields) {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->addWidget(fields);
    column->addStretch();
    return page;
}

NewRunDialog::NewRunDialog(const raft::ClusterConfiguration& present, QWidget* parent)
    : QDialog(parent)
    , servers_(makeNumber("servers", 1, raft::kMaximumServers, present.servers.size()))
    , learners_(makeNumber("learners", 0, servers_->value() - 1, learnersOf(present)))
    , seed_(new QDoubleSpinBox)
    , load_(new LoadFields)
    , timing_(new TimingFields)
    , weather_(new WeatherFields)
    , options_(new ProtocolFields)
    , summary_(new QLabel) {
    setObjectName(QStringLiteral("newRunDialog"));
    setWindowTitle(tr("New run"));
    setAttribute(Qt::WA_DeleteOnClose);
    load_->setLoad(present.load);
    weather_->setWeather(present.weather);
    options_->setOptions(present.options);
    summary_->setObjectName(QStringLiteral("summary"));
    summary_->setWordWrap(true);
    auto* pages = new QTabWidget;
    pages->setObjectName(QStringLiteral("pages"));
    pages->addTab(makePage(makeServersPage(present)), tr("Servers"));
    pages->addTab(makePage(atTop(load_)), tr("Clients"));
    pages->addTab(makePage(atTop(timing_)), tr("Times"));
    pages->addTab(makePage(atTop(weather_)), tr("Weather"));
    auto* protocol = makePage(makeProtocolPage());
    pages->addTab(protocol, tr("Protocol"));
    // A child from the beginning, else the dialog would forget its default button once another had the focus.
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(tr("Begin"), QDialogButtonBox::AcceptRole)->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &NewRunDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &NewRunDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(pages);
    column->addWidget(summary_);
    column->addWidget(buttons);
    connect(load_, &LoadFields::changed, this, &NewRunDialog::tell);
    connect(timing_, &TimingFields::changed, this, &NewRunDialog::tell);
    connect(weather_, &WeatherFields::changed, this, &NewRunDialog::tell);
    connect(options_, &ProtocolFields::changed, this, &NewRunDialog::tell);
    tell();
    // As wide as the widest page, and high enough for most of it.
    const QSize wish(protocol->widget()->sizeHint().width() + protocol->verticalScrollBar()->sizeHint().width() + 48,
                     540);
    resize(wish.boundedTo(screen()->availableSize() * 9 / 10));
    servers_->setFocus();
}

// A field that is being written speaks once more when it goes, and the form has gone by then.
NewRunDialog::~NewRunDialog() {
    for (const QObject* field : findChildren<QObject*>())
        disconnect(field, nullptr, this, nullptr);
}

QWidget* NewRunDialog::makeServersPage(const raft::ClusterConfiguration& present) {
    // Whole numbers up to 2^53 − 1, which a double holds exactly and an int does not.
    seed_->setObjectName(QStringLiteral("seed"));
    seed_->setDecimals(0);
    seed_->setRange(0, static_cast<double>(raft::kMaximumSeed));
    seed_->setValue(static_cast<double>(present.seed));
    seed_->setToolTip(tr("The same seed gives the same run, as long as nobody acts."));
    learners_->setSpecialValueText(tr("none"));
    learners_->setToolTip(tr("The last servers: they get the log, and do not vote."));
    connect(servers_, &QSpinBox::valueChanged, this, [this](int servers) {
        learners_->setMaximum(servers - 1);
        tell();
    });
    connect(learners_, &QSpinBox::valueChanged, this, &NewRunDialog::tell);
    auto* page = new QWidget;
    auto* form = new QFormLayout(page);
    form->addRow(tr("Servers"), servers_);
    form->addRow(tr("Learners among them"), learners_);
    form->addRow(tr("Seed"), seed_);
    return page;
}

QWidget* NewRunDialog::makeProtocolPage() {
    auto* preset = new PresetBox;
    preset->setOptions(options_->options());
    connect(preset, &PresetBox::chosen, this, [this](std::size_t position) {
        options_->setOptions(raft::presetAt(position));
        tell();
    });
    connect(options_, &ProtocolFields::changed, preset, [this, preset] { preset->setOptions(options_->options()); });
    auto* page = new QWidget;
    auto* form = new QFormLayout(page);
    form->addRow(tr("Preset"), preset);
    form->addRow(options_);
    return page;
}

raft::ClusterConfiguration NewRunDialog::configuration() const {
    auto configuration = raft::ClusterConfiguration::ofSize(static_cast<std::size_t>(servers_->value()),
                                                            static_cast<std::uint64_t>(seed_->value()));
    const auto voters = configuration.servers.end() - learners_->value();
    std::for_each(voters, configuration.servers.end(), [](raft::StartingServer& each) { each.voting = false; });
    configuration.load = load_->load();
    configuration.timing = timing_->timing();
    configuration.weather = weather_->weather();
    configuration.options = options_->options();
    return configuration;
}

/// Says in a line what will begin, so that nothing on another page comes as a surprise.
void NewRunDialog::tell() {
    const raft::ClusterConfiguration wanted = configuration();
    const int servers = servers_->value();
    const int learners = learners_->value();
    QStringList parts{servers == 1 ? tr("1 server") : tr("%n servers", nullptr, servers)};
    if (learners > 0)
        parts += learners == 1 ? tr("1 of them a learner") : tr("%n of them learners", nullptr, learners);
    parts += loadWords(wanted.load);
    parts += wanted.timing == raft::Timing() ? tr("usual times") : tr("times of your own");
    const auto weather = raft::positionOf(wanted.weather);
    parts += weather ? tr("weather: %1").arg(weatherWords(*weather)) : tr("weather of your own");
    QString options = tr("options of your own");
    for (std::size_t i = 0; i < raft::presetNames().size(); ++i) {
        if (raft::presetAt(i) == wanted.options)
            options = QString::fromLatin1(raft::presetNames()[i]);
    }
    parts += options;
    summary_->setText(parts.join(QStringLiteral(" · ")));
}

void NewRunDialog::accept() {
    emit chosen(configuration());
    QDialog::accept();
}

} // namespace raftarium
