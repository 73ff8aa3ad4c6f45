// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

    raft::Timeline timeline_;
};

} // namespace raftarium
