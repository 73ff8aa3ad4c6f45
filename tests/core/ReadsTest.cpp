// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// Reads without log entries (§8; dissertation, section 6.4): ReadIndex on leaders and followers, and leases.

namespace raft {

namespace {

using action::ReadMode;

constexpr Time kShortestTimeout = 150 * kMillisecond;
/// A tenth less, for clocks that go wrong.
constexpr Time kLease = 135 * kMillisecond;

Options reading() {
    Options options = withNoOp();
    options.entriesPerMessage = 10;
    options.readIndex = true;
    return options;
}

Options leasing() {
    Options options = reading();
    options.leaderStickiness = options.checkQuorum = options.leaseReads = options.leadershipTransfer = true;
    return options;
}

/// Three servers of which S1 leads, and x is 1 on all of them.
TestCluster ledByS1(const Options& options) {
    TestCluster cluster(manual(3, options));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(1);
    return cluster;
}

/// Asks a server for x and tells the request's number.
std::uint64_t ask(TestCluster& cluster, ServerId server, ReadMode mode = ReadMode::readIndex) {
    cluster.act(action::Read{"x", server, mode});
    return cluster->requests().size();
}

Result one() { return {ResultKind::value, "1"}; }

} // namespace

TEST(Reads, S24_ALeaderAnswersAtTheCommitIndexOfTheTimeOfAskingWithoutALogEntry) {
    TestCluster cluster = ledByS1(reading());
    const Index last = cluster.server(1).persistent.log.lastIndex();

    const std::uint64_t read = ask(cluster, 1);

    EXPECT_EQ(cluster.request(read).status, RequestStatus::waiting) << "a majority must confirm first";
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
    EXPECT_EQ(cluster.request(read).result, one());
    EXPECT_EQ(cluster.server(1).persistent.log.lastIndex(), last);
}

TEST(Reads, S24_B93_AFollowerAsksTheLeaderForTheIndexAndWaitsUntilItHasAppliedThat) {
    TestCluster cluster = ledByS1(reading());
    cluster.block(MessageKind::appendEntries, 1, 3);
    cluster.submit(1, "set x 2");
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.key(3, "x"), "1") << "it has not heard of the new value";

    const std::uint64_t read = ask(cluster, 3);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(read).status, RequestStatus::waiting) << "it knows the index, and has not applied it";
    EXPECT_TRUE(cluster.count(Reason::readIndexLearned, 3) == 1U);
    cluster.unblock(MessageKind::appendEntries, 1, 3);
    cluster.heartbeatAndSettle(1);
    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
    EXPECT_EQ(cluster.request(read).result, (Result{ResultKind::value, "2"}));
}

TEST(Reads, S25_B91_AReadBeforeTheTermsFirstCommitWaitsForIt) {
    TestCluster cluster = ledByS1(reading());
    cluster.block(MessageKind::appendEntriesReply, 0, 2);
    cluster.campaign(2);
    ASSERT_EQ(cluster.role(2), Role::leader);

    const std::uint64_t read = ask(cluster, 2);

    EXPECT_TRUE(tells(cluster.last(), Reason::readAwaitsCommit));
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(read).status, RequestStatus::waiting);
    cluster.unblock(MessageKind::appendEntriesReply, 0, 2);
    cluster.heartbeatAndSettle(2);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
}

// §8: a new leader does not know which entries are committed, and finds out by committing a no-op.
TEST(Reads, B86_ALeadersFirstEntryIsANoOpWithoutWhichReadsWaitForACommand) {
    for (const bool noOp : {true, false}) {
        Options options = reading();
        options.noOp = noOp;
        TestCluster cluster(manual(3, options));
        cluster.campaign(1);
        EXPECT_EQ(cluster.logTerms(1), noOp ? Terms{1} : Terms{});

        const std::uint64_t read = ask(cluster, 1);
        cluster.runUntilQuiet();
        cluster.heartbeatAndSettle(1);

        EXPECT_EQ(cluster.request(read).status, noOp ? RequestStatus::answered : RequestStatus::waiting);
        cluster.submit(1, "set x 1");
        cluster.runUntilQuiet();
        cluster.heartbeatAndSettle(1);
        EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
    }
}

