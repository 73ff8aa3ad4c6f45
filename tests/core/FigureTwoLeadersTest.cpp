// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Figure 2, "Rules for Servers": leaders, B27 to B30 of the behaviour's lines, and the tables of commitment.

namespace raft {

namespace {

// Leaders 1: upon election, initial empty AppendEntries; repeat during idle periods (§5.2).
TEST(Figure2Leaders, B27_ANewLeaderSendsEveryoneAnEmptyAppendEntriesAtOnce) {
    ServerInHand server({.servers = 5, .log = {1, 1}});

    server.becomeLeader();

    ASSERT_EQ(server.sent<AppendEntries>().size(), 4U);
    for (const Message& message : server.sent<AppendEntries>()) {
        EXPECT_EQ(std::get<AppendEntries>(message.body), appendAfter(2, 1, {}));
        EXPECT_EQ(message.term, 2U);
    }
    EXPECT_EQ(server.terms(), (Terms{1, 1})) << "Figure 2 alone appends nothing";
}

TEST(Figure2Leaders, B27_WithTheOptionItsFirstMessageCarriesANoOp) {
    ServerInHand server({.options = withNoOp()});

    server.becomeLeader();

    for (const Message& message : server.sent<AppendEntries>())
        EXPECT_EQ(std::get<AppendEntries>(message.body), appendAfter(0, 0, {1}));
    EXPECT_EQ(server->persistent.log.at(1).kind(), EntryKind::noOp);
    EXPECT_TRUE(server.because(Reason::noOpAppended));
    EXPECT_TRUE(server.wrote(change::kLog));
}

TEST(Figure2Leaders, B27_HeartbeatsAreRepeatedWhileItIsIdle) {
    TestCluster cluster(automatic(3, 1));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId leader = cluster->leader();
    const Time since = cluster->now();
    cluster.runFor(kSecond);

    std::vector<Time> times;
    for (const Event& event : cluster.events()) {
        if (event.record.kind == EventKind::heartbeat && event.record.server == leader) {
            times.push_back(event.record.time - since);
            EXPECT_EQ(event.sent.size(), 2U);
        }
    }
    ASSERT_EQ(times.size(), 20U);
    for (std::size_t i = 0; i < times.size(); ++i)
        EXPECT_EQ(times[i], static_cast<Time>(i + 1) * 50 * kMillisecond);
}

TEST(Figure2Leaders, B27_AHeartbeatRestartsTheTimerAndIsNothingToOthers) {
    ServerInHand server;
    server.heartbeatTimeout();
    EXPECT_TRUE(server.because(Reason::heartbeatWithoutEffect));
    EXPECT_TRUE(server.effects().messages.empty());

    server.becomeLeader();
    server.heartbeatTimeout();
    EXPECT_EQ(server.effects().heartbeatTimer, TimerOrder::restart);
    EXPECT_EQ(server.sent<AppendEntries>().size(), 2U);
}

// Leaders 2: append the entry to the local log, respond after the entry is applied (§5.3).
TEST(Figure2Leaders, B28_ACommandIsAppendedToTheOwnLogFirst) {
    ServerInHand server({.log = {1}});
    server.becomeLeader();

    EXPECT_EQ(server.propose("set x 1"), 2U);

    EXPECT_EQ(server.terms(), (Terms{1, 2}));
    EXPECT_EQ(*server->persistent.log.at(2).command(), *commandOf("set x 1"));
    EXPECT_TRUE(server.wrote(change::kLog));
    EXPECT_EQ(server->commitIndex, 0U);
}

TEST(Figure2Leaders, B28_TheClientIsAnsweredAfterTheEntryIsApplied) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    const std::uint64_t request = cluster.submit(1, "set x 1");

    EXPECT_EQ(cluster.request(request).status, RequestStatus::waiting);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.commit(1) == 1; }));
    EXPECT_EQ(cluster.request(request).status, RequestStatus::waiting) << "committed and not yet applied";

    const Event event = cluster.step();
    EXPECT_EQ(event.record.kind, EventKind::apply);
    EXPECT_EQ(cluster.request(request).status, RequestStatus::answered);
    EXPECT_EQ(cluster.key(1, "x"), "1");
}

