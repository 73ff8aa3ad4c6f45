// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/MembershipFixture.h"

#include <gtest/gtest.h>

// New servers catch up before they vote, and are not waited for for ever (dissertation, section 4.2.1).

namespace raft {

namespace {

constexpr Time kShortestTimeout = 150 * kMillisecond;
/// In a round that nothing ends, the change is given up after as long as all ten may take.
constexpr Time kPatience = 10 * kShortestTimeout;

Options transferring() {
    Options options = single();
    options.leadershipTransfer = true;
    return options;
}

/// S1 is told to take S4 in, which hears nothing.
TestCluster withDeafS4(const Options& options = single()) {
    TestCluster cluster = ledByS1(3, options);
    cluster.act(action::AddServer{4, true});
    cluster.block(MessageKind::appendEntries, 1, 4);
    settle(cluster, 1);
    return cluster;
}

/// Messages between both servers take so long in each direction.
void slow(TestCluster& cluster, ServerId one, ServerId other, Time latency) {
    action::SetTiming set;
    set.latency = TimeRange{latency, latency};
    set.from = one;
    set.to = other;
    cluster.act(set);
    std::swap(set.from, set.to);
    cluster.act(set);
}

/// The reason as the events tell it, which must have been given once.
Because only(const TestCluster& cluster, Reason reason) {
    EXPECT_EQ(cluster.count(reason), 1U);
    for (const Event& event : cluster.events()) {
        for (const Because& because : event.reasons) {
            if (because.reason == reason)
                return because;
        }
    }
    return {};
}

} // namespace

TEST(CatchUp, B68_AServerThatDoesNotCatchUpIsGivenUp) {
    TestCluster cluster = withDeafS4();
    const Time began = cluster.server(1).pendingChange->roundBegan;

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.count(Reason::catchUpGivenUp, 1) == 1; }));

    EXPECT_EQ(cluster->now() - began, kPatience) << "no heartbeat is needed for it";
    EXPECT_EQ(cluster.last().record.kind, EventKind::limit);
    EXPECT_FALSE(cluster.server(1).pendingChange);
    EXPECT_FALSE(cluster.server(1).configuration.voters.contains(4));
}

TEST(CatchUp, B68_WhoJoinedForAChangeThatIsGivenUpLeavesAgain) {
    TestCluster cluster = withDeafS4();
    cluster.runFor(2 * kSecond);
    settle(cluster, 1);

    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(3));
    EXPECT_EQ(cluster.server(2).configuration, votersUpTo(3));
    cluster.act(action::RemoveServer{3});
    EXPECT_FALSE(tells(cluster.last(), Reason::changeRefused)) << "the way is free for other changes";
}

TEST(CatchUp, B68_WhoLearnedBeforeTheChangeStaysALearner) {
    TestCluster cluster = ledByS1(3, single());
    cluster.act(action::AddServer{4, false});
    settle(cluster, 1);
    cluster.block(MessageKind::appendEntries, 1, 4);
    cluster.submit(1, "set x 1");
    cluster.act(action::Promote{4});

    cluster.runFor(2 * kSecond);

    EXPECT_EQ(only(cluster, Reason::catchUpGivenUp).values[2], 0U);
    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2, 3}, {}, {4}));
}

TEST(CatchUp, B68_WhoJoinedLeavesOnceItsJoiningIsCommitted) {
    TestCluster cluster = ledByS1(3, single());
    cluster.block(MessageKind::appendEntriesReply, 0, 1);
    cluster.act(action::AddServer{4, true});
    cluster.runFor(2 * kSecond);
    ASSERT_EQ(cluster.count(Reason::catchUpGivenUp, 1), 1U);
    EXPECT_TRUE(cluster.server(1).configuration.learners.contains(4)) << "one change at a time";
    cluster.act(action::RemoveServer{3});
    EXPECT_TRUE(tells(cluster.last(), Reason::changeRefused));

    cluster.unblock(MessageKind::appendEntriesReply, 0, 1);
    settle(cluster, 1);

    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(3));
    EXPECT_FALSE(cluster.server(1).pendingChange);
}

