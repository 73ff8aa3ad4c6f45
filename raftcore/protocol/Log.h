// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Command.h"
#include "raftcore/protocol/Configuration.h"
#include "raftcore/protocol/Ids.h"
#include "raftcore/values/Assert.h"
#include "raftcore/values/EitherShared.h"
#include "raftcore/values/PersistentVector.h"

// A server's log (§5.3): entries numbered from 1, each with the term in which a leader received it.

namespace raft {

/// What a log entry is for.
enum class EntryKind : std::uint8_t {
    noOp,          ///< nothing: a leader's first entry, or an entry of a starting state given by its term alone
    command,       ///< a command for the state machine
    configuration, ///< who is in the cluster from here on (§6)
};

/// One entry of a log.
struct Entry {
    /// The term in which a leader appended it.
    Term term = 0;
    /// A command, or a configuration; neither in a no-op.
    EitherShared<Command, Configuration> content{};

    bool operator==(const Entry&) const = default;

    /// The command; null in entries of another kind.
    [[nodiscard]] const Command* command() const { return content.first(); }
    /// The configuration that it puts in force; null in entries of another kind.
    [[nodiscard]] const Configuration* configuration() const { return content.second(); }
    /// What the entry is for.
    [[nodiscard]] EntryKind kind() const {
        if (configuration())
            return EntryKind::configuration;
        return command() ? EntryKind::command : EntryKind::noOp;
    }
    /// How many bytes it takes in messages, as limits count them: 8 for itself, and those of its command's words or 2
    /// for each server of its configuration.
    [[nodiscard]] std::uint64_t bytes() const {
        std::uint64_t sum = 8;
        if (const Command* words = command())
            sum += words->key.size() + words->value.size() + words->expected.size();
        if (const Configuration* who = configuration())
            sum += 2 * (who->voters.size() + who->outgoing.size() + who->learners.size());
        return sum;
    }
    /// A hash of the entry at this place.
    [[nodiscard]] std::uint64_t hash(Index index) const {
        Hasher hasher;
        hasher.add(index).add(term).add(command() ? command()->hash() : 0);
        if (configuration())
            hasher.add(configuration()->hash());
        return hasher.value();
    }
};

/// A log, or what is left of it behind a snapshot (§7). It is copied in constant time and shares its entries with its
/// copies.
class Log {
public:
    /// Where the entries begin that are still there: just behind this index. 0 while none were discarded.
    [[nodiscard]] Index baseIndex() const { return baseIndex_; }
    /// The term of the entry at baseIndex(); 0 at index 0.
    [[nodiscard]] Term baseTerm() const { return baseTerm_; }
    /// The index of the last entry, a discarded one included; 0 when there never was one.
    [[nodiscard]] Index lastIndex() const { return baseIndex_ + entries_.size(); }
    /// The term of the entry at lastIndex(); 0 when there never was one.
    [[nodiscard]] Term lastTerm() const { return entries_.empty() ? baseTerm_ : entries_.back().term; }
    /// True when the entry at `index` is there.
    [[nodiscard]] bool has(Index index) const { return index > baseIndex_ && index <= lastIndex(); }
    /// The entry at `index`, which must be there.
    [[nodiscard]] const Entry& at(Index index) const {
        RAFT_ASSERT(index > baseIndex_);
        return entries_[static_cast<std::size_t>(index - baseIndex_ - 1)];
    }
    /// The term of the entry at `index`; 0 at index 0. The entry must be there, or be the last one discarded.
    [[nodiscard]] Term termAt(Index index) const { return index == baseIndex_ ? baseTerm_ : at(index).term; }
    /// The largest index from `baseIndex()` to `limit` whose term is at most `term`; when there is none, an index below
    /// baseIndex(), or 0. (Accelerated back-off, §5.3.)
    [[nodiscard]] Index lastIndexWithTermAtMost(Term term, Index limit) const;

    /// Appends an entry behind the last.
    void append(Entry entry);
    /// Deletes the entry at `index`, which is above baseIndex(), and all that follow it.
    void truncateFrom(Index index);
    /// Discards the entries up to `index`, which must be there, for a snapshot stands in their place (§7).
    void discardUpTo(Index index);
    /// Discards all entries: a snapshot that ends with the entry `index` of `term` stands in their place. `hashUpTo` is
    /// what `hashUpTo(index)` was where they were.
    void startBehind(Index index, Term term, std::uint64_t hashUpTo);

    bool operator==(const Log&) const = default;
    /// A hash of all entries, those discarded included, kept up to date as they come and go. A log that was compacted
    /// has the same as one that was not.
    [[nodiscard]] std::uint64_t hash() const { return hash_; }
    /// The hash of the entries up to `index`, which is not below baseIndex(); takes time for each entry behind it.
    [[nodiscard]] std::uint64_t hashUpTo(Index index) const;

private:
    /// The entries behind baseIndex_.
    PersistentVector<Entry> entries_;
    Index baseIndex_ = 0;
    Term baseTerm_ = 0;
    /// Invariant: the sum over all entries from index 1 of their hash at their index, modulo 2^64.
    std::uint64_t hash_ = 0;
};

} // namespace raft
