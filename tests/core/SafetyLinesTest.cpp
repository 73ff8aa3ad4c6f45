// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

// Sections 5.4 to 5.6, safety, crashes and timing: B41 to B49 of the behaviour's lines. Figure 8 has its own file.

namespace raft {

namespace {

// §5.4.1: the voter denies its vote if its own log is more up to date than that of the candidate.
TEST(Section54, B41_AServerThatLacksCommittedEntriesIsNotElected) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.isolate(3);
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.commit(1), 1U);
    cluster.healAll();

    for (int i = 0; i < 3; ++i)
        cluster.campaign(3);

    EXPECT_EQ(cluster.role(3), Role::candidate);
    EXPECT_EQ(cluster.count(Reason::voteRefusedLog), 6U);
    EXPECT_EQ(cluster.term(1), 4U) << "its terms are adopted all the same";
}

// §5.4.2: once an entry of its own term is committed, all before it are, by Log Matching.
TEST(Section54, B43_CommittingAnEntryCommitsAllBeforeIt) {
    TestCluster cluster(manualWithLogs({{1, 1, 2}, {1, 1, 2}, {1}}));
    cluster.campaign(1);
    EXPECT_EQ(cluster.commit(1), 0U) << "two of three hold index 3, but it is of an older term";

    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.commit(1), 4U);
    EXPECT_EQ(cluster.server(1).lastApplied, 4U);
}

// §5.4.3, Leader Completeness (Figure 3).
TEST(Section54, B44_ALeaderHoldsEveryEntryCommittedInALowerTerm) {
    ClusterConfiguration configuration = automatic(5, 33);
    configuration.load = 50;
    TestCluster cluster(configuration);
    std::map<Index, Term> committed;
    std::size_t reigns = 0;
    for (int round = 0; round < 25; ++round) {
        const ServerId victim = static_cast<ServerId>(round % 5 + 1);
        cluster->findHost(victim)->stopped ? cluster.restart(victim) : cluster.stop(victim);
        const Time end = cluster->now() + 700 * kMillisecond;
        while (cluster->nextEventTime() < end) {
            const Event event = cluster.step();
            const Log& log = cluster.server(event.record.server == 0 ? 1 : event.record.server).persistent.log;
            if (event.record.marks & mark::kLeader) {
                ++reigns;
                for (const auto& [index, term] : committed) {
                    ASSERT_TRUE(log.has(index));
                    ASSERT_EQ(log.termAt(index), term);
                }
            }
            for (const Because& because : event.reasons) {
                for (Index i = because.values[0] + 1;
                     because.reason == Reason::commitAdvanced && i <= because.values[1]; ++i)
                    committed[i] = log.termAt(i);
            }
        }
        if (cluster->findHost(victim)->stopped)
            cluster.restart(victim);
    }
    EXPECT_GT(reigns, 5U);
    EXPECT_GT(committed.size(), 300U);
}

// Votes of an older term can arrive late, so leaders of different terms may coexist.
TEST(Section54, B44_LateVotesMayElectALeaderOfAnOlderTermBesideTheNew) {
    TestCluster cluster(manual(5));
    cluster.timeout(1);
    for (const ServerId voter : {2U, 3U}) {
        cluster.act(action::Deliver{{0, MessageKind::requestVote, 1, voter}});
        cluster.act(action::Delay{{0, MessageKind::requestVoteReply, voter, 1}, kSecond});
    }
    cluster.block(MessageKind::requestVote, 4, 1);
    cluster.block(MessageKind::appendEntries, 4, 1);
    while (cluster.role(4) != Role::leader) {
        cluster.timeout(4);
        cluster.runFor(100 * kMillisecond);
    }
    const Term newer = cluster.term(4);

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(1) == Role::leader; }));

    EXPECT_LT(cluster.term(1), newer);
    EXPECT_EQ(cluster.role(4), Role::leader);
    EXPECT_EQ(cluster->leader(), 4U);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.role(1), Role::follower) << "the first refusal tells it";
}

