// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// Clients as parties of the run (§8; dissertation, chapter 6): their requests and the replies are messages.

namespace raft {

namespace {

constexpr ServerId kFirst = clientParty(1);

Options withSessions() {
    Options options = withNoOp();
    options.entriesPerMessage = 10;
    options.sessions = true;
    return options;
}

/// Three servers, of which the first leads, and one client that thinks for a second.
class OneClient : public TestCluster {
public:
    explicit OneClient(const Options& options = withSessions(), std::uint32_t reads = 0,
                       ReadMode readMode = ReadMode::log)
        : TestCluster(configurationOf(options, reads, readMode)) {
        timeout(1);
        runUntil([this] { return commit(1) >= 1; });
    }

    [[nodiscard]] const Client& client() const { return (*this)->clients().front(); }
    [[nodiscard]] const Request& underWay() const { return request(client().request); }
    /// Runs until the client has the answers to so many requests, its session's included.
    bool answer(std::size_t count) {
        return runUntil([&] { return this->count([](const Event& event) { return hasAnswer(event); }) >= count; });
    }
    /// Runs until a message of this kind is on its way.
    bool untilInFlight(MessageKind kind) {
        return runUntil([&] { return flightOf(kind) != nullptr; });
    }
    [[nodiscard]] const InFlight* flightOf(MessageKind kind) const {
        for (const InFlight& flight : (*this)->inFlight()) {
            if (flight.message->kind() == kind)
                return &flight;
        }
        return nullptr;
    }
    /// How many entries of the log of a server hold the command of a request.
    [[nodiscard]] std::size_t entriesWith(ServerId id, const Request& request) const {
        const Log& log = server(id).persistent.log;
        std::size_t sum = 0;
        for (Index index = 1; index <= log.lastIndex(); ++index)
            sum += log.at(index).command() && *log.at(index).command() == *request.command ? 1 : 0;
        return sum;
    }

private:
    static bool hasAnswer(const Event& event) { return tells(event, Reason::clientAnswered); }

    static ClusterConfiguration configurationOf(const Options& options, std::uint32_t reads, ReadMode readMode) {
        ClusterConfiguration configuration = manual(3, options);
        configuration.timing.heartbeats = TimerMode::automatic;
        configuration.load.clients = 1;
        configuration.load.thinkTime = kSecond;
        configuration.load.reads = reads;
        configuration.load.readMode = readMode;
        return configuration;
    }
};

TEST(ClientMessages, ARequestTravelsToTheServerAndItsAnswerBack) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(2));

    const Request& command = cluster.request(2);
    EXPECT_EQ(command.status, RequestStatus::answered);
    EXPECT_GE(command.ended - command.submitted, 4 * 5 * kMillisecond) << "there, to the followers, and both ways back";
    const auto asked = [](const Event& event) {
        return event.client == 1 && tells(event, Reason::clientAsks) && event.record.kind == EventKind::client &&
               event.sent.size() == 1 && event.sent.front().message->from == kFirst;
    };
    const auto came = [](const Event& event) {
        return event.record.kind == EventKind::deliver && event.record.server == 0 && event.client == 1 &&
               event.message->message->kind() == MessageKind::clientReply;
    };
    EXPECT_EQ(cluster.count(asked), 2U);
    EXPECT_GE(cluster.count(came), 2U);
}

TEST(ClientMessages, B85_AServerThatDoesNotLeadRefusesAndNamesTheLeader) {
    ClusterConfiguration configuration = manual(3, withSessions());
    configuration.load.clients = 12;
    TestCluster cluster(configuration);
    cluster.timeout(1);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.count(Reason::clientRefused) > 6; }));

    std::size_t hints = 0;
    for (const Event& event : cluster.events()) {
        if (!tells(event, Reason::clientRefused))
            continue;
        const ClientReply& reply = std::get<ClientReply>(event.message->message->body);
        EXPECT_FALSE(reply.success);
        EXPECT_TRUE(reply.leaderHint == 0 || reply.leaderHint == 1);
        hints += reply.leaderHint == 1 ? 1 : 0;
    }
    EXPECT_GT(hints, 0U);
    cluster.runFor(kSecond);
    for (const Client& client : cluster->clients())
        EXPECT_EQ(client.server, 1U) << "every client has found the leader: C" << client.id;
}

TEST(ClientMessages, B88_WhenTheAnswerIsLostTheClientSendsAgainAndItIsExecutedOnce) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(1));
    cluster.block(MessageKind::clientReply, 0, kFirst);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.client().attempts == 2; }));
    EXPECT_GT(cluster.count([](const Event& event) { return event.loss == LossReason::blocked && event.client == 1; }),
              0U);
    const std::uint64_t request = cluster.client().request;
    cluster.unblock(MessageKind::clientReply, 0, kFirst);

    ASSERT_TRUE(cluster.answer(2));

    EXPECT_EQ(cluster.request(request).status, RequestStatus::answered);
    EXPECT_EQ(cluster.entriesWith(1, cluster.request(request)), 2U) << "the log has it twice";
    EXPECT_EQ(cluster.count(Reason::commandKnown, 1), 1U) << "the state machine once";
    EXPECT_EQ(cluster->findHost(1)->store.sessions().find(cluster.client().session)->serial, 1U);
}

