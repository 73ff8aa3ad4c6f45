// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Assertions that stay on in every build: a broken promise in the core stops the program where it is broken.

namespace raft {

/// Prints the condition and its place to stderr and ends the program. Called by RAFT_ASSERT alone.
[[noreturn]] void assertionFailed(const char* condition, const char* file, int line);

} // namespace raft

/// Ends the program when `condition` is false, in release builds too. For bugs only, never for bad input.
#define RAFT_ASSERT(condition)                                                                                         \
    ((condition) ? static_cast<void>(0) : ::raft::assertionFailed(#condition, __FILE__, __LINE__))
