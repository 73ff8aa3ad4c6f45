// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"
#include "tests/core/ServerFixture.h"

#include "raftcore/explain/Explain.h"

#include <gtest/gtest.h>

// The machines under the servers: clocks that run wrong or jump, disks that are slow, full or lost.

namespace raft {

namespace {

action::Clock speed(ServerId server, double times) {
    return {server, static_cast<std::uint32_t>(times * kTrueSpeed), 0};
}

action::Clock jump(ServerId server, Time by) { return {server, std::nullopt, by}; }

action::Disk disk(ServerId server, DiskState state) { return {server, state}; }

Time leftOfElectionTimer(const TestCluster& cluster, ServerId server) {
    return cluster->findHost(server)->electionTimer.time - cluster->now();
}

TEST(LocalClock, ShowsLogicalTimeUntilItIsSet) {
    const LocalClock clock;

    EXPECT_TRUE(clock.isTrue());
    EXPECT_EQ(clock.at(123'456'789), 123'456'789);
    EXPECT_EQ(clock.lasting(150'001), 150'001);
}

TEST(LocalClock, RunsAtItsSpeedFromTheMomentItIsSet) {
    LocalClock clock;
    clock.set(1'000, 2 * kTrueSpeed, 0);

    EXPECT_EQ(clock.at(1'000), 1'000);
    EXPECT_EQ(clock.at(4'000), 7'000);
    clock.set(4'000, kTrueSpeed / 2, 500);
    EXPECT_EQ(clock.at(4'000), 7'500);
    EXPECT_EQ(clock.at(4'010), 7'505);
}

TEST(LocalClock, NeverShowsLessThanZero) {
    LocalClock clock;
    clock.set(1'000, kTrueSpeed, -5'000);

    EXPECT_EQ(clock.at(1'000), 0);
    EXPECT_EQ(clock.at(1'250), 250);
}

TEST(LocalClock, NeverLetsATimerRunOutEarly) {
    for (const std::uint32_t each : {kSlowestClock, 333'333U, 999'999U, 1'000'001U, 3'000'000U, kFastestClock}) {
        LocalClock clock;
        clock.set(0, each, 0);
        for (const Time local : {Time{1}, Time{7}, Time{50'000}, Time{299'999}, kMaximumStretch})
            EXPECT_GE(clock.at(clock.lasting(local)), local) << each;
    }
}

TEST(LocalClock, LastsForTheLongestRuns) {
    LocalClock clock;
    clock.set(0, kFastestClock, 0);

    EXPECT_EQ(clock.at(10'000'000'000'000), 1'000'000'000'000'000);
}

TEST(Clocks, ASpeedIsWrittenWithTheDecimalsItNeeds) {
    EXPECT_EQ(speedText(kTrueSpeed), "1");
    EXPECT_EQ(speedText(1'050'000), "1.05");
    EXPECT_EQ(speedText(10'000), "0.01");
    EXPECT_EQ(speedText(99'000'001), "99.000001");
}

TEST(Clocks, AFastClockMakesTheElectionTimerRunOutSooner) {
    TestCluster cluster(automatic(3, 1));
    const Time left = leftOfElectionTimer(cluster, 2);

    cluster.act(speed(2, 2));

    EXPECT_NEAR(static_cast<double>(leftOfElectionTimer(cluster, 2)), static_cast<double>(left) / 2, 1);
    EXPECT_EQ(leftOfElectionTimer(cluster, 3), cluster->findHost(3)->electionTimer.time) << "only its own timers";
}

TEST(Clocks, ALeaderWithASlowClockBeatsMoreRarelyAndIsDeposed) {
    TestCluster cluster(automatic(3, 1));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId leader = cluster->leader();
    const Term term = cluster.term(leader);

    cluster.act(speed(leader, 0.1));

    EXPECT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0 && cluster->leader() != leader; }, kSecond));
    EXPECT_GT(cluster.term(cluster->leader()), term);
}

TEST(Clocks, AJumpAheadMakesTimersRunOutSoMuchEarlierAndOneBackLater) {
    TestCluster cluster(automatic(3, 1));
    const Time left = leftOfElectionTimer(cluster, 2);

    cluster.act(jump(2, 20'000));
    EXPECT_EQ(leftOfElectionTimer(cluster, 2), left - 20'000);
    cluster.act(jump(2, -50'000));
    EXPECT_EQ(leftOfElectionTimer(cluster, 2), left + 30'000);
    cluster.act(jump(2, kMaximumStretch));
    EXPECT_EQ(leftOfElectionTimer(cluster, 2), 0) << "never in the past";
}

TEST(Clocks, OnceSetRightTheyKeepTimeAgain) {
    TestCluster cluster(automatic(3, 1));
    cluster.act(speed(1, 3));
    cluster.runFor(10'000);
    cluster.act(speed(1, 1));
    const Time shown = cluster->findHost(1)->clock.at(cluster->now());

    cluster.runFor(5'000);

    EXPECT_EQ(cluster->findHost(1)->clock.at(cluster->now()), shown + 5'000);
    EXPECT_EQ(shown, 30'000);
}

TEST(Clocks, StickinessAndCheckQuorumFollowTheServersOwnClock) {
    Options options;
    options.checkQuorum = true;
    TestCluster cluster(manual(3, options));
    cluster.campaign(1);
    cluster.isolate(1);

    cluster.act(speed(1, 10));

    // An election timeout of 150 ms passes on its clock in 15 ms.
    EXPECT_TRUE(cluster.runUntil([&] { return cluster.role(1) == Role::follower; }, 16'000));
    EXPECT_TRUE(tells(cluster.last(), Reason::quorumLost));
}

TEST(Clocks, ARunWithTrueClocksHasTheHashThatItAlwaysHad) {
    Cluster cluster(3, 7);
    const std::uint64_t before = cluster.findHost(1)->hash();
    Host host = *cluster.findHost(1);

    host.clock.set(0, kTrueSpeed, 0);
    EXPECT_EQ(host.hash(), before);
    host.clock.set(0, 2 * kTrueSpeed, 0);
    EXPECT_NE(host.hash(), before);
}

TEST(DiskStates, ASlowDiskTakesLongerForEachWriteAndWhatDependsOnItWaits) {
    TestCluster cluster(manual(3));
    cluster.act(disk(2, DiskState::slow));
    cluster.timeout(1);

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(1) == Role::leader; }, kSecond)) << "S3 suffices";
    const Host& slow = *cluster->findHost(2);
    EXPECT_EQ(slow.server.state().persistent.votedFor, 1U);
    EXPECT_EQ(slow.durable().votedFor, 0U) << "not on the disk yet";
    EXPECT_FALSE(slow.held.empty()) << "its grant waits";

    cluster.runUntilQuiet();
    EXPECT_EQ(cluster->findHost(2)->durable().votedFor, 1U);
    const auto written = std::find_if(cluster.events().begin(), cluster.events().end(), [](const Event& event) {
        return event.record.kind == EventKind::persisted && event.record.server == 2;
    });
    ASSERT_NE(written, cluster.events().end());
    EXPECT_GE(written->record.time, kSlowDisk.low);
}

TEST(DiskStates, OnceMendedWritesAreDurableAtOnceAgain) {
    TestCluster cluster(manual(1));
    cluster.act(disk(1, DiskState::slow));
    cluster.timeout(1);
    cluster.act(disk(1, DiskState::ok));
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.role(1), Role::leader);

    const std::uint64_t request = cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();

    EXPECT_FALSE(cluster->findHost(1)->disk.has_value());
    EXPECT_EQ(cluster.request(request).status, RequestStatus::answered);
}

TEST(DiskStates, ALeaderWithAFullDiskRefusesCommandsAndSaysSo) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.act(disk(1, DiskState::full));

    const std::uint64_t request = cluster.submit(1, "set x 1");

    EXPECT_EQ(cluster.request(request).status, RequestStatus::refused);
    EXPECT_TRUE(tells(cluster.last(), Reason::commandWithoutRoom));
    EXPECT_EQ(outcome(cluster.request(request), *cluster).english(), "S1 refuses “set x 1”: its disk is full.");
    EXPECT_EQ(cluster.logTerms(1), Terms{});
    EXPECT_EQ(cluster.role(1), Role::leader) << "it goes on leading";
}

TEST(DiskStates, AFollowerWithAFullDiskAcknowledgesNothingNewUntilThereIsRoom) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.act(disk(2, DiskState::full));
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.logTerms(2), Terms{});
    EXPECT_EQ(cluster.count(Reason::entriesWithoutRoom, 2), 1U);
    EXPECT_EQ(cluster.commit(1), 1U) << "S3 makes the majority";
    EXPECT_EQ(cluster.server(1).progressOf(2)->matchIndex, 0U);

    cluster.act(disk(2, DiskState::ok));
    cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.logTerms(2), Terms{1});
}

TEST(DiskStates, WithAFullDiskTermAndVoteStillFindTheirPlace) {
    TestCluster cluster(manual(3));
    cluster.stop(3);
    cluster.act(disk(2, DiskState::full));

    cluster.campaign(1);

    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_EQ(cluster.server(2).persistent.votedFor, 1U);
}

TEST(DiskStates, ANewLeaderWithAFullDiskAppendsNoNoOp) {
    Options options;
    options.noOp = true;
    TestCluster cluster(manual(3, options));
    cluster.act(disk(1, DiskState::full));

    cluster.campaign(1);

    EXPECT_EQ(cluster.role(1), Role::leader);
    EXPECT_EQ(cluster.logTerms(1), Terms{});

    cluster.act(disk(1, DiskState::ok));
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.logTerms(1), Terms{1}) << "it does so once there is room";
    EXPECT_EQ(cluster.commit(1), 1U);
}

Options joint() {
    Options options;
    options.noOp = options.jointConsensus = true;
    return options;
}

TEST(DiskStates, ALeaderWithAFullDiskRefusesToChangeTheConfiguration) {
    TestCluster cluster(manual(3, joint()));
    cluster.campaign(1);
    cluster.act(disk(1, DiskState::full));

    cluster.act(action::ChangeConfiguration{{1, 2}, {}, true});

    EXPECT_TRUE(tells(cluster.last(), Reason::changeRefused));
    EXPECT_EQ(cluster.server(1).configurationIndex, 0U);
}

TEST(DiskStates, ALeaderWithAFullDiskLeavesTheJointConfigurationOnceThereIsRoom) {
    TestCluster cluster(manual(3, joint()));
    cluster.campaign(1);
    cluster.act(action::ChangeConfiguration{{1, 2}, {}, true});
    cluster.act(disk(1, DiskState::full));
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.commit(1), 2U);
    EXPECT_FALSE(cluster.server(1).configuration.outgoing.empty());

    cluster.act(disk(1, DiskState::ok));
    cluster.runUntilQuiet();

    EXPECT_TRUE(cluster.server(1).configuration.outgoing.empty());
    EXPECT_EQ(cluster.commit(1), 3U);
}

TEST(DiskStates, APausedLeaderDoesWhatItPutOffWhenItResumes) {
    TestCluster cluster(manual(3, joint()));
    cluster.act(disk(1, DiskState::full));
    cluster.campaign(1);
    cluster.act(action::Pause{1});
    cluster.act(disk(1, DiskState::ok));
    EXPECT_EQ(cluster.logTerms(1), Terms{});

    cluster.act(action::Resume{1});
    cluster.act(action::Heartbeat{1});
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.logTerms(1), Terms{1});
    EXPECT_EQ(cluster.commit(1), 1U);
}

TEST(DiskStates, AFullDiskKeepsWhatIsThereAndKnownEntriesAreAcknowledged) {
    TestCluster cluster(manualWithLogs({{1, 1}, {1, 1}, {1, 1}}));
    cluster.act(disk(2, DiskState::full));
    cluster.campaign(1);

    EXPECT_EQ(cluster.logTerms(2), (Terms{1, 1}));
    EXPECT_EQ(cluster.server(1).progressOf(2)->matchIndex, 2U);
}

// B47: a server whose disk was lost must come back under a new identity; here it does not.
TEST(DiskStates, B47_AServerThatForgotItsVoteMakesTwoLeadersOfOneTermPossible) {
    Cluster cluster(manual(3));
    const auto act = [&cluster](const Action& action) { ASSERT_TRUE(cluster.act(action).has_value()); };
    const auto settle = [&cluster] {
        while (!cluster.isQuiet())
            cluster.step();
    };
    act(action::Partition{{{3}}});
    act(action::Timeout{1});
    settle();
    ASSERT_EQ(cluster.server(1).role, Role::leader);

    act(action::Disk{2, DiskState::lost});
    EXPECT_TRUE(cluster.findHost(2)->stopped) << "no process goes on without its disk";
    EXPECT_EQ(cluster.server(2).persistent, PersistentState{});
    act(action::Restart{2});
    act(action::Partition{{{1}}});
    act(action::Timeout{3});
    settle();

    EXPECT_EQ(cluster.server(3).role, Role::leader);
    EXPECT_EQ(cluster.server(1).role, Role::leader);
    EXPECT_EQ(cluster.server(3).persistent.currentTerm, cluster.server(1).persistent.currentTerm);
}

TEST(DiskStates, ALostDiskIsReplacedByAnEmptyOneInOrder) {
    Cluster cluster(manualWithLogs({{1, 1}, {1, 1}, {1}}));
    ASSERT_TRUE(cluster.act(action::Disk{1, DiskState::slow}));
    ASSERT_TRUE(cluster.act(action::Stop{1}));
    ASSERT_TRUE(cluster.act(action::Disk{1, DiskState::lost}));

    const Host& host = *cluster.findHost(1);
    EXPECT_EQ(host.diskState, DiskState::ok);
    EXPECT_EQ(host.durable().log.lastIndex(), 0U);
    ASSERT_TRUE(cluster.act(action::Restart{1}));
    EXPECT_EQ(cluster.server(1).persistent.currentTerm, 0U);
}

TEST(DiskStates, AreToldWithTheirChange) {
    TestCluster cluster(manual(3));

    const Event event = cluster.act(disk(2, DiskState::full));

    const Change* change = changeOf(event, 2, Field::disk);
    ASSERT_NE(change, nullptr);
    EXPECT_EQ(std::get<std::string>(change->from), "ok");
    EXPECT_EQ(std::get<std::string>(change->to), "full");
}

} // namespace

} // namespace raft
