// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Action.h"

#include <array>

// The names of actions.

namespace raft {

namespace {

constexpr std::array<const char*, kActions> kActionNames{
    "stop",  "restart",   "pause",     "resume",    "timeout",    "heartbeat",   "submit",
    "cut",   "heal",      "partition", "healAll",   "block",      "unblock",     "drop",
    "delay", "duplicate", "deliver",   "setTiming", "setOptions", "alignTimers", "spreadTimers"};

} // namespace

const char* actionName(const Action& action) { return actionName(action.index()); }

const char* actionName(std::size_t position) { return kActionNames[position]; }

} // namespace raft
