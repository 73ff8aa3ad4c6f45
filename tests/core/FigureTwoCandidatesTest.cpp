// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Figure 2, "Rules for Servers": candidates, B23 to B26 of the behaviour's lines, and the table of election rounds.

namespace raft {

namespace {

// Candidates 1: on conversion to candidate, start election (§5.2).
TEST(Figure2Candidates, B23_ANewCandidateEntersTheNextTermVotesForItselfAndAsksAllOthers) {
    ServerInHand server({.servers = 5, .log = {1, 1, 3}, .currentTerm = 4, .votedFor = 2});

    server.electionTimeout();

    EXPECT_EQ(server->role, Role::candidate);
    EXPECT_EQ(server.term(), 5U);
    EXPECT_EQ(server->persistent.votedFor, 1U);
    EXPECT_TRUE(server.wrote(change::kCurrentTerm | change::kVotedFor));
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
    ASSERT_EQ(server.effects().messages.size(), 4U);
    for (ServerId peer = 2; peer <= 5; ++peer)
        EXPECT_EQ(server.effects().messages[peer - 2], (Message{1, peer, 5, RequestVote{3, 3}}));
}

TEST(Figure2Candidates, B23_AFreshTimeoutIsDrawn) {
    TestCluster cluster(automatic(3, 2));
    const Event first = cluster.step();
    const Host& candidate = *cluster->findHost(first.record.server);

    ASSERT_TRUE(candidate.electionTimer.isSet());
    EXPECT_EQ(candidate.electionStarted, cluster->now());
    EXPECT_EQ(candidate.electionTimer.cause, first.record.index);
    EXPECT_GE(candidate.electionTimer.time - cluster->now(), 150 * kMillisecond);
    EXPECT_LE(candidate.electionTimer.time - cluster->now(), 300 * kMillisecond);
}

TEST(Figure2Candidates, B23_LearnersAreNotAsked) {
    ClusterConfiguration configuration = manual(3);
    configuration.servers[2].voting = false;
    TestCluster cluster(configuration);

    cluster.timeout(1);

    ASSERT_EQ(cluster.last().sent.size(), 1U);
    EXPECT_EQ(cluster.last().sent.front().message->to, 2U);
}

// Candidates 2: votes from a majority of servers.
TEST(Figure2Candidates, B24_VotesOfAMajorityOfDistinctVotersMakeALeader) {
    ServerInHand server({.servers = 5});
    server.electionTimeout();
    server.receive(2, 1, RequestVoteReply{true});
    EXPECT_EQ(server->role, Role::candidate);

    server.receive(3, 1, RequestVoteReply{true});

    EXPECT_EQ(server->role, Role::leader);
    EXPECT_EQ(server->leader, 1U);
    EXPECT_TRUE(server.because(Reason::electionWon));
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::stop);
    EXPECT_EQ(server.effects().heartbeatTimer, TimerOrder::restart);
}

TEST(Figure2Candidates, B24_ADuplicatedGrantCountsOnce) {
    ServerInHand server({.servers = 5});
    server.electionTimeout();

    for (int i = 0; i < 5; ++i)
        server.receive(2, 1, RequestVoteReply{true});

    EXPECT_EQ(server->role, Role::candidate);
    EXPECT_EQ(server->votesGranted.size(), 2U);
}

TEST(Figure2Candidates, B24_DenialsAndStrangersDoNotCount) {
    ServerInHand server({.servers = 3});
    server.electionTimeout();

    server.receive(2, 1, RequestVoteReply{false});
    server.receive(3, 1, RequestVoteReply{false});
    server.receive(4, 1, RequestVoteReply{true});
    server.receive(5, 1, RequestVoteReply{true});

    EXPECT_EQ(server->role, Role::candidate);
    EXPECT_EQ(server->votesDenied.size(), 2U);
}

TEST(Figure2Candidates, B24_VotesOfAnEarlierTermDoNotCount) {
    ServerInHand server({.servers = 5});
    server.electionTimeout();
    server.receive(2, 1, RequestVoteReply{true});
    server.electionTimeout();
    EXPECT_EQ(server->votesGranted.size(), 1U) << "its own, of the new term";

    server.receive(3, 1, RequestVoteReply{true});
    server.receive(4, 2, RequestVoteReply{true});

    EXPECT_EQ(server->role, Role::candidate);
}

// Candidates 3: if AppendEntries is received from the new leader, convert to follower.
TEST(Figure2Candidates, B25_AppendEntriesOfItsOwnTermMakesItAFollower) {
    ServerInHand server;
    server.electionTimeout();

    server.receive(2, 1, appendAfter(0, 0, {1}, 1));

    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server->leader, 2U);
    EXPECT_EQ(server.term(), 1U);
    EXPECT_EQ(server->persistent.votedFor, 1U) << "its vote of this term is given";
    EXPECT_TRUE(server.answer<AppendEntriesReply>().success);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
    EXPECT_TRUE(server->votesGranted.empty());
    EXPECT_TRUE(server.because(Reason::candidateFoundLeader));
}

