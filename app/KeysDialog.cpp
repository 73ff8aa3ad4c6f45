// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/KeysDialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

// A heading a group, a line a key, in two columns.

namespace raftarium {

static QWidget* makeGroup(const QString& group, const QList<KeyLine>& keys) {
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(5);
    auto* heading = new QLabel(group);
    heading->setProperty("heading", true);
    grid->addWidget(heading, 0, 0, 1, 2);
    int row = 1;
    for (const KeyLine& line : keys) {
        if (line.group != group)
            continue;
        auto* name = new QLabel(line.keys);
        name->setProperty("panelTitle", true);
        grid->addWidget(name, row, 0);
        grid->addWidget(new QLabel(line.what), row, 1);
        ++row;
    }
    grid->setColumnStretch(1, 1);
    return box;
}

KeysDialog::KeysDialog(const QList<KeyLine>& keys, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("keysDialog"));
    setWindowTitle(tr("All keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* inside = new QWidget;
    auto* columns = new QHBoxLayout(inside);
    columns->setSpacing(36);
    QStringList groups;
    for (const KeyLine& line : keys) {
        if (!groups.contains(line.group))
            groups += line.group;
    }
    QVBoxLayout* column = nullptr;
    for (qsizetype i = 0; i < groups.size(); ++i) {
        if (i % 2 == 0) {
            column = new QVBoxLayout;
            column->setSpacing(18);
            columns->addLayout(column);
        }
        column->addWidget(makeGroup(groups[i], keys));
        if (i % 2 == 1 || i + 1 == groups.size())
            column->addStretch(1);
    }
    auto* area = new QScrollArea;
    area->setWidget(inside);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* whole = new QVBoxLayout(this);
    whole->addWidget(new QLabel(tr("Single keys work whenever no text field has the focus.")));
    whole->addWidget(area, 1);
    whole->addWidget(buttons);
    resize(inside->sizeHint() + QSize(60, 120));
}

} // namespace raftarium
