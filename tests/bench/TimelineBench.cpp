// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/Timeline.h"

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
