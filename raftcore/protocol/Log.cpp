// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Log.h"

#include <algorithm>

// Keeping a log, and its hash with it.

namespace raft {

Index Log::lastIndexWithTermAtMost(Term term, Index limit) const {
    // What was discarded cannot be looked at: the answer then says only that it lies there.
    if (limit < baseIndex_)
        return limit;
    if (baseTerm_ > term)
        return baseIndex_ - 1;
    // Terms never decrease along a log, so the boundary is found by halving.
    Index low = baseIndex_;
    Index high = std::min(limit, lastIndex());
    while (low < high) {
        const Index middle = low + (high - low + 1) / 2;
        if (termAt(middle) <= term) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

void Log::append(Entry entry) {
    hash_ += entry.hash(lastIndex() + 1);
    entries_.push_back(std::move(entry));
}

void Log::truncateFrom(Index index) {
    RAFT_ASSERT(index > baseIndex_);
    for (Index i = index; i <= lastIndex(); ++i)
        hash_ -= at(i).hash(i);
    if (index <= lastIndex())
        entries_.truncate(static_cast<std::size_t>(index - baseIndex_ - 1));
}

void Log::discardUpTo(Index index) {
    RAFT_ASSERT(has(index));
    PersistentVector<Entry> kept;
    for (Index i = index + 1; i <= lastIndex(); ++i)
        kept.push_back(at(i));
    baseTerm_ = termAt(index);
    baseIndex_ = index;
    entries_ = std::move(kept);
}

void Log::startBehind(Index index, Term term, std::uint64_t hashUpTo) {
    entries_ = {};
    baseIndex_ = index;
    baseTerm_ = term;
    hash_ = hashUpTo;
}

std::uint64_t Log::hashUpTo(Index index) const {
    RAFT_ASSERT(index >= baseIndex_);
    std::uint64_t sum = hash_;
    for (Index i = lastIndex(); i > index; --i)
        sum -= at(i).hash(i);
    return sum;
}

} // namespace raft
