// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Weather.h"

#include <algorithm>
#include <array>

// The kinds of weather, and which rates are allowed.

namespace raft {

/// Rough weather brings a fault every few seconds of logical time, a storm several a second.
static constexpr std::array<Weather, 3> kKinds{
    Weather{},
    Weather{6, 6, 60, 6, 1'000'000},
    Weather{60, 60, 600, 30, 500'000},
};

const std::vector<const char*>& weatherNames() {
    static const std::vector<const char*> names{"calm", "rough", "storm"};
    return names;
}

Weather weatherAt(std::size_t position) { return kKinds.at(position); }

std::optional<std::size_t> positionOf(const Weather& weather) {
    const auto* const found = std::find(kKinds.begin(), kKinds.end(), weather);
    return found == kKinds.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - kKinds.begin()));
}

Expected<void> validate(const Weather& weather) {
    for (const auto& [name, rate] : {std::pair{"crashes", weather.crashes}, std::pair{"cuts", weather.cuts},
                                     std::pair{"losses", weather.losses}, std::pair{"pauses", weather.pauses}}) {
        if (rate > kMaximumFaults) {
            return failure(name, {QT_TRANSLATE_NOOP("core", "%1 a minute"), {number(rate)}},
                           {QT_TRANSLATE_NOOP("core", "allowed: 0 to %1"), {number(kMaximumFaults)}});
        }
    }
    if (weather.repair < kShortestRepair || weather.repair > kMaximumStretch) {
        return failure("repair", {QT_TRANSLATE_NOOP("core", "%1 ms"), {milliseconds(weather.repair)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: %1 to %2 ms"),
                        {milliseconds(kShortestRepair), milliseconds(kMaximumStretch)}});
    }
    return {};
}

} // namespace raft
