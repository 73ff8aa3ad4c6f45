// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/PartitionDialog.h"

#include "widgets/playback/ActionWords.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

// A box to tick for each server.

namespace raftarium {

static constexpr int kColumns = 6;

PartitionDialog::PartitionDialog(Session& session, QWidget* parent)
    : QDialog(parent)
    , session_(session)
    , preview_(new QLabel) {
    setObjectName(QStringLiteral("partitionDialog"));
    setWindowTitle(tr("Partition"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(this);
    column->addWidget(new QLabel(tr("Tick the servers that are to be parted from the others.")));
    auto* grid = new QWidget;
    auto* places = new QGridLayout(grid);
    int place = 0;
    for (const raft::ServerId id : session.cluster().servers()) {
        auto* box = new QCheckBox(QString::fromStdString(session.cluster().nameOf(id)));
        connect(box, &QCheckBox::toggled, this, &PartitionDialog::preview);
        places->addWidget(box, place / kColumns, place % kColumns);
        boxes_.emplace_back(id, box);
        ++place;
    }
    auto* area = new QScrollArea;
    area->setWidget(grid);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    column->addWidget(area, 1);
    preview_->setObjectName(QStringLiteral("partitionPreview"));
    preview_->setWordWrap(true);
    column->addWidget(preview_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    button_ = buttons->addButton(tr("Partition"), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &PartitionDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &PartitionDialog::reject);
    column->addWidget(buttons);
    connect(&session, &Session::runReplaced, this, &PartitionDialog::reject);
    preview();
}

raft::Action PartitionDialog::partition() const {
    std::vector<raft::ServerId> group;
    for (const auto& [id, box] : boxes_) {
        if (box->isChecked())
            group.push_back(id);
    }
    return raft::action::Partition{{group}};
}

void PartitionDialog::preview() {
    const raft::Action action = partition();
    const QString why = session_.whyNot(action);
    button_->setEnabled(why.isEmpty());
    button_->setToolTip(why);
    preview_->setText(
        why.isEmpty() ? partitionWords(std::get<raft::action::Partition>(action).groups, session_.cluster()) : why);
}

void PartitionDialog::accept() {
    if (session_.act(partition()))
        QDialog::accept();
}

} // namespace raftarium
