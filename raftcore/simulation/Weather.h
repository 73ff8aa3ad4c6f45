// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Timing.h"
#include "raftcore/values/Error.h"
#include "raftcore/values/Hash.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

// How often things break by chance.

namespace raft {

/// The highest rate of faults of one kind, a minute of logical time.
inline constexpr std::uint32_t kMaximumFaults = 6'000;

/// Faults that come at random, by the seed. Each rate counts the faults of its kind in a minute of logical time, in the
/// whole cluster, and is at most kMaximumFaults. While there is any, whatever is broken is mended after a while,
/// whoever broke it.
struct Weather {
    /// A server stops.
    std::uint32_t crashes = 0;
    /// A link is cut, now and then in one direction only.
    std::uint32_t cuts = 0;
    /// A message in flight is lost.
    std::uint32_t losses = 0;
    /// A server is paused.
    std::uint32_t pauses = 0;
    /// How long it takes on average until a server restarts or resumes, or a link is healed, in microseconds; from 1 ms
    /// to kMaximumStretch.
    Time repair = 1'000'000;

    bool operator==(const Weather&) const = default;
    /// True when nothing breaks by chance.
    [[nodiscard]] bool isCalm() const { return crashes == 0 && cuts == 0 && losses == 0 && pauses == 0; }
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const {
        return Hasher().add(crashes).add(cuts).add(losses).add(pauses).add(repair).value();
    }
};

/// The shortest mean time of repair, in microseconds.
inline constexpr Time kShortestRepair = 1'000;

/// The names of the kinds of weather: "calm", "rough", "storm".
const std::vector<const char*>& weatherNames();
/// The weather at `position` in weatherNames().
Weather weatherAt(std::size_t position);
/// Where this weather stands in weatherNames(); nothing for one with rates of its own.
std::optional<std::size_t> positionOf(const Weather& weather);
/// Nothing when all values are allowed; else an error that names the first field that is not and its range.
Expected<void> validate(const Weather& weather);

} // namespace raft
