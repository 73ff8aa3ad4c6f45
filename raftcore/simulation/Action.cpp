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
    "addServer",    "removeServer", "promote",   "clock",      "disk",
    "setWeather",   "leaveJoint",   "setLoad",   "setPriority"};

constexpr std::array<const char*, kDiskStates> kDiskStateNames{"ok", "slow", "full", "lost"};

} // namespace

LinkTiming action::SetTiming::appliedTo(LinkTiming link) const {
    link.latency = latency.value_or(link.latency);
    link.loss = loss.value_or(link.loss);
    link.duplication = duplication.value_or(link.duplication);
    return link;
}

Timing action::SetTiming::appliedTo(Timing timing) const {
    timing.electionTimeout = electionTimeout.value_or(timing.electionTimeout);
    timing.heartbeat = heartbeat.value_or(timing.heartbeat);
    timing.link = appliedTo(timing.link);
    timing.diskWrite = diskWrite.value_or(timing.diskWrite);
    timing.electionTimers = electionTimers.value_or(timing.electionTimers);
    timing.heartbeats = heartbeats.value_or(timing.heartbeats);
    return timing;
}

Options action::SetOptions::appliedTo(Options options) const {
    if (preset)
        options = presetAt(*preset);
    options.noOp = noOp.value_or(options.noOp);
    options.entriesPerMessage = entriesPerMessage.value_or(options.entriesPerMessage);
    options.acceleratedBackoff = acceleratedBackoff.value_or(options.acceleratedBackoff);
    options.leaderStickiness = leaderStickiness.value_or(options.leaderStickiness);
    options.preVote = preVote.value_or(options.preVote);
    options.checkQuorum = checkQuorum.value_or(options.checkQuorum);
    options.leadershipTransfer = leadershipTransfer.value_or(options.leadershipTransfer);
    options.snapshots = snapshots.value_or(options.snapshots);
    options.readIndex = readIndex.value_or(options.readIndex);
    options.leaseReads = leaseReads.value_or(options.leaseReads);
    options.sessions = sessions.value_or(options.sessions);
    options.jointConsensus = jointConsensus.value_or(options.jointConsensus);
    options.singleServerChanges = singleServerChanges.value_or(options.singleServerChanges);
    options.pipelining = pipelining.value_or(options.pipelining);
    options.batching = batching.value_or(options.batching);
    options.bytesPerMessage = bytesPerMessage.value_or(options.bytesPerMessage);
    options.inFlightBytes = inFlightBytes.value_or(options.inFlightBytes);
    options.uncommittedEntries = uncommittedEntries.value_or(options.uncommittedEntries);
    options.asyncWrites = asyncWrites.value_or(options.asyncWrites);
    options.electionPriority = electionPriority.value_or(options.electionPriority);
    options.applyTimeConfiguration = applyTimeConfiguration.value_or(options.applyTimeConfiguration);
    return options;
}

bool action::MessageChoice::fits(std::uint64_t number, const Message& candidate) const {
    return (id == 0 || id == number) && (!message || *message == candidate.kind()) &&
           (from == 0 || from == candidate.from) && (to == 0 || to == candidate.to);
}

const char* actionName(const Action& action) { return actionName(action.index()); }

const char* diskStateName(DiskState state) { return kDiskStateNames[static_cast<std::size_t>(state)]; }

const char* actionName(std::size_t position) { return kActionNames[position]; }

} // namespace raft
