// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// A server whose disk is full refuses what it has no room for, and says so.

namespace raft {

namespace {

action::Disk full(ServerId server) { return {server, DiskState::full}; }
action::Disk mended(ServerId server) { return {server, DiskState::ok}; }

/// The last answer to AppendEntries that a server sent.
AppendEntriesReply lastAnswer(const TestCluster& cluster, ServerId server) {
    AppendEntriesReply answer;
    for (const Event& event : cluster.events()) {
        for (const InFlight& sent : event.sent) {
            const auto* reply = std::get_if<AppendEntriesReply>(&sent.message->body);
            if (reply && sent.message->from == server)
                answer = *reply;
        }
    }
    return answer;
}

} // namespace

TEST(FullDisk, AFollowerRefusesAndSaysSo) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.act(full(2));

    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();

    EXPECT_FALSE(lastAnswer(cluster, 2).success);
    EXPECT_TRUE(lastAnswer(cluster, 2).noRoom);
    EXPECT_FALSE(lastAnswer(cluster, 3).noRoom);
    EXPECT_EQ(cluster.count(Reason::peerWithoutRoom, 1), 1U);
    EXPECT_EQ(cluster.server(1).progressOf(2)->nextIndex, 1U) << "the logs agree: nothing is moved back";
    EXPECT_EQ(cluster.count(Reason::entriesWithoutRoom, 2), 1U) << "and it is not sent again at once";
    cluster.submit(1, "set x 2");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.count(Reason::entriesWithoutRoom, 2), 1U);

    cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.count(Reason::entriesWithoutRoom, 2), 2U) << "but with the next heartbeat";
    cluster.act(mended(2));
    cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.logTerms(2), cluster.logTerms(1));
}

TEST(FullDisk, B30_WhatAFollowerHoldsCountsAlthoughItHasNoRoomForMore) {
    Options options;
    options.entriesPerMessage = 10;
    TestCluster cluster(manual(3, options));
    cluster.campaign(1);
    cluster.act(action::Stop{2});
    cluster.block(MessageKind::appendEntriesReply, 3, 1);
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.server(3).persistent.log.lastIndex(), 1U);
    cluster.act(full(3));
    cluster.submit(1, "set x 2");
    cluster.act(action::Unblock{{MessageKind::appendEntriesReply, 3, 1}});

    // Each heartbeat carries both entries; S3 holds the first and has no room for the second.
    cluster.heartbeatAndSettle(1);

    EXPECT_TRUE(lastAnswer(cluster, 3).noRoom);
    EXPECT_EQ(cluster.commit(1), 1U) << "it is on a majority";
    cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.commit(3), 1U) << "each message vouches for it";
    EXPECT_EQ(cluster.server(3).lastApplied, 1U);
}

TEST(FullDisk, APipelineClosesUntilThereIsRoom) {
    Options options;
    options.pipelining = 4;
    TestCluster cluster(manual(3, options));
    cluster.campaign(1);
    cluster.submit(1, "set x 0");
    cluster.runUntilQuiet();
    ASSERT_TRUE(cluster.server(1).progressOf(2)->isPipelined);
    cluster.act(full(2));
    for (int i = 0; i < 3; ++i)
        cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();

    EXPECT_FALSE(cluster.server(1).progressOf(2)->isPipelined);
    EXPECT_EQ(cluster.server(1).progressOf(2)->nextIndex, 2U);
    cluster.act(mended(2));
    cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.logTerms(2), cluster.logTerms(1));
    EXPECT_TRUE(cluster.server(1).progressOf(2)->isPipelined);
}

TEST(FullDisk, ALateWordOfItDoesNotCloseAPipelineThatIsInUse) {
    Options options;
    options.pipelining = 4;
    ServerInHand server({.options = options});
    server.becomeLeader();
    server.propose("set x 1");
    server.receive(2, 1, acceptedUpTo(1));
    ASSERT_TRUE(server.peer(2).isPipelined);
    AppendEntriesReply late = refusedAt(0);
    late.noRoom = true;

    server.receive(2, 1, late);

    EXPECT_TRUE(server.because(Reason::refusalOutdated));
    EXPECT_TRUE(server.peer(2).isPipelined);
}

TEST(FullDisk, B95_FollowersWithFullDisksDeposeNoLeader) {
    Options options = withNoOp();
    options.checkQuorum = options.leaderStickiness = true;
    TestCluster cluster(automatic(3, 3, options));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    cluster.runFor(kSecond);
    const ServerId leader = cluster->leader();
    const Term term = cluster.term(leader);
    for (ServerId id = 1; id <= 3; ++id) {
        if (id != leader)
            cluster.act(full(id));
    }
    const std::uint64_t request = cluster.submit(leader, "set x 1");

    cluster.runFor(2 * kSecond);
    EXPECT_EQ(cluster->leader(), leader);
    EXPECT_EQ(cluster.term(leader), term);
    EXPECT_EQ(cluster.request(request).status, RequestStatus::waiting) << "nobody else holds it";

    cluster.act(mended(leader % 3 + 1));
    cluster.runFor(kSecond);
    EXPECT_EQ(cluster.request(request).status, RequestStatus::answered);
}

TEST(FullDisk, B91_TheirAnswersConfirmALeadership) {
    Options options = withNoOp();
    options.readIndex = true;
    TestCluster cluster(manual(3, options));
    cluster.campaign(1);
    cluster.heartbeatAndSettle(1);
    cluster.act(full(2));
    cluster.act(full(3));
    cluster.submit(1, "set x 1");
    cluster.act(action::Read{"x", 1, action::ReadMode::readIndex});
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.request(2).status, RequestStatus::answered) << "with what is committed";
}

TEST(FullDisk, B75_ASnapshotIsRefusedAndSentAgainWithTheNextHeartbeat) {
    Options options = withNoOp();
    options.snapshots = {true, 0, 4};
    TestCluster cluster(manual(3, options));
    cluster.stop(3);
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.submit(1, "set y 2");
    cluster.runUntilQuiet();
    cluster.act(action::TakeSnapshot{1});
    cluster.act(full(3));
    cluster.restart(3);
    for (int i = 0; i < 3; ++i)
        cluster.heartbeatAndSettle(1);

    EXPECT_GE(cluster.count(Reason::snapshotWithoutRoom, 3), 1U);
    EXPECT_EQ(cluster.count(Reason::snapshotWithoutRoom, 3), cluster.count(Reason::peerWithoutRoom, 1));
    EXPECT_EQ(cluster.server(1).progressOf(3)->matchIndex, 0U);
    cluster.act(mended(3));
    for (int i = 0; i < 2; ++i)
        cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.key(3, "y"), "2");
}

} // namespace raft