TEST(ClientMessages, WithoutSessionsARetryIsExecutedTwice) {
    Options options = withSessions();
    options.sessions = false;
    OneClient cluster(options);
    ASSERT_TRUE(cluster.answer(1));
    cluster.block(MessageKind::clientReply, 0, kFirst);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.client().attempts == 2; }));
    const std::uint64_t request = cluster.client().request;
    cluster.submit(1, "set k1 between");
    cluster.unblock(MessageKind::clientReply, 0, kFirst);

    ASSERT_TRUE(cluster.answer(2));

    EXPECT_EQ(cluster.entriesWith(1, cluster.request(request)), 2U);
    EXPECT_EQ(cluster.count(Reason::commandKnown), 0U);
}

TEST(ClientMessages, B88_ARequestThatArrivesTwiceIsExecutedOnce) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(1));
    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientRequest));
    const std::uint64_t request = cluster.client().request;

    cluster.act(action::Duplicate{{0, MessageKind::clientRequest, kFirst, 0}});
    ASSERT_TRUE(cluster.answer(2));
    cluster.runFor(100 * kMillisecond);

    EXPECT_EQ(cluster.entriesWith(1, cluster.request(request)), 2U);
    EXPECT_EQ(cluster.count(Reason::commandKnown, 1), 1U);
    EXPECT_EQ(cluster.count(Reason::clientIgnores), 1U) << "the second answer";
}

TEST(ClientMessages, ADroppedRequestIsSentAgainWhenThePatienceIsOver) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(1));
    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientRequest));
    const Time asked = cluster.underWay().submitted;

    const Event& dropped = cluster.act(action::Drop{{0, MessageKind::clientRequest, 0, 0}});

    EXPECT_EQ(dropped.record.server, 1U);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.client().attempts == 2; }));
    EXPECT_EQ(cluster->now(), asked + kClientPatience);
    EXPECT_TRUE(cluster.answer(2));
}

TEST(ClientMessages, ARequestCanBeDeliveredByHandAndDelayed) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(1));
    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientRequest));
    const Index last = cluster.server(1).persistent.log.lastIndex();

    EXPECT_TRUE(tells(cluster.act(action::Deliver{{0, MessageKind::clientRequest, 0, 0}}), Reason::commandAppended));

    EXPECT_EQ(cluster.server(1).persistent.log.lastIndex(), last + 1);
    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientReply));
    cluster.act(action::Delay{{0, MessageKind::clientReply, 0, 0}, 100 * kMillisecond});
    const Event& answered = cluster.act(action::Deliver{{0, MessageKind::clientReply, 0, 0}});
    EXPECT_EQ(answered.client, 1U);
    EXPECT_TRUE(tells(answered, Reason::clientAnswered));
}

TEST(ClientMessages, ARequestWaitsAtAPausedServerAndIsLostAtAStoppedOne) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(1));
    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientRequest));
    cluster.pause(1);
    ASSERT_TRUE(cluster.runUntil([&] { return !cluster->findHost(1)->inbox.empty(); }));
    cluster.resume(1);
    ASSERT_TRUE(cluster.answer(2));

    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientRequest));
    cluster.stop(1);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.flightOf(MessageKind::clientRequest) == nullptr; }));

    EXPECT_EQ(cluster.last().loss, LossReason::stopped);
    EXPECT_EQ(cluster.request(3).status, RequestStatus::waiting);
}

TEST(ClientMessages, B44c_ADeposedLeaderRefusesTheClientsThatWait) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(1));
    cluster.isolate(1);
    ASSERT_TRUE(cluster.runUntil([&] { return !cluster->findHost(1)->waiting.empty(); }));
    cluster.timeout(2);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(2) == Role::leader; }));
    cluster.healAll();
    const std::uint64_t request = cluster.client().request;

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(1) == Role::follower; }));

    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientReply));
    EXPECT_TRUE(cluster.flightOf(MessageKind::clientReply)->message->isDenial());
    ASSERT_TRUE(cluster.answer(2));
    EXPECT_EQ(cluster.request(request).server, 2U);
}

