// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/values/Assert.h"

#include <cstdio>
#include <cstdlib>

// The one place where a broken assertion ends the program.

namespace raft {

void assertionFailed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
    std::abort();
}

} // namespace raft
