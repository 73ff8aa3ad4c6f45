// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Options.h"

#include <QComboBox>

/// Features of the protocol that belong together.
namespace raftarium {

/// A choice of the presets, which shows whether the options are one of them.
class PresetBox : public QComboBox {
    Q_OBJECT

public:
    explicit PresetBox(QWidget* parent = nullptr);

    /// Shows the preset that these options are, or that they are none.
    void setOptions(const raft::Options& options);

signals:
    /// Somebody chose the preset at this position in raft::presetNames().
    void chosen(std::size_t position);
};

} // namespace raftarium
