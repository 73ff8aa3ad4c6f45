// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/Player.h"

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>
#include <cmath>

// Wall time in, seeks out.

namespace raftarium {

/// A tick computes for no longer, in milliseconds, so that the window stays quick however fast the run goes.
static constexpr int kTickBudget = 8;
/// The reached speed is worked out over so many seconds.
static constexpr double kMeasured = 0.5;
static constexpr double kMicroseconds = 1e6;

/// How long a picture stays on the screen, in milliseconds.
static int frameInterval() {
    const QScreen* screen = QGuiApplication::primaryScreen();
    const double rate = screen ? screen->refreshRate() : 60;
    return std::max(1, static_cast<int>(std::floor(1000 / std::clamp(rate, 20.0, 240.0))));
}

Player::Player(Session& session, QObject* parent) : QObject(parent), session_(session) {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(frameInterval());
    connect(&timer_, &QTimer::timeout, this, &Player::tick);
    connect(&session_, &Session::runReplaced, this, &Player::pause);
}

double Player::paceAt(const raft::Cluster& cluster) const {
    const raft::Time next = session_.timeline().nextTime();
    if (!skipsIdle_ || next == raft::kNever || !cluster.isQuiet())
        return speed_;
    const raft::EventIndex events = cluster.eventCount();
    const raft::Time last = events == 0 ? 0 : session_.timeline().record(events - 1).time;
    return std::max(speed_, static_cast<double>(next - last) / kMicroseconds / kIdlePasses);
}

void Player::advance(double seconds) {
    const raft::Cluster& cluster = session_.cluster();
    const raft::Time next = session_.timeline().nextTime();
    if (next == raft::kNever)
        return;
    const double pace = paceAt(cluster);
    const double way = pace * std::min(seconds, kLongestTick) * kMicroseconds + rest_;
    const auto whole = static_cast<raft::Time>(way);
    rest_ = way - static_cast<double>(whole);
    const raft::Time start = cluster.now();
    // An idle stretch ends with its last moment: what comes then is seen at the chosen speed.
    const raft::Time target = pace > speed_ ? std::min(start + whole, next) : start + whole;
    session_.seekTime(target, kTickBudget);
    measure(seconds, static_cast<double>(session_.cluster().now() - start) / kMicroseconds,
            pace > speed_ ? static_cast<double>(target - start) / kMicroseconds : pace * seconds);
}

void Player::measure(double seconds, double logicalSeconds, double wanted) {
    measuredWall_ += seconds;
    measuredLogical_ += logicalSeconds;
    measuredWanted_ += wanted;
    if (measuredWall_ < kMeasured)
        return;
    const double share = measuredWanted_ > 0 ? std::min(1.0, measuredLogical_ / measuredWanted_) : 1;
    const double reached = speed_ * share;
    const bool changed = std::abs(reached - reached_) > 0.02 * speed_;
    measuredWall_ = measuredLogical_ = measuredWanted_ = 0;
    if (!changed)
        return;
    reached_ = reached;
    emit reachedSpeedChanged();
}

void Player::tick() {
    advance(static_cast<double>(clock_.nsecsElapsed()) / 1e9);
    clock_.restart();
}

/// Starts or stops the clock, whichever fits, and says so.
void Player::runClock() {
    const bool runs = playing_ && holders_.isEmpty();
    if (runs && !timer_.isActive()) {
        clock_.start();
        timer_.start();
    } else if (!runs) {
        timer_.stop();
    }
    if (!runs)
        measuredWall_ = measuredLogical_ = measuredWanted_ = 0;
    emit stateChanged();
}

void Player::play() {
    playing_ = true;
    runClock();
}

void Player::pause() {
    playing_ = false;
    runClock();
}

void Player::togglePlaying() { playing_ ? pause() : play(); }

void Player::setSpeed(double speed) {
    speed_ = std::clamp(speed, kSlowest, kFastest);
    reached_ = 0;
    measuredWall_ = measuredLogical_ = measuredWanted_ = 0;
    emit stateChanged();
}

void Player::setSkipsIdle(bool skips) {
    skipsIdle_ = skips;
    emit stateChanged();
}

void Player::hold(QObject* holder) {
    if (holders_.contains(holder))
        return;
    holders_.insert(holder);
    connect(holder, &QObject::destroyed, this, &Player::release);
    runClock();
}

void Player::release(QObject* holder) {
    if (!holders_.remove(holder))
        return;
    disconnect(holder, &QObject::destroyed, this, &Player::release);
    runClock();
}

bool Player::stepForward() {
    pause();
    const bool moved = session_.seek(session_.events() + 1);
    if (!moved)
        emit stuck(tr("Nothing is due: make a server time out, or submit a command."));
    return moved;
}

bool Player::stepBack() {
    pause();
    const bool moved = session_.events() > 0;
    if (moved)
        session_.seek(session_.events() - 1);
    else if (session_.cluster().now() > 0)
        session_.seek(0);
    else
        emit stuck(tr("This is the beginning."));
    return moved;
}

bool Player::stepToNextInteresting() {
    pause();
    const bool moved = session_.seekNextInteresting();
    if (!moved)
        emit stuck(tr("Nothing interesting comes: only heartbeats, or nothing at all."));
    return moved;
}

bool Player::stepToPreviousInteresting() {
    pause();
    const bool moved = session_.seekPreviousInteresting();
    if (!moved)
        emit stuck(tr("This is the beginning."));
    return moved;
}

void Player::goToStart() {
    pause();
    session_.seek(0);
}

void Player::goToEnd() {
    pause();
    session_.seek(session_.timeline().known());
}

} // namespace raftarium
