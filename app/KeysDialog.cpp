// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/KeysDialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

// A heading a group, a line a key, in columns of about the same height.

namespace raftarium {

/// How many lines a column takes: where the window is too narrow for the columns that this makes, more of them.
static constexpr qsizetype kLinesInColumn[] = {26, 40, 200};

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

/// How many lines a group takes: its heading, its keys, and the space after it.
static qsizetype linesOf(const QString& group, const QList<KeyLine>& keys) {
    return 2 + std::count_if(keys.begin(), keys.end(), [&group](const KeyLine& line) { return line.group == group; });
}

/// All groups in columns of at most so many lines.
static QWidget* makeColumns(const QList<KeyLine>& keys, qsizetype lineLimit) {
    auto* inside = new QWidget;
    auto* columns = new QHBoxLayout(inside);
    columns->setSpacing(36);
    QStringList groups;
    for (const KeyLine& line : keys) {
        if (!groups.contains(line.group))
            groups += line.group;
    }
    QVBoxLayout* column = nullptr;
    qsizetype room = 0;
    for (const QString& group : groups) {
        const qsizetype lines = linesOf(group, keys);
        if (!column || lines > room) {
            column = new QVBoxLayout;
            column->setSpacing(18);
            column->setAlignment(Qt::AlignTop);
            columns->addLayout(column);
            room = lineLimit;
        }
        column->addWidget(makeGroup(group, keys));
        room -= lines;
    }
    return inside;
}

KeysDialog::KeysDialog(const QList<KeyLine>& keys, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("keysDialog"));
    setWindowTitle(tr("All keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    const QSize most = parent ? parent->window()->size() - QSize(40, 40) : QSize(1200, 800);
    QWidget* inside = nullptr;
    QSize wish;
    for (const qsizetype lines : kLinesInColumn) {
        delete inside;
        inside = makeColumns(keys, lines);
        wish = inside->sizeHint() + QSize(60, 120);
        if (wish.width() <= most.width())
            break;
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
    resize(wish.boundedTo(most));
}

} // namespace raftarium
