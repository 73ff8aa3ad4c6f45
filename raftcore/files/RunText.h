// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Error.h"

#include <string>
#include <string_view>

// A run as a short text that survives a chat or a mail.

namespace raft {

/// A file's content as lines of printable ASCII between "raftarium-run:" and ":end". At most kMaximumFileBytes.
std::string toRunText(std::string_view file);

/// The file's content out of a text that holds such lines, with whatever a chat or a mail has put around or between
/// them. Errors say whether no run was found, or one that is cut off or damaged.
Expected<std::string> fromRunText(std::string_view text);

} // namespace raft
