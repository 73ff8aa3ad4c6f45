// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Figure 2, "Rules for Servers": all servers and followers, B17 to B22 of the behaviour's lines.

namespace raft {

namespace {

/// A message of each kind, from a server that is in the given term.
struct KindRow {
    std::string name;
    Message::Body body;
};

std::ostream& operator<<(std::ostream& out, const KindRow& row) { return out << row.name; }

const std::vector<KindRow> kKinds{{"RequestVote", RequestVote{9, 3}},
                                  {"RequestVoteReply", RequestVoteReply{false}},
                                  {"AppendEntries", appendAfter(0, 0, {})},
                                  {"AppendEntriesReply", refusedAt(1)}};

// All servers 1: if commitIndex > lastApplied, apply log[lastApplied] (§5.3).
TEST(Figure2AllServers, B17_WhateverIsCommittedAndNotYetAppliedIsApplied) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.submit(1, "cas x 1 2");
    cluster.submit(1, "set y 3");
    cluster.submit(1, "del y");
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(1);

    for (ServerId id = 1; id <= 3; ++id) {
        EXPECT_EQ(cluster.server(id).lastApplied, 4U);
        EXPECT_EQ(cluster.key(id, "x"), "2");
        EXPECT_EQ(cluster.key(id, "y"), "(none)");
    }
}

TEST(Figure2AllServers, B17_ApplyingIsAnEventAtTheMomentOfCommitment) {
    TestCluster cluster(manual(1));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    EXPECT_EQ(cluster.commit(1), 1U);
    EXPECT_EQ(cluster.server(1).lastApplied, 0U);

    const EventRecord committed = cluster.last().record;
    const Event applied = cluster.step();

    EXPECT_EQ(applied.record.kind, EventKind::apply);
    EXPECT_EQ(applied.record.time, committed.time);
    EXPECT_EQ(applied.record.cause, committed.index);
    EXPECT_EQ(cluster.server(1).lastApplied, 1U);
}

class HigherTerm : public testing::TestWithParam<KindRow> {};

// All servers 2: a request or a reply with a higher term (§5.1).
TEST_P(HigherTerm, B18_IsAdoptedByAFollowerWhichForgetsItsVoteAndItsLeader) {
    ServerInHand server({.log = {1}, .currentTerm = 2, .votedFor = 3});
    server.receive(3, 2, appendAfter(1, 1, {}));
    ASSERT_EQ(server->leader, 3U);

    server.receive(2, 3, GetParam().body);

    EXPECT_EQ(server.term(), 3U);
    EXPECT_EQ(server->role, Role::follower);
    EXPECT_NE(server->leader, 3U);
    EXPECT_NE(server->persistent.votedFor, 3U);
    EXPECT_TRUE(server.wrote(change::kCurrentTerm | change::kVotedFor));
}

TEST_P(HigherTerm, B32_MakesACandidateAFollower) {
    ServerInHand server({.log = {1}, .currentTerm = 1});
    server.electionTimeout();

    server.receive(2, 3, GetParam().body);

    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server.term(), 3U);
    EXPECT_TRUE(server.because(Reason::candidateGaveUp));
}

TEST_P(HigherTerm, B32_MakesALeaderAFollowerThatStartsItsElectionTimer) {
    ServerInHand server({.log = {1}, .currentTerm = 1});
    server.becomeLeader();

    server.receive(2, 3, GetParam().body);

    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server.term(), 3U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
    EXPECT_EQ(server.effects().heartbeatTimer, TimerOrder::stop);
    EXPECT_TRUE(server.because(Reason::leaderSteppedDown));
}

INSTANTIATE_TEST_SUITE_P(Of, HigherTerm, testing::ValuesIn(kKinds), ByName());

TEST(Figure2AllServers, B18_AfterAdoptingTheTermItGoesOnWithTheMessage) {
    ServerInHand server({.log = {1}, .currentTerm = 1});
    server.becomeLeader();

    server.receive(2, 3, RequestVote{9, 2});
    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server.effects().messages.front().term, 3U);

    server.receive(3, 4, appendAfter(1, 1, {4}, 2));
    EXPECT_TRUE(server.answer<AppendEntriesReply>().success);
    EXPECT_EQ(server->leader, 3U);
    EXPECT_EQ(server.terms(), (Terms{1, 4}));
}

