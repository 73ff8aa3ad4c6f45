// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <vector>

// A paused server: nothing is lost, nothing goes on, and on resume everything comes in its order.

namespace raft {

namespace {

/// The kinds of the last events, from the event with this index on.
std::vector<EventKind> kindsFrom(const TestCluster& cluster, EventIndex first) {
    std::vector<EventKind> kinds;
    for (std::size_t i = first; i < cluster.events().size(); ++i)
        kinds.push_back(cluster.events()[i].record.kind);
    return kinds;
}

TEST(Pause, MessagesWaitAndAreDeliveredOnResumeInTheOrderInWhichTheyCame) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.pause(2);
    for (const char* line : {"set x 1", "set x 2", "set x 3"}) {
        cluster.submit(1, line);
        cluster.heartbeat(1);
        cluster.runUntilQuiet();
    }
    std::vector<std::uint64_t> waiting;
    for (const InFlight& message : cluster->findHost(2)->inbox)
        waiting.push_back(message.id);
    ASSERT_GE(waiting.size(), 4U);
    EXPECT_EQ(cluster.logTerms(2), Terms{});
    EXPECT_TRUE(cluster->isQuiet());

    const std::size_t before = cluster.events().size();
    cluster.runFor(kSecond);
    cluster.resume(2);
    cluster.runUntilQuiet();

    std::vector<std::uint64_t> delivered;
    for (std::size_t i = before; i < cluster.events().size(); ++i) {
        const Event& event = cluster.events()[i];
        if (event.record.kind == EventKind::deliver && event.record.server == 2)
            delivered.push_back(event.message->id);
    }
    delivered.resize(waiting.size());
    EXPECT_EQ(delivered, waiting);
    EXPECT_EQ(cluster.logTerms(2), (Terms{1, 1, 1}));
}

TEST(Pause, TheEventOfAMessageThatWaitsNamesItAndChangesNothing) {
    TestCluster cluster(manual(2));
    cluster.pause(2);
    cluster.timeout(1);
    const ServerState before = cluster.server(2);

    const Event event = cluster.step();

    EXPECT_EQ(event.record.kind, EventKind::wait);
    EXPECT_EQ(event.record.server, 2U);
    ASSERT_TRUE(event.message);
    EXPECT_EQ(event.message->message->kind(), MessageKind::requestVote);
    EXPECT_TRUE(event.changes.empty());
    EXPECT_EQ(cluster.server(2), before);
    EXPECT_TRUE(cluster->inFlight().empty());
}

TEST(Pause, TimersThatRanOutMeanwhileRunOutOnResume) {
    TestCluster cluster(automatic(1, 3));
    const Time due = cluster->nextEventTime();
    cluster.pause(1);
    EXPECT_EQ(cluster->nextEventTime(), kNever);
    cluster.runFor(10 * kSecond);
    EXPECT_EQ(cluster.role(1), Role::follower);
    EXPECT_LT(due, cluster->now());

    cluster.resume(1);
    EXPECT_EQ(cluster->nextEventTime(), cluster->now());
    const Event event = cluster.step();

    EXPECT_EQ(event.record.kind, EventKind::timeout);
    EXPECT_EQ(event.record.time, 10 * kSecond);
    EXPECT_EQ(cluster.role(1), Role::leader);
}

TEST(Pause, TimersAndMessagesThatAreOverdueComeInTheOrderInWhichTheyWereDue) {
    ClusterConfiguration configuration = automatic(2, 3);
    configuration.timing.electionTimeout = {150'000, 150'000};
    TestCluster cluster(configuration);
    cluster.pause(2);
    cluster.timeout(1);
    cluster.runFor(kSecond);

    const std::size_t before = cluster.events().size();
    cluster.resume(2);
    cluster.step();
    cluster.step();

    // The first RequestVote was due after some 10 ms, the timer after 150 ms.
    EXPECT_EQ(kindsFrom(cluster, before),
              (std::vector<EventKind>{EventKind::action, EventKind::deliver, EventKind::deliver}));
    EXPECT_EQ(cluster.events()[before + 1].message->message->term, 1U);
    EXPECT_EQ(cluster.events()[before + 1].record.time, kSecond);
}

TEST(Pause, WritesDoNotEndMeanwhile) {
    ClusterConfiguration configuration = manual(2);
    configuration.timing.diskWrite = {20'000, 20'000};
    TestCluster cluster(configuration);
    cluster.timeout(1);
    cluster.pause(1);
    cluster.runFor(kSecond);
    EXPECT_EQ(cluster->findHost(1)->writes.size(), 1U);
    EXPECT_FALSE(cluster->isQuiet());

    cluster.resume(1);
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.role(1), Role::leader);
}

// What has reached the machine cannot be lost on its link any more.
TEST(Pause, MessagesThatWaitAreDeliveredEvenIfTheirLinkIsCutMeanwhile) {
    TestCluster cluster(manual(3));
    cluster.pause(2);
    cluster.timeout(1);
    cluster.runUntilQuiet();
    cluster.cut(1, 2);
    cluster.block(MessageKind::requestVote);

    cluster.resume(2);
    const Event event = cluster.step();

    EXPECT_EQ(event.record.kind, EventKind::deliver);
    EXPECT_EQ(cluster.server(2).persistent.votedFor, 1U);
}

TEST(Pause, AServerPausedAgainBeforeItHasReadItsMessagesKeepsThem) {
    TestCluster cluster(manual(3));
    cluster.pause(2);
    cluster.timeout(1);
    cluster.runUntilQuiet();
    const std::vector<InFlight> waiting = cluster->findHost(2)->inbox;
    ASSERT_FALSE(waiting.empty());
    cluster.resume(2);
    cluster.pause(2);
    cluster.cut(1, 2);
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster->findHost(2)->inbox, waiting);

    cluster.resume(2);
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.server(2).persistent.votedFor, 1U);
}

TEST(Pause, MessagesThatWaitAreLostWhenTheServerStops) {
    TestCluster cluster(manual(3));
    cluster.pause(2);
    cluster.timeout(1);
    cluster.runUntilQuiet();

    cluster.stop(2);
    EXPECT_FALSE(cluster->findHost(2)->paused);
    cluster.restart(2);
    const Event event = cluster.step();

    EXPECT_EQ(event.record.kind, EventKind::lose);
    EXPECT_EQ(event.loss, LossReason::stopped);
    EXPECT_EQ(cluster.server(2).persistent.votedFor, 0U);
}

TEST(Pause, APausedLeaderIsNotKnownToBeGone) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.pause(1);

    EXPECT_EQ(cluster->leader(), 1U);
    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_EQ(cluster.refusal(action::Submit{*commandOf("set x 1"), 0}).message(), "S1: is paused; resume it first");
}

} // namespace

} // namespace raft
