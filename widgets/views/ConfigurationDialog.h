// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"

#include <QDialog>

#include <vector>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QRadioButton;
class QScrollArea;

/// Who is to be in the cluster.
namespace raftarium {

/// Asks who is to vote, to learn or to be out, and by which method the change goes; says what will happen, or why not.
/// Servers that do not exist yet can be taken in under any free number.
class ConfigurationDialog : public QDialog {
    Q_OBJECT

public:
    /// Begins with the configuration as it is, and with joint consensus or one server at a time where both are allowed.
    /// A change must be possible (`whyNoChanges` is empty). The session must outlive it.
    ConfigurationDialog(Session& session, bool joint, QWidget* parent);

    /// The change that is filled in.
    [[nodiscard]] raft::action::ChangeConfiguration change() const;

    void accept() override;

signals:
    /// Where both were allowed, a change was made by joint consensus, or one at a time.
    void methodUsed(bool joint);
    /// Somebody wants to switch options.
    void optionsWanted();

private:
    /// Where a server stands, in the order in which it is offered.
    enum Place { kVoter, kLearner, kOut };
    struct Row {
        raft::ServerId server;
        QButtonGroup* choice;
    };

    QWidget* makeRows();
    QWidget* makeNewcomers();
    QWidget* makeMethods(bool joint);
    QWidget* makeButtons();
    void addRow(raft::ServerId server, Place place);
    void addNewcomer();
    void fillNewcomers();
    void preview();
    void fit();

    Session& session_;
    std::vector<Row> rows_;
    QScrollArea* area_;
    QGridLayout* grid_ = nullptr;
    QComboBox* newcomer_;
    QPushButton* add_;
    QRadioButton* joint_;
    QRadioButton* single_;
    QCheckBox* onRequest_;
    QLabel* preview_;
    QPushButton* button_ = nullptr;
};

} // namespace raftarium
