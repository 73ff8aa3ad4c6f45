// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Event.h"

#include <cstdint>
#include <vector>

// The records of a long run, packed: twelve bytes an event.

namespace raft {

/// Which events are looked for: those that have any of the marks, or are of any of the kinds.
struct Sought {
    /// Bits of `mark`.
    std::uint16_t marks = 0;
    /// Bits of `kindBit`.
    std::uint16_t kinds = 0;
};

/// A kind of event as a bit.
constexpr std::uint16_t kindBit(EventKind kind) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(kind));
}

/// True when an event of these marks and this kind is among those that are sought.
constexpr bool isAmong(std::uint16_t marks, EventKind kind, Sought sought) {
    return (marks & sought.marks) != 0 || (kindBit(kind) & sought.kinds) != 0;
}

/// The records of consecutive events. Appending is cheap; each record is found by its index, and by time.
class RecordStore {
public:
    /// A store whose first record will be that of event `first`.
    explicit RecordStore(EventIndex first = 0) : first_(first), end_(first) {}

    /// The index of the first event.
    [[nodiscard]] EventIndex first() const { return first_; }
    /// One past the index of the last event.
    [[nodiscard]] EventIndex end() const { return end_; }

    /// Appends the record of event `end()`, which is not earlier than the one before.
    void append(const EventRecord& record);
    /// The record of event `index`, which must be in the store.
    [[nodiscard]] EventRecord at(EventIndex index) const;
    /// True when event `index`, which must be in the store, is among those that are sought.
    [[nodiscard]] bool isSought(EventIndex index, Sought sought) const;
    /// The first event in the store that is later than `time`; end() when there is none.
    [[nodiscard]] EventIndex firstAfter(Time time) const;

private:
    struct Packed {
        /// Microseconds since the block's base.
        std::uint32_t time;
        /// How many events ago the cause was; 0 for no cause.
        std::uint32_t causeAgo;
        std::uint16_t marks;
        std::uint8_t server;
        EventKind kind;
    };
    /// Up to kBlock events that lie within 2^32 microseconds, a little over an hour.
    struct Block {
        EventIndex first;
        Time base;
        std::vector<Packed> records;
    };
    static constexpr std::size_t kBlock = 4096;

    [[nodiscard]] const Block& blockOf(EventIndex index) const;

    EventIndex first_;
    EventIndex end_;
    std::vector<Block> blocks_;
};

} // namespace raft