// §5.1, §5.5: replies of older terms answer questions that nobody asks any more.
TEST(Figure2AllServers, B19_RepliesOfOlderTermsAreIgnored) {
    ServerInHand server({.servers = 5});
    server.electionTimeout();
    server.electionTimeout();
    const ServerState before = server.state();

    server.receive(2, 1, RequestVoteReply{true});
    server.receive(3, 1, RequestVoteReply{true});
    server.receive(4, 1, RequestVoteReply{false});
    server.receive(5, 1, acceptedUpTo(0));

    EXPECT_EQ(server.state(), before);
    EXPECT_TRUE(server.because(Reason::replyLate));
    EXPECT_TRUE(server.effects().messages.empty());
}

TEST(Figure2AllServers, B19_ALeaderIgnoresAnswersToItsEarlierReign) {
    ServerInHand server({.log = {1, 1}});
    server.becomeLeader();
    server.receive(2, 3, RequestVoteReply{false});
    server.becomeLeader();
    ASSERT_EQ(server.term(), 4U);

    server.receive(3, 2, acceptedUpTo(2));

    EXPECT_EQ(server.peer(3).matchIndex, 0U);
}

TEST(Figure2AllServers, B19_ALateOrDuplicatedRefusalMovesNothing) {
    ServerInHand server({.log = {1, 1, 1, 1}});
    server.becomeLeader();
    server.receive(2, 2, refusedAt(4));
    ASSERT_EQ(server.peer(2).nextIndex, 4U);

    server.receive(2, 2, refusedAt(4));
    EXPECT_EQ(server.peer(2).nextIndex, 4U) << "the same refusal, come twice";
    EXPECT_TRUE(server.effects().messages.empty());
    EXPECT_TRUE(server.because(Reason::refusalOutdated));

    server.receive(2, 2, acceptedUpTo(3));
    ASSERT_EQ(server.peer(2).nextIndex, 4U);
    server.receive(2, 2, refusedAt(3));
    EXPECT_EQ(server.peer(2).nextIndex, 4U) << "it would push nextIndex below what is known to match";
}

TEST(Figure2AllServers, B19_VoteRepliesToWhoIsNoCandidateAreIgnored) {
    ServerInHand follower({.currentTerm = 1});
    follower.receive(2, 1, RequestVoteReply{true});
    EXPECT_EQ(follower->role, Role::follower);
    EXPECT_TRUE(follower.because(Reason::voteReplyUnneeded));

    ServerInHand leader({.servers = 5});
    leader.becomeLeader();
    const ServerState before = leader.state();
    leader.receive(4, 1, RequestVoteReply{true});
    leader.receive(5, 1, RequestVoteReply{false});
    EXPECT_EQ(leader.state(), before);
}

// A server that restarts in its term has forgotten that it led.
TEST(Figure2AllServers, B19_AnswersToWhoDoesNotLeadAnyMoreAreIgnored) {
    ServerInHand server;
    server.becomeLeader();
    server.restart();
    const ServerState before = server.state();

    server.receive(2, 1, acceptedUpTo(0));
    server.receive(3, 1, refusedAt(0));

    EXPECT_EQ(server.state(), before);
    EXPECT_TRUE(server.effects().messages.empty());
}

// Followers 1: respond to RPCs from candidates and leaders (§5.2).
TEST(Figure2Followers, B20_AFollowerAsksNothingOfOthers) {
    ServerInHand server({.log = {1}});
    for (const KindRow& kind : kKinds) {
        server.receive(2, server.term() + 1, kind.body);
        ASSERT_EQ(server->role, Role::follower);
        for (const Message& message : server.effects().messages)
            EXPECT_TRUE(message.isReply());
    }

    server.heartbeatTimeout();
    EXPECT_TRUE(server.effects().messages.empty());
    EXPECT_EQ(server.propose("set x 1"), 0U);
    EXPECT_TRUE(server.effects().messages.empty());
}

/// What reaches a follower in term 2 that knows leader 3, and what becomes of its election timer.
struct TimerRow {
    std::string name;
    ServerId from;
    Term term;
    Message::Body body;
    TimerOrder expected;
};

std::ostream& operator<<(std::ostream& out, const TimerRow& row) { return out << row.name; }

class ElectionTimerOfAFollower : public testing::TestWithParam<TimerRow> {};