// The answers to what was sent before the read prove nothing of the time after it.
TEST(Reads, B91_AnswersToEarlierMessagesDoNotConfirmTheLeadership) {
    ServerInHand server({.options = reading()});
    server.becomeLeader();
    server.receive(2, 1, acceptedUpTo(1));
    server.applied();

    server.read(1, false);
    server.receive(2, 1, acceptedUpTo(1));
    EXPECT_TRUE(server.effects().reads.empty());
    AppendEntriesReply answer = acceptedUpTo(1);
    answer.round = 1;
    server.receive(3, 1, answer);

    ASSERT_EQ(server.effects().reads.size(), 1U);
    EXPECT_TRUE(server.effects().reads.front().ready);
}

TEST(Reads, B91_ItWaitsUntilWhatWasCommittedWhenItWasAskedIsApplied) {
    ServerInHand server({.options = reading()});
    server.becomeLeader();
    server.receive(2, 1, acceptedUpTo(1));
    ASSERT_EQ(server->commitIndex, 1U);

    server.read(1, false);
    AppendEntriesReply answer = acceptedUpTo(1);
    answer.round = 1;
    server.receive(3, 1, answer);
    EXPECT_TRUE(server.effects().reads.empty()) << "confirmed, but the state machine is behind";
    server.applied();

    ASSERT_EQ(server.effects().reads.size(), 1U);
    EXPECT_TRUE(server.effects().reads.front().ready);
}

TEST(Reads, B92_OneRoundServesAllReadsThatWait) {
    TestCluster cluster = ledByS1(reading());
    const std::uint64_t first = ask(cluster, 1);
    const std::uint64_t rounds = cluster.server(1).leadership.round;
    for (int i = 0; i < 5; ++i)
        ask(cluster, 1);
    EXPECT_EQ(cluster.server(1).leadership.round, rounds) << "the others wait for the next round";

    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.server(1).leadership.round, rounds + 1);
    for (std::uint64_t read = first; read <= first + 5; ++read)
        EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
}

TEST(Reads, B92_ARoundThatTheVotersThatAreLeftHaveAnsweredIsConfirmed) {
    Options options = reading();
    options.singleServerChanges = true;
    TestCluster cluster(manual(4, options));
    cluster.campaign(1);
    cluster.heartbeatAndSettle(1);
    cluster.block(MessageKind::appendEntriesReply, 3);
    cluster.block(MessageKind::appendEntriesReply, 4);
    const std::uint64_t read = ask(cluster, 1);
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.request(read).status, RequestStatus::waiting) << "S1 and S2 are two of four";

    cluster.act(action::RemoveServer{4});

    EXPECT_EQ(cluster.request(read).status, RequestStatus::answered) << "and two of three";
}

TEST(Reads, B92_AVoterThatIsLeftAloneAnswersWhatWaited) {
    Options options = reading();
    options.singleServerChanges = true;
    TestCluster cluster(manual(2, options));
    cluster.campaign(1);
    cluster.block(MessageKind::appendEntriesReply, 2);
    const std::uint64_t read = ask(cluster, 1);
    cluster.act(action::RemoveServer{2});
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
    EXPECT_EQ(cluster.request(ask(cluster, 1)).status, RequestStatus::answered);
}

TEST(Reads, B94_AVoterThatIsLeftAloneRenewsItsLease) {
    Options options = leasing();
    options.singleServerChanges = true;
    TestCluster cluster(manual(2, options));
    cluster.campaign(1);
    cluster.heartbeat(1);
    cluster.act(action::RemoveServer{2});
    cluster.runUntilQuiet();
    cluster.runFor(kSecond);

    cluster.heartbeat(1);
    ask(cluster, 1, ReadMode::lease);

    EXPECT_TRUE(tells(cluster.last(), Reason::readByLease));
}

