// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <vector>

// The client that submits so many commands a second to the leader.

namespace raft {

namespace {

ClusterConfiguration underLoad(std::size_t servers, std::uint32_t load) {
    ClusterConfiguration configuration = automatic(servers, 5);
    configuration.load = load;
    return configuration;
}

TEST(Load, SubmitsSoManyCommandsInEverySecondOfLogicalTime) {
    for (const std::uint32_t load : {1U, 3U, 40U, 70'000U}) {
        Cluster cluster(underLoad(1, load));
        for (Time second = 1; second <= 3; ++second) {
            while (cluster.nextEventTime() <= second * kSecond)
                cluster.step();
            EXPECT_EQ(cluster.requests().size(), load * static_cast<std::uint64_t>(second));
        }
    }
}

TEST(Load, EachCommandIsAnEventOfItsOwnThatNamesTheLeaderAndThePreviousOne) {
    TestCluster cluster(underLoad(3, 40));
    cluster.runUntil([&] { return cluster->leader() != 0; });
    const std::size_t first = cluster.events().size();
    cluster.runFor(100 * kMillisecond);

    EventIndex previous = kNoEvent;
    for (std::size_t i = first; i < cluster.events().size(); ++i) {
        const Event& event = cluster.events()[i];
        if (event.record.kind != EventKind::client)
            continue;
        EXPECT_EQ(event.record.server, cluster->leader());
        EXPECT_TRUE(event.record.marks & mark::kClient);
        EXPECT_TRUE(event.record.marks & mark::kInteresting);
        ASSERT_EQ(event.requests.size(), 1U);
        EXPECT_EQ(event.requests.front().server, cluster->leader());
        if (previous != kNoEvent) {
            EXPECT_EQ(event.record.cause, previous);
        }
        previous = event.record.index;
    }
    EXPECT_NE(previous, kNoEvent);
}

TEST(Load, WithoutALeaderThatRunsTheClientIsRefusedAndAsksAgainLater) {
    ClusterConfiguration configuration = underLoad(3, 10);
    configuration.timing.electionTimers = TimerMode::manual;
    TestCluster cluster(configuration);
    cluster.runFor(kSecond);
    ASSERT_EQ(cluster->requests().size(), 10U);
    for (std::uint64_t id = 1; id <= 10; ++id) {
        EXPECT_EQ(cluster.request(id).status, RequestStatus::refused);
        EXPECT_EQ(cluster.request(id).server, 0U);
    }

    cluster.timeout(1);
    cluster.runFor(kSecond);
    cluster.pause(1);
    const std::size_t before = cluster->requests().size();
    cluster.runFor(kSecond);

    EXPECT_EQ(cluster.request(15).status, RequestStatus::answered);
    EXPECT_EQ(cluster.request(before + 5).status, RequestStatus::refused);
}

TEST(Load, IsAnsweredAndReachesEveryStore) {
    TestCluster cluster(underLoad(5, 40));
    cluster.runFor(5 * kSecond);

    const Index committed = cluster.commit(cluster->leader());
    EXPECT_GT(committed, 150U);
    std::size_t answered = 0;
    for (std::uint64_t id = 1; id <= cluster->requests().size(); ++id)
        answered += cluster.request(id).status == RequestStatus::answered ? 1 : 0;
    EXPECT_EQ(answered, committed);
    EXPECT_NE(cluster.key(cluster->leader(), "k1"), "(none)");
}

} // namespace

} // namespace raft
