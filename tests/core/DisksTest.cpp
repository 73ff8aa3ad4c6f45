// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <vector>

// Disks on which writes take time: what waits for them, what a crash drops, and how their speed changes.

namespace raft {

namespace {

ClusterConfiguration withDisks(std::size_t servers, TimeRange diskWrite) {
    ClusterConfiguration configuration = manual(servers);
    configuration.timing.diskWrite = diskWrite;
    return configuration;
}

action::SetTiming diskWrite(TimeRange range) {
    action::SetTiming set;
    set.diskWrite = range;
    return set;
}

TEST(Disks, AWriteEndsWithinItsRangeAndNamesTheEventThatIssuedIt) {
    TestCluster cluster(withDisks(2, {3'000, 7'000}));
    cluster.timeout(1);
    const EventIndex issued = cluster.last().record.index;
    EXPECT_FALSE(cluster->isQuiet());

    const Event written = cluster.step();

    EXPECT_EQ(written.record.kind, EventKind::persisted);
    EXPECT_EQ(written.record.server, 1U);
    EXPECT_EQ(written.record.cause, issued);
    EXPECT_GE(written.record.time, 3'000);
    EXPECT_LE(written.record.time, 7'000);
    EXPECT_TRUE(tells(written, Reason::stateWritten));
    EXPECT_TRUE(written.record.marks & mark::kInteresting);
}

TEST(Disks, AWriteNeverEndsBeforeAnEarlierOne) {
    TestCluster cluster(withDisks(1, {0, 50'000}));
    cluster.campaign(1);
    for (int i = 0; i < 20; ++i)
        cluster.submit(1, "set x 1");
    ASSERT_EQ(cluster->findHost(1)->writes.size(), 20U);

    Index durable = 0;
    while (!cluster->isQuiet()) {
        const Event event = cluster.step();
        if (event.record.kind != EventKind::persisted)
            continue;
        ++durable;
        EXPECT_EQ(cluster->findHost(1)->durable().log.lastIndex(), durable);
        EXPECT_EQ(cluster.commit(1), durable);
    }
    EXPECT_EQ(durable, 20U);
}

TEST(Disks, MessagesLeaveInTheirOrderAlsoThoseThatNeedNoWrite) {
    TestCluster cluster(withDisks(2, {20'000, 20'000}));
    cluster.campaign(1);
    ASSERT_EQ(cluster.role(1), Role::leader);
    cluster.submit(1, "set x 1");

    cluster.heartbeat(1);

    EXPECT_TRUE(cluster.last().sent.empty()) << "it would overtake the entry";
    EXPECT_EQ(cluster->findHost(1)->held.size(), 2U);
    const Event written = cluster.step();
    ASSERT_EQ(written.sent.size(), 2U);
    EXPECT_LT(written.sent[0].id, written.sent[1].id);
}

TEST(Disks, MessagesThatNeedNoWriteLeaveAtOnceWhenNoneIsUnderWay) {
    TestCluster cluster(withDisks(2, {20'000, 20'000}));
    cluster.campaign(1);

    cluster.heartbeat(1);

    EXPECT_EQ(cluster.last().sent.size(), 1U);
}

TEST(Disks, ACrashDropsWhatWasNotWrittenAndTheMessagesThatWaitedForIt) {
    TestCluster cluster(withDisks(3, {20'000, 20'000}));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.runFor(10 * kMillisecond);
    cluster.submit(1, "set x 2");
    cluster.runFor(12 * kMillisecond);
    ASSERT_EQ(cluster->findHost(1)->durable().log.lastIndex(), 1U);

    cluster.stop(1);

    EXPECT_EQ(cluster.logTerms(1), (Terms{1}));
    EXPECT_TRUE(cluster->findHost(1)->writes.empty());
    EXPECT_TRUE(cluster->findHost(1)->held.empty());
    const Change* log = changeOf(cluster.last(), 1, Field::log);
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(std::get<LogEnd>(log->from), (LogEnd{2, 1}));
    EXPECT_EQ(std::get<LogEnd>(log->to), (LogEnd{1, 1}));
    cluster.restart(1);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.logTerms(2), (Terms{1})) << "only the first entry had left";
}

TEST(Disks, AServerThatCrashesBetweenTwoWritesHoldsTheFirstWhole) {
    TestCluster cluster(withDisks(3, {20'000, 20'000}));
    cluster.timeout(1);
    cluster.runFor(15 * kMillisecond);
    cluster.timeout(1);
    cluster.runFor(10 * kMillisecond);
    ASSERT_EQ(cluster.term(1), 2U);

    cluster.stop(1);

    EXPECT_EQ(cluster.term(1), 1U);
    EXPECT_EQ(cluster.server(1).persistent.votedFor, 1U);
}

TEST(Disks, TwoCandidaciesInARowCountTheOwnVoteOfTheSecondOnly) {
    TestCluster cluster(withDisks(1, {20'000, 20'000}));
    cluster.timeout(1);
    cluster.runFor(15 * kMillisecond);
    cluster.timeout(1);

    cluster.step();
    EXPECT_EQ(cluster.role(1), Role::candidate) << "the vote of term 2 is not on disk";
    cluster.step();
    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_EQ(cluster.term(1), 2U);
}

// A write that ends after its entries were replaced must not vouch for those that took their place.
TEST(Disks, AWriteDoesNotVouchForEntriesThatReplacedThoseItWrote) {
    ServerInHand server({.slowDisk = true});
    server.receive(2, 1, appendAfter(0, 0, {1, 1, 1}));
    server.receive(3, 2, appendAfter(1, 1, {2, 2}));
    ASSERT_EQ(server->pendingWrites.size(), 2U);

    server.persisted(1);
    EXPECT_EQ(server->durableIndex, 1U);
    server.persisted(2);
    EXPECT_EQ(server->durableIndex, 3U);
}

TEST(Disks, SeveralWritesMayEndAtOnce) {
    ServerInHand server({.slowDisk = true});
    server.receive(2, 1, appendAfter(0, 0, {1}));
    server.receive(2, 1, appendAfter(1, 1, {1}));
    server.receive(2, 1, appendAfter(2, 1, {1}));

    server.persisted(2);

    EXPECT_EQ(server->durableIndex, 2U);
    EXPECT_EQ(server->pendingWrites, (std::vector<PendingWrite>{{3, 3}}));
}

TEST(Disks, MayBecomeSlowWhileTheClusterRuns) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    cluster.act(diskWrite({20'000, 20'000}));

    cluster.submit(1, "set x 2");

    EXPECT_EQ(cluster->findHost(1)->durable().log.lastIndex(), 1U);
    cluster.stop(1);
    EXPECT_EQ(cluster.logTerms(1), (Terms{1}));
}

TEST(Disks, MayBecomeFastWhileWritesAreUnderWay) {
    TestCluster cluster(withDisks(2, {20'000, 20'000}));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.act(diskWrite({0, 0}));
    cluster.submit(1, "set x 2");
    EXPECT_EQ(cluster->findHost(1)->durable().log.lastIndex(), 0U) << "the first write is still under way";
    EXPECT_TRUE(cluster.last().sent.empty());

    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.commit(1), 2U);
    cluster.submit(1, "set x 3");
    EXPECT_EQ(cluster->findHost(1)->durable().log.lastIndex(), 3U);
    EXPECT_EQ(cluster.last().sent.size(), 1U) << "from now on everything is durable at once";
}

TEST(Disks, AStoppedServerKeepsItsDiskWhateverBecomesOfTheSpeed) {
    TestCluster cluster(withDisks(3, {20'000, 20'000}));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.stop(1);
    cluster.act(diskWrite({0, 0}));
    EXPECT_EQ(cluster.logTerms(1), Terms{});
    cluster.act(diskWrite({5'000, 5'000}));

    cluster.restart(1);

    EXPECT_EQ(cluster.term(1), 1U);
    EXPECT_EQ(cluster.logTerms(1), Terms{});
    cluster.campaign(1);
    EXPECT_EQ(cluster.role(1), Role::leader);
}

} // namespace

} // namespace raft
