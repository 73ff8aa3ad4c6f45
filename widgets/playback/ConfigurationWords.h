// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"

#include <QString>

/// Changes of who is in the cluster, before they are made: whether they make sense, and what they will do.
namespace raftarium {

/// Who is in the cluster as its leader has it, without what is being left; without a leader, as the server has it that
/// has the latest.
raft::Configuration presentConfiguration(const raft::Cluster& cluster);

/// The change that leads to these servers.
raft::action::ChangeConfiguration changeTo(const raft::Configuration& target, bool joint);

/// Why no change at all can be asked for now, in words; empty when one can.
QString whyNoChanges(const raft::Cluster& cluster);

/// Why there is no sense in asking for this change: it cannot be, or changes nothing; empty when there is. A leader may
/// still refuse it for what it has not done yet.
QString whyNoChange(const raft::action::ChangeConfiguration& change, const raft::Cluster& cluster);

/// What the change will do, in sentences: "Joint consensus: C-old S1 S2 S3, C-new S1 S4 S5. …". Only for a change that
/// can be asked for.
QString changeWords(const raft::action::ChangeConfiguration& change, const raft::Cluster& cluster);

/// The names of servers, as in "S1 S2 S3".
QString namesOf(const raft::ServerSet& servers, const raft::Cluster& cluster);

} // namespace raftarium
