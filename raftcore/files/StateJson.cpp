// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/StateJson.h"

#include "raftcore/files/JsonParts.h"

#include <algorithm>

// States as the command line's --state prints them.

namespace raft {

namespace {

/// One value a peer, by the peer's number; null for a server that does not lead.
template <typename Value>
Json peersJson(const ServerState& state, const Value& value) {
    if (state.role != Role::leader)
        return {};
    Json json = Json::object();
    for (const Progress& peer : state.peers)
        json[number(peer.peer)] = value(peer);
    return json;
}

/// The last indices of the entries that were sent to a peer and not answered yet.
Json underWayJson(const Progress& peer) {
    Json json = Json::array();
    if (peer.awaitedIndex != 0)
        json.push_back(peer.awaitedIndex);
    for (const SentEntries& sent : peer.underWay)
        json.push_back(sent.lastIndex);
    return json;
}

Json hostJson(const Host& host) {
    const ServerState& state = host.server.state();
    Json log = Json::array();
    for (Index index = state.persistent.log.baseIndex() + 1; index <= state.persistent.log.lastIndex(); ++index)
        log.push_back(entryJson(index, state.persistent.log.at(index)));
    // Appended, since a key of a store is there once; looking it up first would take time square in the keys.
    Json::object_t keys;
    host.store.keys().forEach([&keys](const std::string& key, const std::string& value) {
        static_cast<std::vector<std::pair<const std::string, Json>>&>(keys).emplace_back(key, value);
    });
    Json sessions = Json::object();
    host.store.sessions().forEach([&sessions](std::uint64_t id, const Session& session) {
        Json answers = Json::array();
        for (const Answer& answer : session.answers)
            answers.push_back({{"serial", answer.serial},
                               {"result", resultName(answer.result.kind)},
                               {"value", answer.result.value.empty() ? Json() : Json(answer.result.value)}});
        sessions[number(id)] = {{"serial", session.serial},
                                {"firstOutstanding", session.firstOutstanding},
                                {"lastUsed", session.used},
                                {"answers", std::move(answers)}};
    });
    return {{"id", host.id()},
            {"role", roleName(state.role)},
            {"stopped", host.stopped},
            {"paused", host.paused},
            {"priority", host.server.priority()},
            {"targetPriority", state.targetPriority ? Json(*state.targetPriority) : Json()},
            {"currentTerm", state.persistent.currentTerm},
            {"votedFor", serverJson(state.persistent.votedFor)},
            {"commitIndex", state.commitIndex},
            {"lastApplied", state.lastApplied},
            {"log", std::move(log)},
            {"snapshot",
             {{"lastIncludedIndex", state.persistent.log.baseIndex()},
              {"lastIncludedTerm", state.persistent.log.baseTerm()}}},
            {"configuration", configurationJson(state.configuration)},
            {"nextConfiguration",
             state.nextConfiguration ? configurationJson(state.nextConfiguration->configuration) : Json()},
            {"nextIndex", peersJson(state, [](const Progress& peer) { return peer.nextIndex; })},
            {"matchIndex", peersJson(state, [](const Progress& peer) { return peer.matchIndex; })},
            {"underWay", peersJson(state, underWayJson)},
            {"keys", std::move(keys)},
            {"sessions", std::move(sessions)}};
}

Json inFlightJson(const Cluster& cluster) {
    std::vector<const InFlight*> messages;
    for (const InFlight& message : cluster.inFlight())
        messages.push_back(&message);
    std::sort(messages.begin(), messages.end(), [](const InFlight* a, const InFlight* b) { return a->id < b->id; });
    Json json = Json::array();
    for (const InFlight* message : messages)
        json.push_back(messageJson(*message));
    return json;
}

Json clientJson(const Client& client) {
    const auto orNull = [](std::uint64_t value) { return value == 0 ? Json() : Json(value); };
    return {{"id", client.id},
            {"session", orNull(client.session)},
            {"serial", client.serial},
            {"server", serverJson(client.server)},
            {"asked", serverJson(client.asked)},
            {"request", orNull(client.request)},
            {"attempts", client.attempts},
            {"seenIndex", client.seenIndex},
            {"waiting", client.backlog.size()}};
}

Json violationJson(const Violation& violation) {
    return {{"property", propertyText(violation.property).id},
            {"event", violation.event == kNoEvent ? Json() : Json(violation.event)},
            {"time", violation.time},
            {"text", violation.text.english()}};
}

} // namespace

std::string stateJson(const Cluster& cluster, const std::vector<Violation>& violations) {
    Json servers = Json::array();
    for (const Host& host : cluster.hosts())
        servers.push_back(hostJson(host));
    Json clients = Json::array();
    for (const Client& client : cluster.clients())
        clients.push_back(clientJson(client));
    Json found = Json::array();
    for (const Violation& violation : violations)
        found.push_back(violationJson(violation));
    return onOneLine({{"time", cluster.now()},
                      {"events", cluster.eventCount()},
                      {"hash", hexadecimal(cluster.hash())},
                      {"servers", std::move(servers)},
                      {"inFlight", inFlightJson(cluster)},
                      {"clients", std::move(clients)},
                      {"violations", std::move(found)}});
}

} // namespace raft