// Leaders 3: if last log index >= nextIndex, send AppendEntries with entries starting at nextIndex (§5.3).
TEST(Figure2Leaders, B29_EntriesAreSentFromNextIndexOn) {
    ServerInHand server;
    server.becomeLeader();

    server.propose("set x 1");

    ASSERT_EQ(server.sent<AppendEntries>().size(), 2U);
    const auto first = std::get<AppendEntries>(server.sent<AppendEntries>().front().body);
    EXPECT_EQ(first.prevLogIndex, 0U);
    ASSERT_EQ(first.entries.size(), 1U);
    EXPECT_EQ(*first.entries.front().command(), *commandOf("set x 1"));
}

TEST(Figure2Leaders, B29_SuccessMovesNextIndexAndMatchIndexAndSendsWhatRemains) {
    ServerInHand server;
    server.becomeLeader();
    server.propose("set x 1");
    server.propose("set x 2");
    EXPECT_TRUE(server.effects().messages.empty()) << "both followers are busy with the first entry";

    server.receive(2, 1, acceptedUpTo(1));

    EXPECT_EQ(server.peer(2).matchIndex, 1U);
    EXPECT_EQ(server.peer(2).nextIndex, 2U);
    ASSERT_EQ(server.sent<AppendEntries>().size(), 1U);
    EXPECT_EQ(std::get<AppendEntries>(server.sent<AppendEntries>().front().body).prevLogIndex, 1U);
    server.receive(2, 1, acceptedUpTo(2));
    EXPECT_EQ(server.peer(2).nextIndex, 3U);
    EXPECT_TRUE(server.effects().messages.empty());
}

TEST(Figure2Leaders, B29_RefusalMovesNextIndexBackByOneAndRetriesAtOnce) {
    ServerInHand server({.log = {1, 1, 2}});
    server.becomeLeader();

    server.receive(2, 3, refusedAt(3));

    EXPECT_EQ(server.peer(2).nextIndex, 3U);
    ASSERT_EQ(server.effects().messages.size(), 1U);
    EXPECT_EQ(server.effects().messages.front(), (Message{1, 2, 3, appendAfter(2, 1, {2})}));
    EXPECT_TRUE(server.because(Reason::nextSteppedBack));
}

TEST(Figure2Leaders, B29_AMessageCarriesAsManyEntriesAsTheOptionAllows) {
    for (const std::uint32_t limit : {1U, 2U, 3U, 100U}) {
        Options options;
        options.entriesPerMessage = limit;
        ServerInHand server({.log = {1, 1, 1, 1, 1}, .options = options});
        server.becomeLeader();
        for (Index prev = 5; prev > 0; --prev)
            server.receive(2, 2, refusedAt(prev));

        ASSERT_EQ(server.effects().messages.size(), 1U);
        const auto& sent = std::get<AppendEntries>(server.effects().messages.front().body);
        EXPECT_EQ(sent.prevLogIndex, 0U);
        EXPECT_EQ(sent.entries.size(), std::min<std::size_t>(limit, 5));
    }
}

// A heartbeat sends from nextIndex, with entries if there are any, and ends any wait for an earlier answer.
TEST(Figure2Leaders, B29_AHeartbeatRepeatsWhatWasNotAnswered) {
    ServerInHand server;
    server.becomeLeader();
    server.propose("set x 1");

    server.heartbeatTimeout();

    ASSERT_EQ(server.sent<AppendEntries>().size(), 2U);
    for (const Message& message : server.sent<AppendEntries>())
        EXPECT_EQ(std::get<AppendEntries>(message.body).entries.size(), 1U);
    EXPECT_TRUE(server.because(Reason::entriesRepeated));

    server.receive(2, 1, acceptedUpTo(1));
    server.receive(2, 1, acceptedUpTo(1));
    EXPECT_TRUE(server.effects().messages.empty()) << "the second answer, to the repetition, tells nothing new";
    EXPECT_EQ(server.peer(2).nextIndex, 2U);
}

TEST(Figure2Leaders, B29_AnswersOfStrangersMoveNothing) {
    ServerInHand server({.log = {1}});
    server.becomeLeader();
    const ServerState before = server.state();

    server.receive(7, 2, acceptedUpTo(1));

    EXPECT_EQ(server.state(), before);
}

