// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <tuple>

/// What a part of a picture shows.
namespace scene {

/// The kinds of things that pictures show.
enum class Subject : std::uint8_t {
    nothing,     ///< the ground
    server,      ///< server `server`
    message,     ///< the message with the id `number`
    link,        ///< the link between `server` and `peer`, both ways; `server` is the smaller
    entry,       ///< the entry with the index `number` in the log of `server`
    timer,       ///< the election timer of `server`
    vote,        ///< what `peer` answered to candidate `server`
    votes,       ///< all that was answered to candidate `server`, counted
    tail,        ///< the last entries of the log of `server`, beside it
    nextIndex,   ///< nextIndex of leader `peer` for `server`; `number` is its value
    matchIndex,  ///< matchIndex of leader `peer` for `server`; `number` is its value
    indexHeader, ///< the head of the column of index `number`
    commit,      ///< the commit index of `server`
    loss,        ///< the place where the message with the id `number` was lost
    partition,   ///< the line that would partition the servers
    caption,     ///< the caption under the picture
    hint,        ///< a line that says what to do next
    band,        ///< a stretch of the timeline, the one numbered `number` in the frame
    mark,        ///< a mark on the timeline, the one numbered `number` in the frame
    branch,      ///< the branch numbered `number` on the timeline
    present,     ///< the present moment on the timeline
    snapshot,    ///< the snapshot that stands in the place of the first entries of the log of `server`
    majorities,  ///< the two majorities of the joint configuration of `server`
    client,      ///< the client with the number `number`
    clients,     ///< all clients, in one
};

/// Names one thing. Parts that a subject does not use are 0, so that equal things have equal ids.
struct Id {
    Subject subject = Subject::nothing;
    std::uint32_t server = 0;
    std::uint32_t peer = 0;
    std::uint64_t number = 0;

    friend bool operator==(const Id&, const Id&) = default;
    friend bool operator<(const Id& a, const Id& b) {
        return std::tie(a.subject, a.server, a.peer, a.number) < std::tie(b.subject, b.server, b.peer, b.number);
    }
};

/// The id of a server.
constexpr Id serverId(std::uint32_t server) { return {Subject::server, server, 0, 0}; }

/// The id of a message.
constexpr Id messageId(std::uint64_t number) { return {Subject::message, 0, 0, number}; }

/// The id of a client.
constexpr Id clientId(std::uint64_t number) { return {Subject::client, 0, 0, number}; }

/// The id of all clients, where they are shown as one.
constexpr Id clientsId() { return {Subject::clients, 0, 0, 0}; }

/// The id of the link between two servers, whichever is named first.
constexpr Id linkId(std::uint32_t a, std::uint32_t b) {
    return a < b ? Id{Subject::link, a, b, 0} : Id{Subject::link, b, a, 0};
}

/// The id of an entry of a server's log.
constexpr Id entryId(std::uint32_t server, std::uint64_t index) { return {Subject::entry, server, 0, index}; }

/// The id of a server's snapshot.
constexpr Id snapshotId(std::uint32_t server) { return {Subject::snapshot, server, 0, 0}; }

/// The id of a server's election timer.
constexpr Id timerId(std::uint32_t server) { return {Subject::timer, server, 0, 0}; }

/// The id of a voter's answer to a candidate.
constexpr Id voteId(std::uint32_t candidate, std::uint32_t voter) { return {Subject::vote, candidate, voter, 0}; }

/// The id of the tail of a server's log.
constexpr Id tailId(std::uint32_t server) { return {Subject::tail, server, 0, 0}; }

} // namespace scene
