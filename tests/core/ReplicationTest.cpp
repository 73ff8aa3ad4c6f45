// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

// Section 5.3, log replication: B35 to B40 of the behaviour's lines, and the table of accelerated back-off.

namespace raft {

namespace {

// §5.3: the leader retries AppendEntries indefinitely, even after it has responded to the client.
TEST(Section53, B35_EntriesAreRepeatedForEverAlsoAfterTheClientWasAnswered) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.stop(3);
    const std::uint64_t request = cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.request(request).status, RequestStatus::answered);

    for (int i = 0; i < 50; ++i) {
        cluster.heartbeat(1);
        const auto carries = [](const InFlight& flight) {
            return flight.message->to == 3 && std::get<AppendEntries>(flight.message->body).entries.size() == 1;
        };
        EXPECT_EQ(std::count_if(cluster.last().sent.begin(), cluster.last().sent.end(), carries), 1);
        EXPECT_TRUE(tells(cluster.last(), Reason::entriesRepeated));
        cluster.runUntilQuiet();
    }
    cluster.restart(3);
    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.logTerms(3), (Terms{1}));
    EXPECT_EQ(cluster.commit(3), 1U);
}

TEST(Section53, B35_NothingIsSentAgainByTimeAloneWithoutAHeartbeat) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.block(MessageKind::appendEntries, 1, 3);
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster->nextEventTime(), kNever);
    EXPECT_EQ(cluster.logTerms(3), Terms{});
}

// §5.3: a leader never overwrites or deletes entries in its log; it only appends (Leader Append-Only, Figure 3).
TEST(Section53, B36_ALeaderNeverOverwritesOrDeletesInItsLog) {
    ServerInHand server({.log = {1, 1, 2}});
    server.becomeLeader();
    server.propose("set x 1");
    const Terms before = server.terms();

    server.receive(2, 2, appendAfter(0, 0, {2}));
    server.receive(2, 1, appendAfter(1, 1, {}, 1));
    server.receive(2, 3, RequestVote{0, 0});
    server.receive(2, 3, refusedAt(3));
    server.receive(3, 3, acceptedUpTo(1));
    EXPECT_EQ(server->role, Role::leader);
    EXPECT_EQ(server.terms(), before);
}

// §5.3: if two entries in different logs have the same index and term, they store the same command.
TEST(Section53, B37_EntriesOfOneIndexAndTermAreTheSameAndSoAreAllBeforeThem) {
    ClusterConfiguration configuration = automatic(5, 21);
    configuration.load = 60;
    configuration.timing.link.loss = 150'000;
    TestCluster cluster(configuration);
    for (int round = 0; round < 10; ++round) {
        cluster.runFor(400 * kMillisecond);
        if (cluster->leader() != 0)
            cluster.isolate(cluster->leader());
        cluster.runFor(600 * kMillisecond);
        cluster.healAll();
    }

    std::size_t compared = 0;
    for (ServerId a = 1; a <= 5; ++a) {
        for (ServerId b = a + 1; b <= 5; ++b) {
            const Log& one = cluster.server(a).persistent.log;
            const Log& other = cluster.server(b).persistent.log;
            bool agree = false;
            for (Index index = std::min(one.lastIndex(), other.lastIndex()); index > 0; --index) {
                agree = agree || one.termAt(index) == other.termAt(index);
                if (agree) {
                    EXPECT_EQ(one.at(index), other.at(index)) << "S" << a << ", S" << b << ", index " << index;
                    ++compared;
                }
            }
        }
    }
    EXPECT_GT(compared, 500U);
    EXPECT_GT(cluster.count(Reason::entriesDeleted), 0U) << "logs did differ on the way";
}

// §5.1, §5.3: entries take the term in which a leader received them.
TEST(Section53, B38_TermsInALogNeverDecreaseNorExceedCurrentTerm) {
    TestCluster cluster(manual(3, withNoOp()));
    for (ServerId leader = 1; leader <= 3; ++leader) {
        cluster.campaign(leader);
        cluster.submit(leader, "set x 1");
        cluster.runUntilQuiet();
    }

    for (ServerId id = 1; id <= 3; ++id) {
        const Terms terms = cluster.logTerms(id);
        EXPECT_EQ(terms, (Terms{1, 1, 2, 2, 3, 3}));
        EXPECT_TRUE(std::is_sorted(terms.begin(), terms.end()));
        EXPECT_LE(terms.back(), cluster.term(id));
    }
}

// §5.3, last paragraphs: the optimized protocol.
TEST(Section53, B39_ARefusalNamesTheLastPlaceWhereTheLogsMayAgree) {
    ServerInHand server({.log = {1, 1, 3, 3, 3}, .options = withAcceleratedBackoff()});

    server.receive(2, 4, appendAfter(4, 2, {}));
    EXPECT_EQ(server.answer<AppendEntriesReply>(), refusedAt(4, 2, 1));
    EXPECT_TRUE(server.because(Reason::conflictNamed));

    server.receive(2, 4, appendAfter(9, 4, {}));
    EXPECT_EQ(server.answer<AppendEntriesReply>(), refusedAt(9, 5, 3));
}