TEST(Reads, B44c_ADeposedLeaderAnswersNoRead) {
    TestCluster cluster = ledByS1(reading());
    cluster.isolate(1);
    const std::uint64_t read = ask(cluster, 1);
    cluster.campaign(2);
    cluster.submit(2, "set x 2");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(read).status, RequestStatus::waiting) << "it would tell the old value";

    cluster.healAll();
    cluster.heartbeatAndSettle(2);

    EXPECT_EQ(cluster.request(read).status, RequestStatus::unknown);
}

TEST(Reads, B93_ALostQuestionOfAFollowerIsRepeatedWithTheNextHeartbeat) {
    TestCluster cluster = ledByS1(reading());
    cluster.block(MessageKind::readIndex);
    const std::uint64_t read = ask(cluster, 2);
    cluster.runUntilQuiet();
    cluster.unblock(MessageKind::readIndex);

    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
}

TEST(Reads, B93_WhoKnowsNoLeaderAndWhoStopsAnswerNone) {
    TestCluster fresh(manual(3, reading()));
    EXPECT_EQ(fresh.request(ask(fresh, 2)).status, RequestStatus::refused);

    TestCluster cluster = ledByS1(reading());
    const std::uint64_t onLeader = ask(cluster, 1);
    const std::uint64_t onFollower = ask(cluster, 2);
    cluster.stop(1);
    cluster.stop(2);
    EXPECT_EQ(cluster.request(onLeader).status, RequestStatus::unknown);
    EXPECT_EQ(cluster.request(onFollower).status, RequestStatus::unknown);
}

TEST(Reads, B93_AFollowerThatCampaignsDropsItsReads) {
    TestCluster cluster = ledByS1(reading());
    cluster.block(MessageKind::readIndex);
    const std::uint64_t read = ask(cluster, 2);

    cluster.timeout(2);

    EXPECT_EQ(cluster.request(read).status, RequestStatus::unknown);
    EXPECT_TRUE(tells(cluster.last(), Reason::readsFailed));
}

TEST(Reads, ThroughTheLogTheyAreCommands) {
    TestCluster cluster = ledByS1(withNoOp());
    const std::uint64_t read = ask(cluster, 1, ReadMode::log);
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.request(read).result, one());
    EXPECT_EQ(cluster.server(1).persistent.log.lastIndex(), 3U);
}

TEST(Reads, ASingleServerConfirmsItself) {
    TestCluster cluster(manual(1, reading()));
    cluster.campaign(1);

    EXPECT_EQ(cluster.request(ask(cluster, 1)).status, RequestStatus::answered);
}

TEST(Reads, B94_UnderALeaseALeaderAnswersAtOnce) {
    TestCluster cluster = ledByS1(leasing());

    const std::uint64_t read = ask(cluster, 1, ReadMode::lease);

    EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
    EXPECT_EQ(cluster.request(read).result, one());
    EXPECT_TRUE(tells(cluster.last(), Reason::readByLease));
}

TEST(Reads, B94_TheLeaseCountsFromTheBeginningOfTheRoundThatConfirmedIt) {
    TestCluster cluster = ledByS1(leasing());
    cluster.heartbeat(1);
    const Time began = cluster->now();
    cluster.runUntilQuiet();
    cluster.block(MessageKind::appendEntriesReply, 0, 1);

    cluster.runFor(began + kLease - 1 - cluster->now());
    EXPECT_EQ(cluster.request(ask(cluster, 1, ReadMode::lease)).status, RequestStatus::answered);
    cluster.runFor(1);
    EXPECT_EQ(cluster.request(ask(cluster, 1, ReadMode::lease)).status, RequestStatus::waiting)
        << "now it needs a round";
}

TEST(Reads, B94_AFollowerHasNoLease) {
    TestCluster cluster = ledByS1(leasing());

    const std::uint64_t read = ask(cluster, 2, ReadMode::lease);

    EXPECT_EQ(cluster.request(read).status, RequestStatus::refused);
    EXPECT_EQ(cluster.request(read).hint, 1U);
}

