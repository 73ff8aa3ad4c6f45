// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"
#include "raftcore/values/Generator.h"
#include "tests/Places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

// The fuzzer's corpus and the shipped scenarios, damaged in a fixed way: every build meets hostile files.

namespace {

using namespace raft;

std::vector<std::string> corpus() {
    std::vector<std::filesystem::path> files;
    for (const std::string& folder : {std::string(tests::dataFolder()) + "/fuzz/ScenarioFuzz",
                                      std::string(tests::resourcesFolder()) + "/scenarios"}) {
        for (const auto& each : std::filesystem::directory_iterator(folder))
            files.push_back(each.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> contents;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        contents.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return contents;
}

void checkReading(const std::string& text) {
    const auto scenario = readScenario(text);
    if (!scenario) {
        ASSERT_FALSE(scenario.error().empty());
        return;
    }
    const std::string written = writeScenario(*scenario);
    const auto again = readScenario(written);
    ASSERT_TRUE(again.has_value()) << written;
    ASSERT_EQ(writeScenario(*again), written);
}

TEST(ScenarioCorpus, DamagedFilesAreReadOrRefused) {
    Generator random(20140619);
    const std::vector<std::string> files = corpus();
    ASSERT_GT(files.size(), 20U);

    for (const std::string& file : files) {
        checkReading(file);
        for (int i = 0; i < 200; ++i) {
            std::string damaged = file;
            for (int k = 0; k < 3; ++k) {
                const auto place = static_cast<std::size_t>(random.below(damaged.size()));
                const auto other = static_cast<std::size_t>(random.below(file.size()));
                if (i % 2 == 0)
                    damaged[place] = file[other];
                else
                    damaged.replace(place, 3, file.substr(other, 8));
            }
            checkReading(damaged);
        }
    }
}

/// What a damaged file asks for is computed within a budget, and what came of it can be saved and opened.
void checkRunning(const std::string& text) {
    const auto scenario = readScenario(text);
    if (!scenario)
        return;
    Timeline timeline(scenario->cluster);
    const RunResult result = run(*scenario, timeline, WhenRefuted::goOn, {EventIndex{2'000}, {}});
    ASSERT_EQ(result.status == RunStatus::good, result.problems.empty());
    Scenario recording = recordingOf(timeline);
    recording.minorVersion = scenario->minorVersion;
    const auto written = writeRecording(recording);
    ASSERT_TRUE(written.has_value());
    const auto again = readScenario(*written);
    ASSERT_TRUE(again.has_value()) << again.error()[0].message() << *written;
    ASSERT_TRUE(*again == recording) << *written;
}

TEST(ScenarioCorpus, DamagedFilesRunWithinABudget) {
    Generator random(20131014);

    for (const std::string& file : corpus()) {
        checkRunning(file);
        for (int i = 0; i < 20; ++i) {
            std::string damaged = file;
            // A digit for a digit: most of these files can still be read.
            for (char& c : damaged) {
                if (c >= '0' && c <= '9' && random.below(40) == 0)
                    c = static_cast<char>('0' + random.below(10));
            }
            checkRunning(damaged);
            if (testing::Test::HasFatalFailure())
                return;
        }
    }
}

TEST(ScenarioCorpus, ListsOfMillionsAreRefusedWithoutBeingKept) {
    for (const std::string item : {"1,", "{},"}) {
        std::string text = "[";
        while (text.size() < 24'000'000)
            text += item;

        const auto scenario = readScenario(text);

        ASSERT_FALSE(scenario.has_value());
        EXPECT_EQ(scenario.error()[0].message(), "too many values; allowed: at most 5000000");
    }
}

} // namespace
