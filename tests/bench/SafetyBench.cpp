// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Safety.h"

#include <benchmark/benchmark.h>

// What it costs to check the five properties after every event, beside the event itself.

namespace {

raft::ClusterConfiguration steadyLoad(std::size_t servers) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(servers, 7);
    configuration.load = 40;
    return configuration;
}

void step(benchmark::State& state) {
    raft::Cluster cluster(steadyLoad(static_cast<std::size_t>(state.range(0))));
    for (auto _ : state)
        benchmark::DoNotOptimize(cluster.step());
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(step)->Arg(3)->Arg(5)->Arg(25)->Iterations(1'000'000);

void stepAndCheck(benchmark::State& state) {
    raft::Cluster cluster(steadyLoad(static_cast<std::size_t>(state.range(0))));
    raft::Safety safety(cluster);
    for (auto _ : state)
        benchmark::DoNotOptimize(safety.observe(cluster, cluster.step()));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(stepAndCheck)->Arg(3)->Arg(5)->Arg(25)->Iterations(1'000'000);

} // namespace
