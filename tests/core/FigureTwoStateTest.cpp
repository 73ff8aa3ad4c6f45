// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <vector>

// Figure 2, "State": B1 to B7 of the behaviour's lines.

namespace raft {

namespace {

Timing withSlowDisks(Timing timing) {
    timing.diskWrite = {20'000, 20'000};
    return timing;
}

TestCluster slowDisks(std::size_t servers) {
    ClusterConfiguration configuration = manual(servers);
    configuration.timing = withSlowDisks(configuration.timing);
    return TestCluster(configuration);
}

/// The terms of the logs on the disks.
std::vector<Terms> disks(const TestCluster& cluster) {
    std::vector<Terms> logs;
    for (const Host& host : cluster->hosts())
        logs.push_back(termsOf(host.durable().log));
    return logs;
}

// Figure 2, persistent state: currentTerm.
TEST(Figure2State, B1_CurrentTermStartsAtZeroAndNeverDecreases) {
    ServerInHand server;
    EXPECT_EQ(server.term(), 0U);

    server.receive(2, 5, RequestVote{0, 0});
    server.receive(3, 3, RequestVote{0, 0});
    server.receive(3, 4, appendAfter(0, 0, {}));
    server.receive(2, 1, RequestVoteReply{true});
    server.receive(2, 2, acceptedUpTo(0));

    EXPECT_EQ(server.term(), 5U);
}

// Figure 2, persistent state: updated on stable storage before responding to RPCs.
TEST(Figure2State, B1_ATermIsOnDiskBeforeAnyMessageThatShowsIt) {
    TestCluster cluster = slowDisks(3);

    cluster.timeout(1);
    EXPECT_EQ(cluster.term(1), 1U);
    EXPECT_EQ(cluster->findHost(1)->durable().currentTerm, 0U);
    EXPECT_TRUE(cluster->inFlight().empty()) << "the RequestVotes wait for the disk";

    const Event written = cluster.step();
    EXPECT_EQ(written.record.kind, EventKind::persisted);
    EXPECT_EQ(written.record.time, 20'000);
    EXPECT_EQ(cluster->findHost(1)->durable().currentTerm, 1U);
    EXPECT_EQ(written.sent.size(), 2U);

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.term(2) == 1; }));
    EXPECT_TRUE(cluster.last().sent.empty()) << "the answer waits for the disk";
}

TEST(Figure2State, B1_ACrashBeforeTheWriteEndsForgetsTheTermThatNobodyWasShown) {
    TestCluster cluster = slowDisks(3);
    cluster.timeout(1);

    cluster.stop(1);
    EXPECT_EQ(cluster.term(1), 0U);
    cluster.restart(1);
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.term(1), 0U);
    EXPECT_EQ(cluster.server(1).persistent.votedFor, 0U);
    for (ServerId id = 2; id <= 3; ++id)
        EXPECT_EQ(cluster.term(id), 0U);
}

// Figure 2, persistent state: votedFor; §5.2.
TEST(Figure2State, B2_AServerVotesForOneCandidateATerm) {
    ServerInHand server;

    server.receive(2, 1, RequestVote{0, 0});
    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
    server.receive(3, 1, RequestVote{9, 1});
    EXPECT_FALSE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server->persistent.votedFor, 2U);

    server.receive(3, 2, RequestVote{0, 0});
    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
    EXPECT_EQ(server->persistent.votedFor, 3U);
}

TEST(Figure2State, B2_AVoteSurvivesARestart) {
    ServerInHand server;
    server.receive(2, 1, RequestVote{0, 0});

    server.restart();

    server.receive(3, 1, RequestVote{0, 0});
    EXPECT_FALSE(server.answer<RequestVoteReply>().voteGranted);
    server.receive(2, 1, RequestVote{0, 0});
    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
}

TEST(Figure2State, B2_AVoteIsOnDiskBeforeTheGrantLeaves) {
    TestCluster cluster = slowDisks(3);
    cluster.cut(1, 3);
    cluster.timeout(1);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.server(2).persistent.votedFor == 1; }));

    cluster.stop(2);
    cluster.restart(2);
    EXPECT_EQ(cluster.server(2).persistent.votedFor, 0U) << "the write was under way";
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.role(1), Role::candidate) << "no grant had left";
    EXPECT_TRUE(cluster.server(1).votesGranted.contains(1));
    EXPECT_EQ(cluster.server(1).votesGranted.size(), 1U);
}

