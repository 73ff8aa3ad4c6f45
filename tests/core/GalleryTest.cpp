// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"
#include "raftcore/check/Safety.h"
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"
#include "tests/Places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

// Every scenario that is shipped is read, is run, and ends as it says. RAFTARIUM_REWRITE=1 writes each again in the
// program's own layout.

namespace {

using namespace raft;

std::vector<std::filesystem::path> shippedScenarios() {
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(std::string(tests::resourcesFolder()) + "/scenarios"))
        files.push_back(each.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string contentOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string linesOf(const std::vector<Error>& problems) {
    std::string lines;
    for (const Error& problem : problems)
        lines += problem.message() + "\n";
    return lines;
}

bool expectsSomething(const Scenario& scenario) {
    return std::any_of(scenario.branches.begin(), scenario.branches.end(), [](const auto& branch) {
        return std::any_of(branch.steps.begin(), branch.steps.end(),
                           [](const ScenarioStep& step) { return std::holds_alternative<Expectation>(step.what); });
    });
}

class Gallery : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Gallery, TheScenarioIsReadAndEndsAsItSays) {
    const auto scenario = readScenario(contentOf(GetParam()));
    ASSERT_TRUE(scenario.has_value()) << linesOf(scenario.error());

    Timeline timeline(scenario->cluster);
    const RunResult result = run(*scenario, timeline);

    EXPECT_EQ(result.status, RunStatus::good) << linesOf(result.problems);
    EXPECT_FALSE(scenario->title.empty());
    EXPECT_FALSE(scenario->description.empty());
    EXPECT_FALSE(timeline.bookmarks().empty()) << "nothing to step through";
    EXPECT_TRUE(expectsSomething(*scenario)) << "it could end anyhow";
}

TEST_P(Gallery, OpeningAndSavingChangesNoByte) {
    const std::string content = contentOf(GetParam());
    const auto scenario = readScenario(content);
    ASSERT_TRUE(scenario.has_value());

    const std::string written = writeScenario(*scenario);

    if (std::getenv("RAFTARIUM_REWRITE"))
        std::ofstream(GetParam(), std::ios::binary) << written;
    else
        EXPECT_EQ(written, content);
}

TEST_P(Gallery, ARecordingOfItEndsAlike) {
    const auto scenario = readScenario(contentOf(GetParam()));
    ASSERT_TRUE(scenario.has_value());
    Timeline original(scenario->cluster);
    ASSERT_EQ(run(*scenario, original).status, RunStatus::good);
    const Scenario recording = recordingOf(original);

    const auto opened = readScenario(writeScenario(recording));
    ASSERT_TRUE(opened.has_value()) << linesOf(opened.error());
    Timeline replayed(opened->cluster);
    const RunResult result = run(*opened, replayed);

    EXPECT_EQ(*opened, recording);
    EXPECT_EQ(result.status, RunStatus::good) << linesOf(result.problems);
    EXPECT_EQ(recordingOf(replayed), recording);
}

TEST(GalleryInTheStorm, AllFivePropertiesHoldAndWhatTheClientsSawIsLinearizable) {
    const auto scenario =
        readScenario(contentOf(std::string(tests::resourcesFolder()) + "/scenarios/stormy-minute.raft"));
    ASSERT_TRUE(scenario.has_value());
    Timeline timeline(scenario->cluster);
    Safety safety(timeline.present());
    std::size_t crashes = 0;
    timeline.setListener([&](const Event& event, const Cluster& after) {
        safety.observe(after, event.record);
        crashes += (event.record.marks & mark::kStop) != 0 ? 1U : 0U;
    });

    ASSERT_EQ(run(*scenario, timeline).status, RunStatus::good);

    EXPECT_GT(crashes, 30U);
    EXPECT_TRUE(safety.holds());
    EXPECT_EQ(checkLinearizability(timeline.present()).verdict, Verdict::linearizable);
}

INSTANTIATE_TEST_SUITE_P(All, Gallery, testing::ValuesIn(shippedScenarios()), [](const auto& each) {
    std::string name = each.param.stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

} // namespace