TEST(CatchUp, B68_TheChangeIsGivenUpWhenTheLastOfTenRoundsTookLongerThanAnElectionTimeout) {
    // Messages to and from S4 take so long that the log has grown when it has what it was asked to hold.
    Options options = single();
    options.entriesPerMessage = 100;
    TestCluster cluster = ledByS1(3, options);
    cluster.act(action::AddServer{4, true});
    slow(cluster, 1, 4, kShortestTimeout);
    std::uint32_t rounds = 0;

    for (int i = 0; i < 200 && cluster.server(1).pendingChange; ++i) {
        rounds = cluster.server(1).pendingChange->round;
        cluster.submit(1, "set x 1");
        cluster.runFor(20 * kMillisecond);
    }

    const Because reason = only(cluster, Reason::catchUpGivenUp);
    EXPECT_EQ(rounds, kMaximumRounds);
    EXPECT_EQ(reason.values[0], kMaximumRounds);
    EXPECT_GE(reason.values[1], static_cast<std::uint64_t>(kShortestTimeout));
    EXPECT_LT(reason.values[1], static_cast<std::uint64_t>(kPatience)) << "the round has ended";
    EXPECT_EQ(cluster.count(Reason::catchUpDone), 0U);
    settle(cluster, 1);
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(3));
}

TEST(CatchUp, B68_ARoundThatEndsWithinAnElectionTimeoutIsTheLast) {
    TestCluster cluster = ledByS1(3, single());
    cluster.act(action::AddServer{4, true});
    slow(cluster, 1, 4, kShortestTimeout / 3);
    for (int i = 0; i < 50 && cluster.server(1).pendingChange; ++i) {
        cluster.submit(1, "set x 1");
        cluster.runFor(10 * kMillisecond);
    }

    EXPECT_LT(only(cluster, Reason::catchUpDone).values[0], kMaximumRounds);
    settle(cluster, 1);
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(4));
}

TEST(CatchUp, B97_ItsEndWaitsForATransferToEndInVain) {
    TestCluster cluster = ledByS1(3, transferring());
    cluster.act(action::AddServer{4, true});
    slow(cluster, 1, 4, 20 * kMillisecond);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.commit(1) == 2; }));
    cluster.block(MessageKind::timeoutNow);
    cluster.act(action::Transfer{2});

    cluster.runFor(kShortestTimeout - 1);
    EXPECT_EQ(cluster.server(1).progressOf(4)->matchIndex, 2U) << "it has caught up";
    EXPECT_EQ(cluster.logTerms(1), (Terms{1, 1})) << "nothing is proposed meanwhile";
    cluster.runFor(1);

    EXPECT_TRUE(tells(cluster.last(), Reason::transferGivenUp));
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(4));
}

TEST(CatchUp, B97_AJointConfigurationIsNotLeftWhileLeadershipIsHandedOver) {
    Options options = changing();
    options.leadershipTransfer = true;
    TestCluster cluster = ledByS1(3, options);
    cluster.block(MessageKind::timeoutNow);
    cluster.act(action::ChangeConfiguration{{1, 2}, {}, true});
    cluster.act(action::Transfer{2});
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.commit(1), 2U);
    EXPECT_EQ(cluster.logTerms(1), (Terms{1, 1}));

    cluster.runFor(kShortestTimeout);

    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(2));
}

TEST(CatchUp, B97_WhoJoinedForAChangeThatIsGivenUpLeavesAfterTheTransfer) {
    TestCluster cluster = withDeafS4(transferring());
    const Time end = cluster.server(1).pendingChange->roundBegan + kPatience;
    cluster.block(MessageKind::timeoutNow);
    cluster.runFor(end - cluster->now() - kShortestTimeout / 2);
    cluster.act(action::Transfer{2});
    cluster.runFor(kShortestTimeout / 2);
    ASSERT_EQ(cluster.count(Reason::catchUpGivenUp, 1), 1U);
    EXPECT_TRUE(cluster.server(1).configuration.learners.contains(4));

    cluster.runFor(kShortestTimeout);
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(3));
}

TEST(CatchUp, B68_ALeaderThatIsDeposedWaitsForNobody) {
    TestCluster cluster = withDeafS4();

    cluster.campaign(2);
    cluster.runFor(2 * kSecond);

    EXPECT_EQ(cluster.count(Reason::catchUpGivenUp), 0U);
    EXPECT_EQ(cluster.server(2).configuration, configurationOf({1, 2, 3}, {}, {4})) << "S4 learns on";
}

} // namespace raft
