// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Player.h"
#include "widgets/views/ViewState.h"

#include <QByteArray>

/// What a file keeps of how its run was shown.
namespace raftarium {

class PanelArea;

/// Where servers stand, which panels are shown and how fast it plays, as the `view` of a file. What `before`, the
/// file's view until now, says besides stays in it.
QByteArray viewJson(const QByteArray& before, const ViewState& view, const Player& player, const PanelArea& panels);

/// Shows a run as the `view` of its file says; what that leaves out, or says badly, stays as it is.
void applyView(const QByteArray& json, const raft::Cluster& cluster, ViewState& view, Player& player,
               PanelArea& panels);

} // namespace raftarium
