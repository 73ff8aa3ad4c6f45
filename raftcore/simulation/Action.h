// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Command.h"
#include "raftcore/protocol/Options.h"
#include "raftcore/simulation/Load.h"
#include "raftcore/simulation/Network.h"
#include "raftcore/simulation/Weather.h"

#include <optional>
#include <variant>
#include <vector>

// What a person, or a scenario, does to a cluster. The names are those of the files.

namespace raft {

/// How a server's disk is.
enum class DiskState : std::uint8_t {
    ok,
    slow, ///< each write takes kSlowDisk longer
    full, ///< term and vote find their place, new entries do not
    lost, ///< all that was on it has gone, and a new one is in its place; only as what happens to a disk
};

/// The number of states of a disk.
inline constexpr std::size_t kDiskStates = 4;
/// The state's name in files.
const char* diskStateName(DiskState state);

namespace action {

/// A server crashes: what is not on its disk is lost.
struct Stop {
    ServerId server = 0;
    bool operator==(const Stop&) const = default;
};
/// A stopped server starts again from its disk.
struct Restart {
    ServerId server = 0;
    bool operator==(const Restart&) const = default;
};
/// A server's process is frozen: nothing is lost, nothing goes on.
struct Pause {
    ServerId server = 0;
    bool operator==(const Pause&) const = default;
};
/// A paused server wakes up; what came meanwhile reaches it now, in order.
struct Resume {
    ServerId server = 0;
    bool operator==(const Resume&) const = default;
};
/// A server's election timer runs out now. At a leader it changes nothing.
struct Timeout {
    ServerId server = 0;
    bool operator==(const Timeout&) const = default;
};
/// A leader's heartbeat is due now. At another server it changes nothing.
struct Heartbeat {
    ServerId server = 0;
    bool operator==(const Heartbeat&) const = default;
};
/// A client hands a command to a server, once, at once.
struct Submit {
    Command command;
    /// The server; 0 means the running leader of the highest term.
    ServerId server = 0;
    bool operator==(const Submit&) const = default;
};
/// A link is cut, both ways or from `from` to `to` only.
struct Cut {
    ServerId from = 0;
    ServerId to = 0;
    bool oneWay = false;
    bool operator==(const Cut&) const = default;
};
/// A link is healed, both ways or from `from` to `to` only.
struct Heal {
    ServerId from = 0;
    ServerId to = 0;
    bool oneWay = false;
    bool operator==(const Heal&) const = default;
};
/// The cluster falls into groups between which nothing passes; servers not named form one more.
struct Partition {
    std::vector<std::vector<ServerId>> groups;
    bool operator==(const Partition&) const = default;
};
/// All cuts and the partition end.
struct HealAll {
    bool operator==(const HealAll&) const = default;
};
/// Every message of a kind is lost from now on.
struct Block {
    Blockade blockade;
    bool operator==(const Block&) const = default;
};
/// A blockade ends.
struct Unblock {
    Blockade blockade;
    bool operator==(const Unblock&) const = default;
};

/// A message in flight: by its number, or the oldest that fits.
struct MessageChoice {
    /// Its number; 0 means the oldest that fits the other fields.
    std::uint64_t id = 0;
    std::optional<MessageKind> message;
    /// The sender; 0 means any.
    ServerId from = 0;
    /// The receiver; 0 means any.
    ServerId to = 0;
    bool operator==(const MessageChoice&) const = default;
    /// True when this message, with its number, fits.
    [[nodiscard]] bool fits(std::uint64_t number, const Message& candidate) const;
};
/// A message in flight is lost now.
struct Drop {
    MessageChoice choice;
    bool operator==(const Drop&) const = default;
};
/// A message in flight takes longer.
struct Delay {
    MessageChoice choice;
    /// How much longer, in microseconds; from 0 to kMaximumStretch.
    Time by = 0;
    bool operator==(const Delay&) const = default;
};
/// A message in flight arrives once more.
struct Duplicate {
    MessageChoice choice;
    bool operator==(const Duplicate&) const = default;
};
/// A message in flight arrives now.
struct Deliver {
    MessageChoice choice;
    bool operator==(const Deliver&) const = default;
};
/// Times change; absent fields stay. With `from` and `to`, one direction of one link gets a timing of its own.
struct SetTiming {
    std::optional<TimeRange> electionTimeout;
    std::optional<Time> heartbeat;
    std::optional<TimeRange> latency;
    std::optional<std::uint32_t> loss;
    std::optional<std::uint32_t> duplication;
    std::optional<TimeRange> diskWrite;
    std::optional<TimerMode> electionTimers;
    std::optional<TimerMode> heartbeats;
    ServerId from = 0;
    ServerId to = 0;
    bool operator==(const SetTiming&) const = default;
    /// A link's timing with what changes of it.
    [[nodiscard]] LinkTiming appliedTo(LinkTiming link) const;
    /// All times with what changes of them, those of every link included.
    [[nodiscard]] Timing appliedTo(Timing timing) const;
};
/// Features of the protocol change on every server. Absent fields stay, or become those of the preset.
struct SetOptions {
    std::optional<bool> noOp;
    std::optional<std::uint32_t> entriesPerMessage;
    std::optional<bool> acceleratedBackoff;
    std::optional<bool> leaderStickiness{};
    std::optional<bool> preVote{};
    std::optional<bool> checkQuorum{};
    std::optional<bool> leadershipTransfer{};
    std::optional<SnapshotOptions> snapshots{};
    std::optional<bool> readIndex{};
    std::optional<bool> leaseReads{};
    std::optional<bool> sessions{};
    std::optional<bool> jointConsensus{};
    std::optional<bool> singleServerChanges{};
    std::optional<std::uint32_t> pipelining{};
    std::optional<std::uint32_t> batching{};
    std::optional<std::uint32_t> bytesPerMessage{};
    std::optional<std::uint32_t> inFlightBytes{};
    std::optional<std::uint32_t> uncommittedEntries{};
    std::optional<bool> asyncWrites{};
    std::optional<bool> applyTimeConfiguration{};
    std::optional<bool> electionPriority{};
    /// A position in presetNames(), less than their number: it sets all features, the other fields override.
    std::optional<std::size_t> preset{};
    bool operator==(const SetOptions&) const = default;
    /// The features with what changes of them.
    [[nodiscard]] Options appliedTo(Options options) const;
};
/// All running election timers will run out at the same moment, one shortest election timeout from now.
struct AlignTimers {
    bool operator==(const AlignTimers&) const = default;
};
/// The running election timers will run out one after the other, in the order of the servers' numbers, spread evenly
/// over the range of election timeouts.
struct SpreadTimers {
    bool operator==(const SpreadTimers&) const = default;
};

/// The running leader of the highest term hands its leadership over.
struct Transfer {
    /// Who is to lead.
    ServerId to = 0;
    bool operator==(const Transfer&) const = default;
};

/// A server takes a snapshot of what it has applied, and discards the log up to there.
struct TakeSnapshot {
    ServerId server = 0;
    bool operator==(const TakeSnapshot&) const = default;
};
/// A server's own clock changes its speed, or jumps.
struct Clock {
    ServerId server = 0;
    /// The new speed in millionths of logical time, from kSlowestClock to kFastestClock; absent when it stays.
    std::optional<std::uint32_t> speed;
    /// How far it jumps, in microseconds, from −kMaximumStretch to kMaximumStretch.
    Time jump = 0;
    bool operator==(const Clock&) const = default;
};
/// From now on this much breaks by chance.
struct SetWeather {
    Weather weather;
    bool operator==(const SetWeather&) const = default;
};
/// From now on the clients ask for this. What they have under way they finish.
struct SetLoad {
    Load load;
    bool operator==(const SetLoad&) const = default;
};
/// A server is to lead rather than others, or less so (option electionPriority).
struct SetPriority {
    ServerId server = 0;
    /// From 0 to kMaximumPriority.
    std::uint32_t priority = 0;
    bool operator==(const SetPriority&) const = default;
};
/// A server's disk changes.
struct Disk {
    ServerId server = 0;
    DiskState state = DiskState::ok;
    bool operator==(const Disk&) const = default;
};

/// The leader changes who is in the cluster. Servers that do not exist yet are made, with empty disks.
struct ChangeConfiguration {
    std::vector<ServerId> voters;
    std::vector<ServerId> learners;
    /// By joint consensus; else by one server.
    bool joint = true;
    /// The joint configuration is left when the action LeaveJoint wants it; else as soon as it is committed.
    bool leavesOnRequest = false;
    bool operator==(const ChangeConfiguration&) const = default;
};
/// The leader leaves a joint configuration that is left on request.
struct LeaveJoint {
    bool operator==(const LeaveJoint&) const = default;
};
/// The leader takes a server in.
struct AddServer {
    ServerId server = 0;
    /// False for a learner.
    bool voting = true;
    bool operator==(const AddServer&) const = default;
};
/// The leader takes a server out. It goes on running.
struct RemoveServer {
    ServerId server = 0;
    bool operator==(const RemoveServer&) const = default;
};
/// The leader makes a learner a voter.
struct Promote {
    ServerId server = 0;
    bool operator==(const Promote&) const = default;
};

using raft::kReadModes;
using raft::ReadMode;

/// A client reads a key.
struct Read {
    std::string key;
    /// The server; 0 means the running leader of the highest term.
    ServerId server = 0;
    ReadMode mode = ReadMode::log;
    bool operator==(const Read&) const = default;
};

} // namespace action

/// Any action.
using Action =
    std::variant<action::Stop, action::Restart, action::Pause, action::Resume, action::Timeout, action::Heartbeat,
                 action::Submit, action::Cut, action::Heal, action::Partition, action::HealAll, action::Block,
                 action::Unblock, action::Drop, action::Delay, action::Duplicate, action::Deliver, action::SetTiming,
                 action::SetOptions, action::AlignTimers, action::SpreadTimers, action::Transfer, action::TakeSnapshot,
                 action::Read, action::ChangeConfiguration, action::AddServer, action::RemoveServer, action::Promote,
                 action::Clock, action::Disk, action::SetWeather, action::LeaveJoint, action::SetLoad,
                 action::SetPriority>;

/// The number of kinds of action.
inline constexpr std::size_t kActions = std::variant_size_v<Action>;

/// The action's name in files: "stop", "healAll", …
const char* actionName(const Action& action);
/// The name of the kind of action at `position` in `Action`; less than kActions.
const char* actionName(std::size_t position);

} // namespace raft
