// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Scenario.h"
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
    /// Goes to just after the next event that has any of these marks (bits of `raft::mark`); false when none comes.
    bool seekNext(std::uint16_t marks);
    /// Goes to just after the last event before the present one that has any of these marks; false when there is none.
    bool seekPrevious(std::uint16_t marks);
    /// Runs until a condition holds, at least one event and for at most the time that scenarios wait; false when it did
    /// not come about: then the present moment stays.
    bool runUntil(const raft::Condition& condition);

    /// Shows nothing beyond the present moment, or everything that is known.
    void setHidesFuture(bool hides);

    // ---- Switching.
    /// Shows another branch, which must exist.
    void switchTo(raft::BranchId branch);

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

    raft::Timeline timeline_;
    bool hidesFuture_ = false;
};

} // namespace raftarium
