// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Figure 2, "RequestVote RPC, receiver": B14 to B16 of the behaviour's lines, and the table of votes.

namespace raft {

namespace {

// Receiver 1: reply false if term < currentTerm (§5.1).
TEST(Figure2RequestVote, B14_ATermBelowItsOwnIsDenied) {
    ServerInHand server({.currentTerm = 3});
    const ServerState before = server.state();

    server.receive(2, 2, RequestVote{9, 2});

    EXPECT_FALSE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server.effects().messages.front().term, 3U) << "so that the candidate learns of the term";
    EXPECT_EQ(server.state(), before);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::keep);
    EXPECT_TRUE(server.because(Reason::voteRefusedOldTerm));
}

// Receiver 2: votedFor is null or candidateId, and the candidate's log is at least as up to date (§5.2, §5.4).
TEST(Figure2RequestVote, B15_AFreeVoteGoesToACandidateWhoseLogIsUpToDate) {
    ServerInHand server({.log = {1}});

    server.receive(2, 2, RequestVote{1, 1});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server->persistent.votedFor, 2U);
    EXPECT_TRUE(server.wrote(change::kVotedFor | change::kCurrentTerm));
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
}

TEST(Figure2RequestVote, B15_AVoteGivenToAnotherIsNotGivenAgain) {
    ServerInHand server({.log = {1}, .currentTerm = 2, .votedFor = 3});

    server.receive(2, 2, RequestVote{5, 2});

    EXPECT_FALSE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server->persistent.votedFor, 3U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::keep);
    EXPECT_TRUE(server.because(Reason::voteRefusedGiven));
}

TEST(Figure2RequestVote, B15_ADenialForTheLogLeavesTheVoteForTheNext) {
    ServerInHand server({.log = {1, 1}});

    server.receive(2, 2, RequestVote{1, 1});
    EXPECT_FALSE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server->persistent.votedFor, 0U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::keep);
    EXPECT_TRUE(server.because(Reason::voteRefusedLog));

    server.receive(3, 2, RequestVote{2, 1});
    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
}

TEST(Figure2RequestVote, B15_CandidatesAndLeadersHaveVotedForThemselves) {
    ServerInHand server;
    server.electionTimeout();
    server.receive(2, 1, RequestVote{9, 1});
    EXPECT_FALSE(server.answer<RequestVoteReply>().voteGranted);

    server.receive(3, 1, RequestVoteReply{true});
    ASSERT_EQ(server->role, Role::leader);
    server.receive(2, 1, RequestVote{9, 1});
    EXPECT_FALSE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server->role, Role::leader);
}

// Its first answer may have been lost.
TEST(Figure2RequestVote, B16_TheSameCandidateAskingAgainInTheSameTermGetsTheSameYes) {
    ServerInHand server({.log = {1}});
    server.receive(2, 2, RequestVote{1, 1});
    const ServerState before = server.state();

    server.receive(2, 2, RequestVote{1, 1});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server.state(), before);
    EXPECT_FALSE(server.wrote(0)) << "the vote is on disk already";
    EXPECT_TRUE(server.because(Reason::voteGrantedAgain));
}

/// A row of the table "Votes": the voter's log, what the candidate says of its own, and whether it gets the vote.
struct VoteRow {
    std::string name;
    Terms log;
    Term lastLogTerm;
    Index lastLogIndex;
    bool granted;
};

std::ostream& operator<<(std::ostream& out, const VoteRow& row) { return out << row.name; }

std::vector<VoteRow> voteRows() {
    std::vector<VoteRow> rows{
        {{}, {1}, 1, 1, true},        {{}, {1}, 1, 2, true},        {{}, {1, 1}, 1, 1, false},
        {{}, {1}, 2, 1, true},        {{}, {1}, 2, 2, true},        {{}, {2}, 1, 1, false},
        {{}, {2}, 1, 2, false},       {{}, {2, 2}, 1, 1, false},    {{}, {1, 2, 3}, 4, 1, true},
        {{}, {1, 2, 3}, 4, 9, true},  {{}, {1, 2, 3}, 2, 1, false}, {{}, {1, 2, 3}, 2, 9, false},
        {{}, {1, 2, 3}, 3, 2, false}, {{}, {1, 2, 3}, 3, 3, true},  {{}, {1, 2, 3}, 3, 4, true},
        {{}, {}, 0, 0, true},         {{}, {1}, 0, 0, false},       {{}, {}, 1, 1, true},
    };
    for (VoteRow& row : rows) {
        row.name = nameOfTerms(row.log) + "_AndLastTerm" + std::to_string(row.lastLogTerm) + "Index" +
                   std::to_string(row.lastLogIndex) + (row.granted ? "_Granted" : "_Denied");
    }
    return rows;
}

class Votes : public testing::TestWithParam<VoteRow> {};

// §5.4.1: the later last term wins; with equal last terms, the longer log.
TEST_P(Votes, B41_AreGivenToLogsThatAreAtLeastAsUpToDate) {
    const VoteRow& row = GetParam();
    ServerInHand server({.log = row.log});

    server.receive(2, 9, RequestVote{row.lastLogIndex, row.lastLogTerm});

    EXPECT_EQ(server.answer<RequestVoteReply>().voteGranted, row.granted);
    EXPECT_EQ(server->persistent.votedFor, row.granted ? 2U : 0U);
    EXPECT_EQ(server.term(), 9U) << "a denied candidate's term is adopted all the same";
}

INSTANTIATE_TEST_SUITE_P(Table, Votes, testing::ValuesIn(voteRows()), ByName());

} // namespace

} // namespace raft