TEST(Figure2Candidates, B25_AppendEntriesOfALowerTermIsRefusedAndItRemainsCandidate) {
    ServerInHand server({.currentTerm = 1});
    server.electionTimeout();

    server.receive(2, 1, appendAfter(0, 0, {1}, 1));

    EXPECT_EQ(server->role, Role::candidate);
    EXPECT_FALSE(server.answer<AppendEntriesReply>().success);
    EXPECT_EQ(server.effects().messages.front().term, 2U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::keep);
}

// Candidates 4: if the election timeout elapses, start a new election.
TEST(Figure2Candidates, B26_WhenItsTimerRunsOutACandidateStartsANewElection) {
    ServerInHand server;
    server.electionTimeout();

    server.electionTimeout();

    EXPECT_EQ(server->role, Role::candidate);
    EXPECT_EQ(server.term(), 2U);
    EXPECT_EQ(server.sent<RequestVote>().size(), 2U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
    EXPECT_TRUE(server.because(Reason::electionRestarted));
    EXPECT_FALSE(server.because(Reason::electionStarted));
}

/// A row of the table "One election round": what the others answer, and what becomes of the candidate.
struct RoundRow {
    std::string name;
    std::size_t servers;
    std::vector<ServerId> grants;
    std::vector<ServerId> denials;
    Role end;
};

std::ostream& operator<<(std::ostream& out, const RoundRow& row) { return out << row.name; }

class ElectionRound : public testing::TestWithParam<RoundRow> {};

// §5.2: the candidate wins, another wins, or nobody does.
TEST_P(ElectionRound, B24_EndsAsTheTableSays) {
    const RoundRow& row = GetParam();
    ServerInHand server({.servers = row.servers});

    server.electionTimeout();
    for (const ServerId voter : row.denials)
        server.receive(voter, 1, RequestVoteReply{false});
    for (const ServerId voter : row.grants)
        server.receive(voter, 1, RequestVoteReply{true});

    EXPECT_EQ(server->role, row.end);
    EXPECT_EQ(server.term(), 1U);
}

const std::vector<RoundRow> kRounds{
    {"OneServer", 1, {}, {}, Role::leader},
    {"ThreeServersBothGrant", 3, {2, 3}, {}, Role::leader},
    {"ThreeServersOneGrants", 3, {2}, {}, Role::leader},
    {"ThreeServersOneGrantsOneDenies", 3, {2}, {3}, Role::leader},
    {"ThreeServersBothDeny", 3, {}, {2, 3}, Role::candidate},
    {"ThreeServersNoneAnswers", 3, {}, {}, Role::candidate},
    {"FiveServersAllGrant", 5, {2, 3, 4, 5}, {}, Role::leader},
    {"FiveServersThreeGrant", 5, {2, 3, 4}, {}, Role::leader},
    {"FiveServersTwoGrant", 5, {2, 3}, {}, Role::leader},
    {"FiveServersOneGrants", 5, {2}, {}, Role::candidate},
    {"FiveServersAllDeny", 5, {}, {2, 3, 4, 5}, Role::candidate},
    {"FiveServersOneGrantsThreeDeny", 5, {2}, {3, 4, 5}, Role::candidate},
};
INSTANTIATE_TEST_SUITE_P(Table, ElectionRound, testing::ValuesIn(kRounds), ByName());

} // namespace

} // namespace raft
