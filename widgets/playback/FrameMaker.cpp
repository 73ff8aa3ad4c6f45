// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/FrameMaker.h"

#include <algorithm>

// Looks back over the last events for what is still to be seen of them.

namespace raftarium {

/// No more events are looked back at, however fast the run goes.
static constexpr raft::EventIndex kFarthest = 400;
/// No more losses are shown at once.
static constexpr std::size_t kMostLosses = 60;

static constexpr std::uint16_t kRoleMarks =
    raft::mark::kElection | raft::mark::kLeader | raft::mark::kStepDown | raft::mark::kStop | raft::mark::kStart;

FrameMaker::FrameMaker(const Session& session, const Player& player, EventBook& book)
    : session_(session)
    , player_(player)
    , book_(book) {}

scene::Frame FrameMaker::frame() const {
    const raft::Cluster& cluster = session_.cluster();
    scene::Frame frame{cluster, cluster.now(), {}, {}, {}, {}, {}, {}, {}, {}};
    const double secondsAMicrosecond = 1e-6 / player_.speed();
    const double longest = std::max(scene::kLossFades, scene::kFlashFades);
    const raft::EventIndex events = cluster.eventCount();
    const raft::EventIndex first = events > kFarthest ? events - kFarthest : 0;
    for (raft::EventIndex index = events; index > first; --index) {
        const raft::EventRecord record = session_.timeline().record(index - 1);
        const double age = static_cast<double>(frame.time - record.time) * secondsAMicrosecond;
        if (age >= longest)
            break;
        if ((record.marks & (kRoleMarks | raft::mark::kLoss)) != 0)
            addPast(frame, index - 1, age);
    }
    return frame;
}

void FrameMaker::addPast(scene::Frame& frame, raft::EventIndex index, double age) const {
    const raft::EventRecord record = session_.timeline().record(index);
    const bool flashes = (record.marks & kRoleMarks) != 0 && record.server != 0 && age < scene::kFlashFades;
    if (flashes)
        frame.flashes.push_back({record.server, age});
    if ((record.marks & raft::mark::kLoss) == 0 || age >= scene::kLossFades || frame.losses.size() >= kMostLosses)
        return;
    const raft::Event& event = book_.at(index).event;
    if (event.message)
        frame.losses.push_back({*event.message, record.time, event.loss, age});
}

} // namespace raftarium
