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
}

} // namespace
