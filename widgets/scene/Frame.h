// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"
#include "widgets/scene/Geometry.h"
#include "widgets/scene/Id.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What pictures are made from: the cluster at one moment, and how somebody wants to see it.
namespace scene {

/// How long a loss can be seen after it happened, in seconds of wall time.
inline constexpr double kLossFades = 0.9;
/// How long a change of role is marked after it happened, in seconds of wall time.
inline constexpr double kFlashFades = 0.7;

/// A message that was lost a short while ago.
struct Loss {
    raft::InFlight message;
    /// When, in logical time: it tells how far the message had come.
    raft::Time when = 0;
    raft::LossReason reason = raft::LossReason::none;
    /// How long ago, in seconds of wall time at the present speed.
    double age = 0;

    friend bool operator==(const Loss&, const Loss&) = default;
};

/// A server whose role, or whether it runs, changed a short while ago.
struct Flash {
    raft::ServerId server = 0;
    /// How long ago, in seconds of wall time at the present speed.
    double age = 0;

    friend bool operator==(const Flash&, const Flash&) = default;
};

/// How somebody wants to see a frame.
struct ViewOptions {
    /// Factor on all sizes of text, from 1 to 3.
    double textScale = 1;
    /// For a projector: names, terms and captions at least 1/28 of the picture's height, all other text 1/40.
    bool presentation = false;
    /// Nothing moves between two events.
    bool reducedMotion = false;
    /// Heartbeats and the replies to them are left out.
    bool hideHeartbeats = false;
    /// The upper left corner says how to read the picture.
    bool legend = true;
    /// The place under the stage is kept free for a caption even while there is none, so that nothing moves.
    bool keepCaptionPlace = false;
    /// Servers that somebody placed: the centre as a share (0 to 1) of the picture's width and height.
    std::map<raft::ServerId, Point> places;
    /// The leader whose view of the others the logs show; 0 means the one that `Cluster::leader` names.
    raft::ServerId chosenLeader = 0;

    friend bool operator==(const ViewOptions&, const ViewOptions&) = default;
};

/// One moment, as it is to be shown.
struct Frame {
    raft::Cluster cluster;
    /// The moment shown; from `cluster.now()` to `cluster.nextEventTime()`.
    raft::Time time = 0;
    std::vector<Loss> losses;
    std::vector<Flash> flashes;
    std::optional<Id> selected;
    std::optional<Id> hovered;
    ViewOptions options;
    /// The line that somebody draws to part the servers on its two sides.
    std::optional<std::array<Point, 2>> partitionLine;
    /// A sentence under the stage, in the person's language; may be empty.
    std::string caption;
    /// A sentence that says what to do next, in the person's language; when empty the stage may find one itself.
    std::string hint;
};

} // namespace scene
