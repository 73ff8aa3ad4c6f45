// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/ClusterFixture.h"

#include <vector>

// Clusters whose configuration changes, in the words of a test.

namespace raft {

/// A configuration of these servers.
Configuration configurationOf(const std::vector<ServerId>& voters, const std::vector<ServerId>& outgoing = {},
                              const std::vector<ServerId>& learners = {});
/// No-op entries, ten entries a message, accelerated back-off, and changes by joint consensus or one server at a time.
Options changing(bool joint = true);
/// The same, one server at a time.
Options single();
/// Manual servers of which S1 leads and has committed its no-op.
TestCluster ledByS1(std::size_t servers, const Options& options);
/// Lets everything arrive, and what the leader then knows to be committed reach the others.
void settle(TestCluster& cluster, ServerId leader);

} // namespace raft
