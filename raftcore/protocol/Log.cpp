// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Log.h"

#include <algorithm>

// Keeping a log, and its hash with it.

namespace raft {

Index Log::lastIndexWithTermAtMost(Term term, Index limit) const {
    // Terms never decrease along a log, so the boundary is found by halving.
    Index low = 0;
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
    RAFT_ASSERT(index >= 1);
    for (Index i = index; i <= lastIndex(); ++i)
        hash_ -= at(i).hash(i);
    if (index <= lastIndex())
        entries_.truncate(static_cast<std::size_t>(index - 1));
}

} // namespace raft
