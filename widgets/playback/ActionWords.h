// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"

#include <QString>

/// Actions in words.
namespace raftarium {

/// The action as an order of few words, as menus say it after "Undo:": "stop S2". The cluster tells names.
QString actionWords(const raft::Action& action, const raft::Cluster& cluster);

/// The kind of message as people say it: "RequestVote", "reply to AppendEntries".
QString messageKindWords(raft::MessageKind kind);

/// What the weather at `position` in raft::weatherNames() is called: "calm", "rough", "a storm".
QString weatherWords(std::size_t position);
/// A load in short: "no load", "40 commands a second", "3 clients".
QString loadWords(const raft::Load& load);

/// The groups of a partition: "S1 S2 | S3 S4 S5"; servers that no group names stand in the last.
QString partitionWords(const std::vector<std::vector<raft::ServerId>>& groups, const raft::Cluster& cluster);

} // namespace raftarium
