// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Message.h"

#include <array>

// Names and hashes of messages.

namespace raft {

namespace {

constexpr std::array<const char*, kMessageKinds> kNames{
    "RequestVote",    "RequestVoteReply", "AppendEntries",   "AppendEntriesReply",   "PreVote",
    "PreVoteReply",   "TimeoutNow",       "InstallSnapshot", "InstallSnapshotReply", "ReadIndex",
    "ReadIndexReply", "ClientRequest",    "ClientReply"};

/// What is 0 unless a feature is used leaves the hash as it was without the feature.
template <typename Body>
void addRest(Hasher& hasher, const Body& body) {
    if (body.round != 0)
        hasher.add(body.round);
    if (body.memberSince != 0)
        hasher.add(std::uint64_t{8}).add(body.memberSince);
}

template <typename Reply>
void addNoRoom(Hasher& hasher, const Reply& body) {
    if (body.noRoom)
        hasher.add(std::string_view("noRoom"));
}

void addTo(Hasher& hasher, const RequestVote& body) {
    hasher.add(body.lastLogIndex).add(body.lastLogTerm).add(body.leadershipTransfer);
}

void addTo(Hasher& hasher, const RequestVoteReply& body) { hasher.add(body.voteGranted); }

void addTo(Hasher& hasher, const AppendEntries& body) {
    hasher.add(body.prevLogIndex).add(body.prevLogTerm).add(body.leaderCommit);
    Index index = body.prevLogIndex;
    for (const Entry& entry : body.entries)
        hasher.add(entry.hash(++index));
    addRest(hasher, body);
}

void addTo(Hasher& hasher, const PreVote& body) { hasher.add(body.lastLogIndex).add(body.lastLogTerm); }

void addTo(Hasher& hasher, const PreVoteReply& body) { hasher.add(body.voteGranted); }

void addTo(Hasher& hasher, const TimeoutNow&) { hasher.add(true); }

void addTo(Hasher& hasher, const InstallSnapshot& body) {
    hasher.add(body.lastIncludedIndex).add(body.lastIncludedTerm).add(body.configuration->hash()).add(body.logHash);
    hasher.add(body.offset).add(body.data.text()).add(body.done);
    addRest(hasher, body);
}

void addTo(Hasher& hasher, const InstallSnapshotReply& body) {
    hasher.add(body.lastIncludedIndex).add(body.offset).add(body.nextOffset).add(body.matchIndex);
    addRest(hasher, body);
    addNoRoom(hasher, body);
}

void addTo(Hasher& hasher, const ReadIndex& body) { hasher.add(body.read); }

void addTo(Hasher& hasher, const ReadIndexReply& body) { hasher.add(body.read).add(body.success).add(body.readIndex); }

void addTo(Hasher& hasher, const ClientRequest& body) {
    hasher.add(body.request).add(body.attempt).add(static_cast<std::uint64_t>(body.read)).add(body.command->hash());
    hasher.add(body.seenIndex);
}

void addTo(Hasher& hasher, const ClientReply& body) {
    hasher.add(body.request).add(body.attempt).add(body.success).add(body.leaderHint);
    hasher.add(static_cast<std::uint64_t>(body.result.kind)).add(body.result.value.text()).add(body.index);
}

void addTo(Hasher& hasher, const AppendEntriesReply& body) {
    hasher.add(body.success).add(body.prevLogIndex).add(body.matchIndex).add(body.conflictIndex).add(body.conflictTerm);
    addRest(hasher, body);
    addNoRoom(hasher, body);
}

} // namespace

bool Message::isDenial() const {
    if (const auto* vote = std::get_if<RequestVoteReply>(&body))
        return !vote->voteGranted;
    if (const auto* append = std::get_if<AppendEntriesReply>(&body))
        return !append->success;
    if (const auto* install = std::get_if<InstallSnapshotReply>(&body))
        return install->noRoom;
    if (const auto* answer = std::get_if<PreVoteReply>(&body))
        return !answer->voteGranted;
    if (const auto* read = std::get_if<ReadIndexReply>(&body))
        return !read->success;
    if (const auto* reply = std::get_if<ClientReply>(&body))
        return !reply->success;
    return false;
}

std::uint64_t Message::hash() const {
    Hasher hasher;
    hasher.add(from).add(to).add(term).add(static_cast<std::uint64_t>(body.index()));
    std::visit([&hasher](const auto& fields) { addTo(hasher, fields); }, body);
    return hasher.value();
}

const char* messageKindName(MessageKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

Expected<MessageKind> messageKindNamed(std::string_view name) {
    std::string names;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (name == kNames[i])
            return static_cast<MessageKind>(i);
        names += (names.empty() ? "" : ", ") + std::string(kNames[i]);
    }
    return failure("message", {QT_TRANSLATE_NOOP("core", "unknown kind of message \"%1\""), {std::string(name)}},
                   {QT_TRANSLATE_NOOP("core", "allowed: %1"), {names}});
}

} // namespace raft
