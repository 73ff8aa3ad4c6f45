// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"

#include <QTimer>

#include <optional>

/// Running on until something comes about.
namespace raftarium {

/// Takes a session to where a condition holds, a slice at a time, so that the window lives on meanwhile and the person
/// can give up.
class UntilRun : public QObject {
    Q_OBJECT

public:
    /// The session must outlive it.
    explicit UntilRun(Session& session, QObject* parent = nullptr);

    [[nodiscard]] bool isRunning() const { return waiting_.has_value(); }
    /// How much of the time that is waited for has passed, from 0 to 1.
    [[nodiscard]] double share() const;

    /// Begins to wait at the present moment, for at most `within` microseconds. Where the condition holds already, the
    /// run goes on by one event first, so that one can go from one time that it comes about to the next.
    void start(const raft::Condition& condition, raft::Time within);
    /// Ends waiting; the session goes back to where it began.
    void cancel();

signals:
    /// A slice is done.
    void progressed();
    /// The condition holds at the present moment.
    void reached();
    /// It did not come about, and why; the session is where it was before.
    void notReached(const QString& why);

private:
    void goOn();
    void end();

    Session& session_;
    QTimer timer_;
    std::optional<raft::ConditionWait> waiting_;
};

} // namespace raftarium
