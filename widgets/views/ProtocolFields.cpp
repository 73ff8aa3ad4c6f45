// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/ProtocolFields.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QSpinBox>

// Each field writes its own option and says which one it was.

namespace raftarium {

/// The words of a switch. They wrap, which those of a check box cannot; a click on them switches.
class SwitchWords : public QLabel {
public:
    SwitchWords(const QString& words, QCheckBox* box) : QLabel(words), box_(box) { setWordWrap(true); }

protected:
    void mousePressEvent(QMouseEvent* event) override { event->accept(); }
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
            box_->click();
    }

private:
    QCheckBox* box_;
};

ProtocolFields::ProtocolFields(QWidget* parent) : QWidget(parent), form_(new QFormLayout(this)) {
    using raft::Options;
    using raft::action::SetOptions;
    form_->setContentsMargins({});
    form_->setRowWrapPolicy(QFormLayout::WrapLongRows);
    addSwitch("noOp", tr("A new leader appends a no-op (§8)"), &Options::noOp, &SetOptions::noOp);
    addSwitch("acceleratedBackoff", tr("Refusals let nextIndex skip whole terms (§5.3)"), &Options::acceleratedBackoff,
              &SetOptions::acceleratedBackoff);
    addSwitch("leaderStickiness", tr("Who hears from a leader ignores RequestVote (§6)"), &Options::leaderStickiness,
              &SetOptions::leaderStickiness);
    addSwitch("preVote", tr("Ask before an election (PreVote, D 9.6)"), &Options::preVote, &SetOptions::preVote);
    addSwitch("checkQuorum", tr("A leader that hears no majority steps down (D 6.2)"), &Options::checkQuorum,
              &SetOptions::checkQuorum);
    addSwitch("leadershipTransfer", tr("A leader can hand its leadership over (D 3.10)"), &Options::leadershipTransfer,
              &SetOptions::leadershipTransfer);
    addSwitch("readIndex", tr("Reads without log entries (ReadIndex, §8, D 6.4)"), &Options::readIndex,
              &SetOptions::readIndex);
    addSwitch("leaseReads", tr("Leaders read by lease (D 6.4.1)"), &Options::leaseReads, &SetOptions::leaseReads);
    addSwitch("sessions", tr("The clients number their commands and repeat them (§8)"), &Options::sessions,
              &SetOptions::sessions);
    addSwitch("jointConsensus", tr("Servers come and go by joint consensus (§6)"), &Options::jointConsensus,
              &SetOptions::jointConsensus);
    addSwitch("singleServerChanges", tr("Servers come and go one at a time (D 4.1)"), &Options::singleServerChanges,
              &SetOptions::singleServerChanges);
    addSwitch("electionPriority", tr("Servers of higher priority campaign first"), &Options::electionPriority,
              &SetOptions::electionPriority);
    addSwitch("applyTimeConfiguration", tr("Configurations are in force when applied"),
              &Options::applyTimeConfiguration, &SetOptions::applyTimeConfiguration);
    addSwitch("asyncWrites", tr("Leaders send before their own write ends (D 10.2.1)"), &Options::asyncWrites,
              &SetOptions::asyncWrites);
    addEntries();
    addLimits();
    addSnapshots();
    setOptions({});
}

void ProtocolFields::addSwitch(const char* name, const QString& words, bool raft::Options::*option,
                               std::optional<bool> raft::action::SetOptions::*change) {
    QCheckBox* box = addBox(name, words);
    connect(box, &QCheckBox::clicked, this, [this, option, change](bool on) {
        options_.*option = on;
        raft::action::SetOptions set;
        set.*change = on;
        keepLeasesSound(option, on, set);
        emit changed(set);
    });
    switches_.push_back({box, option});
}

QCheckBox* ProtocolFields::addBox(const char* name, const QString& words) {
    auto* box = new QCheckBox;
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(words);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(box, 0, Qt::AlignTop);
    row->addWidget(new SwitchWords(words, box), 1);
    form_->addRow(row);
    return box;
}

/// Leases need two other options: they come on with them, and take them along when they go.
void ProtocolFields::keepLeasesSound(bool raft::Options::*option, bool on, raft::action::SetOptions& set) {
    using raft::Options;
    if (option == &Options::leaseReads && on)
        set.leaderStickiness = set.checkQuorum = options_.leaderStickiness = options_.checkQuorum = true;
    if ((option == &Options::leaderStickiness || option == &Options::checkQuorum) && !on && options_.leaseReads) {
        set.leaseReads = false;
        options_.leaseReads = false;
    }
    setOptions(raft::Options(options_));
}

