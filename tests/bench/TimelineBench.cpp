// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <vector>

// Seeking in a run of a million events, and what such a run costs in memory.

namespace {

constexpr raft::EventIndex kEvents = 1'000'000;

raft::ClusterConfiguration steadyLoad() {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(5, 7);
    configuration.load = 40;
    return configuration;
}

std::size_t allocatedBytes() { return mallinfo2().uordblks; }

/// Simulating the whole run, keyframes and records included; with the bytes that it takes an event.
void simulateRun(benchmark::State& state) {
    for (auto _ : state) {
        const std::size_t before = allocatedBytes();
        raft::Timeline timeline(steadyLoad());
        timeline.seek(kEvents);
        state.counters["bytes/event"] = static_cast<double>(allocatedBytes() - before) / static_cast<double>(kEvents);
        benchmark::DoNotOptimize(timeline.present().now());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(kEvents));
}
BENCHMARK(simulateRun)->Unit(benchmark::kMillisecond);

/// Opening a recording of the run: read, replay with its history, compare the hash. `ratio` is this time over that of
/// simulating the run for the first time.
void openRecording(benchmark::State& state) {
    using Clock = std::chrono::steady_clock;
    const auto started = Clock::now();
    raft::Timeline original(steadyLoad());
    original.seek(kEvents);
    const std::chrono::duration<double> simulated = Clock::now() - started;
    original.setBookmark({raft::kMainBranch, kEvents, "the end"});
    const std::string file = raft::writeScenario(raft::recordingOf(original));
    std::chrono::duration<double> opened{};
    for (auto _ : state) {
        const auto opening = Clock::now();
        const auto scenario = raft::readScenario(file);
        raft::Timeline timeline(scenario->cluster);
        if (raft::run(*scenario, timeline).status != raft::RunStatus::good || timeline.known() != kEvents)
            state.SkipWithError("the recording does not replay");
        opened += Clock::now() - opening;
    }
    state.counters["ratio"] = opened.count() / static_cast<double>(state.iterations()) / simulated.count();
    state.counters["bytes"] = static_cast<double>(file.size());
}
BENCHMARK(openRecording)->Unit(benchmark::kMillisecond);

/// Seeking to random moments; the counter is the 99th percentile in milliseconds.
void seekAnywhere(benchmark::State& state) {
    raft::Timeline timeline(steadyLoad());
    timeline.seek(kEvents);
    raft::Generator generator(1);
    std::vector<double> times;
    for (auto _ : state) {
        const auto started = std::chrono::steady_clock::now();
        timeline.seek(generator.below(kEvents + 1));
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count());
    }
    std::sort(times.begin(), times.end());
    state.counters["p99_ms"] = times[times.size() * 99 / 100];
}
BENCHMARK(seekAnywhere)->Unit(benchmark::kMillisecond)->Iterations(2000);

/// Telling fifty consecutive events in full, as a list of events does.
void tellFifty(benchmark::State& state) {
    raft::Timeline timeline(steadyLoad());
    timeline.seek(kEvents);
    raft::Generator generator(1);
    for (auto _ : state) {
        const raft::EventIndex first = generator.below(kEvents - 50);
        for (raft::EventIndex i = first; i < first + 50; ++i)
            benchmark::DoNotOptimize(timeline.event(i).changes.size());
    }
}
BENCHMARK(tellFifty)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
