// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/ConfigurationDialog.h"

#include "widgets/playback/ConfigurationWords.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>

// A row of three choices for each server; one sentence says what comes of them.

namespace raftarium {

ConfigurationDialog::ConfigurationDialog(Session& session, bool joint, QWidget* parent)
    : QDialog(parent)
    , session_(session)
    , area_(new QScrollArea)
    , newcomer_(new QComboBox)
    , add_(new QPushButton(tr("Add a row")))
    , joint_(new QRadioButton(tr("Joint consensus (§6)")))
    , single_(new QRadioButton(tr("One at a time (D 4.1)")))
    , onRequest_(new QCheckBox(tr("Leave the joint configuration only when asked to")))
    , preview_(new QLabel) {
    setObjectName(QStringLiteral("configurationDialog"));
    setWindowTitle(tr("Change configuration"));
    setAttribute(Qt::WA_DeleteOnClose);
    preview_->setObjectName(QStringLiteral("configurationPreview"));
    preview_->setWordWrap(true);
    preview_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    preview_->setMinimumHeight(preview_->fontMetrics().lineSpacing() * 4);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(makeRows(), 1);
    column->addWidget(makeNewcomers());
    column->addWidget(makeMethods(joint));
    column->addWidget(preview_);
    column->addWidget(makeButtons());
    connect(&session, &Session::momentChanged, this, &ConfigurationDialog::preview);
    connect(&session, &Session::runReplaced, this, &ConfigurationDialog::reject);
    preview();
    fit();
}

QWidget* ConfigurationDialog::makeRows() {
    auto* table = new QWidget;
    grid_ = new QGridLayout(table);
    grid_->setContentsMargins(0, 0, 8, 0);
    grid_->setHorizontalSpacing(20);
    grid_->setColumnStretch(1, 1);
    const raft::Configuration now = presentConfiguration(session_.cluster());
    for (const raft::ServerId id : session_.cluster().servers())
        addRow(id, now.voters.contains(id) ? kVoter : now.learners.contains(id) ? kLearner : kOut);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setWidgetResizable(true);
    area_->setWidget(table);
    return area_;
}

void ConfigurationDialog::addRow(raft::ServerId server, Place place) {
    const raft::Host* host = session_.cluster().findHost(server);
    const QString name = QString::fromStdString(session_.cluster().nameOf(server));
    const QString state = !host                                   ? tr("new")
                          : server == session_.cluster().leader() ? tr("leads")
                          : host->stopped                         ? tr("stopped")
                          : host->paused                          ? tr("paused")
                                                                  : QString();
    const int line = grid_->rowCount();
    grid_->addWidget(new QLabel(name), line, 0);
    auto* note = new QLabel(state);
    note->setProperty("quiet", true);
    grid_->addWidget(note, line, 1);
    auto* choice = new QButtonGroup(this);
    const std::pair<QString, const char*> places[] = {
        {tr("voter"), "voter"}, {tr("learner"), "learner"}, {tr("not in the cluster"), "out"}};
    for (int each = kVoter; each <= kOut; ++each) {
        auto* box = new QRadioButton(places[each].first);
        box->setObjectName(QLatin1String(places[each].second) + QString::number(server));
        box->setAccessibleName(tr("%1: %2").arg(name, places[each].first));
        box->setChecked(each == place);
        choice->addButton(box, each);
        grid_->addWidget(box, line, 2 + each);
    }
    connect(choice, &QButtonGroup::idToggled, this, [this](int, bool chosen) {
        if (!chosen)
            return;
        fillNewcomers();
        preview();
    });
    rows_.push_back({server, choice});
}

QWidget* ConfigurationDialog::makeNewcomers() {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins({});
    newcomer_->setObjectName(QStringLiteral("newcomer"));
    newcomer_->setMaxVisibleItems(12);
    add_->setObjectName(QStringLiteral("addNewcomer"));
    add_->setAutoDefault(false);
    connect(add_, &QPushButton::clicked, this, &ConfigurationDialog::addNewcomer);
    row->addWidget(new QLabel(tr("Another server")));
    row->addWidget(newcomer_);
    row->addWidget(add_);
    row->addStretch(1);
    fillNewcomers();
    return line;
}

/// Offers the numbers that no row has, as long as another server can be made.
void ConfigurationDialog::fillNewcomers() {
    raft::ServerSet taken;
    std::size_t made = session_.cluster().hosts().size();
    for (const Row& row : rows_) {
        taken.insert(row.server);
        if (!session_.cluster().findHost(row.server) && row.choice->checkedId() != kOut)
            ++made;
    }
    const QVariant before = newcomer_->currentData();
    newcomer_->clear();
    for (raft::ServerId id = 1; id <= raft::kMaximumServerId; ++id) {
        if (!taken.contains(id))
            newcomer_->addItem(QString::fromStdString(session_.cluster().nameOf(id)), id);
    }
    newcomer_->setCurrentIndex(std::max(0, newcomer_->findData(before)));
    const bool isRoom = made < raft::kMaximumServers;
    newcomer_->setEnabled(isRoom);
    add_->setEnabled(isRoom);
    add_->setToolTip(isRoom ? QString() : tr("There can be no more than %1 servers").arg(raft::kMaximumServers));
}

void ConfigurationDialog::addNewcomer() {
    addRow(newcomer_->currentData().toUInt(), kVoter);
    fillNewcomers();
    preview();
    fit();
    // Its place is known once the layout has been made.
    grid_->activate();
    area_->ensureWidgetVisible(rows_.back().choice->button(kVoter));
}

QWidget* ConfigurationDialog::makeMethods(bool joint) {
    const raft::Options& options = session_.cluster().options();
    auto* methods = new QWidget;
    auto* column = new QVBoxLayout(methods);
    column->setContentsMargins({});
    auto* line = new QHBoxLayout;
    line->addWidget(new QLabel(tr("Method")));
    joint_->setObjectName(QStringLiteral("joint"));
    single_->setObjectName(QStringLiteral("oneAtATime"));
    joint_->setChecked(options.jointConsensus && (joint || !options.singleServerChanges));
    single_->setChecked(!joint_->isChecked());
    const std::tuple<QRadioButton*, bool, QString> each[] = {
        {joint_, options.jointConsensus,
         tr("Joint consensus is off: “Servers come and go by joint consensus” under Timing and options switches it "
            "on.")},
        {single_, options.singleServerChanges,
         tr("One at a time is off: “Servers come and go one at a time” under Timing and options switches it on.")}};
    column->addLayout(line);
    for (const auto& [box, isOn, why] : each) {
        line->addWidget(box);
        connect(box, &QRadioButton::toggled, this, &ConfigurationDialog::preview);
        if (isOn)
            continue;
        box->setEnabled(false);
        box->setToolTip(why);
        auto* hint = new QLabel(why);
        hint->setObjectName(QStringLiteral("methodHint"));
        hint->setProperty("quiet", true);
        hint->setWordWrap(true);
        column->addWidget(hint);
    }
    line->addStretch(1);
    onRequest_->setObjectName(QStringLiteral("onRequest"));
    onRequest_->setToolTip(tr("“Leave the joint configuration” in the Cluster menu then asks for it"));
    onRequest_->setEnabled(joint_->isChecked());
    connect(joint_, &QRadioButton::toggled, onRequest_, &QCheckBox::setEnabled);
    connect(onRequest_, &QCheckBox::toggled, this, &ConfigurationDialog::preview);
    column->addWidget(onRequest_);
    return methods;
}

QWidget* ConfigurationDialog::makeButtons() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    button_ = buttons->addButton(tr("Change"), QDialogButtonBox::AcceptRole);
    button_->setDefault(true);
    QPushButton* options = buttons->addButton(tr("Timing and options…"), QDialogButtonBox::HelpRole);
    options->setAutoDefault(false);
    connect(options, &QPushButton::clicked, this, [this] {
        reject();
        emit optionsWanted();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &ConfigurationDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ConfigurationDialog::reject);
    return buttons;
}

raft::action::ChangeConfiguration ConfigurationDialog::change() const {
    raft::Configuration target;
    for (const Row& row : rows_) {
        if (row.choice->checkedId() == kVoter)
            target.voters.insert(row.server);
        else if (row.choice->checkedId() == kLearner)
            target.learners.insert(row.server);
    }
    raft::action::ChangeConfiguration wanted = changeTo(target, joint_->isChecked());
    wanted.leavesOnRequest = onRequest_->isEnabled() && onRequest_->isChecked();
    return wanted;
}

void ConfigurationDialog::preview() {
    // While it is being made there is nothing to speak of.
    if (!button_)
        return;
    const QString why = whyNoChange(change(), session_.cluster());
    button_->setEnabled(why.isEmpty());
    button_->setToolTip(why);
    preview_->setText(why.isEmpty() ? changeWords(change(), session_.cluster()) : why);
}

/// As large as all rows, but never larger than the screen: then they scroll, and the rest stays in sight.
void ConfigurationDialog::fit() {
    const QSize rows = area_->widget()->sizeHint() + QSize(area_->verticalScrollBar()->sizeHint().width(), 4);
    const QSize rest = layout()->sizeHint() - area_->sizeHint();
    const QSize wish(std::max(rows.width() + 24, 520), rows.height() + rest.height());
    resize(wish.boundedTo(screen()->availableSize() * 9 / 10));
}

void ConfigurationDialog::accept() {
    if (!session_.act(change()))
        return;
    if (joint_->isEnabled() && single_->isEnabled())
        emit methodUsed(joint_->isChecked());
    QDialog::accept();
}

} // namespace raftarium
