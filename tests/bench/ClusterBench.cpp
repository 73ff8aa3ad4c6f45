// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Cluster.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <ctime>
#include <new>
#include <vector>

// Events per second of a cluster under steady load, and what a copy of a cluster costs.

namespace {

// What `operator new` was asked for so far, everywhere in this program.
std::size_t allocations = 0;
std::size_t allocatedBytes = 0;

void* countedAllocation(std::size_t size) {
    ++allocations;
    allocatedBytes += size;
    if (void* place = std::malloc(size))
        return place;
    std::abort();
}

} // namespace

void* operator new(std::size_t size) { return countedAllocation(size); }
void* operator new[](std::size_t size) { return countedAllocation(size); }
void operator delete(void* place) noexcept { std::free(place); }
void operator delete[](void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
void operator delete[](void* place, std::size_t) noexcept { std::free(place); }

namespace {

using raft::Cluster;

constexpr int kEventsARound = 100'000;
constexpr std::int64_t kShortestLog = 10;

/// A cluster that has had a leader for a second and serves so many commands as it can take.
Cluster steadyCluster(std::size_t servers, const raft::Options& options = {}) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(servers, 7);
    configuration.options = options;
    configuration.load = 40;
    Cluster cluster(configuration);
    while (cluster.leader() == 0)
        cluster.step();
    const raft::Time end = cluster.now() + 1'000'000;
    while (cluster.nextEventTime() < end)
        cluster.step();
    return cluster;
}

/// Advances by many events and does with each what `advance(cluster)` does; the counter is events a second.
template <typename Advance>
void run(benchmark::State& state, const Advance& advance, const raft::Options& options = {}) {
    const Cluster start = steadyCluster(static_cast<std::size_t>(state.range(0)), options);
    const std::size_t before = allocations;
    std::int64_t events = 0;
    for (auto _ : state) {
        Cluster cluster = start;
        for (int i = 0; i < kEventsARound; ++i)
            advance(cluster);
        events += kEventsARound;
        benchmark::DoNotOptimize(cluster.now());
    }
    state.SetItemsProcessed(events);
    state.counters["allocations/event"] = static_cast<double>(allocations - before) / static_cast<double>(events);
}

void stepWithoutRecording(benchmark::State& state) {
    run(state, [](Cluster& cluster) { benchmark::DoNotOptimize(cluster.step()); });
}

void stepAndRecord(benchmark::State& state) {
    std::vector<raft::EventRecord> records;
    run(state, [&records](Cluster& cluster) {
        records.push_back(cluster.step());
        if (records.size() == 1'000'000)
            records.clear();
    });
}

void stepInFullDetail(benchmark::State& state) {
    raft::Event event;
    run(state, [&event](Cluster& cluster) { benchmark::DoNotOptimize(cluster.step(&event)); });
}

/// The same in each preset; that of paper-basic against stepWithoutRecording of an earlier version tells what options
/// cost that are off.
void stepInPreset(benchmark::State& state) {
    const auto preset = static_cast<std::size_t>(state.range(1));
    state.SetLabel(raft::presetNames()[preset]);
    run(
        state, [](Cluster& cluster) { benchmark::DoNotOptimize(cluster.step()); }, raft::presetAt(preset));
}

BENCHMARK(stepInPreset)->ArgsProduct({{3, 5, 25}, {0, 1, 2, 3}})->Unit(benchmark::kMillisecond);
BENCHMARK(stepWithoutRecording)->Arg(3)->Arg(5)->Arg(25)->Unit(benchmark::kMillisecond);
BENCHMARK(stepAndRecord)->Arg(3)->Arg(5)->Arg(25)->Unit(benchmark::kMillisecond);
BENCHMARK(stepInFullDetail)->Arg(3)->Arg(5)->Arg(25)->Unit(benchmark::kMillisecond);

/// Five servers with so many entries in each log, all of them applied.
Cluster clusterWithLogs(std::int64_t entries) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(5, 7);
    const raft::Entry entry{1, raft::Shared(raft::Command{raft::CommandKind::set, "x", "1", {}})};
    for (raft::StartingServer& server : configuration.servers)
        server.log.assign(static_cast<std::size_t>(entries - 1), entry);
    configuration.options.noOp = true;
    Cluster cluster(configuration);
    const raft::Time end = 2'000'000;
    while (cluster.nextEventTime() < end)
        cluster.step();
    return cluster;
}

/// What working with a copy costs, in time, allocations and bytes; the ratio is to the cluster with the shortest logs.
template <typename Work>
void withCopies(benchmark::State& state, double& timeWithShortest, const Work& work) {
    const Cluster cluster = clusterWithLogs(state.range(0));
    work(cluster); // what is only done once is done before
    const std::size_t countBefore = allocations;
    const std::size_t bytesBefore = allocatedBytes;
    const std::clock_t started = std::clock();
    for (auto _ : state)
        work(cluster);
    const auto copies = static_cast<double>(state.iterations());
    const double time = static_cast<double>(std::clock() - started) / copies;
    if (state.range(0) == kShortestLog)
        timeWithShortest = time;
    state.counters["allocations"] = static_cast<double>(allocations - countBefore) / copies;
    state.counters["bytes"] = static_cast<double>(allocatedBytes - bytesBefore) / copies;
    state.counters["ratio"] = time / timeWithShortest;
}

/// A command appended, replicated, and committed on the leader.
void goOn(Cluster& cluster) {
    benchmark::DoNotOptimize(
        cluster.act(raft::action::Submit{{raft::CommandKind::set, "y", "2", {}}, cluster.leader()}));
    for (int i = 0; i < 30; ++i)
        cluster.step();
}

void copyAlone(benchmark::State& state) {
    static double shortest = 0;
    withCopies(state, shortest, [](const Cluster& cluster) {
        Cluster copy = cluster;
        benchmark::DoNotOptimize(&copy);
    });
}

void copyAndGoOn(benchmark::State& state) {
    static double shortest = 0;
    withCopies(state, shortest, [](const Cluster& cluster) {
        Cluster copy = cluster;
        goOn(copy);
        benchmark::DoNotOptimize(&copy);
    });
}

/// Two copies that went on alike are found equal.
void copyTwiceGoOnAndCompare(benchmark::State& state) {
    static double shortest = 0;
    withCopies(state, shortest, [](const Cluster& cluster) {
        Cluster one = cluster;
        Cluster other = cluster;
        goOn(one);
        goOn(other);
        benchmark::DoNotOptimize(one == other);
    });
}

BENCHMARK(copyAlone)->Arg(kShortestLog)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(copyAndGoOn)->Arg(kShortestLog)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(copyTwiceGoOnAndCompare)->Arg(kShortestLog)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

} // namespace
