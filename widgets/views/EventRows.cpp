// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/EventRows.h"

#include <algorithm>

// When all events are listed a row is an event; else a growing list of indices tells which.

namespace raftarium {

void EventRows::setInterestingOnly(bool interestingOnly) {
    interestingOnly_ = interestingOnly;
    interesting_.clear();
    scanned_ = 0;
    keepUp();
}

void EventRows::keepUp() {
    if (!interestingOnly_)
        return;
    const raft::Timeline& timeline = session_.timeline();
    for (; scanned_ < timeline.known(); ++scanned_) {
        if ((timeline.record(scanned_).marks & raft::mark::kInteresting) != 0)
            interesting_.push_back(scanned_);
    }
}

void EventRows::changeStructure() {
    const raft::Timeline& timeline = session_.timeline();
    const raft::BranchId branch = timeline.branch();
    // What a new branch shares with the one shown before stays; anything else is read again.
    raft::EventIndex shared = 0;
    if (branch == branch_)
        shared = std::min(scanned_, timeline.known());
    else if (timeline.branchInfo(branch).parent == branch_)
        shared = std::min(scanned_, timeline.branchInfo(branch).fork);
    branch_ = branch;
    scanned_ = shared;
    interesting_.erase(std::lower_bound(interesting_.begin(), interesting_.end(), shared), interesting_.end());
    keepUp();
}

std::size_t EventRows::count() const {
    return interestingOnly_ ? firstRowFrom(session_.shown()) : static_cast<std::size_t>(session_.shown());
}

raft::EventIndex EventRows::eventAt(std::size_t row) const { return interestingOnly_ ? interesting_[row] : row; }

/// How many of the interesting events stand before an event.
std::size_t EventRows::firstRowFrom(raft::EventIndex event) const {
    return static_cast<std::size_t>(std::lower_bound(interesting_.begin(), interesting_.end(), event) -
                                    interesting_.begin());
}

std::size_t EventRows::rowsBefore(raft::EventIndex event) const {
    if (!interestingOnly_)
        return std::min<std::size_t>(event, count());
    return std::min(firstRowFrom(event), count());
}

} // namespace raftarium
