// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// Leader stickiness (§6, last paragraph; dissertation, section 4.2.3): who hears from a leader ignores RequestVote.

namespace raft {

namespace {

InHandStart sticky(std::size_t servers = 3) {
    InHandStart start;
    start.servers = servers;
    start.currentTerm = 1;
    start.options.leaderStickiness = true;
    return start;
}

Options stickyOptions() {
    Options options = withNoOp();
    options.leaderStickiness = true;
    return options;
}

} // namespace

TEST(Stickiness, B64_RequestVoteWithinTheShortestTimeoutOfHearingFromALeaderIsIgnored) {
    // §6: "ignores RequestVote RPCs when a current leader exists"
    ServerInHand server(sticky());
    server.receive(2, 1, appendAfter(0, 0, {}));
    server.pass(149'999);

    const Effects& effects = server.receive(3, 7, RequestVote{9, 6});

    EXPECT_TRUE(effects.messages.empty());
    EXPECT_EQ(effects.changed, 0U);
    EXPECT_EQ(server.term(), 1U);
    EXPECT_TRUE(server.because(Reason::voteHeldOff));
}

TEST(Stickiness, B64_RequestVoteCountsAgainOnceTheShortestTimeoutHasPassed) {
    ServerInHand server(sticky());
    server.receive(2, 1, appendAfter(0, 0, {}));
    server.pass(150'000);

    server.receive(3, 2, RequestVote{0, 0});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server.term(), 2U);
}

TEST(Stickiness, B64_EveryWordOfTheLeaderHoldsCandidatesOffAnew) {
    ServerInHand server(sticky());
    server.receive(2, 1, appendAfter(0, 0, {}));
    server.pass(100'000);
    server.receive(2, 1, appendAfter(3, 1, {})); // refused, and heard all the same
    server.pass(100'000);

    server.receive(3, 2, RequestVote{0, 0});

    EXPECT_TRUE(server.because(Reason::voteHeldOff));
}

TEST(Stickiness, B64_ALeaderIgnoresRequestVoteItself) {
    ServerInHand server(sticky());
    server.becomeLeader();
    server.pass(400'000);

    server.receive(3, 9, RequestVote{9, 8});

    EXPECT_TRUE(server.because(Reason::voteHeldOff));
    EXPECT_EQ(server->role, Role::leader);
}

TEST(Stickiness, B64_ACandidateOfAnOlderTermIsDeniedAndLearnsTheTerm) {
    ServerInHand server(sticky());
    server.receive(2, 3, appendAfter(0, 0, {}));

    server.receive(3, 2, RequestVote{0, 0});

    EXPECT_FALSE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server.effects().messages.front().term, 3U);
}

TEST(Stickiness, B64_ALeaderHoldsCandidatesOffAlsoWhenItsTermIsOver) {
    // S1's answer to S2 may have made S2's lease; that a late reply shows term 2 does not end it.
    ServerInHand server(sticky());
    server.receive(2, 1, appendAfter(0, 0, {}));
    server.pass(1'000);
    server.receive(2, 2, AppendEntriesReply{});
    ASSERT_EQ(server.term(), 2U);
    ASSERT_EQ(server->leader, 0U);
    server.pass(148'999);

    server.receive(3, 2, RequestVote{0, 0});
    EXPECT_TRUE(server.because(Reason::voteHeldOff));
    EXPECT_TRUE(server.effects().messages.empty());
    server.pass(1);
    server.receive(3, 2, RequestVote{0, 0});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
}

TEST(Stickiness, B64_WordsOfALeaderOfAnOlderTermHoldNobodyOff) {
    // Else a leader that has been deposed, and does not know it, could keep others from electing one for ever.
    ServerInHand server(sticky());
    server.receive(2, 1, appendAfter(0, 0, {}));
    server.receive(2, 2, AppendEntriesReply{});
    server.pass(149'000);
    server.receive(2, 1, appendAfter(0, 0, {}));
    server.pass(1'000);

    server.receive(3, 2, RequestVote{0, 0});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
}

TEST(Stickiness, B64_AServerThatCeasedToLeadIsNotHeldOffByItsOwnLeadership) {
    ServerInHand server(sticky());
    server.becomeLeader();
    server.receive(2, 3, AppendEntriesReply{});
    ASSERT_EQ(server->role, Role::follower);

    server.receive(3, 3, RequestVote{0, 0});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
}

TEST(Stickiness, B64_ARestartForgetsThatALeaderWasHeard) {
    ServerInHand server(sticky());
    server.receive(2, 1, appendAfter(0, 0, {}));
    server.restart();

    server.receive(3, 2, RequestVote{0, 0});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
}

TEST(Stickiness, B64_WithoutTheOptionACandidateDeposesALeaderThatIsHeard) {
    InHandStart start = sticky();
    start.options.leaderStickiness = false;
    ServerInHand server(start);
    server.receive(2, 1, appendAfter(0, 0, {}));

    server.receive(3, 2, RequestVote{0, 0});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
}

TEST(Stickiness, B64_AServerThatIsCutOffFromTheLeaderAloneDoesNotDisturb) {
    // §6: S3 hears no heartbeat and campaigns over and over; S2 and S4, S5 hear S1.
    for (const bool isSticky : {true, false}) {
        Options options = stickyOptions();
        options.leaderStickiness = isSticky;
        TestCluster cluster(automatic(5, 11, options));
        ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
        cluster.runFor(kSecond);
        const ServerId leader = cluster->leader();
        const Term term = cluster.term(leader);
        const ServerId cutOff = leader % 5 + 1;
        cluster.cut(leader, cutOff);

        cluster.runFor(3 * kSecond);

        EXPECT_EQ(cluster.role(leader) == Role::leader && cluster.term(leader) == term, isSticky);
    }
}

TEST(Stickiness, B64_ASilentLeaderIsReplaced) {
    TestCluster cluster(automatic(5, 11, stickyOptions()));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId first = cluster->leader();
    cluster.isolate(first);

    const bool replaced = cluster.runUntil([&] { return cluster->leader() != first; });

    EXPECT_TRUE(replaced);
}

TEST(Stickiness, OptionIsSwitchedWhileTheClusterRuns) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    action::SetOptions set;
    set.leaderStickiness = true;
    cluster.act(set);

    cluster.campaign(3);

    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_EQ(cluster.count(Reason::voteHeldOff), 2U);
}

} // namespace raft
