// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Command.h"
#include "raftcore/protocol/Configuration.h"
#include "raftcore/protocol/Log.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

// The RPCs of Figure 2, and of the dissertation, as messages: requests and their replies, with their arguments and
// results; and what clients and servers send each other.

namespace raft {

/// Invoked by candidates to gather votes (§5.2).
struct RequestVote {
    /// Index of the candidate's last log entry (§5.4.1).
    Index lastLogIndex = 0;
    /// Term of the candidate's last log entry (§5.4.1).
    Term lastLogTerm = 0;
    /// True when the leader itself wanted this election: nobody holds it off (dissertation, sections 3.10 and 4.2.3).
    bool leadershipTransfer = false;
    bool operator==(const RequestVote&) const = default;
};

/// A voter's answer.
struct RequestVoteReply {
    /// True means that the candidate received the vote.
    bool voteGranted = false;
    bool operator==(const RequestVoteReply&) const = default;
};

/// Invoked by the leader to replicate entries (§5.3); empty it is a heartbeat (§5.2).
struct AppendEntries {
    /// Index of the entry immediately before the new ones.
    Index prevLogIndex = 0;
    /// Term of that entry.
    Term prevLogTerm = 0;
    /// Entries to store; none in a heartbeat.
    std::vector<Entry> entries;
    /// The leader's commitIndex.
    Index leaderCommit = 0;
    /// The round by which the leader confirms that it leads still (dissertation, section 6.4); 0 before the first.
    std::uint64_t round = 0;
    /// The index of the configuration by which the receiver joined while this leader led; 0 when it was there before.
    /// A server that was removed and added again is told by it from its earlier life.
    Index memberSince = 0;
    bool operator==(const AppendEntries&) const = default;
};

/// A follower's answer.
struct AppendEntriesReply {
    /// True if the follower had an entry matching prevLogIndex and prevLogTerm.
    bool success = false;
    /// The request's prevLogIndex, by which a late refusal is known.
    Index prevLogIndex = 0;
    /// With success: the index up to which both logs are now known to agree.
    Index matchIndex = 0;
    /// With a refusal and accelerated back-off: where the leader may look next; else 0.
    Index conflictIndex = 0;
    /// The follower's term at conflictIndex.
    Term conflictTerm = 0;
    /// The request's round.
    std::uint64_t round = 0;
    /// The request's memberSince, by which an answer of an earlier life is known.
    Index memberSince = 0;
    /// With a refusal: the logs agree at prevLogIndex, but the follower's disk has no room for the entries.
    bool noRoom = false;
    bool operator==(const AppendEntriesReply&) const = default;
};

/// Invoked by pre-candidates to learn whether they could win (dissertation, section 9.6). The message's term is the one
/// that the sender would campaign in.
struct PreVote {
    /// Index of the sender's last log entry.
    Index lastLogIndex = 0;
    /// Term of the sender's last log entry.
    Term lastLogTerm = 0;
    bool operator==(const PreVote&) const = default;
};

/// A voter's answer. With a yes the message's term is the one that was asked for, with a no the voter's own.
struct PreVoteReply {
    /// True means that the voter would vote for the sender.
    bool voteGranted = false;
    bool operator==(const PreVoteReply&) const = default;
};

/// Invoked by a leader that hands its leadership over: the receiver is to campaign at once (dissertation,
/// section 3.10).
struct TimeoutNow {
    bool operator==(const TimeoutNow&) const = default;
};

/// Invoked by the leader to send chunks of its snapshot to a follower that lacks entries which the leader has discarded
/// (Figure 13).
struct InstallSnapshot {
    /// The snapshot replaces all entries up to this index.
    Index lastIncludedIndex = 0;
    /// The term of the entry there.
    Term lastIncludedTerm = 0;
    /// The configuration as of that entry (dissertation, figure 5.3); always there.
    Shared<Configuration> configuration;
    /// The hash of the log up to that entry; see Snapshot.
    std::uint64_t logHash = 0;
    /// Where the chunk stands in the snapshot, in bytes from its beginning.
    std::uint64_t offset = 0;
    /// The bytes of the chunk.
    CompactString data;
    /// True for the last chunk.
    bool done = false;
    /// As in AppendEntries.
    std::uint64_t round = 0;
    /// As in AppendEntries.
    Index memberSince = 0;
    bool operator==(const InstallSnapshot&) const = default;
};

/// A follower's answer. Figure 13 has the term alone; the other fields let the leader go on where the follower stands,
/// and tell late answers.
struct InstallSnapshotReply {
    /// The request's lastIncludedIndex.
    Index lastIncludedIndex = 0;
    /// The request's offset, by which a late answer is known.
    std::uint64_t offset = 0;
    /// How many bytes from its beginning on the follower holds: where the next chunk must begin.
    std::uint64_t nextOffset = 0;
    /// The index up to which both logs are now known to agree; 0 until the snapshot is installed.
    Index matchIndex = 0;
    /// The request's round.
    std::uint64_t round = 0;
    /// The request's memberSince.
    Index memberSince = 0;
    /// True when the chunk was not stored, for the follower's disk has no room.
    bool noRoom = false;
    bool operator==(const InstallSnapshotReply&) const = default;
};

/// Invoked by a follower that was asked for a read: from which index on may it answer (dissertation, section 6.4)?
struct ReadIndex {
    /// The follower's number of the read.
    std::uint64_t read = 0;
    bool operator==(const ReadIndex&) const = default;
};

/// The leader's answer.
struct ReadIndexReply {
    /// The request's number.
    std::uint64_t read = 0;
    /// False when the asked server does not lead.
    bool success = false;
    /// With success: all that was answered before the read was made is applied up to here.
    Index readIndex = 0;
    bool operator==(const ReadIndexReply&) const = default;
};

/// Invoked by clients (§8; dissertation, figure 6.1: RegisterClient, ClientRequest and ClientQuery in one).
struct ClientRequest {
    /// The number of the request, by which its replies are known; the same each time that it is sent.
    std::uint64_t request = 0;
    /// How often it has been sent with this one, from 1.
    std::uint32_t attempt = 0;
    /// How a read without a log entry is to be done; `log` for every command that gets an entry.
    ReadMode read = ReadMode::log;
    /// The command, with its session, its number there, and the first number without an answer; always there.
    Shared<Command> command;
    /// The highest index that an answer to this client came from: a server that is behind it may not answer a read.
    Index seenIndex = 0;
    bool operator==(const ClientRequest&) const = default;
};

/// A server's answer to a client.
struct ClientReply {
    /// The request's number.
    std::uint64_t request = 0;
    /// The request's attempt.
    std::uint32_t attempt = 0;
    /// False when the server does not lead, or cannot answer any more: the client is to ask again.
    bool success = false;
    /// Without success: the leader that the server knows, which may be itself where it takes nothing for now; else 0.
    ServerId leaderHint = 0;
    /// With success: the result; `expired` when the session is unknown.
    Result result;
    /// The index of the command's entry; for a read without one, what the server had applied.
    Index index = 0;
    bool operator==(const ClientReply&) const = default;
};

/// The kinds of message, in the order of `Message::Body`.
enum class MessageKind : std::uint8_t {
    requestVote,
    requestVoteReply,
    appendEntries,
    appendEntriesReply,
    preVote,
    preVoteReply,
    timeoutNow,
    installSnapshot,
    installSnapshotReply,
    readIndex,
    readIndexReply,
    clientRequest,
    clientReply,
};

/// The number of kinds of message.
inline constexpr std::size_t kMessageKinds = 13;

/// A message between two servers, or between a client and a server.
struct Message {
    using Body = std::variant<RequestVote, RequestVoteReply, AppendEntries, AppendEntriesReply, PreVote, PreVoteReply,
                              TimeoutNow, InstallSnapshot, InstallSnapshotReply, ReadIndex, ReadIndexReply,
                              ClientRequest, ClientReply>;

