// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

// How long messages take, how often links lose and repeat them, and where they are meanwhile.

namespace raft {

namespace {

/// What two servers send each other when one of them asks for votes so many times; nothing is answered.
std::vector<InFlight> sentOver(const LinkTiming& link, int times) {
    ClusterConfiguration configuration = manual(2);
    configuration.timing.link = link;
    TestCluster cluster(configuration);
    cluster.block(MessageKind::requestVoteReply);
    std::vector<InFlight> sent;
    for (int i = 0; i < times; ++i) {
        const Event event = cluster.act(action::Timeout{1});
        sent.insert(sent.end(), event.sent.begin(), event.sent.end());
    }
    return sent;
}

TEST(Links, LatencyIsDrawnUniformlyFromItsRangeBothEndsIncluded) {
    std::vector<int> counts(5);
    for (const InFlight& flight : sentOver({{10, 14}, 0, 0}, 3'000)) {
        EXPECT_EQ(flight.sent, 0);
        EXPECT_EQ(flight.since, 0);
        ++counts.at(static_cast<std::size_t>(flight.due - 10));
    }

    for (const int count : counts)
        EXPECT_NEAR(count, 600, 120) << "five standard deviations";
}

TEST(Links, WithoutLatencyAMessageArrivesAtTheSameMomentAndYetLater) {
    ClusterConfiguration configuration = manual(3);
    configuration.timing.link.latency = {0, 0};
    TestCluster cluster(configuration);

    cluster.campaign(1);

    EXPECT_EQ(cluster->now(), 0);
    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_GT(cluster->eventCount(), 8U);
}

TEST(Links, LoseSoManyMessagesInAMillion) {
    std::size_t lost = 0;
    const auto sent = sentOver({{5'000, 15'000}, 200'000, 0}, 5'000);
    for (const InFlight& flight : sent) {
        if (flight.fate == LossReason::none) {
            EXPECT_EQ(flight.end, kCertain);
            continue;
        }
        EXPECT_EQ(flight.fate, LossReason::chance);
        EXPECT_GE(flight.end, kCertain / 5) << "lost on the way, and not at its ends";
        EXPECT_LE(flight.end, kCertain / 5 * 4);
        EXPECT_LT(flight.due, 15'000);
        ++lost;
    }

    EXPECT_EQ(sent.size(), 5'000U);
    EXPECT_NEAR(static_cast<double>(lost), 1'000, 145);
}

TEST(Links, AMessageLostByChanceIsAnEventOnItsWay) {
    ClusterConfiguration configuration = manual(2);
    configuration.timing.link = {{10'000, 10'000}, kCertain, 0};
    TestCluster cluster(configuration);
    cluster.timeout(1);
    const InFlight message = cluster.last().sent.front();

    const Event lost = cluster.step();

    EXPECT_EQ(lost.record.kind, EventKind::lose);
    EXPECT_EQ(lost.loss, LossReason::chance);
    EXPECT_EQ(lost.record.time, 10 * static_cast<Time>(message.end) / 1'000);
    EXPECT_EQ(lost.message, message);
    EXPECT_EQ(cluster.term(2), 0U);
}

TEST(Links, RepeatSoManyMessagesInAMillionWithALatencyOfTheirOwn) {
    const auto sent = sentOver({{5'000, 15'000}, 0, 250'000}, 4'000);
    std::set<std::uint64_t> ids;
    std::size_t together = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        EXPECT_TRUE(ids.insert(sent[i].id).second);
        EXPECT_EQ(sent[i].id, i + 1) << "in the order of sending";
        if (i > 0 && *sent[i].message == *sent[i - 1].message)
            together += sent[i].due == sent[i - 1].due ? 1 : 0;
    }

    EXPECT_NEAR(static_cast<double>(sent.size()), 5'000, 140);
    EXPECT_LT(together, 5U);
}

TEST(Links, MessagesMayOvertakeEachOther) {
    ClusterConfiguration configuration = automatic(3, 2);
    configuration.timing.link.latency = {1'000, 60'000};
    configuration.load = 100;
    TestCluster cluster(configuration);
    cluster.runFor(2 * kSecond);

    std::vector<std::uint64_t> delivered;
    for (const Event& event : cluster.events()) {
        if (event.record.kind == EventKind::deliver && event.message->message->from == 1)
            delivered.push_back(event.message->id);
    }
    EXPECT_FALSE(std::is_sorted(delivered.begin(), delivered.end()));
}

TEST(InFlight, MovesEvenlyFromWhereItWasToItsEnd) {
    InFlight flight;
    flight.since = 1'000;
    flight.due = 2'000;
    flight.part = 200'000;
    flight.end = 600'000;

    EXPECT_EQ(flight.partAt(0), 200'000U);
    EXPECT_EQ(flight.partAt(1'000), 200'000U);
    EXPECT_EQ(flight.partAt(1'500), 400'000U);
    EXPECT_EQ(flight.partAt(2'000), 600'000U);
    EXPECT_EQ(flight.partAt(9'000), 600'000U);
    flight.since = flight.due;
    EXPECT_EQ(flight.partAt(2'000), 200'000U) << "it has only just begun";
    EXPECT_EQ(flight.partAt(2'001), 600'000U);
}

TEST(InFlight, HasAHashOfAllOfIt) {
    InFlight flight;
    flight.message = Shared<Message>(Message{1, 2, 3, RequestVote{4, 5}});
    const auto changed = [&flight](auto change) {
        InFlight other = flight;
        change(other);
        return other.hash() != flight.hash() && !(other == flight);
    };

    EXPECT_TRUE(changed([](InFlight& f) { f.id = 9; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.message = Shared<Message>(Message{1, 2, 3, RequestVote{4, 6}}); }));
    EXPECT_TRUE(changed([](InFlight& f) { f.sent = 9; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.since = 9; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.due = 9; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.sequence = 9; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.cause = 9; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.part = 9; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.end = 9; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.fate = LossReason::chance; }));
    EXPECT_TRUE(changed([](InFlight& f) { f.arrived = true; }));
}

TEST(Messages, HaveNamesAndHashesThatTellThemApart) {
    const std::vector<Message> messages{
        {1, 2, 3, RequestVote{4, 5}},
        {2, 1, 3, RequestVote{4, 5}},
        {1, 2, 4, RequestVote{4, 5}},
        {1, 2, 3, RequestVote{5, 4}},
        {1, 2, 3, RequestVoteReply{true}},
        {1, 2, 3, RequestVoteReply{false}},
        {1, 2, 3, appendAfter(4, 5, {})},
        {1, 2, 3, appendAfter(4, 5, {6})},
        {1, 2, 3, appendAfter(4, 5, {}, 6)},
        {1, 2, 3, acceptedUpTo(4)},
        {1, 2, 3, refusedAt(4)},
        {1, 2, 3, refusedAt(4, 3, 2)},
        {1, 2, 3, PreVote{4, 5}},
        {1, 2, 3, PreVote{5, 4}},
        {1, 2, 3, PreVoteReply{true}},
        {1, 2, 3, PreVoteReply{false}},
        {1, 2, 3, TimeoutNow{}},
        {1, 2, 3, RequestVote{4, 5, true}},
        {1, 2, 3, ReadIndex{7}},
        {1, 2, 3, ReadIndex{8}},
        {1, 2, 3, ReadIndexReply{7, true, 5}},
        {1, 2, 3, ReadIndexReply{7, false, 0}},
        {clientParty(1), 2, 0, ClientRequest{4, 1, ReadMode::log, Shared<Command>(*commandOf("set x 1")), 3}},
        {clientParty(1), 2, 0, ClientRequest{4, 2, ReadMode::log, Shared<Command>(*commandOf("set x 1")), 3}},
        {clientParty(1), 2, 0, ClientRequest{4, 1, ReadMode::lease, Shared<Command>(*commandOf("set x 1")), 3}},
        {2, clientParty(1), 0, ClientReply{4, 1, true, 0, {}, 6}},
        {2, clientParty(1), 0, ClientReply{4, 1, false, 3, {}, 0}},
        {2, clientParty(1), 0, ClientReply{4, 1, true, 0, {ResultKind::value, "1"}, 6}},
    };
    for (std::size_t i = 0; i < messages.size(); ++i) {
        for (std::size_t j = 0; j < messages.size(); ++j)
            EXPECT_EQ(messages[i].hash() == messages[j].hash(), i == j) << i << ", " << j;
        const char* name = messageKindName(messages[i].kind());
        EXPECT_EQ(messageKindNamed(name).value(), messages[i].kind());
    }
    EXPECT_STREQ(messageKindName(MessageKind::appendEntriesReply), "AppendEntriesReply");
    EXPECT_EQ(messageKindNamed("Gossip").error().message(),
              "message: unknown kind of message \"Gossip\"; allowed: RequestVote, RequestVoteReply, AppendEntries, "
              "AppendEntriesReply, PreVote, PreVoteReply, TimeoutNow, InstallSnapshot, "
              "InstallSnapshotReply, ReadIndex, ReadIndexReply, ClientRequest, ClientReply");
}

TEST(Messages, KnowWhatTheyAre) {
    const Message heartbeat{1, 2, 3, appendAfter(0, 0, {})};
    const Message entries{1, 2, 3, appendAfter(0, 0, {1})};
    const Message refusal{1, 2, 3, refusedAt(1)};
    const Message denial{1, 2, 3, RequestVoteReply{false}};

    EXPECT_TRUE(heartbeat.isHeartbeat());
    EXPECT_FALSE(entries.isHeartbeat() || refusal.isHeartbeat());
    EXPECT_TRUE(refusal.isReply() && denial.isReply());
    EXPECT_FALSE(heartbeat.isReply() || Message{}.isReply());
    EXPECT_TRUE(refusal.isDenial() && denial.isDenial());
    EXPECT_FALSE((Message{1, 2, 3, acceptedUpTo(1)}).isDenial());
    EXPECT_FALSE((Message{1, 2, 3, RequestVoteReply{true}}).isDenial() || heartbeat.isDenial());
}

} // namespace

} // namespace raft
