// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Scenario.h"
#include "tests/soak/RandomRun.h"

// A random run as a recording, which the program opens.

namespace tests {

/// Makes the run once more and writes down what was done in it, each action at its event; where it ended there is a
/// bookmark that says what went wrong, if anything did. `settings.listener` is not called.
raft::Scenario recordedRun(std::uint64_t seed, const RunSettings& settings);

} // namespace tests