    /// The sender: a server, or a client (see clientParty).
    ServerId from = 0;
    /// The receiver: a server, or a client.
    ServerId to = 0;
    /// The sender's currentTerm when it was sent, but for PreVote and its yes. In requests, `from` is the paper's
    /// candidateId or leaderId. 0 in what clients and servers send each other.
    Term term = 0;
    Body body;

    Message() = default;
    /// A message with this body; that is made in its place, for moving a body costs more than most of them hold.
    template <typename Content>
    Message(ServerId from_, ServerId to_, Term term_, Content&& content)
        : from(from_)
        , to(to_)
        , term(term_)
        , body(std::forward<Content>(content)) {}

    bool operator==(const Message&) const = default;

    /// Which kind it is.
    [[nodiscard]] MessageKind kind() const { return static_cast<MessageKind>(body.index()); }
    /// True for an answer to a request.
    [[nodiscard]] bool isReply() const {
        return kind() == MessageKind::requestVoteReply || kind() == MessageKind::appendEntriesReply ||
               kind() == MessageKind::preVoteReply || kind() == MessageKind::installSnapshotReply ||
               kind() == MessageKind::readIndexReply || kind() == MessageKind::clientReply;
    }
    /// True when one of its ends is a client.
    [[nodiscard]] bool isClients() const { return kind() >= MessageKind::clientRequest; }
    /// True when the sender has entered `term`. PreVote and its yes speak of a term that may never begin.
    [[nodiscard]] bool provesTerm() const {
        const auto* answer = std::get_if<PreVoteReply>(&body);
        return kind() != MessageKind::preVote && !(answer && answer->voteGranted);
    }
    /// True for an AppendEntries that carries no entry.
    [[nodiscard]] bool isHeartbeat() const {
        const auto* append = std::get_if<AppendEntries>(&body);
        return append && append->entries.empty();
    }
    /// True for a reply that denies what was asked.
    [[nodiscard]] bool isDenial() const;
    /// A hash of all fields.
    [[nodiscard]] std::uint64_t hash() const;
};

/// The kind's name in files: "RequestVote", "AppendEntriesReply", …
const char* messageKindName(MessageKind kind);
/// The kind with this name, or an error that lists the names.
Expected<MessageKind> messageKindNamed(std::string_view name);

} // namespace raft
