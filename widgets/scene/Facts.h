// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Frame.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the stage shows, apart from how it is drawn: so that pictures need not know where it comes from.
namespace scene {

/// What a server is.
enum class RoleFact : std::uint8_t { follower, preCandidate, candidate, leader };

/// Whether a server's process goes on.
enum class Health : std::uint8_t { running, paused, stopped };

/// How far an entry has come on its server.
enum class EntryState : std::uint8_t { uncommitted, committed, applied };

/// An entry of a log.
struct EntryFact {
    raft::Index index = 0;
    raft::Term term = 0;
    EntryState state = EntryState::uncommitted;

    friend bool operator==(const EntryFact&, const EntryFact&) = default;
};

/// What a voter answered to a candidate so far.
enum class Answer : std::uint8_t { none, granted, denied };

/// A voter and its answer.
struct VoteFact {
    raft::ServerId voter = 0;
    Answer answer = Answer::none;

    friend bool operator==(const VoteFact&, const VoteFact&) = default;
};

/// What the ring around a server shows.
enum class TimerKind : std::uint8_t {
    none,    ///< no timer
    running, ///< an election timer that runs out
    manual,  ///< an election timer that only an action makes run out
    leading, ///< a leader, who has none
};

/// A server.
struct ServerFact {
    raft::ServerId id = 0;
    std::string name;
    RoleFact role = RoleFact::follower;
    Health health = Health::running;
    bool voting = true;
    raft::Term term = 0;
    raft::ServerId votedFor = 0;
    TimerKind timer = TimerKind::none;
    /// What remains of the election timer, from 1 (just started) to 0.
    double timerLeft = 0;
    /// A candidate's or pre-candidate's voters in ascending order; empty in other roles.
    std::vector<VoteFact> votes;
    /// The last entries of the log, oldest first, at most kMostTailEntries.
    std::vector<EntryFact> tail;
    /// Whether the log has entries before `tail`.
    bool hasMore = false;

    friend bool operator==(const ServerFact&, const ServerFact&) = default;
};

/// No more entries of a log's end are looked at for the stage.
inline constexpr std::size_t kMostTailEntries = 8;

/// A client.
struct ClientFact {
    std::uint64_t id = 0;
    std::string name;
    /// Its session; 0 without one.
    std::uint64_t session = 0;
    /// The command that it waits for the answer to; empty when to none.
    std::string command;
    /// How often it sent that.
    std::uint32_t attempts = 0;

    bool waits() const { return !command.empty(); }

    friend bool operator==(const ClientFact&, const ClientFact&) = default;
};

/// The kinds of glyphs for messages.
enum class MessageShape : std::uint8_t {
    requestVote,
    preVote,
    appendEntries,
    heartbeat,
    installSnapshot,
    timeoutNow,
    readIndex,
    client,
    granted,
    denied,
};

/// A message on its way.
struct MessageFact {
    std::uint64_t id = 0;
    raft::ServerId from = 0;
    raft::ServerId to = 0;
    MessageShape shape = MessageShape::heartbeat;
    raft::Term term = 0;
    /// The terms of the entries it carries.
    std::vector<raft::Term> entries;
    /// How much of its way lies behind it, from 0 to 1.
    double part = 0;
    /// Whether one of its ends is a client.
    bool isClients = false;
    /// Its place in the queue of a paused server, from 1; 0 while it is under way.
    std::uint32_t queued = 0;

    bool isReply() const { return shape == MessageShape::granted || shape == MessageShape::denied; }

    friend bool operator==(const MessageFact&, const MessageFact&) = default;
};

/// A message that was lost.
struct LossFact {
    MessageFact message;
    /// From 0 (just lost) to 1 (no longer seen).
    double faded = 0;

    friend bool operator==(const LossFact&, const LossFact&) = default;
};

/// What is remarkable about one direction of a link.
struct WayFact {
    bool cut = false;
    bool blocked = false;
    /// Longest latency in microseconds, when it is not the cluster's; else 0.
    raft::Time latency = 0;
    /// Losses in a million, when they are not the cluster's; else 0.
    std::uint32_t loss = 0;

    bool remarkable() const { return cut || blocked || latency > 0 || loss > 0; }

    friend bool operator==(const WayFact&, const WayFact&) = default;
};

/// A link with something remarkable on it; `low` is less than `high`.
struct LinkFact {
    raft::ServerId low = 0;
    raft::ServerId high = 0;
    WayFact up;   ///< from `low` to `high`
    WayFact down; ///< from `high` to `low`

    friend bool operator==(const LinkFact&, const LinkFact&) = default;
};

/// What is counted by majorities.
enum class Counted : std::uint8_t {
    nothing, ///< the server neither leads nor asks for votes
    entry,   ///< who holds a leader's entry
    votes,   ///< who votes for a candidate
};

/// A joint configuration, in which two majorities are needed.
struct JointFact {
    /// The server in whose log it is in force.
    raft::ServerId server = 0;
    Counted counted = Counted::nothing;
    /// The index of the entry that is counted; else 0.
    raft::Index index = 0;
    /// The voters of the configuration that is being left, in ascending order; who agrees has granted.
    std::vector<VoteFact> old;
    /// Those of the one that is being entered.
    std::vector<VoteFact> next;

    friend bool operator==(const JointFact&, const JointFact&) = default;
};

/// Everything that a stage shows of a cluster.
struct Facts {
    std::vector<ServerFact> servers;   ///< by number
    std::vector<ClientFact> clients;   ///< by number, from 1 without gaps
    std::vector<MessageFact> messages; ///< by id
    std::vector<LossFact> losses;
    std::vector<LinkFact> links; ///< the remarkable ones, by numbers
    std::size_t voters = 0;
    /// A joint configuration that is in force; of several, the one that counts most to who looks.
    std::optional<JointFact> joint{};
    bool manualTimers = false;
    bool quiet = false; ///< nothing is in flight or under way

    const ServerFact* find(raft::ServerId id) const;

    friend bool operator==(const Facts&, const Facts&) = default;
};

/// What there is to see in a frame.
Facts factsOf(const Frame& frame);

/// The fact about one message.
MessageFact messageFact(const raft::InFlight& flight, raft::Time time);

/// How far the entry at `index` has come on a server.
EntryState entryState(const raft::ServerState& server, raft::Index index);

} // namespace scene
