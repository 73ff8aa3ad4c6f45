// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Server.h"
#include "raftcore/values/Text.h"

#include <vector>

// What must hold of one server at every moment, and of two moments of it (Figure 2). The five properties of Figure 3,
// which are about several servers, stand apart.

namespace raft {

/// Every invariant that a server's state breaks, a sentence each; empty when all hold.
std::vector<Text> brokenInvariants(const ServerState& state);

/// Every invariant that `after` breaks, by itself or as what followed `before`: one input later, of the same server,
/// which did not stop in between. The costs follow from what changed, not from the length of the log.
std::vector<Text> brokenInvariants(const ServerState& before, const ServerState& after);

} // namespace raft
