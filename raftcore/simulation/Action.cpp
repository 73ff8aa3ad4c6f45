// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Action.h"

#include <array>

// The names of actions.

namespace raft {

namespace {

constexpr std::array<const char*, kActions> kActionNames{
    "stop",         "restart",      "pause",     "resume",     "timeout",
    "heartbeat",    "submit",       "cut",       "heal",       "partition",
    "healAll",      "block",        "unblock",   "drop",       "delay",
    "duplicate",    "deliver",      "setTiming", "setOptions", "alignTimers",
    "spreadTimers", "transfer",     "snapshot",  "read",       "changeConfiguration",
    "addServer",    "removeServer", "promote"};

constexpr std::array<const char*, action::kReadModes> kReadModeNames{"log", "readIndex", "lease"};

} // namespace

const char* readModeName(action::ReadMode mode) { return kReadModeNames[static_cast<std::size_t>(mode)]; }

bool action::MessageChoice::fits(std::uint64_t number, const Message& candidate) const {
    return (id == 0 || id == number) && (!message || *message == candidate.kind()) &&
           (from == 0 || from == candidate.from) && (to == 0 || to == candidate.to);
}

const char* actionName(const Action& action) { return actionName(action.index()); }

const char* actionName(std::size_t position) { return kActionNames[position]; }

} // namespace raft
