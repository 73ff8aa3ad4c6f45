// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"

#include <optional>
#include <string_view>

/// The program: command line and main window.
namespace raftarium {

/// What may be written for a stretch of time.
inline constexpr const char* kDurationForms = "a number with a unit: us, ms, s, m or h, as in 500ms, 10s, 1.5h";

/// The longest stretch of logical time that may be asked for: 10,000 hours, in microseconds.
inline constexpr raft::Time kLongestDuration = 36'000'000'000'000;

/// A stretch of time from 0 to kLongestDuration in microseconds, exactly as written ("10s", "0.25ms"); none when the
/// text is no such stretch or has parts of a microsecond.
std::optional<raft::Time> parseDuration(std::string_view text);

} // namespace raftarium
