// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"
#include "raftcore/values/Hash.h"

#include <algorithm>
#include <cstdint>
#include <string>

// A server's own clock, by which its timers and leases run: it may be fast or slow, and may jump.

namespace raft {

/// The speed of a clock that keeps logical time, in millionths.
inline constexpr std::uint32_t kTrueSpeed = 1'000'000;
/// The slowest and the fastest clock: a hundredth of logical time, and a hundred times it.
inline constexpr std::uint32_t kSlowestClock = kTrueSpeed / 100;
inline constexpr std::uint32_t kFastestClock = kTrueSpeed * 100;

/// A speed as people write it: "1", "0.5", "1.000001".
std::string speedText(std::uint32_t speed);

/// What a clock shows, as a function of logical time.
class LocalClock {
public:
    /// Its speed, in millionths of logical time.
    [[nodiscard]] std::uint32_t speed() const { return speed_; }
    /// What it shows at a logical time, in microseconds; `time` is not before it was last set.
    [[nodiscard]] Time at(Time time) const { return shown_ + scaled(time - since_, speed_, kTrueSpeed); }
    /// How much logical time passes while it advances by `local` microseconds, at least that: a timer never runs out
    /// early.
    [[nodiscard]] Time lasting(Time local) const {
        return speed_ == kTrueSpeed ? local : scaled(local, kTrueSpeed, speed_) + (local > 0 ? 1 : 0);
    }
    /// True while it keeps logical time.
    [[nodiscard]] bool isTrue() const { return *this == LocalClock(); }

    /// From `time` on it runs at `speed` (from kSlowestClock to kFastestClock), after a jump by `jump` microseconds. It
    /// never shows less than 0.
    void set(Time time, std::uint32_t speed, Time jump) {
        shown_ = std::max<Time>(0, at(time) + jump);
        since_ = time;
        speed_ = speed;
    }

    bool operator==(const LocalClock&) const = default;
    void addTo(Hasher& hasher) const { hasher.add(speed_).add(shown_).add(since_); }

private:
    /// value × factor / divisor, rounded down, without leaving the range of Time.
    static Time scaled(Time value, std::uint32_t factor, std::uint32_t divisor) {
        if (factor == divisor)
            return value;
        return value / divisor * factor + value % divisor * factor / divisor;
    }

    std::uint32_t speed_ = kTrueSpeed;
    Time shown_ = 0;
    Time since_ = 0;
};

} // namespace raft
