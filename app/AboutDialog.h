// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

/// About the program.
namespace raftarium {

/// Version, licence, and the libraries with theirs.
class AboutDialog : public QDialog {
    Q_OBJECT

public:
    explicit AboutDialog(QWidget* parent);
};

} // namespace raftarium
