// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/Saving.h"
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"

#include <gtest/gtest.h>

// How much a file may hold, and how much opening it may compute: at each limit, and one beyond.

namespace {

using namespace raft;

Scenario recordingOfThree() {
    Scenario recording;
    recording.cluster = ClusterConfiguration::ofSize(3, 7);
    return recording;
}

std::string refusal(const Scenario& recording) {
    const auto text = writeRecording(recording);
    return text ? "written" : text.error().message();
}

TEST(FileLimits, AFileHoldsSoManyActionsAndSavingMoreIsRefusedInWords) {
    Scenario recording = recordingOfThree();
    auto& steps = recording.branches.front().steps;
    for (std::size_t i = 0; i < kMaximumSteps; ++i)
        steps.push_back({placement::AtEvent{i, std::nullopt}, action::HealAll{}});
    const auto text = writeRecording(recording);
    ASSERT_TRUE(text.has_value()) << text.error().message();
    const auto read = readScenario(*text);
    ASSERT_TRUE(read.has_value()) << read.error()[0].message();
    EXPECT_EQ(read->branches.front().steps.size(), kMaximumSteps);

    steps.push_back({placement::AtEvent{kMaximumSteps, std::nullopt}, action::HealAll{}});

    EXPECT_EQ(refusal(recording),
              "the run has 500001 actions, faults by chance among them; a file holds at most 500000");
}

TEST(FileLimits, AFileHoldsSoManyBranchesAndTheyRun) {
    Scenario recording = recordingOfThree();
    for (std::size_t i = 1; i < kMaximumBranches; ++i)
        recording.branches.push_back({"b" + number(std::uint64_t{i}), BranchOrigin{"main", 5'000, {}}, {}});
    const auto text = writeRecording(recording);
    ASSERT_TRUE(text.has_value()) << text.error().message();
    const auto read = readScenario(*text);
    ASSERT_TRUE(read.has_value()) << read.error()[0].message();
    Timeline timeline(read->cluster);
    EXPECT_EQ(run(*read, timeline).status, RunStatus::good);
    EXPECT_EQ(timeline.branches().size(), kMaximumBranches);

    recording.branches.push_back({"one more", BranchOrigin{"main", 1, {}}, {}});

    EXPECT_EQ(refusal(recording), "the run has 5001 branches; a file holds at most 5000");
}

TEST(FileLimits, AFileHoldsSoManyBookmarks) {
    Scenario recording = recordingOfThree();
    for (std::size_t i = 0; i < kMaximumBookmarks; ++i)
        recording.bookmarks.push_back({"main", i, ""});
    const auto text = writeRecording(recording);
    ASSERT_TRUE(text.has_value()) << text.error().message();
    EXPECT_TRUE(readScenario(*text).has_value());

    recording.bookmarks.push_back({"main", 1, ""});

    EXPECT_EQ(refusal(recording), "the run has 100001 bookmarks; a file holds at most 100000");
}

TEST(FileLimits, ARunReachesSoManyEventsFarAndSavingALongerOneIsRefusedInWords) {
    Scenario recording = recordingOfThree();
    const EventIndex most = maximumEvents(recording.cluster);
    EXPECT_EQ(most, 50'000'000U);
    recording.branches.front().steps = {{placement::AtEvent{most - 1, std::nullopt}, action::HealAll{}}};
    EXPECT_EQ(eventsOf(recording), most);
    EXPECT_TRUE(writeRecording(recording).has_value());

    recording.branches.push_back({"b", BranchOrigin{"main", most + 1, {}}, {}});

    EXPECT_EQ(refusal(recording), "the branches have 50000001 events up to their last actions and bookmarks; a file "
                                  "holds at most 50000000");
    EXPECT_LT(maximumEvents(ClusterConfiguration::ofSize(101, 1)), 8'000'000U) << "each event is larger";
}

TEST(FileLimits, AFileReachesSoFarInLogicalTime) {
    Scenario recording = recordingOfThree();
    constexpr Time kMost = 10'000'000'000'000;
    recording.branches.front().steps = {{placement::AtEvent{7, kMost}, action::HealAll{}}};
    const auto text = writeRecording(recording);
    ASSERT_TRUE(text.has_value());
    EXPECT_TRUE(readScenario(*text).has_value());

    recording.branches.front().steps = {{placement::AtEvent{7, kMost + 1}, action::HealAll{}}};

    EXPECT_EQ(refusal(recording), "the last action was taken at 10000000000.001 ms; a file reaches to 10000000000 ms");
}

TEST(FileLimits, AFileHasSoManyBytesAndAFullOneIsReadAndTravelsAsText) {
    Scenario recording = recordingOfThree();
    recording.description = "x";
    const std::size_t rest = writeRecording(recording)->size() - 1;
    recording.description.assign(kMaximumFileBytes - rest, 'x');
    const auto text = writeRecording(recording);
    ASSERT_TRUE(text.has_value());
    EXPECT_EQ(text->size(), kMaximumFileBytes);
    EXPECT_TRUE(readScenario(*text).has_value());

    recording.description += 'x';

    EXPECT_EQ(refusal(recording),
              "the run's file would have 67108865 bytes; allowed: at most 67108864 bytes, and 5000000 values");
}

TEST(FileLimits, AFileHasSoManyValues) {
    Scenario recording = recordingOfThree();
    Expectation expected;
    expected.servers = {1};
    expected.log = std::vector<Term>(kMaximumStartEntries, 1);
    recording.branches.front().steps.assign(50, {placement::AtEvent{0, std::nullopt}, expected});

    EXPECT_EQ(refusal(recording).substr(0, 27), "the run's file would have 1");
}

TEST(RunLimits, EventsForAllStepsBranchesAndBookmarksAreCountedTogether) {
    Scenario recording = recordingOfThree();
    recording.branches = {{"main", std::nullopt, {{placement::AtTime{2'000'000}, BookmarkStep{"a"}}}},
                          {"b", BranchOrigin{"main", 20, {}}, {{placement::AtTime{2'000'000}, BookmarkStep{"b"}}}}};
    recording.bookmarks = {{"main", 900, "c"}};
    EventIndex computed = 0;
    const GoOn count = [&computed](EventIndex events) {
        computed = events;
        return true;
    };
    Timeline whole(recording.cluster);
    ASSERT_EQ(run(recording, whole, WhenRefuted::end, {std::nullopt, count}).status, RunStatus::good);
    const EventIndex needed = whole.branches()[0].known + whole.branches()[1].known - 20;

    Timeline fits(recording.cluster);
    EXPECT_EQ(run(recording, fits, WhenRefuted::end, {needed, {}}).status, RunStatus::good);
    Timeline little(recording.cluster);
    const RunResult result = run(recording, little, WhenRefuted::end, {needed - 1, {}});

    EXPECT_EQ(result.status, RunStatus::notReached);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].message(), "/bookmarks/0: more than " + number(needed - 1) +
                                                " events would have to be computed; the run stands at event 899");
}

TEST(RunLimits, WhoStopsARunIsToldHowFarItCame) {
    Scenario scenario = recordingOfThree();
    scenario.branches.front().steps = {{placement::AtTime{10'000'000'000}, action::Stop{1}}};
    Timeline timeline(scenario.cluster);

    const RunResult result =
        run(scenario, timeline, WhenRefuted::end, {std::nullopt, [](EventIndex events) { return events < 10'000; }});

    EXPECT_EQ(result.status, RunStatus::notReached);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].message(), "/actions/0: it was stopped after 12288 events");
    EXPECT_EQ(timeline.known(), 12'288U);
}

TEST(RunLimits, BookmarksInAnyOrderAreReachedInOnePass) {
    Scenario recording = recordingOfThree();
    for (EventIndex i = 0; i < 5'000; ++i)
        recording.bookmarks.push_back({"main", 15'999 - i % 2, ""});
    Timeline timeline(recording.cluster);
    std::size_t asked = 0;

    const RunResult result = run(recording, timeline, WhenRefuted::end, {std::nullopt, [&asked](EventIndex) {
                                                                             ++asked;
                                                                             return true;
                                                                         }});

    EXPECT_EQ(result.status, RunStatus::good);
    EXPECT_EQ(timeline.bookmarks().size(), 2U);
    EXPECT_EQ(timeline.known(), 15'999U);
    EXPECT_LT(asked, 10U);
}

TEST(RunLimits, ABookmarkThatIsNotReachedIsToldOnceForAllBehindIt) {
    Scenario recording = recordingOfThree();
    recording.cluster.timing.electionTimers = TimerMode::manual;
    recording.bookmarks = {{"main", 9, "far"}, {"main", 0, "here"}, {"main", 7, "near"}};
    Timeline timeline(recording.cluster);

    const RunResult result = run(recording, timeline);

    EXPECT_EQ(result.status, RunStatus::notReached);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].message(), "/bookmarks/2: branch \"main\" does not reach event 7");
    EXPECT_EQ(timeline.bookmarks().size(), 1U);
}

} // namespace
