// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// Pipelines, batches, writes in parallel and flow control (dissertation, section 10.2).

namespace raft {

namespace {

Options pipelined(std::uint32_t window) {
    Options options = withNoOp();
    options.pipelining = window;
    return options;
}

/// S1 leads three servers, and S2 is known to hold its no-op.
ServerInHand leaderWithPipelineToS2(const Options& options) {
    ServerInHand server({.options = options});
    server.becomeLeader();
    server.receive(2, 1, acceptedUpTo(1));
    return server;
}

/// What was sent to one server: before which index each message begins, and how many entries it carries.
using Sent = std::vector<std::pair<Index, std::size_t>>;

Sent sentTo(ServerId to, const ServerInHand& server) {
    Sent sent;
    for (const Message& message : server.sent<AppendEntries>()) {
        const auto& request = std::get<AppendEntries>(message.body);
        if (message.to == to)
            sent.emplace_back(request.prevLogIndex, request.entries.size());
    }
    return sent;
}

ClusterConfiguration withDisks(std::size_t servers, TimeRange diskWrite, const Options& options) {
    ClusterConfiguration configuration = manual(servers, options);
    configuration.timing.diskWrite = diskWrite;
    return configuration;
}

} // namespace

TEST(Pipelining, B102_NextIndexMovesOnWithWhatIsSentAndNoAnswerIsWaitedFor) {
    ServerInHand server = leaderWithPipelineToS2(pipelined(3));
    EXPECT_TRUE(server.because(Reason::pipelineOpened));

    server.propose("set x 1");
    EXPECT_EQ(sentTo(2, server), (Sent{{1, 1}}));
    server.propose("set x 2");
    EXPECT_EQ(sentTo(2, server), (Sent{{2, 1}}));

    EXPECT_EQ(server.peer(2).nextIndex, 4U);
    EXPECT_EQ(server.peer(2).matchIndex, 1U);
    EXPECT_EQ(server.peer(2).underWay.size(), 2U);
}

TEST(Pipelining, B102_NoMoreThanTheWindowIsUnderWay) {
    ServerInHand server = leaderWithPipelineToS2(pipelined(2));
    server.propose("set x 1");
    server.propose("set x 2");
    server.propose("set x 3");
    EXPECT_EQ(sentTo(2, server), Sent{});
    server.propose("set x 4");

    server.receive(2, 1, acceptedUpTo(2));
    EXPECT_EQ(sentTo(2, server), (Sent{{3, 1}})) << "one has been answered, so one may follow";
    server.receive(2, 1, acceptedUpTo(4));
    EXPECT_EQ(sentTo(2, server), (Sent{{4, 1}}));
    server.receive(2, 1, acceptedUpTo(5));
    EXPECT_EQ(server.peer(2).underWay.size(), 0U);
}

TEST(Pipelining, B102_UntilAFollowerHasAgreedItIsProbedOneMessageAtATime) {
    ServerInHand server({.options = pipelined(5)});
    server.becomeLeader();

    server.propose("set x 1");

    EXPECT_EQ(sentTo(2, server), Sent{}) << "the no-op is not answered yet";
    server.receive(2, 1, refusedAt(0));
    EXPECT_FALSE(server.peer(2).isPipelined);
}

TEST(Pipelining, B102_ARefusalLeadsBackToOneMessageAtATimeUntilOneSucceeds) {
    ServerInHand server = leaderWithPipelineToS2(pipelined(4));
    server.propose("set x 1");
    server.propose("set x 2");
    server.propose("set x 3");

    server.receive(2, 1, refusedAt(2));

    EXPECT_TRUE(server.because(Reason::pipelineBroken));
    EXPECT_EQ(sentTo(2, server), (Sent{{1, 1}})) << "from the last entry that S2 is known to have";
    server.receive(2, 1, refusedAt(3));
    EXPECT_TRUE(server.because(Reason::refusalOutdated)) << "what was in the pipeline, too";
    EXPECT_EQ(sentTo(2, server), Sent{});
    server.propose("set x 4");
    EXPECT_EQ(sentTo(2, server), Sent{});
    server.receive(2, 1, acceptedUpTo(2));
    EXPECT_EQ(sentTo(2, server), (Sent{{2, 1}, {3, 1}, {4, 1}})) << "the pipeline again";
}

TEST(Pipelining, B102_AHeartbeatFindsWhatWasLost) {
    ServerInHand server = leaderWithPipelineToS2(pipelined(2));
    server.propose("set x 1");
    server.propose("set x 2");

    server.heartbeatTimeout();

    EXPECT_EQ(sentTo(2, server), (Sent{{3, 0}})) << "behind all that is under way";
    EXPECT_EQ(sentTo(3, server), (Sent{{0, 1}})) << "who is not in a pipeline gets its entries again";
    server.receive(2, 1, refusedAt(3));
    EXPECT_TRUE(server.because(Reason::pipelineBroken));
    EXPECT_EQ(sentTo(2, server), (Sent{{1, 1}}));
}

TEST(Pipelining, B102_AHeartbeatIsAnsweredForAllThatCameBeforeIt) {
    ServerInHand server = leaderWithPipelineToS2(pipelined(2));
    server.propose("set x 1");
    server.propose("set x 2");
    server.heartbeatTimeout();

    server.receive(2, 1, acceptedUpTo(3));

    EXPECT_EQ(server.peer(2).matchIndex, 3U);
    EXPECT_TRUE(server.peer(2).underWay.empty());
}

TEST(Pipelining, B19_ALateRefusalDoesNotBreakThePipeline) {
    ServerInHand server = leaderWithPipelineToS2(pipelined(4));
    server.propose("set x 1");
    server.propose("set x 2");
    server.receive(2, 1, acceptedUpTo(2));

    server.receive(2, 1, refusedAt(1));
    EXPECT_TRUE(server.because(Reason::refusalOutdated)) << "S2 has confirmed index 2 since";
    server.receive(2, 1, refusedAt(4));
    EXPECT_TRUE(server.because(Reason::refusalOutdated)) << "nothing was sent behind index 4";

    EXPECT_TRUE(server.peer(2).isPipelined);
    EXPECT_EQ(server.peer(2).nextIndex, 4U);
}

TEST(Pipelining, MessagesThatOvertakeEachOtherAndLossesAreMendedWithoutATimer) {
    Options options = pipelined(8);
    TestCluster cluster(manual(3, options));
    cluster.campaign(1);
    for (int i = 0; i < 20; ++i)
        cluster.submit(1, "set x 1");

    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.commit(1), 21U);
    EXPECT_EQ(cluster.logTerms(2), cluster.logTerms(1));
    EXPECT_EQ(cluster.logTerms(3), cluster.logTerms(1));
    EXPECT_GT(cluster.count(Reason::pipelineOpened), 0U);
}

