// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/UntilDialog.h"

#include "widgets/playback/ActionWords.h"
#include "widgets/playback/Catalogue.h"
#include "widgets/playback/TimeWords.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

// A form whose rows follow the kind of condition; what it cannot hold is not allowed.

namespace raftarium {

static constexpr double kMicroseconds = 1000;
/// The longest time that can be asked for, in milliseconds: an hour.
static constexpr double kLongest = 3'600'000;

/// A time in milliseconds, down to the microsecond, without zeros that say nothing.
class MillisecondBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;

    [[nodiscard]] QString textFromValue(double value) const override {
        return locale().toString(value, 'f', QLocale::FloatingPointShortest);
    }
};

static QDoubleSpinBox* makeTime(const char* name, double milliseconds) {
    auto* box = new MillisecondBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setDecimals(3);
    box->setRange(0, kLongest);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setValue(milliseconds);
    box->setSuffix(UntilDialog::tr(" ms"));
    return box;
}

static QComboBox* makeChoice(const char* name) {
    auto* box = new QComboBox;
    box->setObjectName(QString::fromLatin1(name));
    return box;
}

UntilDialog::UntilDialog(Session& session, QWidget* parent)
    : QDialog(parent)
    , session_(session)
    , run_(session)
    , form_(new QFormLayout)
    , kind_(makeChoice("untilKind"))
    , someServer_(makeChoice("untilSomeServer"))
    , server_(makeChoice("untilServer"))
    , role_(makeChoice("untilRole"))
    , message_(makeChoice("untilMessage"))
    , from_(makeChoice("untilFrom"))
    , to_(makeChoice("untilTo"))
    , number_(new QSpinBox)
    , time_(makeTime("untilTime", 200))
    , within_(makeTime("untilWithin", static_cast<double>(raft::kDefaultWithin) / kMicroseconds))
    , preview_(new QLabel)
    , progress_(new QProgressBar) {
    setObjectName(QStringLiteral("untilDialog"));
    setWindowTitle(tr("Run until …"));
    makeForm(*form_);
    preview_->setObjectName(QStringLiteral("untilPreview"));
    preview_->setWordWrap(true);
    preview_->setMinimumHeight(preview_->fontMetrics().lineSpacing() * 2);
    preview_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    go_ = buttons->addButton(tr("Run"), QDialogButtonBox::AcceptRole);
    go_->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &UntilDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &UntilDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addLayout(form_);
    column->addWidget(preview_);
    column->addWidget(progress_);
    column->addWidget(buttons);
    connect(&run_, &UntilRun::progressed, this, &UntilDialog::showRunning);
    connect(&run_, &UntilRun::notReached, this, &UntilDialog::showFailure);
    connect(&run_, &UntilRun::reached, this, [this] {
        QDialog::accept();
        emit told(
            tr("At %1: %2.")
                .arg(timeWords(session_.cluster().now()), sayText(raft::describe(condition(), session_.cluster()))));
    });
    setMinimumWidth(440);
    showRows();
}

void UntilDialog::makeForm(QFormLayout& form) {
    kind_->addItems({tr("nothing is in flight"), tr("a server has a role"), tr("a server reaches a term"),
                     tr("an entry is committed"), tr("an entry is applied"), tr("a message would be delivered next"),
                     tr("so many events have happened"), tr("so much time has passed")});
    kind_->setCurrentIndex(kRole);
    for (const raft::Role role :
         {raft::Role::follower, raft::Role::preCandidate, raft::Role::candidate, raft::Role::leader})
        role_->addItem(translatedTemplate(raft::roleName(role)));
    role_->setCurrentIndex(static_cast<int>(raft::Role::leader));
    message_->addItem(tr("any message"));
    for (std::size_t kind = 0; kind < raft::kMessageKinds; ++kind)
        message_->addItem(messageKindWords(static_cast<raft::MessageKind>(kind)));
    number_->setObjectName(QStringLiteral("untilNumber"));
    number_->setRange(1, std::numeric_limits<int>::max());
    form.addRow(tr("Until"), kind_);
    form.addRow(tr("Server"), someServer_);
    form.addRow(tr("Server"), server_);
    form.addRow(tr("Role"), role_);
    form.addRow(tr("Message"), message_);
    form.addRow(tr("From"), from_);
    form.addRow(tr("To"), to_);
    form.addRow(tr("At least"), number_);
    form.addRow(tr("Time"), time_);
    form.addRow(tr("Give up after"), within_);
    within_->setToolTip(tr("Logical time from now on"));
    connect(kind_, &QComboBox::currentIndexChanged, this, &UntilDialog::showRows);
    for (QComboBox* box : {someServer_, server_, role_, message_, from_, to_})
        connect(box, &QComboBox::currentIndexChanged, this, &UntilDialog::preview);
    connect(number_, &QSpinBox::valueChanged, this, &UntilDialog::preview);
    for (QDoubleSpinBox* box : {time_, within_})
        connect(box, &QDoubleSpinBox::valueChanged, this, &UntilDialog::preview);
}

