// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"
#include "widgets/views/Fields.h"
#include "widgets/views/ViewState.h"

#include <QWidget>

class QLabel;
class QSpinBox;
class QTableView;

/// Every field of the chosen thing.
namespace raftarium {

class FieldsModel;
class Renewal;

/// Shows each variable of Figure 2 of the chosen server, or each field of the chosen message, link or entry. With the
/// option electionPriority the priority of a server can be set there.
class Inspector : public QWidget {
    Q_OBJECT

public:
    /// All must outlive it.
    Inspector(Session& session, const ViewState& view, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QTableView* makeTable();
    QWidget* makePriority();
    void showPriority();
    void renew();
    void spanHeadings(const std::vector<FieldLine>& lines);

    Session& session_;
    const ViewState& view_;
    QLabel* title_;
    QLabel* hint_;
    FieldsModel* model_;
    QTableView* table_;
    QSpinBox* priority_;
    /// Whose priority the field shows; 0 when nobody's.
    raft::ServerId prioritized_ = 0;
    QWidget* priorityRow_;
    /// The rows of headings, which go over both columns.
    std::vector<int> headings_;
    Renewal* renewal_;
};

} // namespace raftarium
