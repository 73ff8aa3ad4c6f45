// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// PreVote (dissertation, section 9.6): a server asks whether it could win before it raises its term.

namespace raft {

namespace {

InHandStart asking(const Terms& log = {}, std::optional<Term> currentTerm = {}) {
    InHandStart start;
    start.log = log;
    start.currentTerm = currentTerm;
    start.options.preVote = true;
    return start;
}

Options askingOptions() {
    Options options = withNoOp();
    options.preVote = true;
    return options;
}

} // namespace

TEST(PreVote, B100_AsksForTheNextTermWithoutEnteringIt) {
    ServerInHand server(asking({1, 2}, 4));

    server.electionTimeout();

    EXPECT_EQ(server->role, Role::preCandidate);
    EXPECT_EQ(server.term(), 4U);
    EXPECT_EQ(server->persistent.votedFor, 0U);
    EXPECT_EQ(server->writesIssued, 0U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
    const auto sent = server.sent<PreVote>();
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0], (Message{1, 2, 5, PreVote{2, 2}}));
    EXPECT_EQ(sent[1], (Message{1, 3, 5, PreVote{2, 2}}));
}

TEST(PreVote, B100_AMajorityOfYesesStartsTheElection) {
    ServerInHand server(asking({}, 4));
    server.electionTimeout();

    server.receive(2, 5, PreVoteReply{true});

    EXPECT_EQ(server->role, Role::candidate);
    EXPECT_EQ(server.term(), 5U);
    EXPECT_EQ(server->persistent.votedFor, 1U);
    EXPECT_EQ(server.sent<RequestVote>().size(), 2U);
    EXPECT_TRUE(server.because(Reason::electionAfterPreVote));
}

TEST(PreVote, B100_NoYesNoElectionHoweverOftenTheTimerRunsOut) {
    ServerInHand server(asking({}, 4));
    for (int i = 0; i < 3; ++i)
        server.electionTimeout();
    server.receive(2, 4, PreVoteReply{false});

    EXPECT_EQ(server->role, Role::preCandidate);
    EXPECT_EQ(server.term(), 4U);
    EXPECT_TRUE(server.because(Reason::preVoteDenied));
}

TEST(PreVote, B24_ADuplicatedYesCountsOnce) {
    InHandStart start = asking();
    start.servers = 5;
    ServerInHand server(start);
    server.electionTimeout();

    server.receive(2, 1, PreVoteReply{true});
    server.receive(2, 1, PreVoteReply{true});

    EXPECT_EQ(server->role, Role::preCandidate);
}

TEST(PreVote, B19_AYesForAnotherTermIsIgnored) {
    ServerInHand server(asking({}, 4));
    server.electionTimeout();

    server.receive(2, 4, PreVoteReply{true});

    EXPECT_EQ(server->role, Role::preCandidate);
    EXPECT_TRUE(server.because(Reason::voteReplyUnneeded));
}

TEST(PreVote, B44b_ASingleVoterAsksNobodyAndLeads) {
    InHandStart start = asking();
    start.servers = 1;
    ServerInHand server(start);

    server.electionTimeout();

    EXPECT_EQ(server->role, Role::leader);
    EXPECT_EQ(server.term(), 1U);
}

