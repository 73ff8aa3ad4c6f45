// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/files/JsonParts.h"

#include <string>
#include <vector>

// How JSON is laid out in lines. Internal to raftcore/files.

namespace raft {

/// JSON whose lists and objects at the places `broken` have an item a line, indented by two; all others stand on one
/// line, with a space after each comma and colon. A place is a JSON pointer with "*" for the items of a list; "" is the
/// whole.
std::string laidOut(const Json& json, const std::vector<std::string>& broken);

/// JSON on one line, with a space after each comma and colon.
std::string spaced(const Json& json);

} // namespace raft
