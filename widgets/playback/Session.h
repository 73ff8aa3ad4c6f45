// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/ConditionWait.h"
#include "raftcore/history/Timeline.h"

#include <QObject>
#include <QString>

/// The run that a window shows, and the only three things that the interface does to it.
namespace raftarium {

/// A run and its present moment, for the interface: it appends an action, seeks, or switches the branch, and every view
/// hears `momentChanged`.
class Session : public QObject {
    Q_OBJECT

public:
    /// A run at its beginning. The configuration must be sound (`raft::problemsOf` finds nothing).
    explicit Session(raft::ClusterConfiguration configuration, QObject* parent = nullptr);

    [[nodiscard]] const raft::Timeline& timeline() const { return timeline_; }
    /// The cluster at the present moment.
    [[nodiscard]] const raft::Cluster& cluster() const { return timeline_.present(); }
    /// How many events have happened up to the present moment.
    [[nodiscard]] raft::EventIndex events() const { return cluster().eventCount(); }
    /// How many events may be shown: all that are known, or those up to the present moment while the future is hidden.
    [[nodiscard]] raft::EventIndex shown() const { return hidesFuture_ ? events() : timeline_.known(); }
    [[nodiscard]] bool hidesFuture() const { return hidesFuture_; }
    /// Why the action is impossible now, in words; empty when it is possible.
    [[nodiscard]] QString whyNot(const raft::Action& action) const;

    // ---- Acting.
    /// Acts at the present moment. False when it is impossible; `refused` then says why.
    bool act(const raft::Action& action);
    /// The action that undo would take back; null when there is none, or none that may be shown.
    [[nodiscard]] const raft::PlacedAction* undoable() const;
    /// Takes back this branch's last action; false when there is none.
    bool undo();
    /// Brings back what undo took; false when there is nothing.
    bool redo();
    /// Brings the run back to its beginning with nothing done in it. What was done stays in its branch.
    void startAgain();
    /// Begins another run in the place of this one. The configuration must be sound.
    void replace(raft::ClusterConfiguration configuration);
    /// Shows another run, with its branches and bookmarks, in the place of this one.
    void replace(raft::Timeline timeline);

    // ---- Bookmarks.
    /// Sets a bookmark at the present moment, or changes the caption of the one that is there.
    void setBookmark(const QString& caption);
    /// Removes the bookmark at the present moment; false when there is none.
    bool removeBookmark();
    /// The caption that is shown at the present moment: that of the last bookmark this branch has reached; may be
    /// empty.
    [[nodiscard]] QString caption() const;
    /// The caption of the bookmark after the present moment; empty when there is none.
    [[nodiscard]] QString nextCaption() const;
    /// Goes to the next bookmark of this branch; false when there is none.
    bool seekNextBookmark();
    /// Goes to the bookmark before the present moment; false when there is none.
    bool seekPreviousBookmark();

    // ---- Seeking.
    /// Goes to just after the first `events` events, computing on as far as anything is due; false when it did not get
    /// there.
    bool seek(raft::EventIndex events);
    /// Goes to a logical time, computing for at most `milliseconds` of wall time; false when it did not get there.
    bool seekTime(raft::Time time, int milliseconds);
    /// Goes to just after the next interesting event; false when none comes.
    bool seekNextInteresting();
    /// Goes to just after the last interesting event before the present one, or to the beginning; false when there.
    bool seekPreviousInteresting();
    /// Goes to just after the next event that is sought; false when none comes.
    bool seekNext(raft::Sought sought);
    /// Goes to just after the last event before the present one that is sought; false when there is none.
    bool seekPrevious(raft::Sought sought);
    /// Goes to just after the next event by which another server leads, or none any more; false when none comes.
    bool seekNextLeader();
    /// Goes to just after the last such event before the present one; false when there is none.
    bool seekPreviousLeader();
    /// Goes on towards a condition for at most `milliseconds` of wall time.
    raft::ConditionWait::State waitFor(const raft::ConditionWait& waiting, int milliseconds);
    /// Goes to a known moment of any branch.
    void go(const raft::Moment& moment);

    /// Shows nothing beyond the present moment, or everything that is known.
    void setHidesFuture(bool hides);

    // ---- Switching.
    /// The branches that may be shown: all, or while the future is hidden those that led to the present moment.
    [[nodiscard]] std::vector<raft::BranchInfo> branches() const;
    /// Shows another branch, which must exist.
    void switchTo(raft::BranchId branch);
    /// Shows the branch so many places further down; false when there is none.
    bool switchBy(int places);
    /// Gives a branch another name. Why it cannot have it, in words; empty when it has it now.
    QString rename(raft::BranchId branch, const QString& name);
    /// Removes a branch; false for the main one, which stays. It can be brought back.
    bool remove(raft::BranchId branch);
    /// Brings back the branch that was removed last, and shows it; false when there is none.
    bool bringBack();

signals:
    /// The present moment is another one, or the state at it.
    void momentChanged();
    /// Actions, branches, or the whole run are other ones: what was known of events and requests may not hold.
    void structureChanged();
    /// Another run has begun.
    void runReplaced();
    /// An action is impossible, and why.
    void refused(const QString& reason);
    /// What undo, redo and acting in the past did to the branches, in words.
    void told(const QString& news);

private:
    void changeStructure();
    [[nodiscard]] const raft::Bookmark* bookmarkAfter(raft::EventIndex events) const;
    [[nodiscard]] bool changesLeader(raft::EventIndex event) const;

    raft::Timeline timeline_;
    bool hidesFuture_ = false;
};

} // namespace raftarium
