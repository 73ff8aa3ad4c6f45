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

std::string pointerPart(std::string_view key) {
    std::string part;
    for (const char c : printable(shortened(key, 40))) {
        if (c == '~')
            part += "~0";
        else if (c == '/')
            part += "~1";
        else
            part += c;
    }
    return part;
}

} // namespace raft