// §5.2: a majority of one is one.
TEST(Section54, B44b_ASingleVoterLeadsAndCommitsItsOwnDurableEntriesWithoutMessages) {
    ClusterConfiguration configuration = manual(1);
    configuration.timing.diskWrite = {20'000, 20'000};
    TestCluster cluster(configuration);
    cluster.timeout(1);
    EXPECT_EQ(cluster.role(1), Role::candidate) << "its vote is not on disk yet";
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.role(1), Role::leader);

    const std::uint64_t request = cluster.submit(1, "set x 1");
    EXPECT_EQ(cluster.commit(1), 0U) << "its entry is not on disk yet";
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.commit(1), 1U);
    EXPECT_EQ(cluster.request(request).status, RequestStatus::answered);
    EXPECT_EQ(cluster.count([](const Event& event) { return !event.sent.empty(); }), 0U);
}

TEST(Section54, B44b_ALearnerDoesNotCountBesideASingleVoter) {
    ClusterConfiguration configuration = manual(2);
    configuration.servers[1].voting = false;
    TestCluster cluster(configuration);
    cluster.campaign(1);
    ASSERT_EQ(cluster.role(1), Role::leader);
    cluster.block(MessageKind::appendEntriesReply);

    cluster.submit(1, "set x 1");
    EXPECT_EQ(cluster.commit(1), 1U);
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.logTerms(2), (Terms{1})) << "it receives entries all the same";
}

// §8: a client of a deposed leader cannot be told that its command took effect.
TEST(Section54, B44c_ADeposedLeaderAnswersWaitingClientsWithUnknown) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.isolate(1);
    const std::uint64_t lost = cluster.submit(1, "set x 1");
    const std::uint64_t read = cluster.submit(1, "get x");
    cluster.runUntilQuiet();
    cluster.campaign(2);
    cluster.submit(2, "set x 2");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(lost).status, RequestStatus::waiting);

    cluster.healAll();
    cluster.heartbeatAndSettle(2);
    cluster.heartbeatAndSettle(2);

    EXPECT_EQ(cluster.request(lost).status, RequestStatus::unknown);
    EXPECT_EQ(cluster.request(read).status, RequestStatus::unknown);
    EXPECT_EQ(cluster.logTerms(1), (Terms{2}));
    EXPECT_EQ(cluster.key(1, "x"), "2");
}

// The command of a client that got no answer may take effect all the same.
TEST(Section54, B44c_UnknownMayStillTakeEffect) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.block(MessageKind::appendEntriesReply, 2, 1);
    const std::uint64_t request = cluster.submit(1, "set x 1");
    cluster.act(action::Deliver{{0, MessageKind::appendEntries, 1, 2}});
    cluster.act(action::Drop{{0, MessageKind::appendEntries, 1, 3}});
    cluster.timeout(2);
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.request(request).status, RequestStatus::unknown);
    ASSERT_EQ(cluster.role(2), Role::leader);
    cluster.submit(2, "get x");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.key(2, "x"), "1");
}

// §5.5: Raft RPCs are idempotent.
TEST(Section55, B45_ACrashBetweenPersistingAndAnsweringIsHarmless) {
    ClusterConfiguration configuration = manual(3);
    configuration.timing.diskWrite = {1'000, 1'000};
    TestCluster cluster(configuration);
    cluster.campaign(1);
    cluster.cut(1, 3);
    cluster.block(MessageKind::appendEntriesReply);
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.logTerms(2), (Terms{1}));
    ASSERT_EQ(cluster.commit(1), 0U) << "the answer was lost";
    cluster.unblock(MessageKind::appendEntriesReply);

    cluster.stop(2);
    cluster.restart(2);
    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.commit(1), 1U);
    EXPECT_EQ(cluster.logTerms(2), (Terms{1})) << "the repeated entry is stored once";
}

TEST(Section55, B45_EveryMessageMayArriveTwice) {
    ClusterConfiguration configuration = manual(3, withNoOp());
    configuration.timing.link.duplication = kCertain;
    TestCluster cluster(configuration);
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.submit(1, "cas x 1 2");
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(1);

    for (ServerId id = 1; id <= 3; ++id) {
        EXPECT_EQ(cluster.logTerms(id), (Terms{1, 1, 1}));
        EXPECT_EQ(cluster.key(id, "x"), "2");
        EXPECT_EQ(cluster.commit(id), 3U);
    }
}

// Figure 2, persistent and volatile state; §5.5.
TEST(Section55, B46_ARestartKeepsTermVoteAndLogAndLosesEverythingElse) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(1);
    for (const ServerId id : {1U, 2U}) {
        const PersistentState before = cluster.server(id).persistent;
        ASSERT_EQ(before.log.lastIndex(), 1U);
        ASSERT_EQ(cluster.commit(id), 1U);

        cluster.stop(id);
        cluster.restart(id);

        const ServerState& now = cluster.server(id);
        EXPECT_EQ(now.persistent, before);
        ServerState fresh;
        fresh.id = id;
        fresh.persistent = before;
        fresh.configuration = now.configuration;
        fresh.durableIndex = 1;
        EXPECT_EQ(now, fresh);
        EXPECT_EQ(cluster.key(id, "x"), "(none)");
    }
}

