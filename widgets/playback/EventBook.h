// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/explain/Explain.h"
#include "widgets/playback/Session.h"

#include <QHash>
#include <QObject>

/// Events in full and in words, kept for those looked at last.
namespace raftarium {

/// What there is to say about one event.
struct ToldEvent {
    raft::Event event;
    raft::Headline headline;
    raft::Explanation explanation;
};

/// Tells the events of the shown branch; only those that somebody looks at are ever told.
class EventBook : public QObject {
    Q_OBJECT

public:
    /// The session must outlive it.
    explicit EventBook(const Session& session, QObject* parent = nullptr);

    /// The known event with this index. Valid until the next call.
    const ToldEvent& at(raft::EventIndex index);

private:
    const Session& session_;
    QHash<raft::EventIndex, ToldEvent> told_;
};

} // namespace raftarium
