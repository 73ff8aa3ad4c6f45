// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Reason.h"

#include <array>
#include <ostream>
#include <vector>

// What each reason is told as, of S2, when S1's message of term 4 arrived there.

namespace raft {

/// A reason, its values, and both forms of its words.
struct ReasonRow {
    Reason reason;
    std::array<std::uint64_t, 4> values;
    const char* sentence;
    const char* brief;
};

/// For messages of failed expectations.
inline void PrintTo(const ReasonRow& row, std::ostream* out) { *out << row.sentence; }

/// The reasons that Figure 2 gives, and leader stickiness.
const std::vector<ReasonRow>& reasonRowsOfThePaper();
/// The reasons of everything beyond.
const std::vector<ReasonRow>& reasonRowsBeyond();
/// All of them.
std::vector<ReasonRow> allReasonRows();

} // namespace raft
