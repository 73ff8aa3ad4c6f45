// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

// Sections 5.1 and 5.2, leader election: B31 to B34 of the behaviour's lines.

namespace raft {

namespace {

// §5.2: when servers start up, they begin as followers.
TEST(Section51, B31_EveryServerStartsAsFollower) {
    TestCluster cluster(automatic(7, 1));
    for (ServerId id = 1; id <= 7; ++id) {
        EXPECT_EQ(cluster.role(id), Role::follower);
        EXPECT_EQ(cluster.server(id).leader, 0U);
    }
}

TEST(Section51, B31_ARestartedLeaderIsAFollower) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    ASSERT_EQ(cluster.role(1), Role::leader);

    cluster.stop(1);
    cluster.restart(1);

    EXPECT_EQ(cluster.role(1), Role::follower);
    EXPECT_EQ(cluster.server(1).leader, 0U);
    EXPECT_EQ(cluster.term(1), 1U);
    EXPECT_EQ(cluster.server(1).persistent.votedFor, 1U);
}

// §5.1: a candidate or leader that discovers that its term is out of date reverts to follower.
TEST(Section51, B32_AnIsolatedLeaderStepsDownWhenItHearsOfTheNext) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.isolate(1);
    cluster.campaign(2);
    EXPECT_EQ(cluster.role(1), Role::leader) << "leaders of different terms may coexist";
    EXPECT_EQ(cluster.role(2), Role::leader);
    EXPECT_EQ(cluster->leader(), 2U) << "that of the higher term";

    cluster.healAll();
    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.role(1), Role::follower);
    EXPECT_EQ(cluster.term(1), 2U);
}

/// Every timeout that was drawn in a run of some seconds without messages, and so with endless elections.
std::vector<Time> timeoutsDrawn(std::size_t wanted) {
    ClusterConfiguration configuration = automatic(5, 8);
    configuration.timing.electionTimeout = {150'000, 299'999};
    Cluster cluster(configuration);
    EXPECT_TRUE(cluster.act(action::Block{}));
    std::vector<Time> drawn;
    while (drawn.size() < wanted) {
        const EventRecord record = cluster.step();
        if (record.kind != EventKind::timeout)
            continue;
        const Host& host = *cluster.findHost(record.server);
        drawn.push_back(host.electionTimer.time - host.electionStarted);
    }
    return drawn;
}

// §5.2: election timeouts are chosen randomly from a fixed interval.
TEST(Section52, B33_TimeoutsAreDrawnUniformlyFromTheirRange) {
    std::vector<int> tenths(10);
    for (const Time timeout : timeoutsDrawn(10'000)) {
        ASSERT_GE(timeout, 150'000);
        ASSERT_LE(timeout, 299'999);
        ++tenths[static_cast<std::size_t>((timeout - 150'000) / 15'000)];
    }

    for (const int count : tenths)
        EXPECT_NEAR(count, 1'000, 150) << "five standard deviations";
}

TEST(Section52, B33_ATimeoutIsDrawnAnewEachTime) {
    TestCluster cluster(automatic(3, 5));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId follower = cluster->leader() % 3 + 1;
    std::set<Time> timeouts;
    cluster.runFor(kSecond);
    for (const Event& event : cluster.events()) {
        const Change* timer = changeOf(event, follower, Field::electionTimer);
        if (timer && std::holds_alternative<std::int64_t>(timer->to))
            timeouts.insert(std::get<std::int64_t>(timer->to));
    }

    EXPECT_GT(timeouts.size(), 5U);
}

TEST(Section52, B33_ASplitVoteEndsWithTheNextTerm) {
    TestCluster cluster(manual(4));
    cluster.timeout(1);
    cluster.timeout(2);
    cluster.cut(1, 4);
    cluster.cut(2, 3);
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.role(1), Role::candidate) << "two votes of four";
    ASSERT_EQ(cluster.role(2), Role::candidate);
    cluster.healAll();

    cluster.campaign(1);

    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_EQ(cluster.term(1), 2U);
    EXPECT_EQ(cluster.role(2), Role::follower);
}

TEST(Section52, B33_SplitVotesAreResolvedByThemselves) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        TestCluster cluster(automatic(5, seed));
        cluster.act(action::AlignTimers{});
        EXPECT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }, 3 * kSecond)) << "seed " << seed;
        EXPECT_GE(cluster.count(Reason::electionStarted), 5U) << "all began at the same moment";
    }
}

// §5.2: each server votes for at most one candidate in a term, on a first-come-first-served basis.
TEST(Section52, B34_VotesAreFirstComeFirstServed) {
    for (const ServerId first : {1U, 2U}) {
        TestCluster cluster(manual(3));
        const ServerId second = 3 - first;
        cluster.timeout(first);
        cluster.timeout(second);
        cluster.act(action::Deliver{{0, MessageKind::requestVote, first, 3}});
        cluster.act(action::Deliver{{0, MessageKind::requestVote, second, 3}});

        EXPECT_EQ(cluster.server(3).persistent.votedFor, first);
        EXPECT_TRUE(tells(cluster.last(), Reason::voteRefusedGiven));
        cluster.runUntilQuiet();
        EXPECT_EQ(cluster.role(first), Role::leader);
        EXPECT_EQ(cluster.role(second), Role::follower);
    }
}

} // namespace

} // namespace raft
