// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/EventBook.h"
#include "widgets/playback/Player.h"
#include "widgets/scene/Frame.h"

/// The present moment as a frame.
namespace raftarium {

/// Puts the cluster and its recent past into frames. Seeking to a moment and playing to it give the same frame.
class FrameMaker {
public:
    /// All three must outlive it.
    FrameMaker(const Session& session, const Player& player, EventBook& book);

    /// The present moment; selection and options of the view are left for the caller.
    [[nodiscard]] scene::Frame frame() const;

private:
    void addPast(scene::Frame& frame, raft::EventIndex index, double age) const;

    const Session& session_;
    const Player& player_;
    EventBook& book_;
};

} // namespace raftarium
