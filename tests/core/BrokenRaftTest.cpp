// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Safety.h"
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// A Raft without one of its rules deletes what is committed, or applied. It goes on all the same: a broken Raft is
// there to be looked at.

namespace raft {

namespace {

/// S2 has applied three entries, and S3, whose log nobody compares, has had all but the first replaced by its own.
TestCluster withDeletedEntries(Options options = {}) {
    options.snapshots = {true, 0, 100};
    options.readIndex = true;
    ClusterConfiguration configuration = manual(3, options);
    configuration.defects.insert(Defect::ignoreLogComparison);
    TestCluster cluster(configuration);
    cluster.partition({{1, 2}, {3}});
    cluster.campaign(1);
    for (const char* line : {"set x 1", "set x 2", "set x 3"}) {
        cluster.submit(1, line);
        cluster.runUntilQuiet();
    }
    cluster.heartbeatAndSettle(1);
    cluster.healAll();
    cluster.campaign(3);
    cluster.campaign(3);
    cluster.submit(3, "set y 1");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.server(2).lastApplied, 3U);
    EXPECT_EQ(cluster.server(2).persistent.log.lastIndex(), 1U);
    return cluster;
}

} // namespace

TEST(BrokenRaft, ALeaderWithoutItsCommittedEntriesTakesAReadAndACommand) {
    TestCluster cluster = withDeletedEntries();
    cluster.campaign(2);
    ASSERT_EQ(cluster.role(2), Role::leader);

    cluster.act(action::Read{"x", 2, action::ReadMode::readIndex});
    for (int i = 0; i < 5; ++i) {
        cluster.submit(2, "set z 1");
        cluster.runUntilQuiet();
    }

    EXPECT_EQ(cluster.key(2, "z"), "1") << "behind what it had applied it goes on";
}

TEST(BrokenRaft, AServerWithoutItsAppliedEntriesTakesASnapshotOfWhatIsThere) {
    TestCluster cluster = withDeletedEntries();

    cluster.act(action::TakeSnapshot{2});

    EXPECT_EQ(cluster.server(2).persistent.snapshotIndex(), 1U);
    EXPECT_EQ(cluster.refusal(action::TakeSnapshot{2}).problem.english(),
              "has applied nothing that its log still holds");
}

TEST(BrokenRaft, SuchALeaderIsNotTakenForOneWithTooMuchUncommitted) {
    Options options;
    options.uncommittedEntries = 2;
    TestCluster cluster = withDeletedEntries(options);
    cluster.campaign(2);

    cluster.submit(2, "set z 1");

    EXPECT_TRUE(tells(cluster.last(), Reason::commandAppended));
}

} // namespace raft