TEST(Pipelining, SwitchingItOffGoesBackToWhatIsKnown) {
    TestCluster cluster(manual(3, pipelined(4)));
    cluster.campaign(1);
    cluster.block(MessageKind::appendEntries, 1, 2);
    cluster.submit(1, "set x 1");
    cluster.submit(1, "set x 2");
    ASSERT_EQ(cluster.server(1).progressOf(2)->nextIndex, 4U);

    action::SetOptions off;
    off.pipelining = 0;
    cluster.act(off);

    EXPECT_EQ(cluster.server(1).progressOf(2)->nextIndex, 2U);
    EXPECT_FALSE(cluster.server(1).progressOf(2)->isPipelined);
    cluster.unblock(MessageKind::appendEntries, 1, 2);
    cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.logTerms(2), cluster.logTerms(1));
}

TEST(Pipelining, ASnapshotEndsIt) {
    Options options = pipelined(2);
    options.snapshots = {true, 0, 100};
    TestCluster cluster(manual(3, options));
    cluster.campaign(1);
    cluster.block(MessageKind::appendEntries, 1, 2);
    cluster.submit(1, "set x 1");
    cluster.submit(1, "set x 2");
    cluster.submit(1, "set x 3");
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.server(1).progressOf(2)->nextIndex, 4U) << "the window is full, and all in it is lost";
    cluster.act(action::TakeSnapshot{1});
    cluster.unblock(MessageKind::appendEntries, 1, 2);

    cluster.heartbeatAndSettle(1);
    cluster.heartbeatAndSettle(1);

    EXPECT_GT(cluster.count(Reason::snapshotInstalled, 2), 0U);
    EXPECT_EQ(cluster.server(2).persistent.log.lastIndex(), 4U);
    EXPECT_TRUE(cluster.server(1).progressOf(2)->isPipelined);
}

