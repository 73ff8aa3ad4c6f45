// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/RunText.h"
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

// Whatever can be said in a scenario is the same after it was written and read.

namespace {

using namespace raft;

template <typename T>
T within(T low, T high) {
    return *rc::gen::inRange<T>(low, high + 1);
}

bool coin() { return *rc::gen::arbitrary<bool>(); }

ServerId someServer() { return within<ServerId>(1, 5); }

ServerId someServerOrNone() { return within<ServerId>(0, 5); }

Time someTime() { return within<Time>(0, 40'000'000); }

TimeRange someRange() {
    const Time low = within<Time>(1, 1'000'000);
    return {low, low + within<Time>(0, 1'000'000)};
}

std::string someWords() { return *rc::gen::element<std::string>("", "x", "S1 leads", "\"ä\"\n\t€ 𝄞 \\/", "%1"); }

std::optional<MessageKind> someKind() {
    if (coin())
        return {};
    return static_cast<MessageKind>(within<std::size_t>(0, kMessageKinds - 1));
}

action::MessageChoice someChoice() {
    return {within<std::uint64_t>(0, 9), someKind(), someServerOrNone(), someServerOrNone()};
}

Command someCommand() {
    return *Command::parse(*rc::gen::element<std::string>("set x 1", "get x", "cas a 1 2", "noop"));
}

template <typename T>
void maybe(std::optional<T>& into, T value) {
    if (coin())
        into = value;
}

action::SetTiming someTiming() {
    action::SetTiming timing;
    maybe(timing.electionTimeout, someRange());
    maybe(timing.heartbeat, within<Time>(1, 90'000));
    maybe(timing.latency, someRange());
    maybe(timing.loss, within<std::uint32_t>(0, kCertain));
    maybe(timing.duplication, within<std::uint32_t>(0, kCertain));
    maybe(timing.diskWrite, someRange());
    maybe(timing.electionTimers, coin() ? TimerMode::manual : TimerMode::automatic);
    maybe(timing.heartbeats, coin() ? TimerMode::manual : TimerMode::automatic);
    if (coin())
        return timing;
    // A link has fewer times of its own.
    action::SetTiming link;
    link.latency = timing.latency;
    link.loss = timing.loss;
    link.duplication = timing.duplication;
    link.from = someServer();
    link.to = link.from % 5 + 1;
    return link;
}

SnapshotOptions someSnapshots() {
    return coin() ? SnapshotOptions() : SnapshotOptions{true, within<std::uint32_t>(0, 9), within<std::uint32_t>(1, 9)};
}

Weather someWeather() {
    const auto rate = [] { return within<std::uint32_t>(0, kMaximumFaults); };
    return coin() ? weatherAt(within<std::size_t>(0, 2))
                  : Weather{rate(), rate(), rate(), rate(), within<Time>(kShortestRepair, kMaximumStretch)};
}

Load someLoad() {
    Load load(within<std::uint32_t>(0, kMaximumLoad));
    load.clients = within<std::uint32_t>(0, kMaximumClients);
    load.thinkTime = within<Time>(1, kMaximumStretch);
    load.reads = within<std::uint32_t>(0, 60);
    load.compares = within<std::uint32_t>(0, 40);
    load.readMode = static_cast<ReadMode>(within<std::size_t>(0, kReadModes - 1));
    load.keys = within<std::uint32_t>(1, kMaximumLoadKeys);
    return load;
}

action::SetOptions someOptions() {
    action::SetOptions options{coin(),          7,      std::nullopt, coin(), coin(), coin(), coin(),
                               someSnapshots(), coin(), coin(),       coin(), coin(), coin()};
    if (coin())
        options.preset = within<std::size_t>(0, presetNames().size() - 1);
    return options;
}

Action someAction() {
    const ServerId server = someServer();
    const std::vector<Action> all{
        action::Stop{server},
        action::Restart{server},
        action::Pause{server},
        action::Resume{server},
        action::Timeout{server},
        action::Heartbeat{server},
        action::Submit{someCommand(), someServerOrNone()},
        action::Cut{server, server % 5 + 1, coin()},
        action::Heal{server, server % 5 + 1, coin()},
        action::Partition{{{1, 2}, {within<ServerId>(3, 5)}}},
        action::HealAll{},
        action::Block{{someKind(), someServerOrNone(), server}},
        action::Unblock{{someKind(), server, someServerOrNone()}},
        action::Drop{someChoice()},
        action::Delay{someChoice(), someTime()},
        action::Duplicate{someChoice()},
        action::Deliver{someChoice()},
        someTiming(),
        someOptions(),
        action::AlignTimers{},
        action::SpreadTimers{},
        action::Transfer{server},
        action::TakeSnapshot{server},
        action::Read{"x", someServerOrNone(), static_cast<action::ReadMode>(within(0, 2))},
        action::ChangeConfiguration{{1, server}, {3}, coin(), coin()},
        action::AddServer{server, coin()},
        action::RemoveServer{server},
        action::Promote{server},
        action::Clock{server, static_cast<std::uint32_t>(within<std::int64_t>(kSlowestClock, kFastestClock)),
                      within<Time>(-kMaximumStretch, kMaximumStretch)},
        action::Disk{server, static_cast<DiskState>(within<std::size_t>(0, kDiskStates - 1))},
        action::SetWeather{someWeather()},
        action::LeaveJoint{},
        action::SetLoad{someLoad()},
        action::SetPriority{server, within<std::uint32_t>(0, kMaximumPriority)}};
    RC_ASSERT(all.size() == kActions);
    return all[within<std::size_t>(0, all.size() - 1)];
}

Condition someCondition() {
    const std::vector<Condition> all{condition::Quiet{},
                                     condition::HasRole{Role::leader, someServerOrNone()},
                                     condition::HasTerm{within<Term>(0, 9), someServer()},
                                     condition::Committed{within<Index>(0, 9), someServerOrNone()},
                                     condition::Applied{within<Index>(0, 9), someServer()},
                                     condition::Before{someChoice()},
                                     condition::Events{within<EventIndex>(0, 99)},
                                     condition::Elapsed{someTime()}};
    RC_ASSERT(all.size() == std::variant_size_v<Condition>);
    return all[within<std::size_t>(0, all.size() - 1)];
}

Placement somePlacement() {
    switch (within(0, 3)) {
    case 0:
        return placement::AtTime{someTime()};
    case 1: {
        placement::AtEvent at{within<EventIndex>(0, 1'000'000), {}};
        maybe(at.time, someTime());
        return at;
    }
    case 2: {
        placement::When when{someCondition(), {}};
        maybe(when.within, someTime());
        return when;
    }
    default:
        return placement::Next{};
    }
}

Expectation someExpectation() {
    Expectation expected;
    expected.servers = *rc::gen::elementOf(std::vector<std::vector<ServerId>>{{}, {2}, {1, 3}});
    maybe(expected.role, Role::candidate);
    maybe(expected.currentTerm, within<Term>(0, 9));
    maybe(expected.votedFor, someServerOrNone());
    maybe(expected.commitIndex, within<Index>(0, 9));
    maybe(expected.lastApplied, within<Index>(0, 9));
    maybe(expected.log, *rc::gen::elementOf(std::vector<std::vector<Term>>{{}, {1, 1, 4}}));
    maybe(expected.stopped, coin());
    maybe(expected.voters, std::vector<ServerId>{1, 2});
    maybe(expected.lastAnswer, std::optional<std::string>("1"));
    if (coin())
        expected.keys = {{someWords(), std::nullopt}, {"y", someWords()}};
    return expected;
}

std::vector<ScenarioStep> someSteps() {
    std::vector<ScenarioStep> steps(within<std::size_t>(0, 6));
    for (ScenarioStep& step : steps) {
        step.placement = somePlacement();
        switch (within(0, 3)) {
        case 0:
            step.what = BookmarkStep{someWords()};
            break;
        case 1:
            step.what = someExpectation();
            break;
        default:
            step.what = someAction();
        }
    }
    return steps;
}

ClusterConfiguration someCluster() {
    ClusterConfiguration cluster = ClusterConfiguration::ofSize(5, within<std::uint64_t>(0, 99));
    if (coin()) {
        cluster.servers[1].name = someWords();
        cluster.servers[1].log = {{1, {}}, {3, Shared<Command>(someCommand())}};
        cluster.servers[2].currentTerm = 4;
        cluster.servers[2].votedFor = 5;
        cluster.servers[3].voting = coin();
        cluster.servers[4].stopped = coin();
    }
    cluster.options.noOp = coin();
    cluster.options.entriesPerMessage = within<std::uint32_t>(1, 9);
    cluster.timing.electionTimeout = someRange();
    cluster.timing.link = {someRange(), within<std::uint32_t>(0, kCertain), within<std::uint32_t>(0, 9)};
    cluster.load = within<std::uint32_t>(0, 20);
    if (coin()) {
        Load& load = cluster.load;
        load.clients = within<std::uint32_t>(0, kMaximumClients);
        load.thinkTime = within<Time>(1, kMaximumStretch);
        load.reads = within<std::uint32_t>(0, kWhole);
        load.compares = within<std::uint32_t>(0, kWhole - load.reads);
        load.readMode = static_cast<ReadMode>(within<std::size_t>(0, kReadModes - 1));
        load.keys = within<std::uint32_t>(1, kMaximumLoadKeys);
    }
    cluster.weather = someWeather();
    if (coin())
        cluster.defects.insert(Defect::forgetVote);
    return cluster;
}

Scenario someScenario() {
    Scenario scenario;
    scenario.title = someWords();
    scenario.description = someWords();
    scenario.author = someWords();
    scenario.license = someWords();
    scenario.cluster = someCluster();
    scenario.branches.front().steps = someSteps();
    if (coin()) {
        scenario.branches.push_back(
            {"what if?",
             BranchOrigin{"main", within<EventIndex>(0, 99), coin() ? std::optional<Time>(7) : std::nullopt},
             someSteps()});
        scenario.bookmarks.push_back({"what if?", within<EventIndex>(0, 99), someWords()});
    }
    if (coin()) {
        scenario.outcome["main"] = *rc::gen::arbitrary<std::uint64_t>();
        scenario.waypoints["main"] = {{64, *rc::gen::arbitrary<std::uint64_t>()}, {128, 7}};
    }
    if (coin())
        scenario.view = R"({"speed": 0.1, "servers": {"1": [10, -20.5]}})";
    return scenario;
}

RC_GTEST_PROP(ScenarioRoundTrip, WhatIsWrittenIsReadAgain, ()) {
    const Scenario scenario = someScenario();

    const std::string file = writeScenario(scenario);
    const auto read = readScenario(file);

    if (!read)
        RC_FAIL(read.error().front().message() + "\n" + file);
    RC_ASSERT(*read == scenario);
    RC_ASSERT(writeScenario(*read) == file);
}

RC_GTEST_PROP(ScenarioRoundTrip, ARunGoesThroughAChat, ()) {
    const std::string file = writeScenario(someScenario());

    RC_ASSERT(fromRunText("Look at this:\n" + toRunText(file) + "\nIs it not odd?") == file);
}

TEST(ScenarioRoundTrip, ARecordingWithBranchesRunsToTheSameEnd) {
    Timeline original(ClusterConfiguration::ofSize(5, 3));
    original.seekTime(612'345);
    ASSERT_TRUE(original.act(action::Stop{original.present().leader()}).has_value());
    original.seekTime(900'000);
    ASSERT_TRUE(original.act(action::Partition{{{1, 2}}}).has_value());
    original.setBookmark({kMainBranch, 20, "an early moment"});
    original.seek(30);
    ASSERT_TRUE(original.act(action::Stop{1}).has_value());
    const Scenario recording = recordingOf(original);

    const auto opened = readScenario(writeScenario(recording));
    ASSERT_TRUE(opened.has_value()) << opened.error()[0].message();
    Timeline replayed(opened->cluster);
    const RunResult result = run(*opened, replayed);

    EXPECT_EQ(*opened, recording);
    EXPECT_EQ(result.status, RunStatus::good);
    EXPECT_EQ(recordingOf(replayed).outcome, recording.outcome);
}

} // namespace
