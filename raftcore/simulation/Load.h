// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Command.h"
#include "raftcore/protocol/Ids.h"
#include "raftcore/values/Error.h"
#include "raftcore/values/Hash.h"

#include <algorithm>
#include <cstdint>

// What the clients of a run ask for, and how often.

namespace raft {

/// The highest rate of a load, in commands a second of logical time.
inline constexpr std::uint32_t kMaximumLoad = 100'000;
/// The most keys that a load may use.
inline constexpr std::uint32_t kMaximumLoadKeys = 1'000;
/// A share of 100 is all.
inline constexpr std::uint32_t kWhole = 100;

/// A load. Open: commands come at a rate, however long the answers take. Closed: each client has one command under way,
/// and begins the next some time after the answer.
struct Load {
    Load() = default;
    /// So many commands a second, and everything else as usual; files say it by a number, too.
    Load(std::uint32_t rate_) : rate(rate_) {}

    /// Commands a second of logical time that come; 0 for a closed load. At most kMaximumLoad.
    std::uint32_t rate = 0;
    /// How many clients send them as messages, and ask again where no answer comes; at most kMaximumClients. 0 with a
    /// rate: commands go to the leader at once and once, unless the option sessions gives the load clients.
    std::uint32_t clients = 0;
    /// With a closed load: the time from an answer to the client's next command, in microseconds; from 1 to
    /// kMaximumStretch, since time must pass.
    Time thinkTime = 100'000;
    /// How many commands in a hundred read a key.
    std::uint32_t reads = 0;
    /// How many commands in a hundred compare a key and set it; with `reads` at most kWhole. The others set a key.
    std::uint32_t compares = 0;
    /// How reads are done; through the log where the mode's option is off.
    ReadMode readMode = ReadMode::log;
    /// The number of keys, from 1 to kMaximumLoadKeys.
    std::uint32_t keys = 10;

    bool operator==(const Load&) const = default;
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const {
        return Hasher()
            .add(rate)
            .add(clients)
            .add(thinkTime)
            .add(reads)
            .add(compares)
            .add(static_cast<std::uint64_t>(readMode))
            .add(keys)
            .value();
    }
    /// True when there is any.
    [[nodiscard]] bool isOn() const { return rate > 0 || clients > 0; }
    /// True when a command comes some time after the answer to the one before.
    [[nodiscard]] bool isClosed() const { return rate == 0 && clients > 0; }
    /// How many clients there are once the load has clients.
    [[nodiscard]] std::uint32_t clientCount() const {
        // Each has one command under way at a time.
        constexpr std::uint32_t kCommandsAClient = 10;
        return clients > 0 ? clients : std::clamp(rate / kCommandsAClient, 1U, 16U);
    }
};

/// Nothing when all values are allowed; else an error that names the first field that is not and its range.
Expected<void> validate(const Load& load);

} // namespace raft