TEST(Figure2State, B2_ACandidatesOwnVoteCountsOnceItIsOnDisk) {
    ServerInHand server({.servers = 1, .slowDisk = true});
    server.electionTimeout();
    EXPECT_EQ(server->role, Role::candidate);
    EXPECT_TRUE(server->votesGranted.empty());

    server.persisted(1);

    EXPECT_EQ(server->role, Role::leader);
}

// Figure 2, persistent state: log; first index is 1.
TEST(Figure2State, B3_TheLogIsNumberedFromOne) {
    ServerInHand server;
    server.becomeLeader();

    EXPECT_EQ(server.propose("set x 1"), 1U);
    EXPECT_EQ(server.propose("set x 2"), 2U);
    EXPECT_EQ(*server->persistent.log.at(1).command(), *commandOf("set x 1"));
    EXPECT_EQ(server.terms(), (Terms{1, 1}));
}

TEST(Figure2State, B3_AnEntryIsOnDiskBeforeItIsAcknowledged) {
    TestCluster cluster = slowDisks(3);
    cluster.campaign(1);
    cluster.cut(1, 3);
    cluster.submit(1, "set x 1");
    EXPECT_TRUE(cluster.last().sent.empty());

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.logTerms(2) == Terms{1}; }));
    EXPECT_EQ(disks(cluster), (std::vector<Terms>{{1}, {}, {}}));
    EXPECT_TRUE(cluster.last().sent.empty());
    cluster.stop(2);
    EXPECT_EQ(cluster.logTerms(2), Terms{}) << "a crash drops what was not written";
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.commit(1), 0U);
}

TEST(Figure2State, B3_ALeaderCountsItsOwnCopyOnceItIsOnDisk) {
    ServerInHand server({.log = {1}, .slowDisk = true});
    server.electionTimeout();
    server.persisted(1);
    server.receive(2, 2, RequestVoteReply{true});
    ASSERT_EQ(server->role, Role::leader);
    server.propose("set x 1");

    server.receive(2, 2, acceptedUpTo(2));
    EXPECT_EQ(server->commitIndex, 0U) << "one durable copy of three, the follower's";
    server.persisted(2);
    EXPECT_EQ(server->commitIndex, 2U);
}

TEST(Figure2State, B3_AMajorityOfFollowersCommitsBeforeTheLeadersOwnDisk) {
    ServerInHand server({.slowDisk = true});
    server.electionTimeout();
    server.persisted(1);
    server.receive(2, 1, RequestVoteReply{true});
    server.propose("set x 1");

    server.receive(2, 1, acceptedUpTo(1));
    server.receive(3, 1, acceptedUpTo(1));

    EXPECT_EQ(server->commitIndex, 1U);
    EXPECT_EQ(server->durableIndex, 0U);
}

// B1 to B3 at once, whatever happens: no message leaves that shows what its sender's disk does not hold.
TEST(Figure2State, B3_NoMessageLeavesThatShowsWhatTheDiskDoesNotHold) {
    ClusterConfiguration configuration = automatic(5, 11, withNoOp());
    configuration.timing.diskWrite = {100, 30'000};
    configuration.load = 30;
    TestCluster cluster(configuration);
    std::size_t grants = 0;
    std::size_t acknowledgements = 0;
    for (int round = 0; round < 12; ++round) {
        const ServerId victim = static_cast<ServerId>(round % 5 + 1);
        for (int i = 0; i < 150; ++i) {
            for (const InFlight& flight : cluster.step().sent) {
                const Message& message = *flight.message;
                const PersistentState& disk = cluster->findHost(message.from)->durable();
                EXPECT_GE(disk.currentTerm, message.term);
                const auto* vote = std::get_if<RequestVoteReply>(&message.body);
                if (vote && vote->voteGranted && disk.currentTerm == message.term) {
                    EXPECT_EQ(disk.votedFor, message.to);
                    ++grants;
                }
                const auto* append = std::get_if<AppendEntriesReply>(&message.body);
                if (append && append->success) {
                    EXPECT_GE(disk.log.lastIndex(), append->matchIndex);
                    ++acknowledgements;
                }
            }
        }
        const bool stopped = cluster->findHost(victim)->stopped;
        stopped ? cluster.restart(victim) : cluster.stop(victim);
    }
    EXPECT_GT(grants, 3U);
    EXPECT_GT(acknowledgements, 100U);
}

// Figure 2, volatile state: commitIndex, initialized to 0, increases monotonically.
TEST(Figure2State, B4_CommitIndexNeverDecreasesWhileAServerRuns) {
    ServerInHand server({.log = {1, 1, 1}});
    EXPECT_EQ(server->commitIndex, 0U);
    server.receive(2, 1, appendAfter(3, 1, {}, 3));
    EXPECT_EQ(server->commitIndex, 3U);

    server.receive(2, 1, appendAfter(3, 1, {}, 1));
    server.receive(2, 1, appendAfter(1, 1, {}, 3));
    server.receive(3, 2, appendAfter(2, 1, {}, 0));

    EXPECT_EQ(server->commitIndex, 3U);
}

TEST(Figure2State, B4_AfterARestartCommitIndexBeginsAgainAtZero) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.commit(1), 1U);

    cluster.stop(1);
    cluster.restart(1);

    EXPECT_EQ(cluster.commit(1), 0U);
    EXPECT_EQ(cluster.server(1).lastApplied, 0U);
    EXPECT_EQ(cluster.logTerms(1), (Terms{1}));
    EXPECT_EQ(cluster.key(1, "x"), "(none)") << "the state machine starts anew, and is filled again from the log";
    cluster.campaign(1);
    cluster.submit(1, "get x");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.key(1, "x"), "1");
}

