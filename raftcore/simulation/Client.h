// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Event.h"
#include "raftcore/simulation/Host.h"

#include <vector>

// A client with a session (§8): it numbers its commands, and sends each again until it has the answer.

namespace raft {

/// For so long a client waits for an answer before it asks again, in microseconds.
inline constexpr Time kClientPatience = 500'000;
/// So long after a refusal, or the loss of its server, a client asks again, in microseconds.
inline constexpr Time kClientPause = 20'000;

/// One of the load's clients. It has one command under way at a time.
struct Client {
    /// Its number, from 1.
    std::uint64_t id = 0;
    /// Its session; 0 before it is opened, and after it has expired.
    std::uint64_t session = 0;
    /// The number of its last command.
    std::uint64_t serial = 0;
    /// Its request under way, or 0.
    std::uint64_t request = 0;
    /// How often that was sent.
    std::uint32_t attempts = 0;
    /// Whom it takes for the leader; 0 when it does not know, and asks any server.
    ServerId server = 0;
    /// Commands that wait until their turn comes, oldest first.
    std::vector<Shared<Command>> backlog;
    /// When it asks next: for the first time, again, or because its patience is over.
    Due timer;
    bool operator==(const Client&) const = default;

    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const {
        Hasher hasher;
        hasher.add(id).add(session).add(serial).add(request).add(attempts).add(server);
        for (const Shared<Command>& command : backlog)
            hasher.add(command->hash());
        timer.addTo(hasher);
        return hasher.value();
    }
};

} // namespace raft
