// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/RunText.h"
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Any bytes as a scenario's file and as a run pasted from a chat: errors that fit their lines, or what is written and
// read without a change, and runs without a crash, as far as a small budget of events reaches.

namespace {

/// A scenario is run, and what came of it is written, read, and is the same.
void runIt(const raft::Scenario& scenario) {
    constexpr raft::EventIndex kBudget = 20'000;
    constexpr std::size_t kSteps = 2'000;
    std::size_t asked = 0;
    raft::Timeline timeline(scenario.cluster);
    const raft::RunResult result = raft::run(scenario, timeline, raft::WhenRefuted::goOn,
                                             {kBudget, [&asked](raft::EventIndex) { return ++asked < kSteps; }});
    RAFT_ASSERT((result.status == raft::RunStatus::good) == result.problems.empty());
    raft::Scenario recording = raft::recordingOf(timeline);
    recording.minorVersion = scenario.minorVersion;
    const auto written = raft::writeRecording(recording);
    if (!written)
        return;
    const auto again = raft::readScenario(*written);
    RAFT_ASSERT(again.has_value());
    RAFT_ASSERT(*again == recording);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)raft::fromRunText(text);
    const auto scenario = raft::readScenario(text);
    if (!scenario) {
        RAFT_ASSERT(!scenario.error().empty());
        for (const raft::Error& problem : scenario.error())
            RAFT_ASSERT(problem.message().find('\n') == std::string::npos);
        return 0;
    }
    const std::string written = raft::writeScenario(*scenario);
    const auto again = raft::readScenario(written);
    RAFT_ASSERT(again.has_value());
    RAFT_ASSERT(raft::writeScenario(*again) == written);
    runIt(*scenario);
    return 0;
}
