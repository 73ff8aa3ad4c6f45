// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/RunText.h"
#include "raftcore/files/ScenarioFile.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Any bytes as a scenario's file and as a run pasted from a chat: errors that fit their lines, or what is written and
// read without a change.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)raft::fromRunText(text);
    const auto scenario = raft::readScenario(text);
    if (!scenario) {
        RAFT_ASSERT(!scenario.error().empty());
        for (const raft::Error& problem : scenario.error())
            RAFT_ASSERT(problem.message().find('\n') == std::string::npos);
        return 0;
    }
    const std::string written = raft::writeScenario(*scenario);
    const auto again = raft::readScenario(written);
    RAFT_ASSERT(again.has_value());
    RAFT_ASSERT(raft::writeScenario(*again) == written);
    return 0;
}
