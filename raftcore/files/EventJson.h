// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"

#include <string>

// An event as a JSON object, for scripts and other programs.

namespace raft {

/// The event, told in full, as a JSON object on one line; `after` is the cluster just after it. Times are in
/// microseconds, absent values null. A change of `log` tells `{"index", "term"}` of the last entry, one of
/// `electionTimer` the time that is left; `nextIndex` and `matchIndex` name the other server as `peer`, `keys` the
/// `key`.
std::string eventJson(const Event& event, const Cluster& after);

} // namespace raft
