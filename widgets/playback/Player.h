// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Session.h"
#include "widgets/playback/Speed.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

/// Maps a person's time to logical time.
namespace raftarium {

/// Moves a session's present moment on while it plays. It only ever seeks.
class Player : public QObject {
    Q_OBJECT

public:
    /// A paused player at the opening speed. The session must outlive it.
    explicit Player(Session& session, QObject* parent = nullptr);

    /// True from play() to pause(), whether it is held or not.
    [[nodiscard]] bool isPlaying() const { return playing_; }
    /// True while somebody holds playback.
    [[nodiscard]] bool isHeld() const { return !holders_.isEmpty(); }
    /// Logical time that is to pass in a second of wall time.
    [[nodiscard]] double speed() const { return speed_; }
    /// The speed of the last half second; less than speed() when the machine cannot follow. 0 when not known.
    [[nodiscard]] double reachedSpeed() const { return reached_; }
    /// Whether stretches in which nothing is in flight pass quickly.
    [[nodiscard]] bool skipsIdle() const { return skipsIdle_; }

    /// How fast logical time passes at a moment of this cluster, idle stretches considered.
    [[nodiscard]] double paceAt(const raft::Cluster& cluster) const;

    /// Lets `seconds` of wall time pass; at most kLongestTick of them count.
    void advance(double seconds);

    /// A laptop that slept, or a window that was dragged, moves the run on by no more than this, in seconds.
    static constexpr double kLongestTick = 0.1;
    /// An idle stretch takes no more wall time than this, in seconds, unless that is what it takes at the chosen speed.
    static constexpr double kIdlePasses = 0.4;

public slots:
    void play();
    void pause();
    void togglePlaying();
    /// Sets the speed, from kSlowest to kFastest.
    void setSpeed(double speed);
    void setSkipsIdle(bool skips);
    /// Playback stands still until `holder` releases it (or is gone).
    void hold(QObject* holder);
    void release(QObject* holder);

    // ---- Each pauses first.
    /// One event on; false when nothing is due.
    bool stepForward();
    /// One event back; false at the beginning.
    bool stepBack();
    bool stepToNextInteresting();
    bool stepToPreviousInteresting();
    void goToStart();
    /// To the last event that is known.
    void goToEnd();

signals:
    /// Playing, held or not, speed or idle skipping changed.
    void stateChanged();
    /// The speed really reached changed noticeably.
    void reachedSpeedChanged();
    /// A step could not be made; says why.
    void stuck(const QString& reason);

private:
    void tick();
    void runClock();
    bool seekWithin(raft::Time target);
    void measure(double seconds, double logicalSeconds, double wanted);

    Session& session_;
    QTimer timer_;
    QElapsedTimer clock_;
    QSet<QObject*> holders_;
    bool playing_ = false;
    bool skipsIdle_ = true;
    double speed_ = kOpeningSpeed;
    /// What of a microsecond is left over from the last tick.
    double rest_ = 0;
    double reached_ = 0;
    /// Wall and logical seconds since the reached speed was last worked out, and what was wanted of the latter.
    double measuredWall_ = 0;
    double measuredLogical_ = 0;
    double measuredWanted_ = 0;
};

} // namespace raftarium
