// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Command.h"
#include "raftcore/protocol/Ids.h"
#include "raftcore/values/PersistentMap.h"

#include <string>
#include <string_view>
#include <vector>

// The replicated state machine: a key-value store, and the sessions of its clients (§8).

namespace raft {

/// What a command of a session was answered.
struct Answer {
    /// The command's number in its session.
    std::uint64_t serial = 0;
    Result result;
    bool operator==(const Answer&) const = default;
};

/// What the state machine knows of a client's session.
struct Session {
    /// The number of the last command that was executed in it; 0 before the first.
    std::uint64_t serial = 0;
    /// The client has the answers to all commands before this number.
    std::uint64_t firstOutstanding = 0;
    /// The answers from there on, by ascending numbers.
    std::vector<Answer> answers;
    /// The index of the last entry that used it.
    Index used = 0;
    bool operator==(const Session&) const = default;
    /// The answer to the command with this number; null when it was not executed, or its answer is forgotten.
    [[nodiscard]] const Result* answerTo(std::uint64_t serial) const;
};

/// The most sessions that are kept; opening another ends the one that was not used for longest.
inline constexpr std::size_t kMaximumSessions = 32;

/// The key-value store of one server. It is copied in constant time.
class Store {
public:
    /// Carries out a command, atomically; `index` is that of its entry, and 0 where there is none. A command of a
    /// session that was executed before is not executed again: its answer is the same, until its client has it.
    Result apply(const Command& command, Index index = 0);
    /// True when the command would not be executed, for it was before.
    [[nodiscard]] bool knows(const Command& command) const;
    /// The sessions by their numbers.
    [[nodiscard]] const PersistentMap<std::uint64_t, Session>& sessions() const { return sessions_; }
    /// The value of a key; null when it has none.
    [[nodiscard]] const std::string* find(const std::string& key) const { return keys_.find(key); }
    /// All keys with their values, in ascending order of keys.
    [[nodiscard]] const PersistentMap<std::string, std::string>& keys() const { return keys_; }

    /// Everything that it holds, as bytes for a snapshot: equal stores give equal bytes.
    [[nodiscard]] std::string toBytes() const;
    /// The store that `toBytes` made these bytes of; an empty one when nothing did.
    static Store fromBytes(std::string_view bytes);

    bool operator==(const Store&) const = default;
    /// A hash of the contents, whatever the way they came about.
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

private:
    bool takeSessions(std::string_view bytes);
    Result execute(const Command& command);
    Result openSession(Index index);
    void setSession(std::uint64_t id, Session session);
    void endSession(std::uint64_t id);
    void put(const std::string& key, const std::string& value, const std::string* old);
    bool erase(const std::string& key);

    PersistentMap<std::string, std::string> keys_;
    PersistentMap<std::uint64_t, Session> sessions_;
    /// Invariant: the sum over all keys of the hash of key and value, and over all sessions of theirs, modulo 2^64.
    std::uint64_t hash_ = 0;
};

} // namespace raft
