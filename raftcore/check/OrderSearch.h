// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

// The search for an order of operations on one key that explains every answer (Wing and Gong 1993, with the memory of
// Lowe 2017).

namespace raft {

/// The value of a key: 0 stands for none, other numbers for the values that occur.
using ValueNumber = std::uint32_t;
inline constexpr ValueNumber kAbsent = 0;

/// What an operation found, as far as its answer tells.
enum class Found : std::uint8_t {
    anything,   ///< the answer does not tell
    value,      ///< `found`, which may be kAbsent
    present,    ///< some value
    impossible, ///< nothing that can be: no such operation has such an answer
};

/// An operation on one key, as its client saw it.
struct Operation {
    /// The client's request.
    std::uint64_t request = 0;
    Time submitted = 0;
    /// When the answer came; of no meaning for an operation without an answer.
    Time answered = 0;
    Found finds = Found::anything;
    ValueNumber found = kAbsent;
    /// True when it leaves the key as `left`; else as it found it.
    bool writes = false;
    ValueNumber left = kAbsent;
};

/// Searches for an order in which all answered operations, and as many of the others as it takes, follow one another
/// and each finds what the one before it left; an operation that was answered before another was submitted comes before
/// it.
///
/// Operations without an answer may take effect at any time after they were submitted, or never. One of them is of use
/// only right before an operation that finds what it left, so that is where the search puts them; their number costs
/// little.
class OrderSearch {
public:
    enum class Outcome : std::uint8_t { found, none, gaveUp };

    /// `answered` are the operations with an answer, `open` those without; each in the order of their submission.
    OrderSearch(const std::vector<Operation>& answered, const std::vector<Operation>& open);

    /// Searches until it remembers `limit` dead ends, of some 64 bytes each; then it gives up.
    Outcome run(std::size_t limit);
    /// The requests in the order found, when one was.
    [[nodiscard]] std::vector<std::uint64_t> order() const;

private:
    /// Open operations that do the same: they can stand for each other, so the earliest is used first.
    struct Alike {
        Found finds = Found::anything;
        ValueNumber found = kAbsent;
        ValueNumber left = kAbsent;
        std::vector<std::size_t> members;
        std::size_t used = 0;
    };
    /// Kinds of open operations to take effect, one after the other.
    using Chain = std::vector<std::size_t>;
    /// An operation that may come next, and what takes effect right before it.
    struct Choice {
        std::size_t operation = 0;
        Chain before;
    };
    /// A place in the search: what is left to try there.
    struct Place {
        std::vector<Choice> choices;
        std::size_t tried = 0;
        /// The value before the choice that was tried last.
        ValueNumber value = kAbsent;
    };
    /// Two hashes of what has been put in order and of the value reached; equal for two different ones once in 2^128
    /// cases.
    using Fingerprint = std::pair<std::uint64_t, std::uint64_t>;

    void gatherAlike();
    Alike& alikeOf(const Operation& operation);
    [[nodiscard]] Place placeHere();
    [[nodiscard]] bool fits(const Operation& operation) const;
    [[nodiscard]] bool isUsable(const Alike& alike) const;
    void addChains(std::size_t operation, std::vector<Choice>& choices);
    void addChainsTo(ValueNumber value, Chain& after, std::size_t operation, std::vector<Choice>& choices);
    [[nodiscard]] bool isPassed(ValueNumber value, const Chain& after) const;
    void take(Place& place);
    void takeBack(Place& place);
    void count(std::size_t kind, bool taken);
    [[nodiscard]] Fingerprint fingerprint() const;

    const std::vector<Operation>& answered_;
    const std::vector<Operation>& open_;
    std::vector<Alike> alike_;
    /// The positions in `alike_` of the kinds that leave a value, by that value.
    std::vector<std::vector<std::size_t>> leaving_;
    /// The answered operations not yet in order, as a ring of positions; the last position is its head.
    std::vector<std::size_t> next_;
    std::vector<std::size_t> previous_;
    std::vector<Place> places_;
    ValueNumber value_ = kAbsent;
    /// The earliest answer among the operations not yet in order: what was submitted later cannot come next.
    Time firstAnswer_ = 0;
    Fingerprint taken_;
    std::set<Fingerprint> dead_;
    /// How much more may be spent on preparing the operation that is looked at.
    std::size_t patience_ = 0;
    /// True when not every chain was tried, so that finding no order proves nothing.
    bool curtailed_ = false;
};

} // namespace raft
