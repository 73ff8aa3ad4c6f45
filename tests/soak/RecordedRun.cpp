// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/RecordedRun.h"

#include "tests/soak/Weather.h"

// From the events of a run to the steps of a recording.

namespace tests {

raft::Scenario recordedRun(std::uint64_t seed, const RunSettings& settings) {
    raft::Scenario scenario;
    scenario.title = "Random run " + raft::number(seed);
    scenario.cluster = Weather(seed).cluster();
    scenario.cluster.defects = settings.defects;
    auto& steps = scenario.branches.front().steps;
    RunSettings recording = settings;
    recording.listener = [&steps](const raft::Event& event, const raft::Cluster&) {
        if (event.action)
            steps.push_back({raft::placement::AtEvent{event.record.index, event.record.time}, *event.action});
    };
    const RunReport report = randomRun(seed, recording);
    scenario.description = report.problem;
    steps.push_back({raft::placement::AtEvent{report.events, std::nullopt},
                     raft::BookmarkStep{report.problem.empty() ? "All is well" : report.problem}});
    return scenario;
}

} // namespace tests