TEST(PreVote, B100_ALeaderThatWasHeardIsOneAlsoWhenItsTermIsOver) {
    ServerInHand server(asking({1, 2}, 3));
    server.receive(2, 3, appendAfter(2, 2, {}));
    server.receive(2, 4, AppendEntriesReply{}); // shows that term 4 has begun

    server.receive(3, 5, PreVote{2, 2});
    EXPECT_FALSE(server.answer<PreVoteReply>().voteGranted);
    EXPECT_TRUE(server.because(Reason::preVoteRefusedLeader));
    server.pass(150'000);
    server.receive(3, 5, PreVote{2, 2});

    EXPECT_TRUE(server.answer<PreVoteReply>().voteGranted);
}

struct Question {
    const char* name;
    Term asked;
    Term lastLogTerm;
    Index lastLogIndex;
    bool leaderHeard;
    bool yes;
};

void PrintTo(const Question& question, std::ostream* out) { *out << question.name; }

class PreVoteAsked : public testing::TestWithParam<Question> {};

INSTANTIATE_TEST_SUITE_P(B100, PreVoteAsked,
                         testing::Values(Question{"NextTermSameLog", 4, 2, 2, false, true},
                                         Question{"LaterTermLongerLog", 9, 2, 3, false, true},
                                         Question{"OwnTermVoteGiven", 3, 2, 2, false, false},
                                         Question{"OlderTerm", 2, 2, 2, false, false},
                                         Question{"ShorterLog", 4, 2, 1, false, false},
                                         Question{"OlderLastTerm", 4, 1, 9, false, false},
                                         Question{"LeaderHeard", 4, 2, 2, true, false}),
                         ByName());

// Granted iff RequestVote of that term would be, and no leader was heard; nothing changes but what is answered.
TEST_P(PreVoteAsked, B100_IsAnsweredAndChangesNothing) {
    const Question& question = GetParam();
    InHandStart start = asking({1, 2}, 3);
    start.votedFor = 2;
    ServerInHand server(start);
    if (question.leaderHeard)
        server.receive(2, 3, appendAfter(2, 2, {}));
    const ServerState before = server.state();

    server.receive(3, question.asked, PreVote{question.lastLogIndex, question.lastLogTerm});

    EXPECT_EQ(server.answer<PreVoteReply>().voteGranted, question.yes);
    // B101: a refusal shows the own term, from which a behind server learns it; a yes speaks of the term asked for.
    EXPECT_EQ(server.effects().messages.front().term, question.yes ? question.asked : 3U);
    EXPECT_EQ(server.state(), before);
    EXPECT_EQ(server.effects().changed, 0U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::keep);
}

TEST(PreVote, B100_InTheOwnTermAFreeVoteSaysYes) {
    ServerInHand server(asking({1, 2}, 3));

    server.receive(3, 3, PreVote{2, 2});

    EXPECT_TRUE(server.answer<PreVoteReply>().voteGranted);
}

TEST(PreVote, B100_ALeaderHeardLongAgoIsNoReasonToSayNo) {
    ServerInHand server(asking({}, 3));
    server.receive(2, 3, appendAfter(0, 0, {}));
    server.pass(150'000);

    server.receive(3, 4, PreVote{0, 0});

    EXPECT_TRUE(server.answer<PreVoteReply>().voteGranted);
}

TEST(PreVote, B100_ALeaderSaysNo) {
    InHandStart start = asking();
    start.options.preVote = false; // who does not ask itself answers all the same
    ServerInHand server(start);
    server.becomeLeader();
    server.pass(400'000);

    server.receive(3, 2, PreVote{0, 0});

    EXPECT_FALSE(server.answer<PreVoteReply>().voteGranted);
    EXPECT_EQ(server->role, Role::leader);
}

TEST(PreVote, B101_ARefusalOfAHigherTermIsAdopted) {
    ServerInHand server(asking({}, 4));
    server.electionTimeout();

    server.receive(2, 7, PreVoteReply{false});

    EXPECT_EQ(server.term(), 7U);
    EXPECT_EQ(server->role, Role::follower);
}

TEST(PreVote, B18_RequestsAndYesesChangeNoTerm) {
    ServerInHand server(asking({}, 4));

    server.receive(2, 9, PreVote{0, 0});
    server.receive(2, 9, PreVoteReply{true});

    EXPECT_EQ(server.term(), 4U);
}

TEST(PreVote, B25_APreCandidateFollowsTheLeaderOfItsTerm) {
    ServerInHand server(asking({}, 4));
    server.electionTimeout();

    server.receive(3, 4, appendAfter(0, 0, {}));

    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server->leader, 3U);
    EXPECT_TRUE(server->votesGranted.empty());
}

TEST(PreVote, B66_PreVoteAloneDoesNotHoldARequestVoteOff) {
    // Dissertation, figure 4.7: the candidate got its yeses before this leader was elected.
    for (const bool isSticky : {false, true}) {
        InHandStart start = asking({}, 1);
        start.options.leaderStickiness = isSticky;
        ServerInHand server(start);
        server.receive(2, 1, appendAfter(0, 0, {}));

        server.receive(3, 2, RequestVote{0, 0});

        EXPECT_EQ(server.term(), isSticky ? 1U : 2U);
    }
}

TEST(PreVote, S09_AServerThatWasCutOffDoesNotDisturbWhenItReturns) {
    for (const bool asksFirst : {true, false}) {
        Options options = withNoOp();
        options.preVote = asksFirst;
        TestCluster cluster(manual(3, options));
        cluster.cut(1, 3);
        cluster.campaign(1);
        cluster.campaign(3);
        cluster.campaign(3);
        cluster.healAll();

        cluster.campaign(3);

        EXPECT_EQ(cluster.role(1) == Role::leader && cluster.term(1) == 1, asksFirst);
    }
}

TEST(PreVote, B100_AClusterElectsALeaderAndReplacesIt) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        TestCluster cluster(automatic(5, seed, askingOptions()));
        ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; })) << "seed " << seed;
        const ServerId first = cluster->leader();
        cluster.stop(first);

        EXPECT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; })) << "seed " << seed;
    }
}

TEST(PreVote, B100_AnIsolatedServerKeepsItsTerm) {
    TestCluster cluster(automatic(5, 3, askingOptions()));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    cluster.runFor(kSecond);
    const ServerId leader = cluster->leader();
    const ServerId isolated = leader % 5 + 1;
    const Term term = cluster.term(leader);
    cluster.isolate(isolated);
    cluster.runFor(3 * kSecond);
    EXPECT_EQ(cluster.role(isolated), Role::preCandidate);
    EXPECT_EQ(cluster.term(isolated), term);

    cluster.healAll();
    cluster.runFor(kSecond);

    EXPECT_EQ(cluster.role(leader), Role::leader);
    EXPECT_EQ(cluster.term(leader), term);
    EXPECT_EQ(cluster.role(isolated), Role::follower);
}

} // namespace raft
