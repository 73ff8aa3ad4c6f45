// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MainWindow.h"
#include "widgets/paint/PictureFont.h"
#include "widgets/views/TimelineView.h"

#include <QApplication>
#include <QMouseEvent>
#include <QStandardPaths>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

// Dragging the present moment through a run of a million events, in the whole window with all that follows it.

namespace {

constexpr raft::EventIndex kEvents = 1'000'000;

void needApplication() {
    static int argumentCount = 1;
    static char name[] = "bench";
    static char* arguments[] = {name, nullptr};
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Otherwise the platform waits a while before it paints.
    qputenv("QT_QPA_UPDATE_IDLE_TIME", "0");
    static const QApplication application(argumentCount, arguments);
    QStandardPaths::setTestModeEnabled(true);
    raftarium::addBundledFonts();
}

/// Counts how often a widget was painted.
class Paintings : public QObject {
public:
    [[nodiscard]] int count() const { return count_; }
    bool eventFilter(QObject* watched, QEvent* event) override {
        count_ += event->type() == QEvent::Paint ? 1 : 0;
        return QObject::eventFilter(watched, event);
    }

private:
    int count_ = 0;
};

/// The mouse goes over the whole strip and back, some pixels a frame. `fps` is of the mean frame, `p99_fps` of the
/// slowest in a hundred.
void dragThroughTheRun(benchmark::State& state) {
    needApplication();
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(5, 7);
    configuration.load = 40;
    raftarium::MainWindow window(configuration);
    window.resize(1920, 1080);
    window.show();
    window.session().seek(kEvents);
    auto* strip = window.findChild<raftarium::TimelineView*>();
    Paintings paintings;
    window.stage().installEventFilter(&paintings);
    const auto move = [strip](QEvent::Type type, double x) {
        const QPointF place(x, strip->height() / 2.0);
        QMouseEvent event(type, place, strip->mapToGlobal(place), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(strip, &event);
    };
    const double left = strip->geometry().strip.left();
    const double width = strip->geometry().strip.width;
    move(QEvent::MouseButtonPress, left);
    std::vector<double> times;
    double turn = 0;
    for (auto _ : state) {
        const auto started = std::chrono::steady_clock::now();
        const int before = paintings.count();
        turn += 0.02;
        move(QEvent::MouseMove, left + (1 - std::cos(turn)) / 2 * width);
        for (int i = 0; i < 100 && paintings.count() == before; ++i)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1);
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
    }
    move(QEvent::MouseButtonRelease, left);
    std::sort(times.begin(), times.end());
    double sum = 0;
    for (const double time : times)
        sum += time;
    state.counters["fps"] = static_cast<double>(times.size()) / sum;
    state.counters["p99_fps"] = 1 / times[times.size() * 99 / 100];
    state.counters["frames"] = paintings.count();
}
BENCHMARK(dragThroughTheRun)->Unit(benchmark::kMillisecond)->Iterations(1000);

} // namespace
