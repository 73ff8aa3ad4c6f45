// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Command.h"
#include "raftcore/values/PersistentMap.h"

#include <string>
#include <string_view>

// The replicated state machine: a key-value store.

namespace raft {

/// What a command found or did.
enum class ResultKind : std::uint8_t {
    done,     ///< it was done
    value,    ///< a get found this value
    absent,   ///< the key has no value
    mismatch, ///< a compare-and-set found this other value and did nothing
};

/// A command's result.
struct Result {
    ResultKind kind = ResultKind::done;
    /// What was found, with `value` and `mismatch`.
    std::string value;
    bool operator==(const Result&) const = default;
};

/// The key-value store of one server. It is copied in constant time.
class Store {
public:
    /// Carries out a command, atomically.
    Result apply(const Command& command);
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
    void put(const std::string& key, const std::string& value);
    bool erase(const std::string& key);

    PersistentMap<std::string, std::string> keys_;
    /// Invariant: the sum over all keys of the hash of key and value, modulo 2^64.
    std::uint64_t hash_ = 0;
};

} // namespace raft
