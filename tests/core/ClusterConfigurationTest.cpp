// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Cluster.h"
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

// Which configurations a cluster may start from, and what is said of the others.

namespace raft {

namespace {

ClusterConfiguration threeServers() { return ClusterConfiguration::ofSize(3, 1); }

TEST(ClusterConfiguration, DefaultsAreThePapersPresetAndTimes) {
    const ClusterConfiguration configuration = threeServers();

    EXPECT_TRUE(problemsOf(configuration).empty());
    EXPECT_FALSE(configuration.options.noOp);
    EXPECT_FALSE(configuration.options.acceleratedBackoff);
    EXPECT_EQ(configuration.options.entriesPerMessage, 1U);
    EXPECT_EQ(configuration.timing.electionTimeout, (TimeRange{150'000, 300'000}));
    EXPECT_EQ(configuration.timing.heartbeat, 50'000);
    EXPECT_EQ(configuration.timing.link.latency, (TimeRange{5'000, 15'000}));
    EXPECT_EQ(configuration.timing.diskWrite, (TimeRange{0, 0}));
    EXPECT_EQ(configuration.timing.electionTimers, TimerMode::automatic);
    EXPECT_EQ(configuration.timing.heartbeats, TimerMode::automatic);
}

TEST(ClusterConfiguration, CurrentTermIsByDefaultTheLogsLastTerm) {
    ClusterConfiguration configuration = threeServers();
    configuration.servers[0].log = entriesOf({1, 1, 4});
    configuration.servers[1].log = entriesOf({1});
    configuration.servers[1].currentTerm = 3;
    configuration.servers[1].votedFor = 2;

    const Cluster cluster(configuration);

    EXPECT_EQ(cluster.server(1).persistent.currentTerm, 4U);
    EXPECT_EQ(cluster.server(2).persistent.currentTerm, 3U);
    EXPECT_EQ(cluster.server(2).persistent.votedFor, 2U);
    EXPECT_EQ(cluster.server(3).persistent.currentTerm, 0U);
    EXPECT_EQ(cluster.server(3).persistent.votedFor, 0U);
}

TEST(ClusterConfiguration, EveryServerStartsAsFollowerThatHasCommittedNothing) {
    ClusterConfiguration configuration = threeServers();
    configuration.servers[0].log = entriesOf({1, 2});
    configuration.servers[2].stopped = true;

    const Cluster cluster(configuration);

    for (const Host& host : cluster.hosts()) {
        EXPECT_EQ(host.server.state().role, Role::follower);
        EXPECT_EQ(host.server.state().commitIndex, 0U);
        EXPECT_EQ(host.server.state().lastApplied, 0U);
        EXPECT_EQ(host.electionTimer.isSet(), !host.stopped);
    }
    EXPECT_TRUE(cluster.findHost(3)->stopped);
    EXPECT_EQ(cluster.now(), 0);
    EXPECT_EQ(cluster.eventCount(), 0U);
}

TEST(ClusterConfiguration, ServersMayBeListedInAnyOrderAndWithGaps) {
    ClusterConfiguration configuration;
    for (const ServerId id : {9U, 2U, 255U, 1U}) {
        StartingServer server;
        server.id = id;
        configuration.servers.push_back(server);
    }
    ASSERT_TRUE(problemsOf(configuration).empty());

    Cluster cluster(configuration);

    std::vector<ServerId> ids;
    for (const Host& host : cluster.hosts())
        ids.push_back(host.id());
    EXPECT_EQ(ids, (std::vector<ServerId>{1, 2, 9, 255}));
    for (const ServerId id : ids)
        EXPECT_EQ(cluster.server(id).id, id);
    EXPECT_EQ(cluster.findHost(3), nullptr);
    EXPECT_EQ(cluster.findHost(0), nullptr);
    while (cluster.leader() == 0 && cluster.now() < 10'000'000)
        cluster.step();
    EXPECT_NE(cluster.leader(), 0U);
}

TEST(ClusterConfiguration, AServerIsCalledByItsNameElseByItsNumber) {
    ClusterConfiguration configuration = threeServers();
    configuration.servers[1].name = "Ann";

    const Cluster cluster(configuration);

    EXPECT_EQ(cluster.nameOf(1), "S1");
    EXPECT_EQ(cluster.nameOf(2), "Ann");
}

TEST(ClusterConfiguration, AnUnsoundTimingIsNamedByItsField) {
    Timing timing;
    timing.electionTimeout = {300'000, 150'000};
    ASSERT_FALSE(validate(timing));
    EXPECT_EQ(validate(timing).error().message(),
              "electionTimeout: 300 to 150 ms is no range; allowed: from 0.001 to 3600000 ms, the lower end first");

    LinkTiming link;
    link.loss = 1'000'001;
    ASSERT_FALSE(validate(link));
    EXPECT_EQ(validate(link).error().message(), "loss: 1000001 in a million is more than certain; allowed: 0 to "
                                                "1,000,000");
    EXPECT_TRUE(validate(Timing{}));
    EXPECT_TRUE(validate(LinkTiming{}));
}

/// A configuration with one mistake, and what is said of it.
struct Mistake {
    const char* name;
    std::function<void(ClusterConfiguration&)> make;
    const char* message;
};

std::ostream& operator<<(std::ostream& out, const Mistake& mistake) { return out << mistake.name; }

class ProblemsOf : public testing::TestWithParam<Mistake> {};

TEST_P(ProblemsOf, NamesTheMistakeWithItsPointer) {
    ClusterConfiguration configuration = threeServers();
    GetParam().make(configuration);

    const std::vector<Error> problems = problemsOf(configuration);

    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems.front().message(), GetParam().message);
}

const std::vector<Mistake> kMistakes{
    {"NoServers", [](auto& c) { c.servers.clear(); }, "/servers: 0 servers; allowed: 1 to 101"},
    {"TooManyServers", [](auto& c) { c = ClusterConfiguration::ofSize(102, 1); },
     "/servers: 102 servers; allowed: 1 to 101"},
    {"NoVoter", [](auto& c) { c.servers[0].voting = c.servers[1].voting = c.servers[2].voting = false; },
     "/servers: no server votes; allowed: at least one voting server"},
    {"NumberZero", [](auto& c) { c.servers[0].id = 0; }, "/servers/0/id: 0 is no server's number; allowed: 1 to 255"},
    {"NumberTooLarge", [](auto& c) { c.servers[2].id = 256; },
     "/servers/2/id: 256 is no server's number; allowed: 1 to 255"},
    {"NumberTwice", [](auto& c) { c.servers[2].id = 1; }, "/servers/2/id: there are two servers 1"},
    {"TermsDecrease",
     [](auto& c) {
         c.servers[1].log = entriesOf({1, 2, 1});
     },
     "/servers/1/log/2: term 1 after term 2; terms never decrease"},
    {"TermZero",
     [](auto& c) {
         c.servers[1].log = entriesOf({0, 1});
     },
     "/servers/1/log/0: term 0; allowed: 1 to 9007199254740991"},
    {"TermTooLarge", [](auto& c) { c.servers[1].log = entriesOf({kMaximumStartTerm + 1}); },
     "/servers/1/log/0: term 9007199254740992; allowed: 1 to 9007199254740991"},
    {"CurrentTermBelowTheLog",
     [](auto& c) {
         c.servers[1].log = entriesOf({1, 3});
         c.servers[1].currentTerm = 2;
     },
     "/servers/1/currentTerm: term 2; allowed: from the log's last term, 3, to 9007199254740991"},
    {"CurrentTermTooLarge", [](auto& c) { c.servers[1].currentTerm = kMaximumStartTerm + 1; },
     "/servers/1/currentTerm: term 9007199254740992; allowed: from the log's last term, 0, to 9007199254740991"},
    {"VoteForNobody", [](auto& c) { c.servers[2].votedFor = 256; },
     "/servers/2/votedFor: 256 is no server's number; allowed: 1 to 255, or null"},
    {"LogsDoNotMatch",
     [](auto& c) {
         c.servers[0].log = entriesOf({1, 1, 2});
         c.servers[2].log = entriesOf({1, 2, 2, 2});
     },
     "/servers/2/log/2: S1 and S3 both have index 3 of term 2, but their logs differ up to there"},
    {"CommandsDoNotMatch",
     [](auto& c) {
         c.servers[0].log = {Entry{1, commandOf("set x 1")}};
         c.servers[1].log = {Entry{1, commandOf("set x 2")}};
     },
     "/servers/1/log/0: S1 and S2 both have index 1 of term 1, but their logs differ up to there"},
    {"SeedTooLarge", [](auto& c) { c.seed = kMaximumSeed + 1; },
     "/seed: the seed 9007199254740992 is too large; allowed: 0 to 9007199254740991"},
    {"NoEntriesAMessage", [](auto& c) { c.options.entriesPerMessage = 0; },
     "/options/entriesPerMessage: 0 entries a message; allowed: 1 to 1000"},
    {"TooManyEntriesAMessage", [](auto& c) { c.options.entriesPerMessage = 1001; },
     "/options/entriesPerMessage: 1001 entries a message; allowed: 1 to 1000"},
    {"LoadTooHigh", [](auto& c) { c.load = kMaximumLoad + 1; },
     "/load: 100001 commands a second; allowed: 0 to 100000"},
    {"ElectionTimeoutOfNoLength",
     [](auto& c) {
         c.timing.electionTimeout = {0, 10};
     },
     "/timing/electionTimeout: 0 to 0.01 ms is no range; allowed: from 0.001 to 3600000 ms, the lower end first"},
    {"HeartbeatOfNoLength", [](auto& c) { c.timing.heartbeat = 0; },
     "/timing/heartbeat: 0 to 0 ms is no range; allowed: from 0.001 to 3600000 ms, the lower end first"},
    {"LatencyBackwards",
     [](auto& c) {
         c.timing.link.latency = {5, 4};
     },
     "/timing/latency: 0.005 to 0.004 ms is no range; allowed: from 0 to 3600000 ms, the lower end first"},
    {"LatencyNegative",
     [](auto& c) {
         c.timing.link.latency = {-1000, 4};
     },
     "/timing/latency: -1 to 0.004 ms is no range; allowed: from 0 to 3600000 ms, the lower end first"},
    {"DiskTooSlow",
     [](auto& c) {
         c.timing.diskWrite = {0, kMaximumStretch + 1};
     },
     "/timing/diskWrite: 0 to 3600000.001 ms is no range; allowed: from 0 to 3600000 ms, the lower end first"},
    {"LossMoreThanCertain", [](auto& c) { c.timing.link.loss = 1'000'001; },
     "/timing/loss: 1000001 in a million is more than certain; allowed: 0 to 1,000,000"},
    {"DuplicationMoreThanCertain", [](auto& c) { c.timing.link.duplication = 1'000'001; },
     "/timing/duplication: 1000001 in a million is more than certain; allowed: 0 to 1,000,000"},
};

INSTANTIATE_TEST_SUITE_P(Mistakes, ProblemsOf, testing::ValuesIn(kMistakes), ByName());

TEST(ClusterConfiguration, AllProblemsAreToldAtOnce) {
    ClusterConfiguration configuration = threeServers();
    configuration.servers[0].id = 0;
    configuration.servers[1].log = entriesOf({2, 1});
    configuration.seed = kMaximumSeed + 1;
    configuration.load = kMaximumLoad + 1;
    configuration.timing.heartbeat = -5;

    EXPECT_EQ(problemsOf(configuration).size(), 5U);
}

TEST(ClusterConfiguration, LogsThatShareAPrefixAndThenDifferAreSound) {
    ClusterConfiguration configuration = threeServers();
    configuration.servers[0].log = entriesOf({1, 1, 2});
    configuration.servers[1].log = entriesOf({1, 1, 3, 3});
    configuration.servers[2].log = entriesOf({1});

    EXPECT_TRUE(problemsOf(configuration).empty());
}

} // namespace

} // namespace raft
