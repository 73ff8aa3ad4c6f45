// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"
#include "widgets/views/ViewState.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

/// The branches of a run as a list.
namespace raftarium {

class Renewal;

/// Lists the branches, each under the one that it grew from; switches, names, removes and brings them back, and tells
/// where two part.
class BranchesPanel : public QWidget {
    Q_OBJECT

public:
    /// All must outlive it.
    BranchesPanel(Session& session, const ViewState& view, QWidget* parent = nullptr);

    /// The branch that is chosen in the list; none when there is none.
    [[nodiscard]] std::optional<raft::BranchId> chosen() const;
    /// What is said about where the chosen branch and the shown one part.
    [[nodiscard]] QString comparison() const;

public slots:
    /// Chooses a branch, which is then compared with the one that is shown.
    void choose(raft::BranchId branch);
    /// Lets the person write another name for a branch.
    void rename(raft::BranchId branch);

signals:
    /// Why something was not done, in words.
    void told(const QString& news);
    /// Somebody wants the menu of a branch.
    void menuWanted(raft::BranchId branch, const QPoint& globalPlace);

private:
    void prepareList();
    QWidget* makeButtons();
    void fill();
    [[nodiscard]] QTreeWidgetItem* itemOf(raft::BranchId branch) const;
    void finishRename(const QTreeWidgetItem& item);
    void showBranch();
    void removeBranch();
    void renewButtons();
    void compare();
    [[nodiscard]] QString eventLine(raft::BranchId branch, raft::EventIndex event) const;

    Session& session_;
    const ViewState& view_;
    QTreeWidget* list_;
    QPushButton* show_ = nullptr;
    QPushButton* rename_ = nullptr;
    QPushButton* remove_ = nullptr;
    QPushButton* back_ = nullptr;
    QLabel* comparison_;
    Renewal* renewal_;
    /// True while the list is filled, which is nobody's wish.
    bool filling_ = false;
    /// True while a name that was written is taken over: the list's editor still holds the item.
    bool renaming_ = false;
};

} // namespace raftarium