// §5.5, persistent state: what a vote promised is lost with the disk.
TEST(Section55, B47_AServerWhoseDiskWasLostWouldVoteTwiceUnderItsOldIdentity) {
    ServerInHand first;
    first.receive(2, 1, RequestVote{0, 0});
    ASSERT_TRUE(first.answer<RequestVoteReply>().voteGranted);

    ServerInHand withEmptyDisk;
    withEmptyDisk.receive(3, 1, RequestVote{0, 0});
    EXPECT_TRUE(withEmptyDisk.answer<RequestVoteReply>().voteGranted) << "a second vote in term 1, for another";
}

TEST(Section55, B47_UnderANewIdentityItsVoteAndItsAnswersCountNowhere) {
    ServerInHand candidate;
    candidate.electionTimeout();
    candidate.receive(4, 1, RequestVoteReply{true});
    EXPECT_EQ(candidate->role, Role::candidate);

    candidate.receive(2, 1, RequestVoteReply{true});
    ASSERT_EQ(candidate->role, Role::leader);
    candidate.propose("set x 1");
    candidate.receive(4, 1, acceptedUpTo(1));
    EXPECT_EQ(candidate->commitIndex, 0U);
}

// §5.6: safety must not depend on timing.
TEST(Section56, B48_SafetyHoldsWhateverTheTiming) {
    ClusterConfiguration configuration = automatic(5, 17);
    configuration.timing.electionTimeout = {10'000, 60'000};
    configuration.timing.heartbeat = 8'000;
    configuration.timing.link = {{0, 40'000}, 50'000, 50'000};
    configuration.timing.diskWrite = {0, 2'000};
    configuration.load = 100;
    TestCluster cluster(configuration);
    std::map<Term, ServerId> leaders;
    std::map<Index, Entry> applied;

    for (int i = 0; i < 12'000; ++i) {
        const Event& event = cluster.step();
        if (event.record.marks & mark::kLeader) {
            const auto [place, isNew] = leaders.emplace(cluster.term(event.record.server), event.record.server);
            ASSERT_TRUE(isNew || place->second == event.record.server) << "two leaders in one term";
        }
        for (const Because& because : event.reasons) {
            for (Index index = because.values[0];
                 because.reason == Reason::entriesApplied && index <= because.values[1]; ++index) {
                const Entry& entry = cluster.server(event.record.server).persistent.log.at(index);
                ASSERT_EQ(applied.emplace(index, entry).first->second, entry) << "applied differently: " << index;
            }
        }
    }
    EXPECT_GT(leaders.size(), 10U);
}

// §5.6: broadcastTime << electionTimeout << MTBF.
TEST(Section56, B49_AClusterMakesProgressWhenTimeoutsExceedTheBroadcastTimeByFar) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        ClusterConfiguration configuration = automatic(5, seed);
        configuration.load = 20;
        TestCluster cluster(configuration);
        cluster.runFor(2 * kSecond);
        ASSERT_NE(cluster->leader(), 0U) << "seed " << seed;
        cluster.stop(cluster->leader());
        const Index before = cluster.commit(cluster->leader() == 0 ? 1 : cluster->leader());
        cluster.runFor(3 * kSecond);

        ASSERT_NE(cluster->leader(), 0U) << "seed " << seed;
        EXPECT_GT(cluster.commit(cluster->leader()), before + 20) << "seed " << seed;
    }
}

TEST(Section56, B49_ProgressIsLostWhenMessagesTakeLongerThanElectionTimeouts) {
    ClusterConfiguration configuration = automatic(5, 3);
    configuration.load = 20;
    configuration.timing.link.latency = {400'000, 500'000};
    TestCluster cluster(configuration);
    cluster.runFor(30 * kSecond);

    EXPECT_GT(cluster.count(Reason::electionStarted) + cluster.count(Reason::electionRestarted), 100U);
    for (ServerId id = 1; id <= 5; ++id)
        EXPECT_EQ(cluster.commit(id), 0U);
}

} // namespace

} // namespace raft
