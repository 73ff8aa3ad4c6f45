// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/PresetBox.h"

// The first row stands for options of one's own.

namespace raftarium {

PresetBox::PresetBox(QWidget* parent) : QComboBox(parent) {
    setObjectName(QStringLiteral("preset"));
    addItem(tr("as below"));
    for (const char* name : raft::presetNames())
        addItem(QString::fromLatin1(name));
    connect(this, &QComboBox::activated, this, [this](int row) {
        if (row > 0)
            emit chosen(static_cast<std::size_t>(row - 1));
    });
}

void PresetBox::setOptions(const raft::Options& options) {
    int row = 0;
    for (std::size_t i = 0; i < raft::presetNames().size(); ++i) {
        if (raft::presetAt(i) == options)
            row = static_cast<int>(i + 1);
    }
    setCurrentIndex(row);
}

} // namespace raftarium
