// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Effects.h"
#include "raftcore/simulation/Action.h"
#include "raftcore/simulation/Store.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

// What happened in a cluster, one event at a time: in short for every event, in full for those that somebody looks at.

namespace raft {

/// An event's number, from 0.
using EventIndex = std::uint64_t;
/// Stands for no event: what caused the first timers and what people do.
inline constexpr EventIndex kNoEvent = ~EventIndex{0};

/// What an event was.
enum class EventKind : std::uint8_t {
    timeout,   ///< an election timer ran out
    heartbeat, ///< a leader's heartbeat timer ran out
    deliver,   ///< a message arrived
    wait,      ///< a message reached a paused server and waits there
    lose,      ///< a message was lost
    persisted, ///< a write to disk ended
    apply,     ///< a server applied committed entries, or a snapshot
    action,    ///< somebody acted
    client,    ///< a client of the load asked, or has another command to ask for
    limit,     ///< a leader's time limit was reached
};

/// The number of kinds of event.
inline constexpr std::size_t kEventKinds = 10;

/// The kind's name in files.
const char* eventKindName(EventKind kind);

/// What is remarkable about an event, as bits.
namespace mark {
inline constexpr std::uint16_t kInteresting = 1U << 0; ///< more than a heartbeat that moves nothing but timers
inline constexpr std::uint16_t kElection = 1U << 1;    ///< a server became a candidate
inline constexpr std::uint16_t kLeader = 1U << 2;      ///< a server became leader
inline constexpr std::uint16_t kStepDown = 1U << 3;    ///< a leader ceased to lead
inline constexpr std::uint16_t kTerm = 1U << 4;        ///< a server's term rose
inline constexpr std::uint16_t kCommit = 1U << 5;      ///< a leader's commitIndex rose
inline constexpr std::uint16_t kClient = 1U << 6;      ///< a client submitted a command
inline constexpr std::uint16_t kAnswer = 1U << 7;      ///< a client got an answer
inline constexpr std::uint16_t kStop = 1U << 8;        ///< a server was stopped or paused
inline constexpr std::uint16_t kStart = 1U << 9;       ///< a server was restarted or resumed
inline constexpr std::uint16_t kCut = 1U << 10;        ///< links were cut or messages blocked
inline constexpr std::uint16_t kHeal = 1U << 11;       ///< links were healed or messages unblocked
inline constexpr std::uint16_t kLoss = 1U << 12;       ///< a message was lost
inline constexpr std::uint16_t kAction = 1U << 13;     ///< somebody acted
inline constexpr std::uint16_t kApply = 1U << 14;      ///< entries were applied
} // namespace mark

/// An event in short; what a long run keeps of each.
struct EventRecord {
    EventIndex index = 0;
    Time time = 0;
    /// The event that caused it, or kNoEvent.
    EventIndex cause = kNoEvent;
    /// The server it happened to; 0 when to none, or to several.
    ServerId server = 0;
    EventKind kind = EventKind::action;
    /// Bits of `mark`.
    std::uint16_t marks = 0;
    bool operator==(const EventRecord&) const = default;
};

/// Why a message was lost.
enum class LossReason : std::uint8_t {
    none,    ///< it is not
    chance,  ///< the link is lossy
    cut,     ///< the link is cut
    blocked, ///< its kind is blocked
    stopped, ///< its receiver is stopped
    dropped, ///< somebody dropped it
};

/// A message on its way. Between `since` and `due` it moves evenly from `part` of its way to the end.
struct InFlight {
    /// Its number, from 1, in the order of sending.
    std::uint64_t id = 0;
    Shared<Message> message;
    Time sent = 0;
    Time since = 0;
    Time due = 0;
    /// The order among what is due at one moment.
    std::uint64_t sequence = 0;
    /// The event that sent it.
    EventIndex cause = kNoEvent;
    /// How much of its way lay behind it at `since`, in millionths.
    std::uint32_t part = 0;
    /// How much of its way lies behind it at `due`, in millionths; less than all when it will be lost on the way.
    std::uint32_t end = kCertain;
    /// Why it will be lost when due; `none` when it will arrive, as far as it is known before.
    LossReason fate = LossReason::none;
    /// True when it has reached its receiver, which was paused: no link can lose it any more.
    bool arrived = false;
    bool operator==(const InFlight&) const = default;

