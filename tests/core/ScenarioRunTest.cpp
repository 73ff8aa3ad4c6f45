// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/ScenarioRun.h"

#include <gtest/gtest.h>

// "What settles a run" (the file format's words), step by step.

namespace {

using namespace raft;

Scenario manualScenario(std::size_t servers) {
    Scenario scenario;
    scenario.cluster = ClusterConfiguration::ofSize(servers, 7);
    scenario.cluster.timing.electionTimers = TimerMode::manual;
    scenario.cluster.timing.heartbeats = TimerMode::manual;
    return scenario;
}

ScenarioStep next(Action action) { return {placement::Next{}, std::move(action)}; }

ScenarioStep when(Condition condition, Action action) {
    return {placement::When{std::move(condition), std::nullopt}, std::move(action)};
}

ScenarioStep expect(Expectation expectation) {
    return {placement::When{condition::Quiet{}, std::nullopt}, std::move(expectation)};
}

Command set(const std::string& value) { return {CommandKind::set, "x", value, {}}; }

RunResult runSteps(Scenario scenario, std::vector<ScenarioStep> steps) {
    scenario.branches.front().steps = std::move(steps);
    Timeline timeline(scenario.cluster);
    return run(scenario, timeline);
}

TEST(ScenarioRun, AnElectionAndACommandEndAsExpected) {
    Expectation leader;
    leader.servers = {1};
    leader.role = Role::leader;
    leader.log = std::vector<Term>{1};
    leader.commitIndex = 1;
    leader.keys["x"] = "1";

    const RunResult result =
        runSteps(manualScenario(3),
                 {next(action::Timeout{1}), when(condition::Quiet{}, action::Submit{set("1"), 1}), expect(leader)});

    EXPECT_EQ(result.status, RunStatus::good) << (result.problems.empty() ? "" : result.problems[0].message());
}

TEST(ScenarioRun, AnExpectationThatIsNotMetGivesALineADifference) {
    Expectation wrong;
    wrong.servers = {2};
    wrong.role = Role::leader;
    wrong.currentTerm = 5;

    const RunResult result = runSteps(manualScenario(3), {next(action::Timeout{1}), expect(wrong)});

    EXPECT_EQ(result.status, RunStatus::refuted);
    ASSERT_EQ(result.problems.size(), 2U);
    EXPECT_EQ(result.problems[0].message(), "/actions/1: S2 role: expected leader, found follower");
    EXPECT_EQ(result.problems[1].message(), "/actions/1: S2 currentTerm: expected 5, found 1");
}

TEST(ScenarioRun, WhoWantsToLookGoesOnPastAnExpectationThatIsNotMet) {
    Expectation wrong;
    wrong.servers = {2};
    wrong.currentTerm = 5;
    Scenario scenario = manualScenario(3);
    scenario.branches.front().steps = {next(action::Timeout{1}), expect(wrong), next(action::Stop{3})};
    scenario.bookmarks.push_back({"main", 1, "S1 campaigns"});
    Timeline timeline(scenario.cluster);

    const RunResult result = run(scenario, timeline, WhenRefuted::goOn);

    EXPECT_EQ(result.status, RunStatus::refuted);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(timeline.actions().size(), 2U);
    EXPECT_EQ(timeline.bookmarks().size(), 1U);
}

TEST(ScenarioRun, AnImpossibleActionEndsTheRunWithItsPointer) {
    const RunResult result = runSteps(manualScenario(3), {next(action::Restart{2})});

    EXPECT_EQ(result.status, RunStatus::impossible);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].message(), "/actions/0: S2: is running; only a stopped server can be restarted");
}

