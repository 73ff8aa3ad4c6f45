// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"
#include "tests/Places.h"
#include "tests/soak/RecordedRun.h"
#include "tests/soak/Weather.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

// Recordings of random runs, made once by a release build and kept: every build replays them to the same end.
// RAFTARIUM_REWRITE=1 makes them anew; that is right only when the protocol is meant to behave in another way.

namespace {

using namespace raft;

std::string recordingOfSeed(std::uint64_t seed) {
    const Scenario run = tests::recordedRun(seed, {});
    Timeline timeline(run.cluster);
    EXPECT_EQ(raft::run(run, timeline).status, RunStatus::good);
    Scenario recording = recordingOf(timeline);
    recording.title = run.title;
    return writeScenario(recording);
}

/// A run in which a storm raged, somebody went back, and back again.
Timeline runWithBranches(std::uint64_t seed, int moves) {
    tests::Weather weather(seed);
    Generator random(seed);
    Timeline timeline(weather.cluster());
    for (int i = 0; i < moves; ++i) {
        switch (random.below(12)) {
        case 0:
            timeline.seek(random.below(timeline.known() + 1));
            break;
        case 1:
            timeline.undo();
            break;
        case 2:
            timeline.redo();
            break;
        case 3:
            timeline.setBookmark(
                {timeline.branch(), timeline.present().eventCount(), "move " + number(std::int64_t{i})});
            break;
        case 4: {
            const auto branches = timeline.branches();
            timeline.switchTo(branches[static_cast<std::size_t>(random.below(branches.size()))].id);
            break;
        }
        default:
            timeline.seekTime(timeline.moment().time + weather.calm(), 20'000);
            // What is impossible changes nothing.
            timeline.act(weather.action(timeline.present()));
        }
    }
    return timeline;
}

class Recordings : public testing::TestWithParam<std::uint64_t> {
protected:
    [[nodiscard]] static std::string path() {
        return std::string(tests::dataFolder()) + "/recordings/random-run-" + std::to_string(GetParam()) + ".raft";
    }
    [[nodiscard]] static std::string content() {
        std::ifstream stream(path(), std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
};

TEST_P(Recordings, OfAReleaseBuildReplayToTheSameHashInEveryBuild) {
    if (std::getenv("RAFTARIUM_REWRITE"))
        std::ofstream(path(), std::ios::binary) << recordingOfSeed(GetParam());
    const auto recording = readScenario(content());
    ASSERT_TRUE(recording.has_value()) << recording.error().front().message();
    ASSERT_FALSE(recording->outcome.empty());

    Timeline timeline(recording->cluster);
    const RunResult result = run(*recording, timeline);

    EXPECT_EQ(result.status, RunStatus::good) << result.problems.front().message();
    EXPECT_EQ(recordingOf(timeline).outcome, recording->outcome);
}

TEST_P(Recordings, AreSavedAgainByteForByte) {
    const auto recording = readScenario(content());
    ASSERT_TRUE(recording.has_value());

    EXPECT_EQ(writeScenario(*recording), content());
}

TEST_P(Recordings, OfRandomRunsAreSavedOpenedAndSavedByteForByte) {
    const std::string saved = recordingOfSeed(1000 + GetParam());

    const auto opened = readScenario(saved);
    ASSERT_TRUE(opened.has_value()) << opened.error().front().message();
    Timeline timeline(opened->cluster);
    ASSERT_EQ(run(*opened, timeline).status, RunStatus::good);
    Scenario again = recordingOf(timeline);
    again.title = opened->title;

    EXPECT_EQ(writeScenario(again), saved);
}

/// Somebody went back, acted there, undid, and set bookmarks.
TEST_P(Recordings, WithBranchesAreSavedOpenedAndSavedByteForByte) {
    std::size_t branches = 0;
    for (std::uint64_t seed = 100 * GetParam(); seed < 100 * GetParam() + 15; ++seed) {
        SCOPED_TRACE(seed);
        const Scenario recording = recordingOf(runWithBranches(seed, 60));
        const std::string saved = writeScenario(recording);
        branches = std::max(branches, recording.branches.size());

        const auto opened = readScenario(saved);

        ASSERT_TRUE(opened.has_value()) << opened.error().front().message();
        ASSERT_TRUE(*opened == recording);
        Timeline timeline(opened->cluster);
        ASSERT_EQ(run(*opened, timeline).status, RunStatus::good);
        ASSERT_EQ(writeScenario(recordingOf(timeline)), saved);
    }
    EXPECT_GT(branches, 5U);
}

/// A timeline in which an action was undone and the other future bookmarked, and somebody acted in that future, too.
TEST(RecordedBranches, OneWithoutActionsStaysForItsBookmarksAndForWhatGrewFromIt) {
    Timeline timeline(ClusterConfiguration::ofSize(3, 7));
    timeline.seek(50);
    ASSERT_TRUE(timeline.act(action::Stop{1}).has_value());
    ASSERT_TRUE(timeline.undo());
    timeline.seek(80);
    timeline.setBookmark({timeline.branch(), 80, "had nothing happened"});
    timeline.seek(60);
    ASSERT_TRUE(timeline.act(action::Stop{2}).has_value());

    const Scenario recording = recordingOf(timeline);

    EXPECT_EQ(recording.branches.size(), 3U);
    ASSERT_EQ(recording.bookmarks.size(), 1U);
    EXPECT_EQ(recording.bookmarks[0].caption, "had nothing happened");
    const auto opened = readScenario(writeScenario(recording));
    ASSERT_TRUE(opened.has_value()) << opened.error().front().message();
    Timeline again(opened->cluster);
    EXPECT_EQ(run(*opened, again).status, RunStatus::good);
    EXPECT_TRUE(recordingOf(again) == recording);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Recordings, testing::Values(1, 2, 3, 4), testing::PrintToStringParamName());

TEST(RecordingSize, OfAHundredThousandEventsWithAHundredActionsIsBelowFiftyKilobytes) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(5, 7);
    configuration.load = 40;
    Timeline timeline(configuration);
    for (EventIndex i = 1; i <= 100; ++i) {
        timeline.seek(i * 1'000);
        const ServerId server = static_cast<ServerId>(i % 5 + 1);
        const Action action = timeline.present().findHost(server)->stopped ? Action(action::Restart{server})
                                                                           : Action(action::Stop{server});
        ASSERT_TRUE(timeline.act(action).has_value());
    }
    timeline.seek(100'000);

    const std::string file = writeScenario(recordingOf(timeline));

    EXPECT_LT(file.size(), 50'000U);
    const auto opened = readScenario(file);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->branches.front().steps.size(), 100U);
}

} // namespace