TEST(ClientMessages, B89_AClientWhoseSessionIsUnknownOpensAnother) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(1));
    const std::uint64_t first = cluster.client().session;
    // So many others open sessions that the client's own, which it has not used yet, is the oldest.
    for (std::size_t i = 0; i < kMaximumSessions; ++i)
        cluster.act(action::Submit{{CommandKind::openSession, {}, {}, {}}, 1});

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.count(Reason::clientExpired) == 1; }));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.client().session != 0; }));

    EXPECT_EQ(cluster.request(cluster.client().lastEnded).command->kind, CommandKind::openSession);
    EXPECT_GT(cluster.client().session, first);
}

TEST(ClientMessages, B96_AServerBehindWhatTheClientHasSeenLetsItsReadWait) {
    Options options = withSessions();
    options.readIndex = true;
    OneClient cluster(options, kWhole, ReadMode::readIndex);
    // S3 hears that S1 leads, and falls behind.
    ASSERT_TRUE(cluster.answer(2));
    cluster.block(MessageKind::appendEntries, 1, 3);
    cluster.submit(1, "set k2 new");
    cluster.runFor(100 * kMillisecond);
    // Reads at S1 and S2 show the client how far the others are; the first at S3 must wait.
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.count(Reason::readBehind, 3) > 0; }, 60 * kSecond));
    const std::uint64_t request = cluster.client().request;
    const Index seen = cluster.client().seenIndex;
    EXPECT_LT(cluster.server(3).lastApplied, seen);
    const std::size_t asked = cluster.count(Reason::readForwarded, 3);
    cluster.runFor(100 * kMillisecond);
    EXPECT_EQ(cluster.request(request).status, RequestStatus::waiting);

    cluster.unblock(MessageKind::appendEntries, 1, 3);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.request(request).status == RequestStatus::answered; }));

    EXPECT_EQ(cluster.count(Reason::readForwarded, 3), asked + 1) << "once it has applied that far";
    EXPECT_GE(cluster.request(request).index, seen);
    EXPECT_EQ(cluster.request(request).server, 3U);
}

TEST(ClientMessages, B96_TheIndexThatAClientHasSeenNeverFalls) {
    Options options = withSessions();
    options.readIndex = true;
    options.acceleratedBackoff = true;
    ClusterConfiguration configuration = automatic(5, 11, options);
    configuration.load = 60;
    configuration.load.clients = 4;
    configuration.load.reads = 60;
    configuration.load.readMode = ReadMode::readIndex;
    configuration.load.keys = 2;
    configuration.timing.link.loss = 50'000;
    configuration.timing.link.duplication = 50'000;
    TestCluster cluster(configuration);
    cluster.runFor(2 * kSecond);
    cluster.stop(cluster->leader());
    cluster.runFor(3 * kSecond);

    std::vector<Index> seen(4, 0);
    std::size_t answers = 0;
    for (const Event& event : cluster.events()) {
        if (!tells(event, Reason::clientAnswered))
            continue;
        const Index index = std::get<ClientReply>(event.message->message->body).index;
        Index& before = seen[static_cast<std::size_t>(event.client - 1)];
        EXPECT_GE(index, before) << "event " << event.record.index;
        before = std::max(before, index);
        ++answers;
    }
    EXPECT_GT(answers, 50U);
    EXPECT_EQ(checkLinearizability(*cluster).verdict, Verdict::linearizable);
}

TEST(ClientMessages, AReadThatIsSentAgainIsTheSameRead) {
    Options options = withSessions();
    options.readIndex = true;
    OneClient cluster(options, kWhole, ReadMode::readIndex);
    ASSERT_TRUE(cluster.answer(1));
    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientRequest));
    cluster.act(action::Duplicate{{0, MessageKind::clientRequest, 0, 0}});
    cluster.block(MessageKind::appendEntriesReply);

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.count(Reason::requestKnown) == 1; }));

    const ServerId asked = cluster.client().asked;
    EXPECT_EQ(cluster->findHost(asked)->reads.size(), 1U);
    cluster.unblock(MessageKind::appendEntriesReply);
    EXPECT_TRUE(cluster.answer(2));
}

TEST(ClientMessages, AClientIsNoEndOfALink) {
    OneClient cluster;
    EXPECT_EQ(cluster.refusal(action::Cut{kFirst, 1, false}).where, "server");
    EXPECT_EQ(cluster.refusal(action::Stop{kFirst}).where, "server");
    EXPECT_EQ(cluster->nameOf(kFirst), "C1");
    EXPECT_EQ(cluster->nameOf(clientParty(12)), "C12");
}

TEST(ClientMessages, APartitionOfTheServersDoesNotPartThemFromClients) {
    OneClient cluster;
    ASSERT_TRUE(cluster.answer(1));
    cluster.partition({{1}, {2}, {3}});

    ASSERT_TRUE(cluster.untilInFlight(MessageKind::clientRequest));
    EXPECT_EQ(cluster.flightOf(MessageKind::clientRequest)->fate, LossReason::none);
}

} // namespace

} // namespace raft
