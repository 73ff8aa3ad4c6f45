// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

// What clients ask for, changed while a run goes on (action setLoad).

namespace raft {

namespace {

ClusterConfiguration withLoad(const Load& load, const Options& options = withNoOp()) {
    ClusterConfiguration configuration = automatic(3, 5, options);
    configuration.load = load;
    return configuration;
}

Load closedLoad(std::uint32_t clients, Time thinkTime = 50 * kMillisecond) {
    Load load;
    load.clients = clients;
    load.thinkTime = thinkTime;
    return load;
}

Load openLoad(std::uint32_t rate, std::uint32_t clients) {
    Load load(rate);
    load.clients = clients;
    return load;
}

/// The clients whose commands were submitted after request number `after`.
std::set<std::uint64_t> clientsSince(const TestCluster& cluster, std::uint64_t after) {
    std::set<std::uint64_t> clients;
    for (std::uint64_t id = after + 1; id <= cluster->requests().size(); ++id)
        clients.insert(cluster.request(id).client);
    return clients;
}

} // namespace

TEST(SetLoad, BeginsALoadWhereThereWasNone) {
    TestCluster cluster(withLoad(Load()));
    cluster.runFor(kSecond + 300 * kMillisecond);
    ASSERT_EQ(cluster->requests().size(), 0U);

    const Event event = cluster.act(action::SetLoad{40});
    cluster.runFor(2 * kSecond);

    EXPECT_EQ(cluster->requests().size(), 80U) << "every second from then on has its full number";
    EXPECT_EQ(cluster->load(), Load(40));
    EXPECT_EQ(event.record.kind, EventKind::action);
    EXPECT_EQ(event.record.server, 0U);
}

TEST(SetLoad, ChangesTheRateFromThePresentMomentOn) {
    TestCluster cluster(withLoad(10));
    cluster.runFor(kSecond + 50 * kMillisecond);
    ASSERT_EQ(cluster->requests().size(), 10U);

    cluster.act(action::SetLoad{100});
    cluster.runFor(kSecond);
    EXPECT_EQ(cluster->requests().size(), 110U);
    cluster.act(action::SetLoad{1});
    cluster.runFor(999 * kMillisecond);
    EXPECT_EQ(cluster->requests().size(), 110U);
    cluster.runFor(kMillisecond);
    EXPECT_EQ(cluster->requests().size(), 111U);
}

TEST(SetLoad, OfTheSameRateLeavesTheNextCommandWhenItIsDue) {
    TestCluster cluster(withLoad(10));
    cluster.runFor(kSecond + 50 * kMillisecond);
    Load reads = 10;
    reads.reads = kWhole;

    cluster.act(action::SetLoad{reads});
    cluster.runFor(50 * kMillisecond);

    ASSERT_EQ(cluster->requests().size(), 11U) << "at 1100 ms, as before";
    EXPECT_EQ(cluster.request(11).command->kind, CommandKind::get);
}

TEST(SetLoad, StopsALoad) {
    TestCluster cluster(withLoad(40));
    cluster.runFor(kSecond);

    cluster.act(action::SetLoad{});
    cluster.runFor(5 * kSecond);

    EXPECT_EQ(cluster->requests().size(), 40U);
}

TEST(SetLoad, ClientsThatAreNotWantedFinishTheirCommandAndAreSilent) {
    TestCluster cluster(withLoad(closedLoad(5)));
    cluster.runFor(2 * kSecond);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->clients()[4].request != 0; }));
    const std::uint64_t underWay = cluster->clients()[4].request;
    const std::uint64_t before = cluster->requests().size();

    cluster.act(action::SetLoad{closedLoad(2)});
    cluster.runFor(3 * kSecond);

    EXPECT_EQ(cluster.request(underWay).status, RequestStatus::answered);
    EXPECT_EQ(clientsSince(cluster, before), (std::set<std::uint64_t>{1, 2}));
    EXPECT_TRUE(cluster->clients()[4].isIdle());
}

TEST(SetLoad, MoreClientsComeAndSilentOnesGoOnEachAtATimeOfItsOwn) {
    TestCluster cluster(withLoad(closedLoad(3)));
    cluster.runFor(kSecond);
    cluster.act(action::SetLoad{closedLoad(1)});
    cluster.runFor(kSecond);
    const std::uint64_t before = cluster->requests().size();
    const Time then = cluster->now();

    cluster.act(action::SetLoad{closedLoad(5, 100 * kMillisecond)});
    std::set<Time> begins;
    for (const std::size_t client : {1U, 2U, 3U, 4U})
        begins.insert(cluster->clients()[client].timer.time - then);
    cluster.runFor(kSecond);

    EXPECT_EQ(begins, (std::set<Time>{20'000, 40'000, 60'000, 80'000}));
    EXPECT_EQ(clientsSince(cluster, before), (std::set<std::uint64_t>{1, 2, 3, 4, 5}));
}