// Followers 2: without receiving AppendEntries from the current leader or granting a vote (§5.2).
TEST_P(ElectionTimerOfAFollower, B21_RestartsOnWordFromTheLeaderAndOnGrantingAVoteAlone) {
    ServerInHand server({.log = {1}, .currentTerm = 2});

    server.receive(GetParam().from, GetParam().term, GetParam().body);

    EXPECT_EQ(server.effects().electionTimer, GetParam().expected);
}

const std::vector<TimerRow> kTimerRows{
    {"AHeartbeat", 3, 2, appendAfter(1, 1, {}), TimerOrder::restart},
    {"Entries", 3, 2, appendAfter(1, 1, {2}), TimerOrder::restart},
    {"EntriesThatItRefuses", 3, 2, appendAfter(7, 2, {2}), TimerOrder::restart},
    {"EntriesOfANewLeader", 3, 5, appendAfter(1, 1, {5}), TimerOrder::restart},
    {"AnOldLeader", 2, 1, appendAfter(1, 1, {}), TimerOrder::keep},
    {"AVoteGranted", 2, 2, RequestVote{1, 1}, TimerOrder::restart},
    {"AVoteDeniedForTheLog", 2, 2, RequestVote{0, 0}, TimerOrder::keep},
    {"AVoteDeniedInAHigherTerm", 2, 9, RequestVote{0, 0}, TimerOrder::keep},
    {"AnOldCandidate", 2, 1, RequestVote{9, 1}, TimerOrder::keep},
    {"AReplyOfAHigherTerm", 2, 9, RequestVoteReply{false}, TimerOrder::keep},
};
INSTANTIATE_TEST_SUITE_P(On, ElectionTimerOfAFollower, testing::ValuesIn(kTimerRows), ByName());

TEST(Figure2Followers, B21_ACandidateThatAdoptsATermLetsItsTimerRunOn) {
    ServerInHand server;
    server.electionTimeout();

    server.receive(2, 2, RequestVoteReply{false});

    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::keep);
}

TEST(Figure2Followers, B21_ARestartedServerAndALeaderThatStepsDownStartATimer) {
    TestCluster cluster(automatic(3, 3));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId leader = cluster->leader();
    const ServerId other = leader % 3 + 1;
    EXPECT_FALSE(cluster->findHost(leader)->electionTimer.isSet());

    cluster.stop(other);
    EXPECT_FALSE(cluster->findHost(other)->electionTimer.isSet());
    cluster.restart(other);
    EXPECT_TRUE(cluster->findHost(other)->electionTimer.isSet());

    cluster.timeout(other);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(leader) == Role::follower; }));
    EXPECT_TRUE(cluster->findHost(leader)->electionTimer.isSet());
    EXPECT_FALSE(cluster->findHost(leader)->heartbeatTimer.isSet());
}

TEST(Figure2Followers, B22_WhenItsTimerRunsOutAFollowerBecomesACandidate) {
    TestCluster cluster(automatic(3, 9));
    const Event event = cluster.step();

    EXPECT_EQ(event.record.kind, EventKind::timeout);
    EXPECT_TRUE(event.record.marks & mark::kElection);
    EXPECT_EQ(cluster.role(event.record.server), Role::candidate);
    EXPECT_EQ(cluster.term(event.record.server), 1U);
}

TEST(Figure2Followers, B22_WordFromTheLeaderKeepsItAFollower) {
    TestCluster cluster(automatic(5, 9));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId leader = cluster->leader();
    const std::size_t elections = cluster.count(Reason::electionStarted);

    cluster.runFor(10 * kSecond);

    EXPECT_EQ(cluster->leader(), leader);
    EXPECT_EQ(cluster.count(Reason::electionStarted), elections);
}

// Learners count nowhere and campaign never (§6).
TEST(Figure2Followers, B22_AServerThatDoesNotVoteHasNoElectionTimer) {
    ClusterConfiguration configuration = automatic(2, 9);
    configuration.servers[1].voting = false;
    TestCluster cluster(configuration);
    EXPECT_FALSE(cluster->findHost(2)->electionTimer.isSet());
    const ServerState before = cluster.server(2);

    cluster.timeout(2);

    EXPECT_EQ(cluster.server(2), before);
    EXPECT_TRUE(tells(cluster.last(), Reason::timeoutWithoutEffect));
}

} // namespace

} // namespace raft
