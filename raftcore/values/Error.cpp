// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/values/Error.h"

// An error on one line.

namespace raft {

std::string Error::message() const {
    std::string out = where.empty() ? std::string() : where + ": ";
    out += problem.english();
    if (!allowed.empty())
        out += "; " + allowed.english();
    return out;
}

} // namespace raft
