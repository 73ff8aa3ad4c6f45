// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/files/JsonParts.h"
#include "raftcore/values/Error.h"

#include <string>
#include <string_view>
#include <vector>

// JSON from files that anybody may have written. Internal to raftcore/files.

namespace raft {

/// The longest text that is read, in bytes.
inline constexpr std::size_t kMaximumJsonBytes = std::size_t{64} * 1024 * 1024;
/// How deep lists and objects may stand in one another.
inline constexpr std::size_t kMaximumJsonDepth = 32;
/// How many values a text may hold, those inside of others included.
inline constexpr std::size_t kMaximumJsonValues = 5'000'000;
/// How many fields that are there twice are noted.
inline constexpr std::size_t kMaximumTwice = 100;
/// How many fields one object may have.
inline constexpr std::size_t kMaximumJsonFields = 10'000;

/// The value that a text stands for. Errors: what is no JSON, with line and column (from 1, in characters); and, with a
/// JSON pointer, an integer beyond 64 bits, and what passes the limits above. A field that is there twice is noted in
/// `twice`, with the object's pointer, and its first value counts. It takes a small multiple of the text's size,
/// whatever the text is.
Expected<Json> readJson(std::string_view text, std::vector<Error>& twice);

} // namespace raft