TEST(ScenarioRun, AConditionThatIsNotReachedInItsTimeSaysWhatWasWaitedFor) {
    Scenario scenario = manualScenario(3);
    scenario.cluster.load = 10;

    const RunResult result =
        runSteps(scenario, {{placement::When{condition::HasRole{Role::leader, 2}, 300'000}, action::Stop{1}}});

    EXPECT_EQ(result.status, RunStatus::notReached);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].message(), "/actions/0: waited 300 ms, and it did not come about that S2 is leader");
}

TEST(ScenarioRun, AConditionFailsWhenNoEventRemains) {
    EXPECT_EQ(runSteps(manualScenario(3), {when(condition::Committed{1, 0}, action::Stop{1})}).status,
              RunStatus::notReached);
}

TEST(ScenarioRun, AnActionAtATimePrecedesWhatIsDueAtThatTime) {
    Scenario scenario = manualScenario(3);
    scenario.cluster.timing.link.latency = {10'000, 10'000};
    scenario.branches.front().steps = {{placement::AtTime{0}, action::Timeout{1}},
                                       {placement::AtTime{10'000}, action::Stop{2}}};
    Timeline timeline(scenario.cluster);

    ASSERT_EQ(run(scenario, timeline).status, RunStatus::good);

    EXPECT_EQ(timeline.actions()[1].event, 1U);
    EXPECT_EQ(timeline.actions()[1].time, 10'000);
}

TEST(ScenarioRun, ATimeInThePastMeansNow) {
    Scenario scenario = manualScenario(3);
    scenario.branches.front().steps = {{placement::AtTime{20'000}, action::Timeout{1}},
                                       {placement::AtTime{1'000}, action::Stop{3}}};
    Timeline timeline(scenario.cluster);

    ASSERT_EQ(run(scenario, timeline).status, RunStatus::good);

    EXPECT_EQ(timeline.actions()[1].time, 20'000);
}

TEST(ScenarioRun, ElapsedTimeAndEventsCountFromTheActionBefore) {
    Scenario scenario = manualScenario(3);
    scenario.branches.front().steps = {{placement::AtTime{5'000}, action::Timeout{1}},
                                       when(condition::Elapsed{200'000}, action::Stop{3}),
                                       {placement::Next{}, action::Timeout{2}},
                                       when(condition::Events{2}, action::Restart{3})};
    Timeline timeline(scenario.cluster);

    ASSERT_EQ(run(scenario, timeline).status, RunStatus::good);

    EXPECT_EQ(timeline.actions()[1].time, 205'000);
    EXPECT_EQ(timeline.actions()[3].event, timeline.actions()[2].event + 3);
}

TEST(ScenarioRun, AStepCanBeTakenJustBeforeAMessageArrives) {
    Scenario scenario = manualScenario(3);
    action::MessageChoice vote;
    vote.message = MessageKind::requestVote;
    vote.to = 3;
    scenario.branches.front().steps = {next(action::Timeout{1}), when(condition::Before{vote}, action::Stop{3})};
    Timeline timeline(scenario.cluster);

    ASSERT_EQ(run(scenario, timeline).status, RunStatus::good);
    timeline.seek(timeline.known() + 1);

    const Event event = timeline.event(timeline.known() - 1);
    EXPECT_EQ(event.record.kind, EventKind::lose);
    EXPECT_EQ(event.message->message->kind(), MessageKind::requestVote);
    EXPECT_EQ(event.record.server, 3U);
}

TEST(ScenarioRun, ARecordingOfATimelineEndsInTheSameState) {
    Timeline original(ClusterConfiguration::ofSize(5, 3));
    original.seekTime(612'345);
    ASSERT_TRUE(original.act(action::Stop{original.present().leader()}).has_value());
    original.seekTime(900'000);
    ASSERT_TRUE(original.act(action::Partition{{{1, 2}}}).has_value());
    original.setBookmark({kMainBranch, 20, "an early moment"});
    original.seek(30);
    ASSERT_TRUE(original.act(action::Stop{1}).has_value());

    const Scenario recording = recordingOf(original);
    Timeline replayed(recording.cluster);
    const RunResult result = run(recording, replayed);

    ASSERT_EQ(result.status, RunStatus::good) << result.problems[0].message();
    EXPECT_EQ(recording.branches.size(), 2U);
    EXPECT_EQ(recordingOf(replayed), recording);
}

TEST(ScenarioRun, ADifferingHashIsFound) {
    Timeline original(ClusterConfiguration::ofSize(3, 3));
    original.seekTime(500'000);
    ASSERT_TRUE(original.act(action::Stop{1}).has_value());
    Scenario recording = recordingOf(original);
    recording.outcome["main"] ^= 1;

    Timeline replayed(recording.cluster);
    const RunResult result = run(recording, replayed);

    EXPECT_EQ(result.status, RunStatus::refuted);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].where, "/outcome/main");
    EXPECT_TRUE(result.problems[0].problem.arguments.back() ==
                number(recording.branches[0].steps.size() + original.actions()[0].event - 1));
}

TEST(ScenarioRun, AReplayThatDiffersSaysBetweenWhichEventsItFirstDoes) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(3, 3);
    configuration.load = 20;
    Timeline original(configuration);
    original.seek(1'000);
    ASSERT_TRUE(original.act(action::Stop{1}).has_value());
    Scenario recording = recordingOf(original);
    ASSERT_EQ(recording.waypoints["main"].size(), 15U);
    // A program in which another message is lost has another state from some event on.
    const auto differing = std::next(recording.waypoints["main"].begin(), 4);
    for (auto each = differing; each != recording.waypoints["main"].end(); ++each)
        each->second ^= 1;
    recording.outcome["main"] ^= 1;

    Timeline replayed(recording.cluster);
    const RunResult result = run(recording, replayed);

    EXPECT_EQ(result.status, RunStatus::refuted);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].message(),
              "/outcome/main: the run differs from the recording: first between event 256 and event 319");
}

TEST(ScenarioRun, ARecordedActionThatHasBecomeImpossibleSaysWhereTheRunFirstDiffers) {
    Timeline original(ClusterConfiguration::ofSize(3, 3));
    original.seek(300);
    ASSERT_TRUE(original.act(action::Stop{1}).has_value());
    Scenario recording = recordingOf(original);
    recording.branches[0].steps.insert(recording.branches[0].steps.begin(),
                                       {placement::AtEvent{70, std::nullopt}, action::Stop{1}});

    Timeline replayed(recording.cluster);
    const RunResult result = run(recording, replayed);

    EXPECT_EQ(result.status, RunStatus::impossible);
    ASSERT_EQ(result.problems.size(), 2U);
    EXPECT_EQ(result.problems[1].message(),
              "/waypoints/main: the run differs from the recording: first between event 64 and event 127");
}

TEST(ScenarioRun, TheWaypointsOfALongRunAreFewAndCheap) {
    Timeline original(ClusterConfiguration::ofSize(3, 3));
    original.seek(500'000);
    ASSERT_TRUE(original.act(action::Stop{1}).has_value());

    const Scenario recording = recordingOf(original);

    EXPECT_EQ(recording.waypoints.at("main").size(), 10U);
    EXPECT_EQ(recording.waypoints.at("main").begin()->first % Timeline::kKeyframeEvery, 0U);
}

/// A recording keeps what a scenario expects: each expectation stands at the event before which it was found true.
TEST(ScenarioRun, ARecordingKeepsWhatWasExpectedAtItsEventsAndChecksItAgain) {
    Expectation follower;
    follower.servers = {2};
    follower.role = Role::follower;
    Expectation leader;
    leader.servers = {1};
    leader.role = Role::leader;
    Scenario scenario = manualScenario(3);
    scenario.branches.front().steps = {{placement::Next{}, follower},
                                       next(action::Timeout{1}),
                                       expect(leader),
                                       when(condition::Quiet{}, action::Submit{set("1"), 1}),
                                       expect(leader)};
    Timeline timeline(scenario.cluster);
    ASSERT_EQ(run(scenario, timeline).status, RunStatus::good);

    Scenario recording = recordingOf(timeline);

    const auto& steps = recording.branches.front().steps;
    ASSERT_EQ(steps.size(), 5U);
    const std::vector<std::size_t> expectations{0, 2, 4};
    for (const std::size_t i : expectations)
        EXPECT_TRUE(std::holds_alternative<Expectation>(steps[i].what)) << i;
    EXPECT_EQ(steps[0].placement, Placement(placement::AtEvent{0, std::nullopt}));
    EXPECT_EQ(steps[4].placement, Placement(placement::AtEvent{timeline.known(), std::nullopt}));
    Timeline replayed(recording.cluster);
    ASSERT_EQ(run(recording, replayed).status, RunStatus::good);
    EXPECT_EQ(recordingOf(replayed), recording);
    std::get<Expectation>(recording.branches[0].steps[4].what).role = Role::candidate;
    Timeline refuted(recording.cluster);
    EXPECT_EQ(run(recording, refuted).problems.front().message(),
              "/actions/4: S1 role: expected candidate, found leader");
}

TEST(ScenarioRun, ExpectationsStayWithTheBranchInWhichTheyWereSaid) {
    Expectation leader;
    leader.servers = {1};
    leader.role = Role::leader;
    Scenario scenario = manualScenario(3);
    scenario.branches.front().steps = {next(action::Timeout{1}), expect(leader)};
    Timeline timeline(scenario.cluster);
    ASSERT_EQ(run(scenario, timeline).status, RunStatus::good);
    const EventIndex end = timeline.known();
    // Before it: another future, of which nothing was expected. Behind it: the same future, which goes on.
    timeline.seek(1);
    ASSERT_TRUE(timeline.act(action::Stop{1}).has_value());
    timeline.go({kMainBranch, end, 0});
    ASSERT_TRUE(timeline.act(action::Stop{1}).has_value());

    const Scenario recording = recordingOf(timeline);

    ASSERT_EQ(recording.branches.size(), 2U);
    ASSERT_EQ(recording.branches[0].steps.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<Expectation>(recording.branches[0].steps[1].what));
    EXPECT_EQ(recording.branches[1].steps.size(), 1U);
    Timeline replayed(recording.cluster);
    EXPECT_EQ(run(recording, replayed).status, RunStatus::good);
    EXPECT_EQ(recordingOf(replayed), recording);
}

TEST(ScenarioRun, WhatWasExpectedInARemovedBranchStaysWithThoseThatGrewFromIt) {
    Expectation stopped;
    stopped.servers = {1};
    stopped.stopped = true;
    Scenario scenario = manualScenario(3);
    scenario.branches = {{"main", std::nullopt, {next(action::Timeout{2})}},
                         {"parent", BranchOrigin{"main", 1, {}}, {next(action::Stop{1}), {placement::Next{}, stopped}}},
                         {"child", BranchOrigin{"parent", 2, {}}, {next(action::Stop{2})}}};
    Timeline timeline(scenario.cluster);
    ASSERT_EQ(run(scenario, timeline).status, RunStatus::good);
    ASSERT_TRUE(timeline.remove(1).has_value());

    const Scenario recording = recordingOf(timeline);

    ASSERT_EQ(recording.branches.size(), 2U);
    ASSERT_EQ(recording.branches[1].steps.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<Expectation>(recording.branches[1].steps[1].what));
    Timeline replayed(recording.cluster);
    EXPECT_EQ(run(recording, replayed).status, RunStatus::good);
}

} // namespace
