// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/UntilRun.h"

#include <QDialog>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

/// "Run until …": asks for a condition, and waits for it.
namespace raftarium {

/// Every condition that a scenario can wait for, with its parameters. It stays open while the run goes on, so that one
/// can give up, and when it did not come about, to say so.
class UntilDialog : public QDialog {
    Q_OBJECT

public:
    /// The session must outlive it.
    UntilDialog(Session& session, QWidget* parent);

    /// The condition that is filled in.
    [[nodiscard]] raft::Condition condition() const;
    /// How long is waited at most, in microseconds of logical time.
    [[nodiscard]] raft::Time within() const;
    [[nodiscard]] bool isRunning() const { return run_.isRunning(); }

    /// Shows it for the cluster as it is now; what was filled in before stays.
    void ask();
    void accept() override;
    void reject() override;

signals:
    /// What came about, in words.
    void told(const QString& news);

private:
    /// The kinds of condition, in the order in which they are offered, which is that of `raft::Condition`.
    enum Kind { kQuiet, kRole, kTerm, kCommitted, kApplied, kBefore, kEvents, kElapsed };

    void makeForm(QFormLayout& form);
    void fillServers();
    void showRows();
    void preview();
    void showRunning();
    void showFailure(const QString& why);
    [[nodiscard]] raft::ServerId chosen(const QComboBox& servers) const;

    Session& session_;
    UntilRun run_;
    QFormLayout* form_;
    QComboBox* kind_;
    QComboBox* someServer_;
    QComboBox* server_;
    QComboBox* role_;
    QComboBox* message_;
    QComboBox* from_;
    QComboBox* to_;
    QSpinBox* number_;
    QDoubleSpinBox* time_;
    QDoubleSpinBox* within_;
    QLabel* preview_;
    QProgressBar* progress_;
    QPushButton* go_;
};

} // namespace raftarium
