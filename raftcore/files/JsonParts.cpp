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
    json["noRoom"] = body.noRoom;
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
    json["noRoom"] = body.noRoom;
}

void addFields(Json& json, const Message&, const ReadIndex& body) { json["read"] = body.read; }

void addFields(Json& json, const Message&, const ReadIndexReply& body) {
    json["read"] = body.read;
    json["success"] = body.success;
    json["readIndex"] = body.readIndex;
}

void addFields(Json& json, const Message&, const ClientRequest& body) {
    const bool inSession = body.command->session != 0;
    json["request"] = body.request;
    json["attempt"] = body.attempt;
    json["command"] = body.command->text();
    json["read"] = body.read == ReadMode::log ? Json() : Json(readModeName(body.read));
    json["session"] = inSession ? Json(body.command->session) : Json();
    json["serial"] = inSession ? Json(body.command->serial) : Json();
    json["firstOutstanding"] = inSession ? Json(body.command->firstOutstanding) : Json();
    json["seenIndex"] = body.seenIndex;
}

void addFields(Json& json, const Message&, const ClientReply& body) {
    const ResultKind kind = body.result.kind;
    const bool hasValue = body.success && (kind == ResultKind::value || kind == ResultKind::mismatch);
    json["request"] = body.request;
    json["attempt"] = body.attempt;
    json["success"] = body.success;
    json["leaderHint"] = serverJson(body.leaderHint);
    json["result"] = body.success ? Json(resultName(kind)) : Json();
    json["value"] = hasValue ? Json(body.result.value) : Json();
    json["index"] = body.success ? Json(body.index) : Json();
}

} // namespace

Json messageJson(const InFlight& flight) {
    const Message& message = *flight.message;
    Json json{{"id", flight.id},
              {"type", messageKindName(message.kind())},
              {"from", endJson(message.from)},
              {"to", endJson(message.to)},
              {"term", message.isClients() ? Json() : Json(message.term)}};
    std::visit([&](const auto& body) { addFields(json, message, body); }, message.body);
    return json;
}

Json entryJson(Index index, const Entry& entry) {
    const bool isCommand = entry.kind() == EntryKind::command;
    const bool inSession = isCommand && entry.command()->session != 0;
    return {{"index", index},
            {"term", entry.term},
            {"kind", isCommand               ? "command"
                     : entry.configuration() ? "configuration"
                                             : "noOp"},
            {"command", isCommand ? Json(entry.command()->text()) : Json()},
            {"session", inSession ? Json(entry.command()->session) : Json()},
            {"serial", inSession ? Json(entry.command()->serial) : Json()},
            {"configuration", entry.configuration() ? configurationJson(*entry.configuration()) : Json()}};
}

Json endJson(ServerId end) { return isClientParty(end) ? Json("C" + number(clientAt(end))) : Json(end); }

Json serverJson(ServerId id) { return id == 0 ? Json() : Json(id); }

Json serversJson(const ServerSet& servers) {
    Json list = Json::array();
    for (const ServerId id : servers)
        list.push_back(id);
    return list;
}

const char* leaveName(bool onRequest) { return onRequest ? "onRequest" : "automatic"; }

Json configurationJson(const Configuration& configuration) {
    return {{"voters", serversJson(configuration.voters)},
            {"outgoing", serversJson(configuration.outgoing)},
            {"learners", serversJson(configuration.learners)},
            {"leave", configuration.outgoing.empty() ? Json() : Json(leaveName(configuration.leavesOnRequest))}};
}

std::string onOneLine(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

} // namespace raft