TEST(Reads, B94_TheLeaseEndsOnTransferForTheRestOfTheTerm) {
    TestCluster cluster = ledByS1(leasing());
    cluster.block(MessageKind::timeoutNow);
    cluster.act(action::Transfer{3});
    ASSERT_TRUE(tells(cluster.last(), Reason::transferSent));

    EXPECT_EQ(cluster.request(ask(cluster, 1, ReadMode::lease)).status, RequestStatus::waiting);
    for (int i = 0; i < 4; ++i) {
        cluster.heartbeat(1);
        cluster.runFor(50 * kMillisecond);
    }
    ASSERT_EQ(cluster.server(1).transferTarget, 0U) << "given up";
    EXPECT_EQ(cluster.request(ask(cluster, 1, ReadMode::lease)).status, RequestStatus::waiting);
}

TEST(Reads, B94_AfterATransferOtherElectionTimeoutsBringNoLeaseBack) {
    TestCluster cluster = ledByS1(leasing());
    cluster.block(MessageKind::timeoutNow);
    cluster.act(action::Transfer{3});
    for (int i = 0; i < 4; ++i) {
        cluster.heartbeat(1);
        cluster.runFor(50 * kMillisecond);
    }
    ASSERT_EQ(cluster.server(1).transferTarget, 0U) << "given up";
    action::SetTiming set;
    set.electionTimeout = TimeRange{200 * kMillisecond, 300 * kMillisecond};
    cluster.act(set);
    cluster.heartbeat(1);
    cluster.runUntilQuiet();

    // A TimeoutNow that is still on its way would elect S3, and nobody would hold it off.
    EXPECT_EQ(cluster.request(ask(cluster, 1, ReadMode::lease)).status, RequestStatus::waiting);
}

TEST(Reads, B94_ARestartedVoterGrantsNothingForAShortestElectionTimeout) {
    TestCluster cluster = ledByS1(leasing());
    cluster.stop(3);
    cluster.restart(3);
    cluster.stop(1);

    cluster.campaign(2);
    EXPECT_NE(cluster.role(2), Role::leader);
    EXPECT_EQ(cluster.count(Reason::voteHeldAfterRestart, 3), 1U);
    cluster.runFor(kShortestTimeout);
    cluster.campaign(2);

    EXPECT_EQ(cluster.role(2), Role::leader);
}

TEST(Reads, B94_LeasesNeedStickinessAndCheckQuorum) {
    Options options = reading();
    options.leaseReads = true;
    EXPECT_EQ(problemsOf(manual(3, options)).front().where, "/options/leaseReads");
    options.checkQuorum = options.leaderStickiness = true;
    EXPECT_TRUE(problemsOf(manual(3, options)).empty());

    TestCluster cluster(manual(3, options));
    action::SetOptions set;
    set.leaderStickiness = false;
    EXPECT_EQ(cluster.refusal(set).where, "leaseReads");
    EXPECT_EQ(cluster.refusal(action::Read{"", 1, ReadMode::log}).where, "key");
}

TEST(Reads, B94_OtherElectionTimeoutsGiveNoLeaseBeforeTheNextRound) {
    TestCluster cluster = ledByS1(leasing());
    action::SetTiming set;
    set.electionTimeout = TimeRange{200 * kMillisecond, 300 * kMillisecond};
    cluster.act(set);

    EXPECT_EQ(cluster.request(ask(cluster, 1, ReadMode::lease)).status, RequestStatus::waiting);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(ask(cluster, 1, ReadMode::lease)).status, RequestStatus::answered);
}

TEST(Reads, AreOffUnlessTheirOptionIsOn) {
    TestCluster cluster(manual(3, withNoOp()));

    EXPECT_EQ(cluster.refusal(action::Read{"x", 1, ReadMode::readIndex}).where, "readIndex");
    EXPECT_EQ(cluster.refusal(action::Read{"x", 1, ReadMode::lease}).where, "leaseReads");
    EXPECT_EQ(cluster.refusal(action::Read{"x", 0, ReadMode::log}).where, "leader");
}

} // namespace raft
