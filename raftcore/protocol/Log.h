// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Command.h"
#include "raftcore/protocol/Ids.h"
#include "raftcore/values/PersistentVector.h"
#include "raftcore/values/Shared.h"

// A server's log (§5.3): entries numbered from 1, each with the term in which a leader received it.

namespace raft {

/// What a log entry is for.
enum class EntryKind : std::uint8_t {
    noOp,    ///< nothing: a leader's first entry, or an entry of a starting state given by its term alone
    command, ///< a command for the state machine
};

/// One entry of a log.
struct Entry {
    /// The term in which a leader appended it.
    Term term = 0;
    /// The command; none in a no-op.
    Shared<Command> command;

    bool operator==(const Entry&) const = default;

    /// What the entry is for.
    [[nodiscard]] EntryKind kind() const { return command ? EntryKind::command : EntryKind::noOp; }
    /// A hash of the entry at this place.
    [[nodiscard]] std::uint64_t hash(Index index) const {
        return Hasher().add(index).add(term).add(command ? command->hash() : 0).value();
    }
};

/// A log. It is copied in constant time and shares its entries with its copies.
class Log {
public:
    /// The index of the last entry; 0 when there is none.
    [[nodiscard]] Index lastIndex() const { return entries_.size(); }
    /// The term of the last entry; 0 when there is none.
    [[nodiscard]] Term lastTerm() const { return entries_.empty() ? 0 : entries_.back().term; }
    /// True when there is an entry at `index`.
    [[nodiscard]] bool has(Index index) const { return index >= 1 && index <= lastIndex(); }
    /// The entry at `index`, which must exist.
    [[nodiscard]] const Entry& at(Index index) const { return entries_[static_cast<std::size_t>(index - 1)]; }
    /// The term of the entry at `index`; 0 at index 0. There must be such an entry.
    [[nodiscard]] Term termAt(Index index) const { return index == 0 ? 0 : at(index).term; }
    /// The largest index up to `limit` whose term is at most `term`; 0 when there is none. (Accelerated back-off,
    /// §5.3.)
    [[nodiscard]] Index lastIndexWithTermAtMost(Term term, Index limit) const;

    /// Appends an entry behind the last.
    void append(Entry entry);
    /// Deletes the entry at `index` and all that follow it.
    void truncateFrom(Index index);

    bool operator==(const Log&) const = default;
    /// A hash of all entries, kept up to date as they come and go.
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

private:
    PersistentVector<Entry> entries_;
    /// Invariant: the sum over all entries of their hash at their index, modulo 2^64.
    std::uint64_t hash_ = 0;
};

} // namespace raft