TEST(Batching, B103_WhatHasGatheredTravelsTogetherWhateverEntriesPerMessageSays) {
    Options options = withNoOp();
    options.batching = 3;
    ServerInHand server = leaderWithPipelineToS2(options);
    for (int i = 0; i < 5; ++i)
        server.propose("set x 1");

    server.receive(2, 1, acceptedUpTo(2));
    EXPECT_EQ(sentTo(2, server), (Sent{{2, 3}}));
    server.receive(2, 1, acceptedUpTo(5));
    EXPECT_EQ(sentTo(2, server), (Sent{{5, 1}}));
}

TEST(Batching, B103_AMessageHoldsNoMoreBytesThanItMayButAlwaysOneEntry) {
    Options options = withNoOp();
    options.batching = 10;
    options.bytesPerMessage = 20; // each of these commands takes 8 bytes and its key and value
    ServerInHand server = leaderWithPipelineToS2(options);
    for (const char* line : {"set x 1", "set x 2", "set x 3", "set x 12345678901234567890", "set x 4"})
        server.propose(line);

    server.receive(2, 1, acceptedUpTo(2));
    EXPECT_EQ(sentTo(2, server), (Sent{{2, 2}})) << "10 bytes each";
    server.receive(2, 1, acceptedUpTo(4));
    EXPECT_EQ(sentTo(2, server), (Sent{{4, 1}})) << "longer than what is allowed, yet it must go";
    server.receive(2, 1, acceptedUpTo(5));
    EXPECT_EQ(sentTo(2, server), (Sent{{5, 1}}));
}

TEST(Batching, B103_WhatGathersWhileTheDiskIsWritingSharesTheNextWrite) {
    Options options = withNoOp();
    options.batching = 10;
    TestCluster cluster(withDisks(1, {20'000, 20'000}, options));
    cluster.campaign(1);
    for (int i = 0; i < 5; ++i)
        cluster.submit(1, "set x 1");

    ASSERT_EQ(cluster->findHost(1)->writes.size(), 2U);
    EXPECT_EQ(cluster.count(Reason::writeGathered, 1), 4U);
    cluster.runFor(20 * kMillisecond);
    EXPECT_EQ(cluster->findHost(1)->durable().log.lastIndex(), 2U);
    cluster.runFor(20 * kMillisecond);
    EXPECT_EQ(cluster->findHost(1)->durable().log.lastIndex(), 6U);
    EXPECT_EQ(cluster.commit(1), 6U);
}

TEST(Batching, ACrashLosesWhatHadGathered) {
    Options options = withNoOp();
    options.batching = 10;
    TestCluster cluster(withDisks(1, {20'000, 20'000}, options));
    cluster.campaign(1);
    for (int i = 0; i < 5; ++i)
        cluster.submit(1, "set x 1");
    cluster.runFor(25 * kMillisecond);

    cluster.stop(1);
    cluster.restart(1);

    EXPECT_EQ(cluster.logTerms(1), (Terms{1, 1}));
    cluster.campaign(1);
    EXPECT_EQ(cluster.role(1), Role::leader) << "nothing of the lost write is waited for";
}

TEST(AsyncWrites, B104_ALeaderSendsBeforeItsOwnWriteEndsAndCountsItselfAfterIt) {
    Options options = withNoOp();
    options.asyncWrites = true;
    TestCluster cluster(withDisks(3, {20'000, 20'000}, options));
    cluster.campaign(1);
    cluster.block(MessageKind::appendEntriesReply, 3, 1);
    ASSERT_EQ(cluster.commit(1), 1U);
    action::SetTiming slower;
    slower.diskWrite = TimeRange{200'000, 200'000};
    cluster.act(slower);

    cluster.submit(1, "set x 1");

    EXPECT_TRUE(tells(cluster.last(), Reason::sentAhead));
    EXPECT_EQ(cluster.last().sent.size(), 2U);
    EXPECT_EQ(cluster->findHost(1)->durable().log.lastIndex(), 1U);
    const Time sent = cluster->now();
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.server(1).progressOf(2)->matchIndex == 2; }));
    EXPECT_GE(cluster->now() - sent, 205 * kMillisecond) << "S2's answer waits for S2's disk";
    EXPECT_EQ(cluster.commit(1), 2U) << "its own write, begun before S2's, has ended too";
}