/// Servers by name, their numbers as data; the choice made before stays where it still exists.
void UntilDialog::fillServers() {
    for (QComboBox* box : {someServer_, server_, from_, to_}) {
        const QVariant before = box->currentData();
        box->clear();
        if (box != server_)
            box->addItem(tr("any server"), 0U);
        for (const raft::ServerId id : session_.cluster().servers())
            box->addItem(QString::fromStdString(session_.cluster().nameOf(id)), id);
        box->setCurrentIndex(std::max(0, box->findData(before)));
    }
}

void UntilDialog::showRows() {
    const int kind = kind_->currentIndex();
    const auto show = [&](QWidget* field, std::initializer_list<int> kinds) {
        form_->setRowVisible(field, std::find(kinds.begin(), kinds.end(), kind) != kinds.end());
    };
    show(someServer_, {kRole, kCommitted});
    show(server_, {kTerm, kApplied});
    show(role_, {kRole});
    show(message_, {kBefore});
    show(from_, {kBefore});
    show(to_, {kBefore});
    show(number_, {kTerm, kCommitted, kApplied, kEvents});
    show(time_, {kElapsed});
    preview();
    adjustSize();
}

raft::ServerId UntilDialog::chosen(const QComboBox& servers) const {
    return static_cast<raft::ServerId>(servers.currentData().toUInt());
}

raft::Condition UntilDialog::condition() const {
    const auto number = static_cast<std::uint64_t>(number_->value());
    switch (kind_->currentIndex()) {
    case kRole:
        return raft::condition::HasRole{static_cast<raft::Role>(role_->currentIndex()), chosen(*someServer_)};
    case kTerm:
        return raft::condition::HasTerm{number, chosen(*server_)};
    case kCommitted:
        return raft::condition::Committed{number, chosen(*someServer_)};
    case kApplied:
        return raft::condition::Applied{number, chosen(*server_)};
    case kBefore: {
        raft::action::MessageChoice choice;
        if (message_->currentIndex() > 0)
            choice.message = static_cast<raft::MessageKind>(message_->currentIndex() - 1);
        choice.from = chosen(*from_);
        choice.to = chosen(*to_);
        return raft::condition::Before{choice};
    }
    case kEvents:
        return raft::condition::Events{number};
    case kElapsed:
        return raft::condition::Elapsed{static_cast<raft::Time>(std::llround(time_->value() * kMicroseconds))};
    default:
        return raft::condition::Quiet{};
    }
}

raft::Time UntilDialog::within() const {
    return static_cast<raft::Time>(std::llround(within_->value() * kMicroseconds));
}

void UntilDialog::preview() {
    // While the servers are filled in there is none to speak of.
    if (isRunning() || server_->count() == 0)
        return;
    QString words = tr("The run goes on until %1.").arg(sayText(raft::describe(condition(), session_.cluster())));
    if (raft::holds(condition(), session_.cluster(), session_.timeline().moment()))
        words += QLatin1Char(' ') + tr("It is so now; the run goes on to the next time.");
    preview_->setText(words);
}

void UntilDialog::ask() {
    fillServers();
    showRunning();
    preview();
    open();
}

void UntilDialog::accept() {
    if (isRunning())
        return;
    run_.start(condition(), within());
    showRunning();
}

void UntilDialog::reject() {
    if (!isRunning()) {
        QDialog::reject();
        return;
    }
    run_.cancel();
    showRunning();
    preview_->setText(tr("Given up; the run stands where it was."));
}

void UntilDialog::showRunning() {
    const bool runs = isRunning();
    for (QWidget* field : std::initializer_list<QWidget*>{kind_, someServer_, server_, role_, message_, from_, to_,
                                                          number_, time_, within_, go_})
        field->setEnabled(!runs);
    progress_->setEnabled(runs);
    progress_->setValue(static_cast<int>(run_.share() * progress_->maximum()));
    if (runs)
        preview_->setText(tr("Running: %1, event %2.")
                              .arg(timeWords(session_.cluster().now()),
                                   QLocale().toString(static_cast<qulonglong>(session_.events()))));
}

void UntilDialog::showFailure(const QString& why) {
    showRunning();
    QString words = why;
    words[0] = words[0].toUpper();
    if (!words.endsWith(QLatin1Char('.')))
        words += QLatin1Char('.');
    preview_->setText(words + QLatin1Char(' ') + tr("The run stands where it was."));
}

} // namespace raftarium
