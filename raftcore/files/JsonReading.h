// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/files/JsonParts.h"
#include "raftcore/values/Error.h"

#include <string>
#include <string_view>

// JSON from files that anybody may have written. Internal to raftcore/files.

namespace raft {

/// The longest text that is read, in bytes.
inline constexpr std::size_t kMaximumJsonBytes = std::size_t{32} * 1024 * 1024;
/// How deep lists and objects may stand in one another.
inline constexpr std::size_t kMaximumJsonDepth = 32;
/// How many values a text may hold, those inside of others included.
inline constexpr std::size_t kMaximumJsonValues = 1'000'000;
/// How many fields one object may have.
inline constexpr std::size_t kMaximumJsonFields = 10'000;

/// The value that a text stands for. Errors: what is no JSON, with line and column (from 1, in characters); and, with a
/// JSON pointer, a field that is there twice, an integer beyond 64 bits, and what passes the limits above. It takes a
/// small multiple of the text's size, whatever the text is.
Expected<Json> readJson(std::string_view text);

/// A text cut to at most `characters`, never inside a character, with "…" where it was cut.
std::string shortened(std::string_view text, std::size_t characters);

/// A key as a part of a JSON pointer, shortened so that it suits a message.
std::string pointerPart(std::string_view key);

} // namespace raft
