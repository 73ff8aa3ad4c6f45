// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/LocalClock.h"

// A clock's speed in words.

namespace raft {

std::string speedText(std::uint32_t speed) {
    std::string decimals = std::to_string(kTrueSpeed + speed % kTrueSpeed).substr(1);
    while (!decimals.empty() && decimals.back() == '0')
        decimals.pop_back();
    return std::to_string(speed / kTrueSpeed) + (decimals.empty() ? "" : "." + decimals);
}

} // namespace raft
