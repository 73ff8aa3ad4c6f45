// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Commands.h"

#include <QDialog>

/// The list of keys.
namespace raftarium {

/// All keys, by what they are about.
class KeysDialog : public QDialog {
    Q_OBJECT

public:
    KeysDialog(const QList<KeyLine>& keys, QWidget* parent);
};

} // namespace raftarium