TEST(AsyncWrites, B104_TheOwnCopyOfAnEntryDoesNotCountBeforeItIsDurable) {
    Options options = withNoOp();
    options.asyncWrites = true;
    ServerInHand server({.options = options, .slowDisk = true});
    server.electionTimeout();
    server.persisted(1);
    server.receive(2, 1, RequestVoteReply{true});
    ASSERT_EQ(server->role, Role::leader);

    server.receive(2, 1, acceptedUpTo(1));
    EXPECT_EQ(server->commitIndex, 0U) << "S2 alone is no majority";
    server.receive(3, 1, acceptedUpTo(1));
    EXPECT_EQ(server->commitIndex, 1U) << "S2 and S3 are one, without the leader's own copy";
    EXPECT_EQ(server->durableIndex, 0U);
}

TEST(AsyncWrites, B104_SeveralWritesMayBeUnderWay) {
    Options options = withNoOp();
    options.asyncWrites = true;
    options.batching = 10;
    TestCluster cluster(withDisks(2, {20'000, 20'000}, options));
    cluster.campaign(1);
    const std::size_t before = cluster->findHost(1)->writes.size();

    cluster.submit(1, "set x 1");
    cluster.submit(1, "set x 2");

    EXPECT_EQ(cluster->findHost(1)->writes.size(), before + 2);
}

TEST(AsyncWrites, B104_WhatAServerAnswersStillWaitsForItsDisk) {
    Options options = withNoOp();
    options.asyncWrites = true;
    TestCluster cluster(withDisks(3, {20'000, 20'000}, options));

    cluster.timeout(1);

    EXPECT_TRUE(cluster.last().sent.empty()) << "a candidate's vote for itself comes first";
    EXPECT_EQ(cluster->findHost(1)->held.size(), 2U);
}

// A write that ends after its entries were replaced must not vouch for those that took their place at the same indices.
TEST(AsyncWrites, B105_AWriteOfReplacedEntriesDoesNotVouchForThoseInTheirPlace) {
    Options options = withNoOp();
    options.asyncWrites = true;
    ServerInHand server({.options = options, .slowDisk = true});
    server.receive(2, 1, appendAfter(0, 0, {1, 1, 1}));
    server.receive(3, 2, appendAfter(1, 1, {2, 2}));
    server.receive(2, 3, appendAfter(0, 0, {1, 3, 3}));

    server.persisted(1);
    EXPECT_EQ(server->durableIndex, 1U) << "index 2 and 3 are of term 3 now, not of term 1";
    server.persisted(2);
    EXPECT_EQ(server->durableIndex, 1U) << "nor of term 2";
    server.persisted(3);
    EXPECT_EQ(server->durableIndex, 3U);
}

TEST(FlowControl, B106_AFollowerToWhichTooMuchIsUnderWayGetsNoMoreForNow) {
    Options options = pipelined(10);
    options.inFlightBytes = 20;
    ServerInHand server = leaderWithPipelineToS2(options);
    server.propose("set x 1");
    server.propose("set x 2");
    EXPECT_EQ(sentTo(2, server).size(), 1U) << "10 of 20 bytes were under way";

    server.propose("set x 3");
    EXPECT_EQ(sentTo(2, server), Sent{});
    server.receive(2, 1, acceptedUpTo(2));
    EXPECT_EQ(sentTo(2, server), (Sent{{3, 1}}));
}

TEST(FlowControl, B106_ALeaderWithTooManyUncommittedEntriesRefusesAndSaysWhy) {
    Options options = withNoOp();
    options.uncommittedEntries = 2;
    TestCluster cluster(manual(3, options));
    cluster.campaign(1);
    cluster.isolate(1);
    cluster.submit(1, "set x 1");
    cluster.submit(1, "set x 2");

    const std::uint64_t refused = cluster.submit(1, "set x 3");

    EXPECT_EQ(cluster.request(refused).status, RequestStatus::refused);
    EXPECT_TRUE(tells(cluster.last(), Reason::commandRefusedFull));
    cluster.healAll();
    cluster.heartbeatAndSettle(1);
    const std::uint64_t taken = cluster.submit(1, "set x 3");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(taken).status, RequestStatus::answered);
}

TEST(FlowControl, B106_WhatOlderTermsLeftUncommittedDoesNotCount) {
    Options options;
    options.uncommittedEntries = 2;
    ServerInHand server({.log = {1, 1, 1}, .options = options});
    server.becomeLeader();

    EXPECT_EQ(server.propose("set x 1"), 4U) << "nothing else could commit the three";
    EXPECT_EQ(server.propose("set x 2"), 5U);
    EXPECT_EQ(server.propose("set x 3"), 0U);
}

} // namespace raft
