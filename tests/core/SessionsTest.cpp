// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// Clients with sessions (§8; dissertation, section 6.3): each command is executed once, however often it is sent.

namespace raft {

namespace {

Command numbered(const char* line, std::uint64_t session, std::uint64_t serial, std::uint64_t firstOutstanding = 0) {
    Command command = *commandOf(line);
    command.session = session;
    command.serial = serial;
    command.firstOutstanding = firstOutstanding;
    return command;
}

Command opening() { return {CommandKind::openSession, {}, {}, {}}; }

/// Servers with automatic timers, and clients that have sessions.
ClusterConfiguration withClients(std::uint32_t load, std::uint64_t seed = 4) {
    Options options = withNoOp();
    options.entriesPerMessage = 10;
    options.sessions = true;
    ClusterConfiguration configuration = automatic(3, seed, options);
    configuration.load = load;
    return configuration;
}

/// How many commands of sessions were executed on a server: each raises the number of its session by one.
std::uint64_t executed(const TestCluster& cluster, ServerId id) {
    std::uint64_t sum = 0;
    cluster->findHost(id)->store.sessions().forEach(
        [&sum](std::uint64_t, const Session& session) { sum += session.serial; });
    return sum;
}

std::size_t answered(const TestCluster& cluster) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < cluster->requests().size(); ++i) {
        const Request& request = cluster->requests()[i];
        sum += request.status == RequestStatus::answered && request.command->session != 0 ? 1 : 0;
    }
    return sum;
}

} // namespace

TEST(Sessions, B87_AnOpenedSessionHasTheIndexOfItsEntryForANumber) {
    Store store;

    EXPECT_EQ(store.apply(opening(), 7), (Result{ResultKind::opened, "7"}));
    EXPECT_EQ(store.sessions().find(7)->serial, 0U);
}

TEST(Sessions, B88_ARepeatedNumberReturnsTheStoredAnswerAndExecutesNothing) {
    Store store;
    store.apply(opening(), 1);
    store.apply(*commandOf("set x 1"), 2);
    ASSERT_EQ(store.apply(numbered("cas x 1 2", 1, 1), 3), Result{});
    store.apply(*commandOf("set x 1"), 4);

    EXPECT_TRUE(store.knows(numbered("cas x 1 2", 1, 1)));
    EXPECT_EQ(store.apply(numbered("cas x 1 2", 1, 1), 5), Result{});
    EXPECT_EQ(*store.find("x"), "1") << "it would be 2 if the command were executed again";
    EXPECT_FALSE(store.knows(numbered("cas x 1 2", 1, 2)));
}

TEST(Sessions, B88_AllAnswersAreKeptThatTheClientMayStillWaitFor) {
    Store store;
    store.apply(opening(), 1);
    store.apply(*commandOf("set x 1"), 2);
    store.apply(numbered("get x", 1, 1, 1), 3);
    store.apply(numbered("set x 2", 1, 3, 1), 4);
    store.apply(numbered("get x", 1, 2, 1), 5);

    EXPECT_EQ(store.apply(numbered("get x", 1, 1, 1), 6), (Result{ResultKind::value, "1"}));
    EXPECT_EQ(store.apply(numbered("get x", 1, 2, 1), 7), (Result{ResultKind::value, "2"})) << "a command may overtake";
    EXPECT_EQ(store.sessions().find(1)->answers.size(), 3U);
    EXPECT_EQ(store.sessions().find(1)->serial, 3U);
}

TEST(Sessions, B89_AnswersBeforeTheFirstOutstandingCommandAreDropped) {
    Store store;
    store.apply(opening(), 1);
    store.apply(numbered("set x 1", 1, 1, 1), 2);
    store.apply(numbered("set x 2", 1, 2, 1), 3);
    store.apply(numbered("set x 3", 1, 3, 2), 4);

    EXPECT_EQ(store.sessions().find(1)->answers.size(), 2U);
    EXPECT_TRUE(store.knows(numbered("set x 1", 1, 1, 1)));
    EXPECT_EQ(store.apply(numbered("set x 1", 1, 1, 1), 5), (Result{ResultKind::expired, {}}));
    EXPECT_EQ(store.apply(numbered("set x 2", 1, 2, 1), 6), Result{});
    EXPECT_EQ(*store.find("x"), "3");
    EXPECT_EQ(store.sessions().find(1)->firstOutstanding, 2U) << "an old command does not take it back";
}

TEST(Sessions, B89_AnUnknownSessionGetsSessionExpired) {
    Store store;

    EXPECT_EQ(store.apply(numbered("set x 1", 9, 1), 10), (Result{ResultKind::expired, {}}));
    EXPECT_EQ(store.find("x"), nullptr);
}

TEST(Sessions, B90_TheOneThatWasNotUsedForLongestEndsWhenThereAreTooMany) {
    Store store;
    for (Index index = 1; index <= kMaximumSessions; ++index)
        store.apply(opening(), index);
    store.apply(numbered("set x 1", 1, 1), 100);

    store.apply(opening(), 101);

    EXPECT_EQ(store.sessions().size(), kMaximumSessions);
    EXPECT_EQ(store.sessions().find(2), nullptr) << "session 1 was used since";
    EXPECT_NE(store.sessions().find(1), nullptr);
    EXPECT_NE(store.sessions().find(101), nullptr);
}

