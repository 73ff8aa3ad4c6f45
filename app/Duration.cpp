// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Duration.h"

#include <array>

// Stretches of time as people write them, to integers without any rounding.

namespace raftarium {

namespace {

struct Unit {
    std::string_view name;
    raft::Time microseconds;
};

/// Longer names first, so that "ms" is not taken for "m" or "s".
constexpr std::array<Unit, 5> kUnits{
    {{"us", 1}, {"ms", 1'000}, {"s", 1'000'000}, {"m", 60'000'000}, {"h", 3'600'000'000}}};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// The number in `digits` times `unit`. Each digit behind the point counts a tenth of the one before, as long as that
/// is a whole number of microseconds.
std::optional<raft::Time> scaled(std::string_view digits, raft::Time unit) {
    raft::Time total = 0;
    raft::Time weight = unit;
    bool behindPoint = false;
    bool any = false;
    for (const char c : digits) {
        if (c == '.' && any && !behindPoint) {
            behindPoint = true;
            any = false;
            continue;
        }
        if (!isDigit(c))
            return {};
        any = true;
        const raft::Time digit = c - '0';
        if (!behindPoint) {
            total = total * 10 + digit * unit;
        } else {
            if (digit != 0 && (weight == 0 || weight % 10 != 0))
                return {};
            weight /= 10;
            total += digit * weight;
        }
        if (total > kLongestDuration)
            return {};
    }
    return any ? std::optional(total) : std::nullopt;
}

} // namespace

std::optional<raft::Time> parseDuration(std::string_view text) {
    for (const Unit& unit : kUnits) {
        if (text.ends_with(unit.name))
            return scaled(text.substr(0, text.size() - unit.name.size()), unit.microseconds);
    }
    return {};
}

} // namespace raftarium
