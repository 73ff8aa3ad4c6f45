// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Error.h"

#include <string>
#include <string_view>

// Files on disk: written so that a failure leaves the old file whole, and read with a limit.

namespace raft {

/// The largest file that is read, in bytes.
inline constexpr std::size_t kMaximumFileBytes = std::size_t{64} * 1024 * 1024;

/// Writes a file: whole under a temporary name in the same folder, flushed to the disk, then renamed. Whatever goes
/// wrong, even the end of the program, the old file or the new one is there whole. A link is followed, and the
/// permissions of an old file stay. What a program that was killed while saving left in the folder is removed once it
/// is an hour old. Errors name the path and say why.
Expected<void> saveFile(const std::string& path, std::string_view content);

/// The content of a regular file of at most kMaximumFileBytes. Errors name the path and say why.
Expected<std::string> loadFile(const std::string& path);

} // namespace raft
