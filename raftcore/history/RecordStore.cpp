// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/RecordStore.h"

#include <algorithm>
#include <limits>

// Packing records and finding them again.

namespace raft {

void RecordStore::append(const EventRecord& record) {
    RAFT_ASSERT(record.index == end_);
    constexpr Time kReach = std::numeric_limits<std::uint32_t>::max();
    if (blocks_.empty() || blocks_.back().records.size() == kBlock || record.time - blocks_.back().base > kReach) {
        if (!blocks_.empty())
            blocks_.back().records.shrink_to_fit();
        blocks_.push_back({record.index, record.time, {}});
        blocks_.back().records.reserve(kBlock);
    }
    Block& block = blocks_.back();
    const EventIndex ago = record.cause == kNoEvent ? 0 : record.index - record.cause;
    RAFT_ASSERT(ago <= std::numeric_limits<std::uint32_t>::max());
    block.records.push_back({static_cast<std::uint32_t>(record.time - block.base), static_cast<std::uint32_t>(ago),
                             record.marks, static_cast<std::uint8_t>(record.server), record.kind});
    ++end_;
}

EventRecord RecordStore::at(EventIndex index) const {
    const Block& block = blockOf(index);
    const Packed& packed = block.records[static_cast<std::size_t>(index - block.first)];
    EventRecord record;
    record.index = index;
    record.time = block.base + packed.time;
    record.cause = packed.causeAgo == 0 ? kNoEvent : index - packed.causeAgo;
    record.server = packed.server;
    record.kind = packed.kind;
    record.marks = packed.marks;
    return record;
}

bool RecordStore::isSought(EventIndex index, Sought sought) const {
    const Block& block = blockOf(index);
    const Packed& packed = block.records[static_cast<std::size_t>(index - block.first)];
    return isAmong(packed.marks, packed.kind, sought);
}

EventIndex RecordStore::firstAfter(Time time) const {
    auto block = std::upper_bound(blocks_.begin(), blocks_.end(), time,
                                  [](Time wanted, const Block& each) { return wanted < each.base; });
    if (block == blocks_.begin())
        return first_;
    --block;
    const auto& records = block->records;
    const auto found = std::upper_bound(records.begin(), records.end(), time - block->base,
                                        [](Time wanted, const Packed& each) { return wanted < Time{each.time}; });
    return block->first + static_cast<EventIndex>(found - records.begin());
}

const RecordStore::Block& RecordStore::blockOf(EventIndex index) const {
    RAFT_ASSERT(index >= first_ && index < end_);
    const auto after = std::upper_bound(blocks_.begin(), blocks_.end(), index,
                                        [](EventIndex wanted, const Block& each) { return wanted < each.first; });
    return *(after - 1);
}

} // namespace raft