TEST(SetLoad, NoClientThinksLongerThanTheNewLoadSays) {
    TestCluster cluster(withLoad(closedLoad(1, 3'600 * kSecond)));
    ASSERT_TRUE(
        cluster.runUntil([&] { return cluster->requests().size() == 1 && cluster->clients()[0].request == 0; }));

    cluster.act(action::SetLoad{closedLoad(1, 30 * kMillisecond)});

    EXPECT_EQ(cluster->clients()[0].timer.time, cluster->now() + 30 * kMillisecond);
}

TEST(SetLoad, CommandsThatHadComeAreStillAskedWhenTheLoadEnds) {
    TestCluster cluster(withLoad(openLoad(400, 2)));
    cluster.runFor(2 * kSecond);
    ASSERT_FALSE(cluster->clients()[1].backlog.empty());

    cluster.act(action::SetLoad{});
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->clients()[0].isIdle() && cluster->clients()[1].isIdle(); },
                                 60 * kSecond));

    EXPECT_EQ(cluster->requests().size(), 800U);
    for (std::uint64_t id = 1; id <= 800; ++id)
        EXPECT_EQ(cluster.request(id).status, RequestStatus::answered) << id;
}

TEST(SetLoad, AnOpenLoadSharesItsCommandsAmongTheClientsThatAreLeft) {
    TestCluster cluster(withLoad(openLoad(20, 4)));
    cluster.runFor(2 * kSecond);

    cluster.act(action::SetLoad{openLoad(20, 2)});
    cluster.runFor(kSecond);
    const std::uint64_t before = cluster->requests().size();
    cluster.runFor(kSecond);

    EXPECT_EQ(clientsSince(cluster, before), (std::set<std::uint64_t>{1, 2}));
}

TEST(SetLoad, AnOpenLoadBecomesClosedAndTheOtherWayRound) {
    Options options = withNoOp();
    options.sessions = true;
    TestCluster cluster(withLoad(closedLoad(3), options));
    cluster.runFor(kSecond);

    cluster.act(action::SetLoad{openLoad(30, 3)});
    const std::uint64_t before = cluster->requests().size();
    cluster.runFor(2 * kSecond);
    EXPECT_NEAR(static_cast<double>(cluster->requests().size() - before), 60, 3);
    cluster.act(action::SetLoad{closedLoad(3, 400 * kMillisecond)});
    cluster.runFor(4 * kSecond);

    for (const Client& client : cluster->clients())
        EXPECT_TRUE(client.backlog.empty());
    EXPECT_EQ(clientsSince(cluster, before), (std::set<std::uint64_t>{1, 2, 3}));
    EXPECT_EQ(checkLinearizability(*cluster).verdict, Verdict::linearizable);
}

TEST(SetLoad, AClientThatOpenedItsSessionForNothingStaysSilent) {
    Options options = withNoOp();
    options.sessions = true;
    TestCluster cluster(withLoad(closedLoad(1), options));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->requests().size() == 1; }));
    ASSERT_EQ(cluster.request(1).command->kind, CommandKind::openSession);

    cluster.act(action::SetLoad{});
    cluster.runFor(3 * kSecond);

    EXPECT_EQ(cluster->requests().size(), 1U);
    EXPECT_EQ(cluster.request(1).status, RequestStatus::answered);
    EXPECT_TRUE(cluster->clients()[0].isIdle());
}

TEST(SetLoad, IsPartOfTheClustersValueUntilTheLoadIsAsItWas) {
    TestCluster first(withLoad(closedLoad(2)));
    TestCluster second(withLoad(closedLoad(2)));
    Load other = closedLoad(2);
    other.keys = 3;

    first.act(action::SetLoad{closedLoad(2)});
    second.act(action::SetLoad{other});
    EXPECT_FALSE(*first == *second);
    EXPECT_NE(first->hash(), second->hash());

    first.act(action::SetLoad{closedLoad(2)});
    second.act(action::SetLoad{closedLoad(2)});
    EXPECT_TRUE(*first == *second);
    EXPECT_EQ(first->hash(), second->hash());
}

TEST(SetLoad, ARateOfAnotherBeginningIsAnotherCluster) {
    TestCluster first(withLoad(Load(10)));
    TestCluster second(withLoad(Load(10)));
    for (TestCluster* each : {&first, &second})
        each->runFor(30 * kMillisecond);

    first.act(action::SetLoad{10});
    first.act(action::SetLoad{10});
    second.act(action::SetLoad{});
    second.act(action::SetLoad{10});

    EXPECT_FALSE(*first == *second);
    EXPECT_NE(first->hash(), second->hash());
}

} // namespace raft
