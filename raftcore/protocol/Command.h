// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/CompactString.h"
#include "raftcore/values/Error.h"
#include "raftcore/values/Hash.h"

#include <cstdint>
#include <string>
#include <string_view>

// What a client asks of the replicated key-value store.

namespace raft {

/// The longest key or value that a command may carry, in bytes.
inline constexpr std::size_t kMaximumWordLength = 256;

/// What a command does to the store.
enum class CommandKind : std::uint8_t {
    noOp,          ///< nothing
    set,           ///< gives a key a value
    get,           ///< tells a key's value
    del,           ///< forgets a key
    compareAndSet, ///< gives a key a value if it has the expected one
    openSession,   ///< opens a session for a client (§8; dissertation, section 6.3)
};

/// How a read makes sure that it sees everything that was answered before it (§8; dissertation, section 6.4).
enum class ReadMode : std::uint8_t {
    log,       ///< as an entry of the log
    readIndex, ///< by a round of heartbeats
    lease,     ///< by the leader's lease, where there is one; else as readIndex
};

/// The number of modes.
inline constexpr std::size_t kReadModes = 3;

/// The mode's name in files: "log", "readIndex", "lease".
const char* readModeName(ReadMode mode);

/// What a command found or did.
enum class ResultKind : std::uint8_t {
    done,     ///< it was done
    value,    ///< a get found this value
    absent,   ///< the key has no value
    mismatch, ///< a compare-and-set found this other value and did nothing
    opened,   ///< the session with this number is open
    expired,  ///< there is no such session, or it has gone on: nothing was done
};

/// The result's name in files: "done", "value", …
const char* resultName(ResultKind kind);

/// A command's result.
struct Result {
    ResultKind kind = ResultKind::done;
    /// What was found, with `value` and `mismatch`; the session, with `opened`.
    CompactString value;
    bool operator==(const Result&) const = default;
};

/// A command for the key-value store; it takes effect atomically when its log entry is applied.
struct Command {
    CommandKind kind = CommandKind::noOp;
    /// The key; empty for a no-op.
    std::string key;
    /// The new value of `set` and `compareAndSet`.
    std::string value;
    /// What `compareAndSet` expects to find.
    CompactString expected;
    /// The client's session, which is the index of the entry that opened it; 0 for a command without one (§8).
    std::uint64_t session = 0;
    /// The command's number in its session, from 1.
    std::uint64_t serial = 0;
    /// The number of the session's first command without an answer yet: the answers to all before it may be forgotten.
    std::uint64_t firstOutstanding = 0;

    bool operator==(const Command&) const = default;

    /// The command as a person writes it: "set x 1", "get x", "del x", "cas x 1 2" (expected, then new), "noop"; and
    /// "open session", which clients alone send.
    [[nodiscard]] std::string text() const;
    /// The command in a written line. Errors name the word that is wrong and what is allowed.
    static Expected<Command> parse(std::string_view line);
    /// A hash of the whole command.
    [[nodiscard]] std::uint64_t hash() const;
};

} // namespace raft
