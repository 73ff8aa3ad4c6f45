// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/EventBook.h"

// A small store in front of the timeline, which computes events again whenever it is asked.

namespace raftarium {

/// So many events are kept before all are told anew: several screens full.
static constexpr qsizetype kMostTold = 2000;

EventBook::EventBook(const Session& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session, &Session::structureChanged, this, [this] { told_.clear(); });
}

const ToldEvent& EventBook::at(raft::EventIndex index) {
    const auto known = told_.constFind(index);
    if (known != told_.constEnd())
        return *known;
    if (told_.size() >= kMostTold)
        told_.clear();
    raft::Cluster after = session_.cluster();
    ToldEvent told;
    told.event = session_.timeline().event(index, &after);
    told.headline = raft::headline(told.event, after);
    told.explanation = raft::explain(told.event, after);
    return *told_.insert(index, told);
}

} // namespace raftarium
