// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"

#include <vector>

/// Which events a list shows, in which row.
namespace raftarium {

/// All known events of the shown branch, or the interesting ones alone. Keeps up with a run of a million events.
class EventRows {
public:
    /// The session must outlive it.
    explicit EventRows(const Session& session) : session_(session) {}

    /// True when only interesting events are listed.
    [[nodiscard]] bool interestingOnly() const { return interestingOnly_; }
    void setInterestingOnly(bool interestingOnly);

    /// Takes in what is known by now.
    void keepUp();
    /// The branch, its actions, or the run are other ones.
    void changeStructure();

    [[nodiscard]] std::size_t count() const;
    /// The event in a row, which must exist.
    [[nodiscard]] raft::EventIndex eventAt(std::size_t row) const;
    /// How many rows show events before `event`.
    [[nodiscard]] std::size_t rowsBefore(raft::EventIndex event) const;

private:
    [[nodiscard]] std::size_t firstRowFrom(raft::EventIndex event) const;

    const Session& session_;
    bool interestingOnly_ = false;
    raft::BranchId branch_ = raft::kMainBranch;
    /// The interesting events among the first `scanned_` ones; empty while all events are listed.
    std::vector<raft::EventIndex> interesting_;
    raft::EventIndex scanned_ = 0;
};

} // namespace raftarium
