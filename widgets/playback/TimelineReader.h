// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"
#include "widgets/scene/TimelineFrame.h"

#include <map>
#include <vector>

/// A run, with its branches, as the timeline shows it.
namespace raftarium {

/// Reads each event of each branch once, and keeps who led when and what was remarkable.
class TimelineReader {
public:
    /// The session must outlive it.
    explicit TimelineReader(const Session& session) : session_(session) {}

    /// Forgets all: another run is shown.
    void clear() { tracks_.clear(); }
    /// The run as it is known now. Which stretch is seen is left for the caller.
    [[nodiscard]] scene::TimelineFrame frame();
    /// The branch at a place in the frame that was made last.
    [[nodiscard]] raft::BranchId branchAt(std::size_t place) const { return order_[place]; }

    /// So many frequent marks (commands, commits, losses of heartbeats never count) are kept of a branch; beyond that
    /// every other one goes, for they would fall on one pixel.
    static constexpr std::size_t kMostFrequent = 2000;

private:
    struct Placed {
        raft::EventIndex event = 0;
        scene::TimelineMark mark;
    };
    /// What is known of a branch's own events.
    struct Track {
        raft::EventIndex read = 0;
        std::vector<scene::LeadingBand> bands;
        /// Who leads now; 0 when nobody does.
        raft::ServerId leader = 0;
        std::vector<Placed> marks;
        std::size_t frequent = 0;
        /// Frequent marks of one kind lie at least so far apart, in microseconds.
        raft::Time spacing = 0;
        raft::Time lastClient = -1;
        raft::Time lastCommit = -1;
    };

    Track& trackOf(const raft::BranchInfo& info);
    void read(Track& track, const raft::BranchInfo& info);
    void readLeader(Track& track, raft::BranchId branch, const raft::EventRecord& record) const;
    void readMarks(Track& track, const raft::EventRecord& record) const;
    static void addFrequent(Track& track, const raft::EventRecord& record, scene::MarkKind kind, raft::Time& last);
    static void thin(Track& track);
    void gatherMarks(scene::TimelineFrame& frame, raft::BranchId branch, raft::EventIndex before) const;

    const Session& session_;
    std::map<raft::BranchId, Track> tracks_;
    std::vector<raft::BranchId> order_;
};

} // namespace raftarium