// Figure 2, volatile state: lastApplied; All servers 1.
TEST(Figure2State, B5_EntriesAreAppliedInOrderEachOnceAndNeverBeforeTheyAreCommitted) {
    ClusterConfiguration configuration = automatic(3, 4);
    configuration.load = 60;
    configuration.timing.link.loss = 100'000;
    configuration.timing.link.duplication = 100'000;
    TestCluster cluster(configuration);
    std::vector<Index> applied(4, 0);

    for (int i = 0; i < 3'000; ++i) {
        const Event& event = cluster.step();
        for (const Because& because : event.reasons) {
            if (because.reason != Reason::entriesApplied)
                continue;
            Index& last = applied[event.record.server];
            EXPECT_EQ(because.values[0], last + 1);
            EXPECT_LE(because.values[1], cluster.commit(event.record.server));
            last = because.values[1];
        }
    }

    for (ServerId id = 1; id <= 3; ++id) {
        EXPECT_GT(applied[id], 100U);
        EXPECT_EQ(cluster.server(id).lastApplied, applied[id]);
    }
}

// Figure 2, volatile state on leaders: nextIndex, initialized to leader last log index + 1.
TEST(Figure2State, B6_OnElectionNextIndexOfEveryPeerIsTheLastIndexPlusOne) {
    ServerInHand server({.servers = 5, .log = {1, 1, 2}});
    server.becomeLeader();

    ASSERT_EQ(server->peers.size(), 4U);
    for (const Progress& peer : server->peers)
        EXPECT_EQ(peer.nextIndex, 4U);
}

// Figure 7 probes from index 10: the no-op comes after nextIndex was taken, and so travels in the first message.
TEST(Figure2State, B6_NextIndexIsTakenBeforeANoOpIsAppended) {
    ServerInHand server({.log = {1, 1}, .options = withNoOp()});
    server.becomeLeader();

    EXPECT_EQ(server.terms(), (Terms{1, 1, 2}));
    EXPECT_EQ(server.peer(2).nextIndex, 3U);
    const auto first = server.sent<AppendEntries>();
    ASSERT_EQ(first.size(), 2U);
    for (const Message& message : first)
        EXPECT_EQ(std::get<AppendEntries>(message.body), appendAfter(2, 1, {2}));
}

// Figure 2, volatile state on leaders: matchIndex, initialized to 0, increases monotonically.
TEST(Figure2State, B7_MatchIndexStartsAtZeroAndNeverDecreasesWithinATerm) {
    ServerInHand server({.log = {1, 1, 1}});
    server.becomeLeader();
    EXPECT_EQ(server.peer(2).matchIndex, 0U);

    server.receive(2, 2, acceptedUpTo(3));
    EXPECT_EQ(server.peer(2).matchIndex, 3U);
    server.receive(2, 2, acceptedUpTo(1));
    server.receive(2, 2, refusedAt(3));
    server.receive(2, 2, refusedAt(1));

    EXPECT_EQ(server.peer(2).matchIndex, 3U);
    EXPECT_EQ(server.peer(2).nextIndex, 4U);
}

TEST(Figure2State, B7_ANewTermBeginsWithMatchIndexZero) {
    ServerInHand server({.log = {1, 1}});
    server.becomeLeader();
    server.receive(2, 2, acceptedUpTo(2));
    server.receive(2, 3, RequestVote{2, 1});
    ASSERT_EQ(server->role, Role::follower);
    EXPECT_TRUE(server->peers.empty());

    server.becomeLeader();

    EXPECT_EQ(server.peer(2).matchIndex, 0U);
    EXPECT_EQ(server.peer(2).nextIndex, 3U);
}

} // namespace

} // namespace raft
