// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// Election priority: who is preferred campaigns first, and the others only if it does not.

namespace raft {

namespace {

/// Servers of these priorities, S1 first, whose timers run out by actions only.
ClusterConfiguration ranked(const std::vector<std::uint32_t>& priorities) {
    Options options;
    options.electionPriority = true;
    ClusterConfiguration configuration = manual(priorities.size(), options);
    for (std::size_t i = 0; i < priorities.size(); ++i)
        configuration.servers[i].priority = priorities[i];
    return configuration;
}

} // namespace

TEST(Priority, B106_AServerLeavesTheElectionToThoseOfHigherPriority) {
    TestCluster cluster(ranked({0, 0, 5}));

    cluster.campaign(1);
    EXPECT_EQ(cluster.role(1), Role::follower);
    EXPECT_EQ(cluster.term(1), 0U);
    EXPECT_TRUE(tells(cluster.last(), Reason::electionLeftToOthers));
    cluster.campaign(3);
    EXPECT_EQ(cluster.role(3), Role::leader);
}

TEST(Priority, B106_EachTimeoutLowersWhatItWaitsForToTheNextPriority) {
    TestCluster cluster(ranked({1, 9, 5, 5, 0}));
    cluster.stop(2);

    cluster.timeout(1);
    EXPECT_EQ(cluster.server(1).targetPriority, 5U);
    cluster.timeout(1);
    EXPECT_EQ(cluster.server(1).targetPriority, 1U);
    cluster.campaign(1);
    EXPECT_EQ(cluster.role(1), Role::leader) << "nobody else campaigned in two timeouts";
}

TEST(Priority, B106_AfterALeaderWasHeardItWaitsForTheHighestAgain) {
    TestCluster cluster(ranked({0, 0, 5}));
    cluster.timeout(1);
    ASSERT_EQ(cluster.server(1).targetPriority, 0U);
    cluster.campaign(3);

    EXPECT_FALSE(cluster.server(1).targetPriority.has_value());
    cluster.timeout(1);
    EXPECT_EQ(cluster.role(1), Role::follower);
}

TEST(Priority, B106_WhoIsMadeToCampaignByItsLeaderWaitsForNobody) {
    ClusterConfiguration configuration = ranked({5, 0, 0});
    configuration.options.leadershipTransfer = true;
    TestCluster cluster(configuration);
    cluster.campaign(1);

    cluster.act(action::Transfer{2});
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.role(2), Role::leader);
}

TEST(Priority, B106_IsChangedWhileARunGoesOnAndSurvivesARestart) {
    TestCluster cluster(ranked({0, 0, 5}));
    cluster.timeout(1);
    ASSERT_EQ(cluster.server(1).targetPriority, 0U);

    cluster.act(action::SetPriority{2, 9});
    EXPECT_FALSE(cluster.server(1).targetPriority.has_value()) << "it waits for the highest anew";
    cluster.stop(2);
    cluster.restart(2);
    cluster.campaign(3);
    EXPECT_EQ(cluster.role(3), Role::follower) << "S2 is to go first";
    cluster.campaign(2);

    EXPECT_EQ(cluster.role(2), Role::leader);
}

TEST(Priority, AServerThatIsAddedIsGivenOne) {
    ClusterConfiguration configuration = ranked({0, 0, 5});
    configuration.options.noOp = configuration.options.singleServerChanges = true;
    TestCluster cluster(configuration);
    cluster.campaign(3);
    cluster.act(action::AddServer{4, true});
    cluster.runUntilQuiet();

    cluster.act(action::SetPriority{4, 3});

    EXPECT_EQ(cluster->findHost(4)->server.priority(), 3U);
    EXPECT_EQ(cluster->findHost(3)->server.priority(), 5U);
}

TEST(Priority, ChangedInAnyOrderIsTheSameCluster) {
    TestCluster first(ranked({0, 0, 5}));
    TestCluster second(ranked({0, 0, 5}));
    for (const ServerId server : {1U, 2U}) {
        first.act(action::SetPriority{server, 4});
        second.act(action::SetPriority{3 - server, 4});
    }
    EXPECT_TRUE(*first == *second);
    EXPECT_EQ(first->hash(), second->hash());

    second.act(action::SetPriority{3, 6});
    first.act(action::SetPriority{3, 7});

    EXPECT_FALSE(*first == *second);
    EXPECT_NE(first->hash(), second->hash());
}

TEST(Priority, OnlyVotersOfTheConfigurationAreWaitedFor) {
    ClusterConfiguration configuration = ranked({0, 0, 5});
    configuration.servers[2].voting = false;
    TestCluster cluster(configuration);

    cluster.campaign(1);

    EXPECT_EQ(cluster.role(1), Role::leader);
}

TEST(Priority, WithoutTheOptionPrioritiesMeanNothing) {
    ClusterConfiguration configuration = ranked({0, 0, 5});
    configuration.options.electionPriority = false;
    TestCluster cluster(configuration);

    cluster.campaign(1);

    EXPECT_EQ(cluster.role(1), Role::leader);
}

TEST(Priority, TheFirstLeaderIsOneOfTheHighestWhateverTheSeed) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        ClusterConfiguration configuration = ranked({0, 0, 0, 0, 7});
        configuration.timing.electionTimers = TimerMode::automatic;
        configuration.timing.heartbeats = TimerMode::automatic;
        configuration.seed = seed;
        TestCluster cluster(configuration);

        ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));

        EXPECT_EQ(cluster->leader(), 5U) << seed;
    }
}

} // namespace raft
