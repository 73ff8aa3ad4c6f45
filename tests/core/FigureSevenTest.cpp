// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Figure 7 (§5.3): a new leader of term 8 and six followers whose logs differ from its own in every possible way.

namespace raft {

namespace {

/// One of the figure's followers, as server 2 to 7.
struct Figure7Follower {
    std::string name;
    ServerId server;
    Terms log;
    bool grants;
    /// Refusals until the logs agree, from probing at index 10: one step at a time, and accelerated.
    std::size_t refusalsByStep;
    std::size_t refusalsAccelerated;
};

std::ostream& operator<<(std::ostream& out, const Figure7Follower& row) { return out << row.name; }

const Terms kLeaderLog{1, 1, 1, 4, 4, 5, 5, 6, 6, 6};

const std::vector<Figure7Follower> kFollowers{
    {"a", 2, {1, 1, 1, 4, 4, 5, 5, 6, 6}, true, 1, 1},
    {"b", 3, {1, 1, 1, 4}, true, 6, 1},
    {"c", 4, {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6}, false, 0, 0},
    {"d", 5, {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7}, false, 0, 0},
    {"e", 6, {1, 1, 1, 4, 4, 4, 4}, true, 5, 1},
    {"f", 7, {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3}, true, 7, 1},
};

/// The figure's seven servers; the first is in term 7 and campaigns.
TestCluster figure7(const Options& options) {
    std::vector<Terms> logs{kLeaderLog};
    for (const Figure7Follower& follower : kFollowers)
        logs.push_back(follower.log);
    ClusterConfiguration configuration = manualWithLogs(logs, options);
    configuration.servers[0].currentTerm = 7;
    return TestCluster(configuration);
}

TEST(Figure7, ItsLogsSatisfyLogMatching) {
    std::vector<Terms> logs{kLeaderLog};
    for (const Figure7Follower& follower : kFollowers)
        logs.push_back(follower.log);

    EXPECT_TRUE(problemsOf(manualWithLogs(logs)).empty());
}

TEST(Figure7, S41_TheFirstServerLeadsTermEightWithFiveVotesOfSeven) {
    TestCluster cluster = figure7({});
    cluster.block(MessageKind::appendEntries);

    cluster.campaign(1);

    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_EQ(cluster.term(1), 8U);
    std::size_t votes = 1;
    for (const Figure7Follower& follower : kFollowers) {
        EXPECT_EQ(cluster.server(follower.server).persistent.votedFor == 1, follower.grants) << follower.name;
        EXPECT_EQ(cluster.term(follower.server), 8U) << follower.name;
        votes += follower.grants ? 1 : 0;
    }
    EXPECT_EQ(votes, 5U);
    EXPECT_EQ(cluster.count(Reason::voteRefusedLog, 4), 1U);
    EXPECT_EQ(cluster.count(Reason::voteRefusedLog, 5), 1U);
}

TEST(Figure7, ProbingBeginsAtIndexTen) {
    TestCluster cluster = figure7(withNoOp());
    cluster.timeout(1);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(1) == Role::leader; }));

    std::size_t probes = 0;
    for (const InFlight& flight : cluster.last().sent) {
        const auto& append = std::get<AppendEntries>(flight.message->body);
        EXPECT_EQ(append.prevLogIndex, 10U);
        EXPECT_EQ(append.prevLogTerm, 6U);
        ++probes;
    }
    EXPECT_EQ(probes, 6U);
}

class Figure7Repair : public testing::TestWithParam<bool> {};

TEST_P(Figure7Repair, S41_OneNoOpLaterAllSevenLogsAreTheLeadersAndCommitted) {
    Options options = withNoOp();
    options.acceleratedBackoff = GetParam();
    TestCluster cluster = figure7(options);

    cluster.campaign(1);
    cluster.heartbeatAndSettle(1);

    const Terms repaired{1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8};
    for (ServerId id = 1; id <= 7; ++id) {
        EXPECT_EQ(cluster.logTerms(id), repaired) << "S" << id;
        EXPECT_EQ(cluster.commit(id), 11U) << "S" << id;
    }
}

TEST_P(Figure7Repair, WithoutANoOpTheLogsAreMadeToAgreeWithTheNextCommand) {
    Options options;
    options.acceleratedBackoff = GetParam();
    TestCluster cluster = figure7(options);
    cluster.campaign(1);
    EXPECT_EQ(cluster.commit(1), 0U) << "nothing of term 8 yet";
    EXPECT_EQ(cluster.logTerms(5), kFollowers[3].log) << "what follows the leader's log conflicts with nothing yet";

    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(1);

    for (ServerId id = 1; id <= 7; ++id) {
        EXPECT_EQ(cluster.logTerms(id), (Terms{1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8})) << "S" << id;
        EXPECT_EQ(cluster.commit(id), 11U) << "S" << id;
    }
}

TEST_P(Figure7Repair, S41_EachFollowerRefusesAsOftenAsTheTableSays) {
    Options options = withNoOp();
    options.acceleratedBackoff = GetParam();
    TestCluster cluster = figure7(options);

    cluster.campaign(1);

    for (const Figure7Follower& follower : kFollowers) {
        EXPECT_EQ(cluster.count(Reason::appendRefusedMissing, follower.server) +
                      cluster.count(Reason::appendRefusedTerm, follower.server),
                  GetParam() ? follower.refusalsAccelerated : follower.refusalsByStep)
            << follower.name;
    }
}

INSTANTIATE_TEST_SUITE_P(BackOff, Figure7Repair, testing::Bool(), [](const testing::TestParamInfo<bool>& accelerated) {
    return accelerated.param ? "Accelerated" : "StepByStep";
});

class Figure7Logs : public testing::TestWithParam<Figure7Follower> {};

// The figure's followers one by one: beside the leader and one server that always agrees.
TEST_P(Figure7Logs, AreRepairedWhateverTheLimitOfEntriesAMessage) {
    for (const std::uint32_t entries : {1U, 3U, 100U}) {
        Options options = withNoOp();
        options.entriesPerMessage = entries;
        ClusterConfiguration configuration = manualWithLogs({kLeaderLog, GetParam().log, kLeaderLog}, options);
        configuration.servers[0].currentTerm = 7;
        TestCluster cluster(configuration);

        cluster.campaign(1);

        ASSERT_EQ(cluster.role(1), Role::leader);
        EXPECT_EQ(cluster.logTerms(2), cluster.logTerms(1)) << entries;
    }
}

INSTANTIATE_TEST_SUITE_P(Follower, Figure7Logs, testing::ValuesIn(kFollowers), ByName());

} // namespace

} // namespace raft