TEST(Section53, B39_WhereNothingCanAgreeARefusalNamesTheBeginning) {
    ServerInHand empty({.options = withAcceleratedBackoff()});
    empty.receive(2, 4, appendAfter(3, 2, {}));
    EXPECT_EQ(empty.answer<AppendEntriesReply>(), refusedAt(3, 0, 0));

    ServerInHand later({.log = {3, 3}, .options = withAcceleratedBackoff()});
    later.receive(2, 4, appendAfter(1, 2, {}));
    EXPECT_EQ(later.answer<AppendEntriesReply>(), refusedAt(1, 0, 0));
}

TEST(Section53, B39_WithoutTheOptionNextIndexFallsByOneWhateverTheRefusalSays) {
    ServerInHand server({.log = {1, 1, 1, 1}});
    server.becomeLeader();

    server.receive(2, 2, refusedAt(4, 1, 1));

    EXPECT_EQ(server.peer(2).nextIndex, 4U);
    ServerInHand follower({.log = {1}});
    follower.receive(2, 2, appendAfter(3, 1, {}));
    EXPECT_EQ(follower.answer<AppendEntriesReply>(), refusedAt(3));
}

TEST(Section53, B39_NextIndexNeverFallsToWhatIsKnownToMatch) {
    ServerInHand server({.log = {1, 1, 1, 1}, .options = withAcceleratedBackoff()});
    server.becomeLeader();
    server.propose("set x 1");
    // A first answer of an earlier message tells of two entries; the follower then lost its disk and refuses.
    server.receive(2, 2, acceptedUpTo(2));
    ASSERT_EQ(server.peer(2).nextIndex, 5U);

    server.receive(2, 2, refusedAt(4, 0, 0));

    EXPECT_EQ(server.peer(2).nextIndex, 3U);
}

/// A row of the table "Accelerated back-off": after one refusal the leader probes at this index.
struct BackoffRow {
    std::string name;
    Terms leader;
    Terms follower;
    Index nextProbe;
};

std::ostream& operator<<(std::ostream& out, const BackoffRow& row) { return out << row.name; }

class AcceleratedBackoff : public testing::TestWithParam<BackoffRow> {};

TEST_P(AcceleratedBackoff, B39_SkipsToTheNextProbeOfTheTable) {
    ClusterConfiguration configuration =
        manualWithLogs({GetParam().leader, GetParam().follower, {}}, withAcceleratedBackoff());
    configuration.servers[0].currentTerm = 5;
    TestCluster cluster(configuration);
    cluster.campaign(1);
    ASSERT_EQ(cluster.role(1), Role::leader) << "with the vote of S3, whose log is empty";

    std::vector<Index> probes;
    for (const Event& event : cluster.events()) {
        for (const InFlight& flight : event.sent) {
            const auto* append = std::get_if<AppendEntries>(&flight.message->body);
            if (append && flight.message->to == 2)
                probes.push_back(append->prevLogIndex);
        }
    }
    ASSERT_GE(probes.size(), 2U);
    EXPECT_EQ(probes[0], GetParam().leader.size());
    EXPECT_EQ(probes[1], GetParam().nextProbe);
    EXPECT_EQ(cluster.count(Reason::conflictNamed, 2), 1U) << "the follower agrees with the second probe";
    EXPECT_EQ(cluster.logTerms(2), GetParam().leader);
}

const std::vector<BackoffRow> kBackoffRows{
    {"ALongTailOfAnotherTerm", {1, 2, 2, 4, 4, 4, 4}, {1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3}, 3},
    {"HigherTermsThanTheLeaders", {1, 1, 1, 1}, {1, 2, 2, 4}, 1},
    {"AShorterLog", {1, 1, 1, 4, 5}, {1, 1, 1, 4}, 4},
    {"AlmostNothingInCommon", {2, 2, 2, 2, 2}, {2, 4, 4, 4, 4, 4, 4, 4}, 1},
};
INSTANTIATE_TEST_SUITE_P(Table, AcceleratedBackoff, testing::ValuesIn(kBackoffRows), ByName());

// §5.3: the leader can send heartbeats without entries until it has discovered where the logs match.
TEST(Section53, B40_ALeaderProbesWithEmptyMessagesUntilItHasSomethingToSend) {
    TestCluster cluster(manualWithLogs({{1, 1, 2}, {1, 1, 2}, {1, 1, 2}}));
    cluster.timeout(1);
    std::size_t probes = 0;
    while (!cluster->isQuiet()) {
        for (const InFlight& flight : cluster.step().sent) {
            const auto* append = std::get_if<AppendEntries>(&flight.message->body);
            if (!append)
                continue;
            ++probes;
            EXPECT_TRUE(append->entries.empty());
            EXPECT_EQ(append->prevLogIndex, 3U);
        }
    }

    EXPECT_EQ(probes, 2U);
    EXPECT_EQ(cluster.server(1).progressOf(2)->matchIndex, 3U);
    EXPECT_EQ(cluster.server(1).progressOf(3)->matchIndex, 3U);
}

} // namespace

} // namespace raft
