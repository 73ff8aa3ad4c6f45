// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/MembershipFixture.h"

// Making configurations, and clusters that change theirs.

namespace raft {

static ServerSet setOf(const std::vector<ServerId>& ids) {
    ServerSet set;
    for (const ServerId id : ids)
        set.insert(id);
    return set;
}

Configuration configurationOf(const std::vector<ServerId>& voters, const std::vector<ServerId>& outgoing,
                              const std::vector<ServerId>& learners) {
    return {setOf(voters), setOf(outgoing), setOf(learners)};
}

Options changing(bool joint) {
    Options options = withNoOp();
    options.entriesPerMessage = 10;
    options.acceleratedBackoff = true;
    options.jointConsensus = joint;
    options.singleServerChanges = !joint;
    return options;
}

Options single() { return changing(false); }

TestCluster ledByS1(std::size_t servers, const Options& options) {
    TestCluster cluster(manual(servers, options));
    cluster.campaign(1);
    EXPECT_EQ(cluster.commit(1), 1U);
    return cluster;
}

void settle(TestCluster& cluster, ServerId leader) {
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(leader);
    cluster.heartbeatAndSettle(leader);
}

} // namespace raft
