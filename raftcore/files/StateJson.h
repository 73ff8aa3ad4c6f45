// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/check/Violation.h"
#include "raftcore/simulation/Cluster.h"

#include <string>
#include <vector>

// A whole cluster as a JSON object, for scripts and other programs.

namespace raft {

/// The state of the cluster, and the violations found up to it, as a JSON object on one line. Times are in
/// microseconds, absent values null; messages in flight stand in the order of their numbers.
std::string stateJson(const Cluster& cluster, const std::vector<Violation>& violations);

} // namespace raft
