// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

// The client that submits so many commands a second to the leader.

namespace raft {

namespace {

ClusterConfiguration underLoad(std::size_t servers, std::uint32_t load) {
    ClusterConfiguration configuration = automatic(servers, 5);
    configuration.load = load;
    return configuration;
}

TEST(Load, SubmitsSoManyCommandsInEverySecondOfLogicalTime) {
    for (const std::uint32_t load : {1U, 3U, 40U, 70'000U}) {
        Cluster cluster(underLoad(1, load));
        for (Time second = 1; second <= 3; ++second) {
            while (cluster.nextEventTime() <= second * kSecond)
                cluster.step();
            EXPECT_EQ(cluster.requests().size(), load * static_cast<std::uint64_t>(second));
        }
    }
}

TEST(Load, EachCommandIsAnEventOfItsOwnThatNamesTheLeaderAndThePreviousOne) {
    TestCluster cluster(underLoad(3, 40));
    cluster.runUntil([&] { return cluster->leader() != 0; });
    const std::size_t first = cluster.events().size();
    cluster.runFor(100 * kMillisecond);

    EventIndex previous = kNoEvent;
    for (std::size_t i = first; i < cluster.events().size(); ++i) {
        const Event& event = cluster.events()[i];
        if (event.record.kind != EventKind::client)
            continue;
        EXPECT_EQ(event.record.server, cluster->leader());
        EXPECT_TRUE(event.record.marks & mark::kClient);
        EXPECT_TRUE(event.record.marks & mark::kInteresting);
        ASSERT_EQ(event.requests.size(), 1U);
        EXPECT_EQ(event.requests.front().server, cluster->leader());
        if (previous != kNoEvent) {
            EXPECT_EQ(event.record.cause, previous);
        }
        previous = event.record.index;
    }
    EXPECT_NE(previous, kNoEvent);
}

TEST(Load, WithoutALeaderThatRunsTheClientIsRefusedAndAsksAgainLater) {
    ClusterConfiguration configuration = underLoad(3, 10);
    configuration.timing.electionTimers = TimerMode::manual;
    TestCluster cluster(configuration);
    cluster.runFor(kSecond);
    ASSERT_EQ(cluster->requests().size(), 10U);
    for (std::uint64_t id = 1; id <= 10; ++id) {
        EXPECT_EQ(cluster.request(id).status, RequestStatus::refused);
        EXPECT_EQ(cluster.request(id).server, 0U);
    }

    cluster.timeout(1);
    cluster.runFor(kSecond);
    cluster.pause(1);
    const std::size_t before = cluster->requests().size();
    cluster.runFor(kSecond);

    EXPECT_EQ(cluster.request(15).status, RequestStatus::answered);
    EXPECT_EQ(cluster.request(before + 5).status, RequestStatus::refused);
}

TEST(Load, IsAnsweredAndReachesEveryStore) {
    TestCluster cluster(underLoad(5, 40));
    cluster.runFor(5 * kSecond);

    const Index committed = cluster.commit(cluster->leader());
    EXPECT_GT(committed, 150U);
    std::size_t answered = 0;
    for (std::uint64_t id = 1; id <= cluster->requests().size(); ++id)
        answered += cluster.request(id).status == RequestStatus::answered ? 1 : 0;
    EXPECT_EQ(answered, committed);
    EXPECT_NE(cluster.key(cluster->leader(), "k1"), "(none)");
}

/// A closed load on three servers whose clients have sessions.
ClusterConfiguration closed(std::uint32_t clients, Time thinkTime) {
    Options options = withNoOp();
    options.sessions = true;
    options.entriesPerMessage = 10;
    ClusterConfiguration configuration = automatic(3, 6, options);
    configuration.load.clients = clients;
    configuration.load.thinkTime = thinkTime;
    return configuration;
}

TEST(Load, AClientOfAClosedLoadHasOneCommandUnderWayAndThinksAfterTheAnswer) {
    TestCluster cluster(closed(3, 200 * kMillisecond));
    std::vector<Time> ended(3, -1);
    std::vector<bool> isUnderWay(3, false);
    cluster.runFor(5 * kSecond);

    ASSERT_EQ(cluster->clients().size(), 3U);
    for (std::uint64_t id = 1; id <= cluster->requests().size(); ++id) {
        const Request& request = cluster.request(id);
        ASSERT_GE(request.client, 1U);
        const auto client = static_cast<std::size_t>(request.client - 1);
        EXPECT_FALSE(isUnderWay[client]) << "request " << id;
        if (ended[client] >= 0) {
            EXPECT_EQ(request.submitted, ended[client] + 200 * kMillisecond) << "request " << id;
        }
        isUnderWay[client] = request.status == RequestStatus::waiting;
        if (request.command->kind != CommandKind::openSession)
            ended[client] = request.ended;
    }
    EXPECT_GT(cluster->requests().size(), 30U);
}

TEST(Load, AMixReadsAndComparesAsManyInAHundredAsItIsTold) {
    ClusterConfiguration configuration = closed(8, 5 * kMillisecond);
    configuration.load.reads = 50;
    configuration.load.compares = 20;
    configuration.load.keys = 3;
    TestCluster cluster(configuration);
    cluster.runFor(8 * kSecond);

    std::map<CommandKind, std::size_t> kinds;
    std::set<std::string> keys;
    std::size_t compared = 0;
    for (std::uint64_t id = 1; id <= cluster->requests().size(); ++id) {
        const Request& request = cluster.request(id);
        ++kinds[request.command->kind];
        if (request.command->kind != CommandKind::openSession)
            keys.insert(request.command->key);
        const bool isCompare = request.command->kind == CommandKind::compareAndSet;
        compared += isCompare && request.result.kind == ResultKind::done ? 1 : 0;
    }
    const auto all = static_cast<double>(cluster->requests().size() - kinds[CommandKind::openSession]);
    ASSERT_GT(all, 400);
    EXPECT_NEAR(static_cast<double>(kinds[CommandKind::get]) / all, 0.5, 0.08);
    EXPECT_NEAR(static_cast<double>(kinds[CommandKind::compareAndSet]) / all, 0.2, 0.08);
    EXPECT_GT(compared, 0U);
    EXPECT_EQ(keys, (std::set<std::string>{"k0", "k1", "k2"}));
    EXPECT_EQ(checkLinearizability(*cluster).verdict, Verdict::linearizable);
}

TEST(Load, ReadsGoByTheModeThatItNamesWhileTheOptionIsOn) {
    for (const ReadMode mode : {ReadMode::log, ReadMode::readIndex, ReadMode::lease}) {
        ClusterConfiguration configuration = closed(2, 20 * kMillisecond);
        configuration.options.readIndex = configuration.options.leaseReads = true;
        configuration.options.checkQuorum = configuration.options.leaderStickiness = true;
        configuration.load.reads = kWhole;
        configuration.load.readMode = mode;
        TestCluster cluster(configuration);
        cluster.runFor(2 * kSecond);
        const std::size_t whileOn = cluster->requests().size();
        for (std::uint64_t id = 3; id <= whileOn; ++id)
            EXPECT_EQ(cluster.request(id).read.value_or(ReadMode::log), mode) << "request " << id;

        action::SetOptions off;
        off.readIndex = off.leaseReads = false;
        cluster.act(off);
        cluster.runFor(kSecond);

        EXPECT_FALSE(cluster.request(cluster->requests().size()).read.has_value());
        EXPECT_EQ(cluster.count(Reason::readByLease) > 0, mode == ReadMode::lease);
    }
}

TEST(Load, WithoutClientsReadsAreHandedToTheLeaderToo) {
    ClusterConfiguration configuration = underLoad(3, 50);
    configuration.options.noOp = configuration.options.readIndex = true;
    configuration.load.reads = kWhole;
    configuration.load.readMode = ReadMode::readIndex;
    TestCluster cluster(configuration);
    cluster.runFor(2 * kSecond);

    EXPECT_TRUE(cluster->clients().empty());
    EXPECT_EQ(cluster.request(80).read, ReadMode::readIndex);
    EXPECT_EQ(cluster.request(80).status, RequestStatus::answered);
}

} // namespace

} // namespace raft
