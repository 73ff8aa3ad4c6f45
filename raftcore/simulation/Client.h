// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Event.h"
#include "raftcore/simulation/Host.h"

#include <vector>

// A client of the load (§8): it sends its commands as messages, each again until it has the answer, and numbers them in
// a session if it has one.

namespace raft {

/// For so long a client waits for the first answer before it asks again, in microseconds. Each time that it asks in
/// vain it waits twice as long, else clients could keep a slow cluster busy with nothing but the same commands.
inline constexpr Time kClientPatience = 500'000;
/// The patience is doubled so often at most.
inline constexpr std::uint32_t kMostDoublings = 4;
/// So long after a refusal a client asks again, in microseconds.
inline constexpr Time kClientPause = 20'000;

/// One of the load's clients. It has one command under way at a time.
struct Client {
    /// Its number, from 1.
    std::uint64_t id = 0;
    /// Its session; 0 before it is opened, after it has expired, and without the option sessions.
    std::uint64_t session = 0;
    /// The number of its last command in the session.
    std::uint64_t serial = 0;
    /// Its request under way, or 0.
    std::uint64_t request = 0;
    /// How often that was sent.
    std::uint32_t attempts = 0;
    /// Whom it takes for the leader; 0 when it does not know, and asks any server.
    ServerId server = 0;
    /// Whose answer it waits for; 0 when for none.
    ServerId asked = 0;
    /// How often in a row nobody answered.
    std::uint32_t silences = 0;
    /// The highest index that an answer came from: no later answer may come from before it.
    Index seenIndex = 0;
    /// Its last request that ended, or 0.
    std::uint64_t lastEnded = 0;
    /// Commands of an open load that wait until their turn comes, oldest first.
    std::vector<Shared<Command>> backlog;
    /// When it asks next: for the first time, again, or because its patience is over.
    Due timer;
    bool operator==(const Client&) const = default;

    /// True when it has nothing under way, nothing that waits, and nothing in mind.
    [[nodiscard]] bool isIdle() const { return request == 0 && backlog.empty() && !timer.isSet(); }

    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const {
        Hasher hasher;
        hasher.add(id).add(session).add(serial).add(request).add(attempts).add(server).add(asked).add(seenIndex).add(
            silences);
        hasher.add(lastEnded);
        for (const Shared<Command>& command : backlog)
            hasher.add(command->hash());
        timer.addTo(hasher);
        return hasher.value();
    }
};

} // namespace raft
