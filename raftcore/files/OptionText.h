// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Options.h"
#include "raftcore/values/Error.h"

#include <string>

// One option of the protocol as a person writes it on a command line.

namespace raft {

/// Sets what `text` says: an option's name, which switches it on, or "NAME=VALUE" with the value that a file would
/// have. An error names what is allowed. Whether the options go together is not judged (`validate`).
Expected<void> setOption(Options& options, const std::string& text);
/// The names of all options, as files give them: "noOp, acceleratedBackoff, …".
std::string optionNames();

} // namespace raft
