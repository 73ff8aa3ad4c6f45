// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/JsonParts.h"

// Messages, entries and sets of servers as JSON.

namespace raft {

namespace {

void addFields(Json& json, const Message& message, const RequestVote& body) {
    json["candidateId"] = message.from;
    json["lastLogIndex"] = body.lastLogIndex;
    json["lastLogTerm"] = body.lastLogTerm;
    json["leadershipTransfer"] = body.leadershipTransfer;
}

void addFields(Json& json, const Message&, const RequestVoteReply& body) { json["voteGranted"] = body.voteGranted; }

void addFields(Json& json, const Message& message, const AppendEntries& body) {
    json["leaderId"] = message.from;
    json["prevLogIndex"] = body.prevLogIndex;
    json["prevLogTerm"] = body.prevLogTerm;
    Json entries = Json::array();
    Index index = body.prevLogIndex;
    for (const Entry& entry : body.entries)
        entries.push_back(entryJson(++index, entry));
    json["entries"] = std::move(entries);
    json["leaderCommit"] = body.leaderCommit;
    json["round"] = body.round;
    json["memberSince"] = body.memberSince;
}

void addFields(Json& json, const Message&, const AppendEntriesReply& body) {
    json["success"] = body.success;
    json["prevLogIndex"] = body.prevLogIndex;
    json["matchIndex"] = body.matchIndex;
    json["conflictIndex"] = body.conflictIndex;
    json["conflictTerm"] = body.conflictTerm;
    json["round"] = body.round;
    json["memberSince"] = body.memberSince;
}

void addFields(Json& json, const Message& message, const PreVote& body) {
    json["candidateId"] = message.from;
    json["lastLogIndex"] = body.lastLogIndex;
    json["lastLogTerm"] = body.lastLogTerm;
}

void addFields(Json& json, const Message&, const PreVoteReply& body) { json["voteGranted"] = body.voteGranted; }

void addFields(Json& json, const Message& message, const TimeoutNow&) { json["leaderId"] = message.from; }

void addFields(Json& json, const Message& message, const InstallSnapshot& body) {
    json["leaderId"] = message.from;
    json["lastIncludedIndex"] = body.lastIncludedIndex;
    json["lastIncludedTerm"] = body.lastIncludedTerm;
    json["configuration"] = configurationJson(*body.configuration);
    json["offset"] = body.offset;
    json["data"] = body.data;
    json["done"] = body.done;
    json["round"] = body.round;
    json["memberSince"] = body.memberSince;
}

void addFields(Json& json, const Message&, const InstallSnapshotReply& body) {
    json["lastIncludedIndex"] = body.lastIncludedIndex;
    json["offset"] = body.offset;
    json["nextOffset"] = body.nextOffset;
    json["matchIndex"] = body.matchIndex;
    json["round"] = body.round;
    json["memberSince"] = body.memberSince;
}

void addFields(Json& json, const Message&, const ReadIndex& body) { json["read"] = body.read; }

void addFields(Json& json, const Message&, const ReadIndexReply& body) {
    json["read"] = body.read;
    json["success"] = body.success;
    json["readIndex"] = body.readIndex;
}

} // namespace

Json messageJson(const InFlight& flight) {
    const Message& message = *flight.message;
    Json json{{"id", flight.id},
              {"type", messageKindName(message.kind())},
              {"from", message.from},
              {"to", message.to},
              {"term", message.term}};
    std::visit([&](const auto& body) { addFields(json, message, body); }, message.body);
    return json;
}

Json entryJson(Index index, const Entry& entry) {
    const bool isCommand = entry.kind() == EntryKind::command;
    const bool inSession = isCommand && entry.command->session != 0;
    return {{"index", index},
            {"term", entry.term},
            {"kind", isCommand             ? "command"
                     : entry.configuration ? "configuration"
                                           : "noOp"},
            {"command", isCommand ? Json(entry.command->text()) : Json()},
            {"session", inSession ? Json(entry.command->session) : Json()},
            {"serial", inSession ? Json(entry.command->serial) : Json()},
            {"configuration", entry.configuration ? configurationJson(*entry.configuration) : Json()}};
}

Json serverJson(ServerId id) { return id == 0 ? Json() : Json(id); }

Json serversJson(const ServerSet& servers) {
    Json list = Json::array();
    for (const ServerId id : servers)
        list.push_back(id);
    return list;
}

Json configurationJson(const Configuration& configuration) {
    return {{"voters", serversJson(configuration.voters)},
            {"outgoing", serversJson(configuration.outgoing)},
            {"learners", serversJson(configuration.learners)}};
}

std::string onOneLine(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

} // namespace raft
