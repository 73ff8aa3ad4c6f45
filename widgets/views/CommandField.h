// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"
#include "widgets/views/ViewState.h"

#include <QLineEdit>
#include <QStringList>

class QCompleter;
class QStringListModel;

/// Commands for the replicated store.
namespace raftarium {

/// A line in which commands are written: Enter hands them to the leader, Shift+Enter to the chosen server. Up and Down
/// bring earlier ones back, and words are completed.
class CommandField : public QLineEdit {
    Q_OBJECT

public:
    /// All must outlive it.
    CommandField(Session& session, const ViewState& view, QWidget* parent = nullptr);

    /// What the field says about where Enter sends the command.
    [[nodiscard]] QString destination() const;

public slots:
    /// Takes the focus; Enter will hand the command to this server, or to the leader with 0.
    void openFor(raft::ServerId server);

signals:
    /// What became of the last command, in words; empty when there is nothing to tell. `bad` when it could not be read
    /// or handed over.
    void answered(const QString& answer, bool bad);
    /// Esc was pressed.
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void submit(raft::ServerId server);
    void recall(int step);
    void complete();
    void lookForAnswer();
    [[nodiscard]] QStringList candidates() const;
    void makeRoom();

    Session& session_;
    const ViewState& view_;
    QStringListModel* words_;
    QStringList history_;
    /// Which line of the history is shown; its size when none is.
    qsizetype recalled_ = 0;
    /// Whom Enter hands the command to; 0 means the leader.
    raft::ServerId target_ = 0;
    /// The request whose end is awaited; 0 when none is.
    std::uint64_t request_ = 0;
};

} // namespace raftarium
