// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Actions on servers and on the world: stop, restart, timeout, heartbeat, setTiming, setOptions, alignTimers and
// spreadTimers. Pausing has its own file, and so have clients and the network.

namespace raft {

namespace {

TEST(Stop, LeavesNothingButTheDisk) {
    TestCluster cluster(automatic(3, 1, withNoOp()));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0 && cluster.commit(cluster->leader()) == 1; }));
    const ServerId leader = cluster->leader();
    const PersistentState disk = cluster.server(leader).persistent;

    cluster.stop(leader);

    const Host& host = *cluster->findHost(leader);
    EXPECT_TRUE(host.stopped);
    EXPECT_EQ(host.server.state().persistent, disk);
    EXPECT_EQ(host.server.state().role, Role::follower);
    EXPECT_EQ(host.server.state().commitIndex, 0U);
    EXPECT_FALSE(host.electionTimer.isSet() || host.heartbeatTimer.isSet() || host.apply.isSet());
    EXPECT_EQ(host.store, Store());
    EXPECT_EQ(cluster->leader(), 0U);
    EXPECT_TRUE(cluster.last().record.marks & mark::kStop);
    EXPECT_EQ(cluster.last().record.server, leader);
}

TEST(Stop, MessagesThatItHasSentStillArrive) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);

    cluster.stop(1);
    cluster.runUntilQuiet();

    EXPECT_EQ(cluster.server(2).persistent.votedFor, 1U);
    EXPECT_EQ(cluster.server(3).persistent.votedFor, 1U);
}

TEST(Stop, MessagesToItAreLostWhenTheyAreDueAndNotBefore) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);
    cluster.stop(2);
    EXPECT_EQ(cluster->inFlight().size(), 2U);

    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.count([](const Event& event) {
        return event.record.kind == EventKind::lose && event.loss == LossReason::stopped && event.record.server == 2;
    }),
              2U)
        << "the RequestVote, and the first AppendEntries of the leader";

    cluster.timeout(3);
    cluster.restart(2);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.server(2).persistent.votedFor, 3U) << "it ran again when the message was due";
}

TEST(Stop, ServersThatAreStoppedCountInEveryMajority) {
    TestCluster cluster(manual(5));
    for (const ServerId id : {3U, 4U, 5U})
        cluster.stop(id);

    cluster.campaign(1);

    EXPECT_EQ(cluster.role(1), Role::candidate);
    EXPECT_EQ(cluster.server(1).votesGranted.size(), 2U);
}

TEST(Restart, BeginsAsAFollowerWithAFreshTimerFromItsDisk) {
    TestCluster cluster(automatic(3, 1, withNoOp()));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId leader = cluster->leader();
    cluster.stop(leader);

    cluster.restart(leader);

    const Host& host = *cluster->findHost(leader);
    EXPECT_FALSE(host.stopped);
    EXPECT_EQ(cluster.role(leader), Role::follower);
    EXPECT_EQ(host.electionTimer.cause, cluster.last().record.index);
    EXPECT_TRUE(tells(cluster.last(), Reason::restarted));
    EXPECT_TRUE(cluster.last().record.marks & mark::kStart);
}

TEST(Restart, OfAServerThatStartedStopped) {
    ClusterConfiguration configuration = automatic(3, 1);
    configuration.servers[1].stopped = true;
    configuration.servers[1].log = entriesOf({1});
    TestCluster cluster(configuration);

    cluster.restart(2);

    EXPECT_FALSE(cluster->findHost(2)->stopped);
    EXPECT_EQ(cluster.logTerms(2), (Terms{1}));
    EXPECT_TRUE(cluster->findHost(2)->electionTimer.isSet());
}

TEST(TimeoutAction, RunsTheElectionTimerOutAtOnce) {
    TestCluster cluster(automatic(3, 1));
    const Time due = cluster->findHost(2)->electionTimer.time;

    cluster.timeout(2);

    EXPECT_EQ(cluster->now(), 0);
    EXPECT_EQ(cluster.role(2), Role::candidate);
    EXPECT_NE(cluster->findHost(2)->electionTimer.time, due) << "it starts anew";
    EXPECT_EQ(cluster.last().record.kind, EventKind::action);
    EXPECT_EQ(cluster.last().record.server, 2U);
}

TEST(TimeoutAction, AtALeaderChangesNothing) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    const ServerState before = cluster.server(1);

    cluster.timeout(1);

    EXPECT_EQ(cluster.server(1), before);
    EXPECT_TRUE(cluster.last().changes.empty());
    EXPECT_TRUE(cluster.last().sent.empty());
    EXPECT_TRUE(tells(cluster.last(), Reason::timeoutWithoutEffect));
}