TEST(Sessions, B90_TheyArePartOfSnapshots) {
    Store store;
    store.apply(*commandOf("set x 1"), 1);
    store.apply(opening(), 2);
    store.apply(numbered("get x", 2, 1), 3);

    const Store copy = Store::fromBytes(store.toBytes());

    EXPECT_EQ(copy, store);
    EXPECT_EQ(copy.hash(), store.hash());
    EXPECT_EQ(*copy.sessions().find(2)->answerTo(1), (Result{ResultKind::value, "1"}));
    ASSERT_EQ(store.toBytes(), "1:x1:1s1:21:11:01:31:11:11:11:1");
    for (const char* broken :
         {"s1:2", "s1:21:11:01:31:11:11:9", "s1:21:11:01:31:11:11:90:", "s1:x1:11:01:31:0", "s1:21:11:01:31:2"})
        EXPECT_EQ(Store::fromBytes(broken), Store()) << broken;
}

TEST(Sessions, AClientOpensItsSessionFirstAndThenNumbersItsCommands) {
    TestCluster cluster(withClients(5));

    ASSERT_TRUE(cluster.runUntil([&] { return answered(cluster) >= 3; }));

    ASSERT_EQ(cluster->clients().size(), 1U);
    const Client& client = cluster->clients().front();
    EXPECT_EQ(cluster.request(1).command->kind, CommandKind::openSession);
    EXPECT_EQ(cluster.request(1).index, client.session);
    EXPECT_EQ(cluster.request(2).command->session, client.session);
    EXPECT_EQ(cluster.request(2).command->serial, 1U);
    EXPECT_EQ(cluster.request(3).command->serial, 2U);
}

TEST(Sessions, B85_AClientThatAsksTheWrongServerFollowsItsHint) {
    TestCluster cluster(withClients(40));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.count(Reason::commandRefused) > 3; }));

    ASSERT_TRUE(cluster.runUntil([&] { return answered(cluster) > 10; }));

    const ServerId leader = cluster->leader();
    for (const Client& client : cluster->clients())
        EXPECT_EQ(client.server, leader);
    EXPECT_EQ(cluster.request(2).server, leader);
}

TEST(Sessions, ACommandWhoseLeaderStopsBeforeItsAnswerIsSentAgainAndExecutedOnce) {
    TestCluster cluster(withClients(5));
    ASSERT_TRUE(cluster.runUntil([&] { return answered(cluster) >= 2; }));
    const ServerId leader = cluster->leader();
    // The followers get the next command, but the leader never learns that they have it.
    cluster.block(MessageKind::appendEntriesReply, 0, leader);
    const Index last = cluster.server(leader).persistent.log.lastIndex();
    ASSERT_TRUE(cluster.runUntil([&] {
        return cluster.server(leader % 3 + 1).persistent.log.lastIndex() > last &&
               cluster.server((leader + 1) % 3 + 1).persistent.log.lastIndex() > last;
    }));
    const std::uint64_t request = cluster->clients().front().request;
    ASSERT_EQ(cluster.request(request).status, RequestStatus::waiting);

    cluster.stop(leader);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.request(request).status == RequestStatus::answered; }));
    cluster.runFor(kSecond);

    EXPECT_GE(cluster.count(Reason::commandKnown), 1U) << "both copies of the command are in the log";
    EXPECT_EQ(executed(cluster, cluster->leader()),
              cluster->clients().front().serial - (cluster->clients().front().request != 0 ? 1 : 0));
}

TEST(Sessions, AClientThatIsNotHeardAsksAnotherServerWhenItsPatienceIsOver) {
    TestCluster cluster(withClients(5));
    ASSERT_TRUE(cluster.runUntil([&] { return answered(cluster) >= 1; }));
    const ServerId leader = cluster->leader();
    cluster.pause(leader);

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.count(Reason::clientRetries) > 0; }));
    const std::size_t before = answered(cluster);
    ASSERT_TRUE(cluster.runUntil([&] { return answered(cluster) > before; }));

    EXPECT_NE(cluster->clients().front().server, leader);
}

TEST(Sessions, ALoadIsDividedAmongClientsSinceEachHasOneCommandUnderWay) {
    TestCluster cluster(withClients(40));
    cluster.runFor(4 * kSecond);

    EXPECT_EQ(cluster->clients().size(), 4U);
    EXPECT_GT(answered(cluster), 100U);
    EXPECT_EQ(checkLinearizability(*cluster).verdict, Verdict::linearizable);
}

TEST(Sessions, WithoutTheOptionTheLoadsClientSendsEachCommandOnce) {
    ClusterConfiguration configuration = withClients(20);
    configuration.options.sessions = false;
    TestCluster cluster(configuration);
    cluster.runFor(kSecond);

    EXPECT_TRUE(cluster->clients().empty());
    EXPECT_EQ(cluster.count(Reason::clientAsks), 0U);
}

} // namespace raft
