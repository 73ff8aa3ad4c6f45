// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;

/// Partitions without a mouse.
namespace raftarium {

/// Asks which servers are to stand on one side, and shows what comes of it.
class PartitionDialog : public QDialog {
    Q_OBJECT

public:
    /// The session must outlive it.
    PartitionDialog(Session& session, QWidget* parent);

    void accept() override;

private:
    [[nodiscard]] raft::Action partition() const;
    void preview();

    Session& session_;
    std::vector<std::pair<raft::ServerId, QCheckBox*>> boxes_;
    QLabel* preview_;
    QPushButton* button_;
};

} // namespace raftarium