TEST(HeartbeatAction, SendsAtOnceAndRestartsTheHeartbeatTimer) {
    TestCluster cluster(automatic(3, 1));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    const ServerId leader = cluster->leader();
    cluster.runFor(20 * kMillisecond);

    cluster.heartbeat(leader);

    EXPECT_EQ(cluster.last().sent.size(), 2U);
    EXPECT_EQ(cluster->findHost(leader)->heartbeatTimer.time, cluster->now() + 50 * kMillisecond);
}

TEST(HeartbeatAction, AtAServerThatDoesNotLeadChangesNothing) {
    TestCluster cluster(manual(3));
    const ServerState before = cluster.server(2);

    cluster.heartbeat(2);

    EXPECT_EQ(cluster.server(2), before);
    EXPECT_TRUE(cluster.last().sent.empty());
    EXPECT_TRUE(tells(cluster.last(), Reason::heartbeatWithoutEffect));
}

TEST(SetTiming, AbsentFieldsStayAndTheOthersHoldFromNowOn) {
    TestCluster cluster(automatic(3, 1));
    const Time due = cluster->findHost(1)->electionTimer.time;

    action::SetTiming set;
    set.electionTimeout = TimeRange{10'000, 10'000};
    set.heartbeat = 4'000;
    cluster.act(set);

    EXPECT_EQ(cluster->timing().electionTimeout, (TimeRange{10'000, 10'000}));
    EXPECT_EQ(cluster->timing().heartbeat, 4'000);
    EXPECT_EQ(cluster->timing().link, LinkTiming());
    EXPECT_EQ(cluster->findHost(1)->electionTimer.time, due) << "timers that run go on as they are";
    cluster.timeout(1);
    EXPECT_EQ(cluster->findHost(1)->electionTimer.time, 10'000);
}

TEST(SetTiming, ManualTimersRunOutByActionsOnlyAndAutomaticOnesStartAgain) {
    TestCluster cluster(automatic(3, 1));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    cluster.runUntilQuiet();
    const ServerId leader = cluster->leader();
    const ServerId other = leader % 3 + 1;

    action::SetTiming toManual;
    toManual.electionTimers = TimerMode::manual;
    toManual.heartbeats = TimerMode::manual;
    cluster.act(toManual);
    EXPECT_EQ(cluster->nextEventTime(), kNever);
    EXPECT_FALSE(cluster->findHost(other)->electionTimer.isSet());
    EXPECT_FALSE(cluster->findHost(leader)->heartbeatTimer.isSet());

    action::SetTiming toAutomatic;
    toAutomatic.electionTimers = TimerMode::automatic;
    toAutomatic.heartbeats = TimerMode::automatic;
    cluster.act(toAutomatic);
    EXPECT_TRUE(cluster->findHost(other)->electionTimer.isSet());
    EXPECT_FALSE(cluster->findHost(leader)->electionTimer.isSet());
    EXPECT_EQ(cluster->findHost(leader)->heartbeatTimer.time, cluster->now() + 50 * kMillisecond);
    EXPECT_FALSE(cluster->findHost(other)->heartbeatTimer.isSet());
    cluster.runFor(2 * kSecond);
    EXPECT_EQ(cluster->leader(), leader);
}

TEST(SetTiming, SettingAModeThatIsSetAlreadyRestartsNothing) {
    TestCluster cluster(automatic(3, 1));
    const Due before = cluster->findHost(1)->electionTimer;
    action::SetTiming set;
    set.electionTimers = TimerMode::automatic;

    cluster.act(set);

    EXPECT_EQ(cluster->findHost(1)->electionTimer, before);
}

TEST(SetTiming, StoppedServersGetNoTimer) {
    TestCluster cluster(manual(3));
    cluster.stop(2);
    action::SetTiming set;
    set.electionTimers = TimerMode::automatic;

    cluster.act(set);

    EXPECT_TRUE(cluster->findHost(1)->electionTimer.isSet());
    EXPECT_FALSE(cluster->findHost(2)->electionTimer.isSet());
}

TEST(SetTiming, OneDirectionOfOneLinkMayHaveItsOwn) {
    TestCluster cluster(manual(3));
    action::SetTiming slow;
    slow.latency = TimeRange{90'000, 90'000};
    slow.from = 1;
    slow.to = 2;
    cluster.act(slow);

    EXPECT_EQ(cluster->linkTiming(1, 2).latency, (TimeRange{90'000, 90'000}));
    EXPECT_EQ(cluster->linkTiming(2, 1), LinkTiming());
    EXPECT_EQ(cluster->linkTiming(1, 3), LinkTiming());
    action::SetTiming lossy;
    lossy.loss = 500'000;
    lossy.from = 1;
    lossy.to = 2;
    cluster.act(lossy);
    EXPECT_EQ(cluster->linkTiming(1, 2).latency, (TimeRange{90'000, 90'000})) << "what it had stays";
    EXPECT_EQ(cluster->linkTiming(1, 2).loss, 500'000U);
    EXPECT_EQ(cluster->timing().link, LinkTiming());
}

TEST(SetTiming, TheClustersTimingDoesNotTouchALinksOwn) {
    TestCluster cluster(manual(2));
    action::SetTiming own;
    own.latency = TimeRange{1'000, 1'000};
    own.from = 1;
    own.to = 2;
    cluster.act(own);
    action::SetTiming all;
    all.latency = TimeRange{2'000, 2'000};
    cluster.act(all);

    EXPECT_EQ(cluster->linkTiming(1, 2).latency.low, 1'000);
    EXPECT_EQ(cluster->linkTiming(2, 1).latency.low, 2'000);
}

TEST(SetOptions, HoldOnEveryServerFromItsNextInputOn) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    EXPECT_EQ(cluster.logTerms(1), Terms{});
    action::SetOptions set;
    set.noOp = true;
    set.acceleratedBackoff = true;
    cluster.act(set);
    EXPECT_TRUE(cluster->options().noOp);
    EXPECT_EQ(cluster->options().entriesPerMessage, 1U) << "absent fields stay";

    cluster.campaign(2);

    EXPECT_EQ(cluster.logTerms(2), (Terms{2}));
    cluster.stop(3);
    cluster.restart(3);
    EXPECT_TRUE(cluster->findHost(3)->server.options().acceleratedBackoff) << "also after a restart";
}

TEST(AlignTimers, MakesAllElectionTimersRunOutAtOneMoment) {
    TestCluster cluster(automatic(5, 1));
    cluster.runFor(30 * kMillisecond);
    cluster.stop(4);

    cluster.act(action::AlignTimers{});

    for (const ServerId id : {1U, 2U, 3U, 5U}) {
        EXPECT_EQ(cluster->findHost(id)->electionTimer.time, 180 * kMillisecond);
        EXPECT_EQ(cluster->findHost(id)->electionStarted, 30 * kMillisecond);
    }
    EXPECT_FALSE(cluster->findHost(4)->electionTimer.isSet());
}

TEST(SpreadTimers, MakesElectionTimersRunOutOneAfterTheOtherOverTheWholeRange) {
    TestCluster cluster(automatic(4, 1));

    cluster.act(action::SpreadTimers{});

    for (ServerId id = 1; id <= 4; ++id)
        EXPECT_EQ(cluster->findHost(id)->electionTimer.time, (150 + 50 * static_cast<Time>(id - 1)) * kMillisecond);
    cluster.runFor(kSecond);
    EXPECT_EQ(cluster->leader(), 1U) << "the first to run out wins";
    EXPECT_EQ(cluster.count(Reason::electionStarted), 1U);
}

TEST(SpreadTimers, OfOneServerRunsOutAtTheLowerEnd) {
    TestCluster cluster(automatic(1, 1));
    cluster.act(action::SpreadTimers{});
    EXPECT_EQ(cluster->findHost(1)->electionTimer.time, 150 * kMillisecond);
}

TEST(Actions, HaveTheNamesOfTheFiles) {
    EXPECT_STREQ(actionName(action::Stop{}), "stop");
    EXPECT_STREQ(actionName(action::HealAll{}), "healAll");
    EXPECT_STREQ(actionName(action::SetOptions{}), "setOptions");
    EXPECT_STREQ(actionName(action::SpreadTimers{}), "spreadTimers");
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kActions; ++i)
        names.emplace_back(actionName(i));
    EXPECT_EQ(names, (std::vector<std::string>{
                         "stop",         "restart",      "pause",     "resume",     "timeout",
                         "heartbeat",    "submit",       "cut",       "heal",       "partition",
                         "healAll",      "block",        "unblock",   "drop",       "delay",
                         "duplicate",    "deliver",      "setTiming", "setOptions", "alignTimers",
                         "spreadTimers", "transfer",     "snapshot",  "read",       "changeConfiguration",
                         "addServer",    "removeServer", "promote",   "clock",      "disk",
                         "setWeather",   "leaveJoint",   "setLoad",   "setPriority"}));
}

TEST(Actions, AreEventsAtThePresentMomentThatNothingCaused) {
    TestCluster cluster(automatic(3, 1));
    cluster.runFor(40 * kMillisecond);
    const Event event = cluster.act(action::Cut{1, 2, false});

    EXPECT_EQ(event.record.kind, EventKind::action);
    EXPECT_EQ(event.record.time, 40 * kMillisecond);
    EXPECT_EQ(event.record.cause, kNoEvent);
    EXPECT_EQ(event.record.server, 0U);
    EXPECT_TRUE(event.record.marks & mark::kAction);
    EXPECT_TRUE(event.record.marks & mark::kInteresting);
    ASSERT_TRUE(event.action);
    EXPECT_EQ(*event.action, Action(action::Cut{1, 2, false}));
}

} // namespace

} // namespace raft
