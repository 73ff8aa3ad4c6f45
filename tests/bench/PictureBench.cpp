// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/PictureSurface.h"
#include "widgets/scene/Logs.h"

#include <QGuiApplication>
#include <QPainter>

#include <benchmark/benchmark.h>

// What a frame of the stage costs while a cluster runs: from the cluster to the pixels, on the raster engine.

namespace {

/// Logical time that passes between two frames at a sixtieth of a second and a speed of 1/50.
constexpr raft::Time kBetweenFrames = 333;

void needApplication() {
    static int argumentCount = 1;
    static char name[] = "bench";
    static char* arguments[] = {name, nullptr};
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static const QGuiApplication application(argumentCount, arguments);
}

/// A cluster with a leader and about this many messages in flight: the leader beats every 50 ms, so the time under way
/// settles how many heartbeats and replies there are.
raft::Cluster busyCluster(std::size_t servers, std::size_t messages) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(servers, 7);
    const auto latency = static_cast<raft::Time>(messages * 25'000 / (servers - 1));
    configuration.timing.link.latency = {latency, latency};
    configuration.timing.electionTimeout = {10 * latency, 20 * latency};
    configuration.load = 10;
    raft::Cluster cluster(configuration);
    while (cluster.leader() == 0 || cluster.inFlight().size() < messages)
        cluster.step();
    return cluster;
}

void letTimePass(scene::Frame& frame) {
    frame.time += kBetweenFrames;
    while (frame.cluster.nextEventTime() <= frame.time)
        frame.cluster.step();
}

/// A frame of the stage: picture, comparison with the one before, and painting of what differs.
void stageFrame(benchmark::State& state) {
    needApplication();
    const scene::Theme theme = scene::makeTheme(scene::ThemeKind::light);
    const scene::Words words;
    const scene::Size size{static_cast<double>(state.range(2)), static_cast<double>(state.range(3))};
    const scene::Canvas canvas{size, theme, raftarium::pictureMeasure(), words};
    scene::Frame frame{busyCluster(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1))),
                       0,
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {}};
    frame.time = frame.cluster.now();
    QImage screen(static_cast<int>(size.width), static_cast<int>(size.height), QImage::Format_RGB32);
    raftarium::PictureSurface surface;
    surface.show(scene::stage(frame, canvas), 1);
    for (auto _ : state) {
        state.PauseTiming();
        letTimePass(frame);
        state.ResumeTiming();
        const QRegion changed = surface.show(scene::stage(frame, canvas), 1);
        QPainter painter(&screen);
        painter.setClipRegion(changed);
        surface.paint(painter, changed);
    }
    state.counters["messages"] = static_cast<double>(frame.cluster.inFlight().size());
}
BENCHMARK(stageFrame)
    ->Args({5, 20, 1920, 1080})
    ->Args({25, 300, 1920, 1080})
    ->Args({101, 1000, 1920, 1080})
    ->Args({5, 20, 3840, 2160})
    ->Unit(benchmark::kMillisecond);

/// The picture of the stage alone, without painting.
void stagePicture(benchmark::State& state) {
    const scene::Theme theme = scene::makeTheme(scene::ThemeKind::light);
    const scene::Words words;
    const scene::InterMeasure measure;
    const scene::Canvas canvas{{1920, 1080}, theme, measure, words};
    scene::Frame frame{busyCluster(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1))),
                       0,
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {}};
    frame.time = frame.cluster.now();
    for (auto _ : state)
        benchmark::DoNotOptimize(scene::stage(frame, canvas));
}
BENCHMARK(stagePicture)->Args({5, 20})->Args({25, 300})->Args({101, 1000})->Unit(benchmark::kMillisecond);

/// The end of logs of that many entries: the picture, and painting all of it.
void logsFrame(benchmark::State& state) {
    needApplication();
    const scene::Theme theme = scene::makeTheme(scene::ThemeKind::light);
    const scene::Words words;
    const scene::Canvas canvas{{1920, 200}, theme, raftarium::pictureMeasure(), words};
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(5, 7);
    for (raft::StartingServer& server : configuration.servers)
        server.log.assign(static_cast<std::size_t>(state.range(0)), raft::Entry{1, {}});
    const scene::Frame frame{raft::Cluster(configuration), 0, {}, {}, {}, {}, {}, {}, {}, {}};
    QImage screen(1920, 200, QImage::Format_RGB32);
    raftarium::PicturePainter pictures;
    double x = 0;
    for (auto _ : state) {
        const scene::Picture picture = scene::logs(frame, scene::logGeometry(frame, {x, 0}, canvas), canvas);
        QPainter painter(&screen);
        pictures.paint(painter, picture);
        x += 37;
    }
}
BENCHMARK(logsFrame)->Arg(100)->Arg(100'000)->Unit(benchmark::kMillisecond);

} // namespace
