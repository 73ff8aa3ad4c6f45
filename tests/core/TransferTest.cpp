// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// Leadership transfer (dissertation, section 3.10): a leader brings another voter up to date and makes it campaign.

namespace raft {

namespace {

constexpr Time kShortestTimeout = 150 * kMillisecond;

Options transferring() {
    Options options = withNoOp();
    options.leadershipTransfer = true;
    return options;
}

/// Three servers of which S1 leads term 1, and all hold its no-op.
TestCluster ledByS1(Options options = transferring(), std::size_t servers = 3) {
    TestCluster cluster(manual(servers, options));
    cluster.campaign(1);
    EXPECT_EQ(cluster.role(1), Role::leader);
    return cluster;
}

std::string problemOf(const Error& error) { return error.problem.english(); }

} // namespace

TEST(Transfer, S28_ToAnUpToDateServer) {
    TestCluster cluster = ledByS1();

    cluster.act(action::Transfer{2});

    EXPECT_TRUE(tells(cluster.last(), Reason::transferSent)) << "nothing has to be caught up";
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster->leader(), 2U);
    EXPECT_EQ(cluster.term(2), 2U);
    EXPECT_EQ(cluster.role(1), Role::follower);
    EXPECT_EQ(cluster.server(1).transferTarget, 0U);
    EXPECT_EQ(cluster.count(Reason::electionTransferred, 2), 1U);
}

TEST(Transfer, S28_ToASlowServerThatCatchesUpFirst) {
    TestCluster cluster = ledByS1();
    cluster.cut(1, 3);
    cluster.submit(1, "set x 1");
    cluster.submit(1, "set x 2");
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.server(3).persistent.log.lastIndex(), 1U);
    cluster.healAll();

    cluster.act(action::Transfer{3});

    EXPECT_FALSE(tells(cluster.last(), Reason::transferSent));
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster->leader(), 3U);
    EXPECT_EQ(cluster.logTerms(3), (Terms{1, 1, 1, 2}));
}

TEST(Transfer, S28_ToADeadServerIsGivenUpAfterAnElectionTimeout) {
    TestCluster cluster = ledByS1();
    cluster.stop(3);
    cluster.act(action::Transfer{3});
    const Time began = cluster->now();

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.server(1).transferTarget == 0; }));

    EXPECT_EQ(cluster->now() - began, kShortestTimeout);
    EXPECT_EQ(cluster.last().record.kind, EventKind::limit);
    EXPECT_TRUE(tells(cluster.last(), Reason::transferGivenUp));
    EXPECT_EQ(cluster->leader(), 1U);
    const std::uint64_t request = cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(request).status, RequestStatus::answered);
}

TEST(Transfer, S28_ToANonVotingServerIsRefused) {
    ClusterConfiguration configuration = manual(3, transferring());
    configuration.servers[2].voting = false;
    TestCluster cluster(configuration);
    cluster.campaign(1);

    EXPECT_EQ(problemOf(cluster.refusal(action::Transfer{3})), "does not vote, so it cannot lead");
}

TEST(Transfer, IsRefusedWhereItMakesNoSense) {
    TestCluster cluster(manual(3, transferring()));
    EXPECT_EQ(problemOf(cluster.refusal(action::Transfer{2})), "no running server leads");
    cluster.campaign(1);
    EXPECT_EQ(problemOf(cluster.refusal(action::Transfer{1})), "leads already");
    EXPECT_EQ(problemOf(cluster.refusal(action::Transfer{9})), "there is no server 9");
    cluster.stop(3);
    cluster.act(action::Transfer{3});
    EXPECT_EQ(problemOf(cluster.refusal(action::Transfer{2})), "is handing its leadership over already");
    cluster.pause(1);
    cluster.runFor(kSecond);
    EXPECT_EQ(cluster.server(1).transferTarget, 3U) << "a paused server reaches no limit";

    TestCluster without = ledByS1(withNoOp());
    EXPECT_EQ(problemOf(without.refusal(action::Transfer{2})), "this option is off");
}

TEST(Transfer, B97_NoCommandIsTakenMeanwhile) {
    TestCluster cluster = ledByS1();
    cluster.act(action::Transfer{2});

    const std::uint64_t request = cluster.submit(1, "set x 1");

    EXPECT_TRUE(tells(cluster.last(), Reason::commandHeldBack));
    EXPECT_EQ(cluster.request(request).status, RequestStatus::refused);
    EXPECT_EQ(cluster.request(request).hint, 1U);
    EXPECT_EQ(cluster.logTerms(1), Terms{1});
}

TEST(Transfer, B97_TheTargetCampaignsAtOnceWithoutPreVote) {
    Options options = transferring();
    options.preVote = true;
    TestCluster cluster = ledByS1(options);

    cluster.act(action::Transfer{2});
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster->leader(), 2U);
    EXPECT_EQ(cluster.count(Reason::preVoteStarted, 2), 0U);
}

TEST(Transfer, B65_LeaderStickinessDoesNotHoldItOff) {
    Options options = transferring();
    options.leaderStickiness = true;
    TestCluster cluster = ledByS1(options);

    cluster.act(action::Transfer{2});
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster->leader(), 2U);
    EXPECT_EQ(cluster.count(Reason::voteHeldOff), 0U);
}

TEST(Transfer, B97_ALostTimeoutNowIsSentAgainWithTheNextAnswer) {
    TestCluster cluster = ledByS1();
    cluster.block(MessageKind::timeoutNow);
    cluster.act(action::Transfer{2});
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster->leader(), 1U);
    cluster.unblock(MessageKind::timeoutNow);

    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster->leader(), 2U);
}

TEST(Transfer, B98_AHigherTermEndsIt) {
    TestCluster cluster = ledByS1();
    cluster.block(MessageKind::timeoutNow);
    cluster.act(action::Transfer{2});

    cluster.campaign(3);

    EXPECT_EQ(cluster.role(1), Role::follower);
    EXPECT_EQ(cluster.server(1).transferTarget, 0U);
    cluster.runFor(kSecond);
    EXPECT_EQ(cluster.count(Reason::transferGivenUp), 0U);
}

TEST(Transfer, B99_TimeoutNowAtANonVoterDoesNothing) {
    ServerInHand voter;
    voter.receive(2, 1, TimeoutNow{});
    EXPECT_EQ(voter->role, Role::candidate);
    EXPECT_EQ(voter.term(), 2U);
    EXPECT_TRUE(voter.sent<RequestVote>().front().body == Message::Body(RequestVote{0, 0, true}));

    Configuration others;
    others.voters.insert(2);
    others.learners.insert(1);
    Server learner(1, {}, others, {}, {});
    Effects effects;
    learner.receive({2, 1, 0, TimeoutNow{}}, effects);
    EXPECT_EQ(learner.state().role, Role::follower);
    EXPECT_EQ(learner.state().persistent.currentTerm, 0U);
    EXPECT_TRUE(effects.messages.empty());
}

TEST(Transfer, B99_TimeoutNowOfAnOlderTermDoesNothing) {
    InHandStart start;
    start.currentTerm = 3;
    ServerInHand server(start);

    server.receive(2, 2, TimeoutNow{});

    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server.term(), 3U);
    EXPECT_TRUE(server.because(Reason::timeoutNowOutdated));
}

} // namespace raft
