// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"
#include "tests/Places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

// Situations that every implementation meets, as scenario files: each ends as its expectations say, and what its
// clients saw could have come from one server. RAFTARIUM_REWRITE=1 writes each again in the program's own layout.

namespace {

using namespace raft;

std::vector<std::filesystem::path> situations() {
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(std::string(tests::dataFolder()) + "/situations"))
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

class SituationFile : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(SituationFile, EndsAsItSays) {
    const auto scenario = readScenario(contentOf(GetParam()));
    ASSERT_TRUE(scenario.has_value()) << linesOf(scenario.error());

    Timeline timeline(scenario->cluster);
    const RunResult result = run(*scenario, timeline);

    EXPECT_EQ(result.status, RunStatus::good) << linesOf(result.problems);
    EXPECT_EQ(checkLinearizability(timeline.present()).verdict, Verdict::linearizable);
}

TEST_P(SituationFile, IsWrittenInTheProgramsLayout) {
    const std::string content = contentOf(GetParam());
    const auto scenario = readScenario(content);
    ASSERT_TRUE(scenario.has_value());

    const std::string written = writeScenario(*scenario);

    if (std::getenv("RAFTARIUM_REWRITE"))
        std::ofstream(GetParam(), std::ios::binary) << written;
    else
        EXPECT_EQ(written, content);
}

INSTANTIATE_TEST_SUITE_P(All, SituationFile, testing::ValuesIn(situations()), [](const auto& each) {
    std::string name = each.param.stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

} // namespace
