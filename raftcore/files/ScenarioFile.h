// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Scenario.h"

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

// A scenario or a recording as the text of a `.raft` file, and back.

namespace raft {

/// The major version of the format; files of a newer one are refused.
inline constexpr std::uint32_t kFormatMajor = 1;
/// The newest minor version of the format that is known in full.
inline constexpr std::uint32_t kFormatMinor = 0;
/// How many entries the logs of all starting states may have together.
inline constexpr std::size_t kMaximumStartEntries = 100'000;
/// How many steps all branches may have together.
inline constexpr std::size_t kMaximumSteps = 500'000;
/// How many branches a file may have.
inline constexpr std::size_t kMaximumBranches = 5'000;

/// How many bookmarks a file may have.
inline constexpr std::size_t kMaximumBookmarks = 100'000;
/// How many waypoints a branch may have.
inline constexpr std::size_t kMaximumWaypoints = 64;

/// The scenario that a file's text says, or all its problems, at least one: each with its
/// JSON pointer (or line and column, where it is no JSON), what was found and what is allowed, at most 200 characters
/// as a line. The cluster of a scenario that was read is sound. No text crashes it, hangs it, or makes it take more
/// memory than a small multiple of the text.
tl::expected<Scenario, std::vector<Error>> readScenario(std::string_view text);

/// The file's text: readable, an action a line, defaults left out. Reading it gives the same scenario.
std::string writeScenario(const Scenario& scenario);

/// The same for a recording, or in words what of it is more than a file may hold: whatever text it gives is read again,
/// and runs again.
Expected<std::string> writeRecording(const Scenario& recording);

} // namespace raft
