// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// CheckQuorum (dissertation, section 6.2): a leader that no majority answers ceases to lead.

namespace raft {

namespace {

constexpr Time kShortestTimeout = 150 * kMillisecond;

Options checking() {
    Options options = withNoOp();
    options.checkQuorum = true;
    return options;
}

InHandStart checkingLeader(std::size_t servers = 5) {
    InHandStart start;
    start.servers = servers;
    start.options.checkQuorum = true;
    return start;
}

} // namespace

TEST(CheckQuorum, B95_ANewLeaderHasOneShortestTimeoutToHearAMajority) {
    ServerInHand server(checkingLeader());
    server.pass(40 * kMillisecond);

    server.becomeLeader();

    EXPECT_EQ(server.effects().quorumLimit.order, TimerOrder::restart);
    EXPECT_EQ(server.effects().quorumLimit.time, 40 * kMillisecond + kShortestTimeout);
}

TEST(CheckQuorum, B95_TheLimitMovesOnWithTheAnswersOfAMajority) {
    ServerInHand server(checkingLeader());
    server.becomeLeader();
    server.pass(50 * kMillisecond);
    server.receive(2, 1, acceptedUpTo(0));
    EXPECT_EQ(server.effects().quorumLimit.time, kShortestTimeout) << "two of five are no majority";
    server.pass(20 * kMillisecond);

    server.receive(3, 1, refusedAt(0));

    EXPECT_EQ(server.effects().quorumLimit.time, 50 * kMillisecond + kShortestTimeout)
        << "S1 itself, S2 and S3 were heard since then; a refusal is an answer too";
}

TEST(CheckQuorum, B95_ALeaderWhoseLimitIsReachedStepsDownInItsTerm) {
    ServerInHand server(checkingLeader());
    server.becomeLeader();
    server.pass(kShortestTimeout);

    const Effects& effects = server.quorumTimeout();

    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server.term(), 1U);
    EXPECT_EQ(server->leader, 0U);
    EXPECT_EQ(effects.electionTimer, TimerOrder::restart);
    EXPECT_EQ(effects.heartbeatTimer, TimerOrder::stop);
    EXPECT_EQ(effects.quorumLimit.order, TimerOrder::stop);
    EXPECT_TRUE(server.because(Reason::quorumLost));
}

TEST(CheckQuorum, B95_WithoutTheOptionNoLimitIsSet) {
    InHandStart start = checkingLeader();
    start.options.checkQuorum = false;
    ServerInHand server(start);

    server.becomeLeader();
    EXPECT_EQ(server.effects().quorumLimit.order, TimerOrder::keep);
    server.receive(2, 1, acceptedUpTo(0));

    EXPECT_EQ(server.effects().quorumLimit.order, TimerOrder::keep);
}

TEST(CheckQuorum, B44b_ASingleVoterIsItsOwnMajority) {
    TestCluster cluster(manual(1, checking()));
    cluster.campaign(1);

    cluster.runFor(kSecond);

    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_EQ(cluster->nextEventTime(), kNever);
}

TEST(CheckQuorum, B44b_AVoterThatIsLeftAloneGoesOnLeading) {
    Options options = checking();
    options.singleServerChanges = true;
    TestCluster cluster(manual(2, options));
    cluster.campaign(1);
    cluster.act(action::RemoveServer{2});
    EXPECT_FALSE(cluster->findHost(1)->quorumLimit.isSet()) << "the limit of the time when S2 voted is over";

    cluster.runFor(kSecond);

    EXPECT_EQ(cluster.role(1), Role::leader);
}

TEST(CheckQuorum, S15_ALeaderThatLosesItsMajorityStepsDown) {
    TestCluster cluster(automatic(5, 5, checking()));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    cluster.runFor(kSecond);
    const ServerId leader = cluster->leader();
    const Term term = cluster.term(leader);
    cluster.isolate(leader);
    const Time cutOff = cluster->now();

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(leader) != Role::leader; }));

    EXPECT_LE(cluster->now() - cutOff, kShortestTimeout);
    EXPECT_EQ(cluster.last().record.kind, EventKind::limit);
    EXPECT_EQ(cluster.last().record.server, leader);
    EXPECT_NE(cluster.last().record.marks & mark::kStepDown, 0);
    EXPECT_EQ(cluster.term(leader), term);
}

TEST(CheckQuorum, S15_WithoutTheOptionTheCutOffLeaderStays) {
    TestCluster cluster(automatic(5, 5, withNoOp()));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId leader = cluster->leader();
    cluster.isolate(leader);

    cluster.runFor(2 * kSecond);

    EXPECT_EQ(cluster.role(leader), Role::leader);
}

TEST(CheckQuorum, B95_ALeaderThatHearsAMajorityStaysWithoutAnEventForIt) {
    TestCluster cluster(automatic(5, 5, checking()));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId leader = cluster->leader();
    cluster.stop(leader % 5 + 1);
    cluster.stop((leader + 1) % 5 + 1);

    cluster.runFor(3 * kSecond);

    EXPECT_EQ(cluster.role(leader), Role::leader);
    EXPECT_EQ(cluster.count([](const Event& event) { return event.record.kind == EventKind::limit; }), 0U);
}

TEST(CheckQuorum, B95_LimitsFollowLogicalTimeAlsoWhereTimersAreManual) {
    TestCluster cluster(manual(3, checking()));
    cluster.campaign(1);
    ASSERT_EQ(cluster.role(1), Role::leader);

    cluster.runFor(kShortestTimeout);

    EXPECT_EQ(cluster.role(1), Role::follower);
}

TEST(CheckQuorum, B95_TheOptionIsSwitchedWhileALeaderIsCutOff) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.isolate(1);
    cluster.runFor(kSecond);
    action::SetOptions set;
    set.checkQuorum = true;
    cluster.act(set);

    cluster.runFor(0);
    EXPECT_EQ(cluster.role(1), Role::follower);

    cluster.healAll();
    cluster.campaign(1);
    ASSERT_EQ(cluster.role(1), Role::leader);
    set.checkQuorum = false;
    cluster.act(set);
    cluster.runFor(kSecond);
    EXPECT_EQ(cluster.role(1), Role::leader);
}

TEST(CheckQuorum, B44c_ALeaderThatStepsDownLeavesItsClientsInDoubt) {
    TestCluster cluster(manual(3, checking()));
    cluster.campaign(1);
    cluster.isolate(1);
    const std::uint64_t request = cluster.submit(1, "set x 1");

    cluster.runFor(kShortestTimeout);

    EXPECT_EQ(cluster.request(request).status, RequestStatus::unknown);
}

TEST(CheckQuorum, S18_WithPreVoteAServerReturnsFromIsolationAndDisturbsNobody) {
    Options options = checking();
    options.preVote = true;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        TestCluster cluster(automatic(5, seed, options));
        ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
        cluster.runFor(kSecond);
        const ServerId leader = cluster->leader();
        const Term term = cluster.term(leader);
        const ServerId isolated = leader % 5 + 1;
        cluster.isolate(isolated);
        cluster.runFor(2 * kSecond);
        cluster.healAll();

        cluster.runFor(2 * kSecond);

        EXPECT_EQ(cluster->leader(), leader) << "seed " << seed;
        EXPECT_EQ(cluster.term(leader), term) << "seed " << seed;
        EXPECT_EQ(cluster.term(isolated), term) << "seed " << seed;
        EXPECT_EQ(cluster.role(isolated), Role::follower) << "seed " << seed;
    }
}

} // namespace raft