QSpinBox* ProtocolFields::makeNumber(const char* name, std::uint32_t low, std::uint32_t high) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(static_cast<int>(low), static_cast<int>(high));
    box->setKeyboardTracking(false);
    return box;
}

void ProtocolFields::addEntries() {
    entries_ = makeNumber("entriesPerMessage", 1, raft::kMaximumEntriesPerMessage);
    connect(entries_, &QSpinBox::valueChanged, this, [this](int value) {
        options_.entriesPerMessage = static_cast<std::uint32_t>(value);
        raft::action::SetOptions set;
        set.entriesPerMessage = options_.entriesPerMessage;
        emit changed(set);
    });
    form_->addRow(tr("Entries a message, at most"), entries_);
}

/// A number that may be off, which it is at its lowest.
void ProtocolFields::addLimit(const char* name, const QString& words, std::uint32_t raft::Options::*option,
                              std::optional<std::uint32_t> raft::action::SetOptions::*change, std::uint32_t most) {
    QSpinBox* box = makeNumber(name, 0, most);
    box->setSpecialValueText(tr("off"));
    connect(box, &QSpinBox::valueChanged, this, [this, option, change](int value) {
        options_.*option = static_cast<std::uint32_t>(value);
        raft::action::SetOptions set;
        set.*change = options_.*option;
        emit changed(set);
    });
    limits_.push_back({box, option});
    form_->addRow(words, box);
}

void ProtocolFields::addLimits() {
    using raft::Options;
    using raft::action::SetOptions;
    addLimit("pipelining", tr("Pipelining: messages under way (D 10.2.2)"), &Options::pipelining,
             &SetOptions::pipelining, raft::kMaximumWindow);
    addLimit("batching", tr("Batching: entries a message (D 10.2.2)"), &Options::batching, &SetOptions::batching,
             raft::kMaximumEntriesPerMessage);
    addLimit("bytesPerMessage", tr("Bytes of entries in a message"), &Options::bytesPerMessage,
             &SetOptions::bytesPerMessage, raft::kMaximumByteLimit);
    addLimit("inFlightBytes", tr("Bytes under way to a follower"), &Options::inFlightBytes, &SetOptions::inFlightBytes,
             raft::kMaximumByteLimit);
    addLimit("uncommittedEntries", tr("Uncommitted entries, at most"), &Options::uncommittedEntries,
             &SetOptions::uncommittedEntries, raft::kMaximumUncommitted);
}

void ProtocolFields::addSnapshots() {
    snapshots_ = addBox("snapshots", tr("Snapshots take the place of old entries (§7)"));
    everyEntries_ = makeNumber("snapshotEveryEntries", 0, raft::kMaximumSnapshotEntries);
    everyEntries_->setSpecialValueText(tr("when told to"));
    chunkBytes_ = makeNumber("snapshotChunkBytes", 1, raft::kMaximumChunkBytes);
    connect(snapshots_, &QCheckBox::clicked, this, &ProtocolFields::snapshotsChanged);
    connect(everyEntries_, &QSpinBox::valueChanged, this, &ProtocolFields::snapshotsChanged);
    connect(chunkBytes_, &QSpinBox::valueChanged, this, &ProtocolFields::snapshotsChanged);
    form_->addRow(tr("A snapshot after so many entries"), everyEntries_);
    form_->addRow(tr("Bytes of a snapshot in a message"), chunkBytes_);
}

void ProtocolFields::snapshotsChanged() {
    raft::SnapshotOptions wanted;
    if (snapshots_->isChecked())
        wanted = {true, static_cast<std::uint32_t>(everyEntries_->value()),
                  static_cast<std::uint32_t>(chunkBytes_->value())};
    everyEntries_->setEnabled(wanted.on);
    chunkBytes_->setEnabled(wanted.on);
    options_.snapshots = wanted;
    raft::action::SetOptions set;
    set.snapshots = wanted;
    emit changed(set);
}

void ProtocolFields::setOptions(const raft::Options& options) {
    options_ = options;
    for (const Switch& each : switches_)
        each.box->setChecked(options.*each.option);
    snapshots_->setChecked(options.snapshots.on);
    const auto show = [](QSpinBox* box, std::uint32_t value) {
        const QSignalBlocker quiet(box);
        if (!box->hasFocus())
            box->setValue(static_cast<int>(value));
    };
    for (const Number& each : limits_)
        show(each.box, options.*each.option);
    show(entries_, options.entriesPerMessage);
    show(everyEntries_, options.snapshots.everyEntries);
    show(chunkBytes_, options.snapshots.chunkBytes);
    everyEntries_->setEnabled(options.snapshots.on);
    chunkBytes_->setEnabled(options.snapshots.on);
}

} // namespace raftarium