    /// How much of its way lies behind it at `time`, in millionths.
    [[nodiscard]] std::uint32_t partAt(Time time) const;
    /// A hash of all of it.
    [[nodiscard]] std::uint64_t hash() const;
};

/// A part of a server's state, as files and people name it.
enum class Field : std::uint8_t {
    currentTerm,
    votedFor,
    role,
    leader,
    log,
    commitIndex,
    lastApplied,
    votes,
    nextIndex,
    matchIndex,
    electionTimer,
    transferTarget,
    configuration,
    snapshot,
    receivedBytes,
    snapshotOffset,
    stopped,
    paused,
    key,
    clock, ///< the clock's speed, 1 being that of logical time
    disk,  ///< the state of the disk, by name
};

/// The field's name in files: "currentTerm", "nextIndex", …
const char* fieldName(Field field);

/// Where a log, or a snapshot, ends.
struct LogEnd {
    Index index = 0;
    Term term = 0;
    bool operator==(const LogEnd&) const = default;
};

/// A value before or after a change: none, a number, a text, or with the fields `log` and `snapshot` where it ends.
using FieldValue = std::variant<std::monostate, std::int64_t, std::string, LogEnd>;

/// A change that an event made: old value and new.
struct Change {
    ServerId server = 0;
    Field field{};
    /// The other server that `nextIndex`, `matchIndex` and `snapshotOffset` are about; else 0.
    ServerId peer = 0;
    /// The key, when the field is `key`.
    std::string key;
    FieldValue from;
    FieldValue to;
    bool operator==(const Change&) const = default;
};

/// What became of a client's request.
enum class RequestStatus : std::uint8_t {
    waiting,  ///< there is no answer yet
    answered, ///< the client has the result
    refused,  ///< the server does not lead
    unknown,  ///< the server stopped or ceased to lead: the command may or may not take effect
};

/// A client's request and what came of it.
struct Request {
    /// Its number, from 1.
    std::uint64_t id = 0;
    Shared<Command> command;
    /// The client of the load that makes it, by messages; 0 when it was handed over without one.
    std::uint64_t client = 0;
    Time submitted = 0;
    /// The event in which it was submitted.
    EventIndex event = kNoEvent;
    /// When it was answered, refused or given up.
    Time ended = 0;
    Result result;
    /// The index of its entry, once that was applied; else 0.
    Index index = 0;
    // A long run holds many requests: what is small stands together.
    ServerId server = 0;
    /// The leader that a refusing server knew; 0 when none.
    ServerId hint = 0;
    RequestStatus status = RequestStatus::waiting;
    /// How it reads, when it is a read without a log entry.
    std::optional<ReadMode> read;
    bool operator==(const Request&) const = default;
};

/// An event in full, for explanations, lists and exports.
struct Event {
    EventRecord record;
    /// The reasons, in order: what was done, by which values.
    ReasonList reasons;
    /// The client it happened to; 0 when to none.
    std::uint64_t client = 0;
    /// What the action was.
    std::optional<Action> action;
    /// The message that arrived or was lost, or that an action concerned.
    std::optional<InFlight> message;
    /// Why it was lost.
    LossReason loss = LossReason::none;
    /// Messages that were sent.
    std::vector<InFlight> sent;
    /// What changed, old value and new.
    std::vector<Change> changes;
    /// Requests that were made or ended.
    std::vector<Request> requests;

    /// The rules obeyed, each once, in the order of the reasons.
    [[nodiscard]] std::vector<Rule> rules() const;
};

} // namespace raft