// Leaders 4: N > commitIndex, a majority of matchIndex >= N, and log[N].term == currentTerm (§5.3, §5.4).
TEST(Figure2Leaders, B30_AnEntryOfItsOwnTermOnAMajorityIsCommitted) {
    ServerInHand server({.servers = 5});
    server.becomeLeader();
    server.propose("set x 1");

    server.receive(2, 1, acceptedUpTo(1));
    EXPECT_EQ(server->commitIndex, 0U);
    server.receive(2, 1, acceptedUpTo(1));
    EXPECT_EQ(server->commitIndex, 0U) << "the same follower twice";
    server.receive(3, 1, acceptedUpTo(1));

    EXPECT_EQ(server->commitIndex, 1U);
    EXPECT_TRUE(server.because(Reason::commitAdvanced));
}

TEST(Figure2Leaders, B30_AnAdvancedCommitIndexTravelsWithTheNextAppendEntries) {
    ServerInHand server;
    server.becomeLeader();
    server.propose("set x 1");
    server.receive(2, 1, acceptedUpTo(1));
    ASSERT_EQ(server->commitIndex, 1U);
    EXPECT_TRUE(server.effects().messages.empty());

    server.heartbeatTimeout();

    for (const Message& message : server.sent<AppendEntries>())
        EXPECT_EQ(std::get<AppendEntries>(message.body).leaderCommit, 1U);
}

/// A row of the table "Acknowledgements that commit".
struct AcknowledgementRow {
    std::string name;
    std::size_t servers;
    std::size_t acknowledgements;
    bool commits;
};

std::ostream& operator<<(std::ostream& out, const AcknowledgementRow& row) { return out << row.name; }

class Acknowledgements : public testing::TestWithParam<AcknowledgementRow> {};

// §5.3: the leader counts itself.
TEST_P(Acknowledgements, B30_CommitWhenTheyAreAMajorityWithTheLeader) {
    ServerInHand server({.servers = GetParam().servers});
    server.becomeLeader();

    server.propose("set x 1");
    for (ServerId follower = 2; follower < 2 + GetParam().acknowledgements; ++follower)
        server.receive(follower, 1, acceptedUpTo(1));

    EXPECT_EQ(server->commitIndex, GetParam().commits ? 1U : 0U);
}

const std::vector<AcknowledgementRow> kAcknowledgements{
    {"OneServerNone", 1, 0, true},   {"ThreeServersNone", 3, 0, false}, {"ThreeServersOne", 3, 1, true},
    {"ThreeServersTwo", 3, 2, true}, {"FiveServersNone", 5, 0, false},  {"FiveServersOne", 5, 1, false},
    {"FiveServersTwo", 5, 2, true},  {"FiveServersThree", 5, 3, true},  {"FiveServersFour", 5, 4, true},
};
INSTANTIATE_TEST_SUITE_P(Table, Acknowledgements, testing::ValuesIn(kAcknowledgements), ByName());

/// A row of the table "Commit by counting": two servers, the leader's log `[1,2]` and its own entry of term 3.
struct CountingRow {
    std::string name;
    Index match;
    Index commit;
};

std::ostream& operator<<(std::ostream& out, const CountingRow& row) { return out << row.name; }

class CommitByCounting : public testing::TestWithParam<CountingRow> {};

// §5.4.2: only entries of the leader's own term are committed by counting.
TEST_P(CommitByCounting, B30_CountsOnlyEntriesOfTheOwnTerm) {
    ServerInHand server({.servers = 2, .log = {1, 2}});
    server.becomeLeader();
    ASSERT_EQ(server.propose("set x 1"), 3U);
    ASSERT_EQ(server.terms(), (Terms{1, 2, 3}));

    server.receive(2, 3, acceptedUpTo(GetParam().match));

    EXPECT_EQ(server->commitIndex, GetParam().commit);
    EXPECT_EQ(server.because(Reason::commitHeldBack), GetParam().commit == 0);
}

const std::vector<CountingRow> kCounting{{"MatchOne", 1, 0}, {"MatchTwo", 2, 0}, {"MatchThree", 3, 3}};
INSTANTIATE_TEST_SUITE_P(Table, CommitByCounting, testing::ValuesIn(kCounting), ByName());

} // namespace

} // namespace raft
