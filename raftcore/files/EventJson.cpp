// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/EventJson.h"

#include "raftcore/explain/Explain.h"
#include "raftcore/files/JsonParts.h"

// Events as the command line's --json prints them.

namespace raft {

namespace {

struct ValueWriter {
    Field field;

    Json operator()(std::monostate) const { return {}; }
    Json operator()(std::int64_t value) const {
        if (field == Field::stopped || field == Field::paused)
            return value != 0;
        return value;
    }
    Json operator()(const std::string& value) const { return value; }
    Json operator()(const LogEnd& end) const { return {{"index", end.index}, {"term", end.term}}; }
};

Json changeJson(const Change& change) {
    Json json{{"server", change.server}, {"field", fieldName(change.field)}};
    json["peer"] = serverJson(change.peer);
    json["key"] = change.field == Field::key ? Json(change.key) : Json();
    json["from"] = std::visit(ValueWriter{change.field}, change.from);
    json["to"] = std::visit(ValueWriter{change.field}, change.to);
    return json;
}

} // namespace

std::string eventJson(const Event& event, const Cluster& after) {
    Json rules = Json::array();
    for (const Rule rule : event.rules())
        rules.push_back(ruleText(rule).id);
    Json changes = Json::array();
    for (const Change& change : event.changes)
        changes.push_back(changeJson(change));
    const EventRecord& record = event.record;
    return onOneLine({{"event", record.index},
                      {"time", record.time},
                      {"kind", eventKindName(record.kind)},
                      {"server", serverJson(record.server)},
                      {"client", event.client == 0 ? Json() : Json(event.client)},
                      {"cause", record.cause == kNoEvent ? Json() : Json(record.cause)},
                      {"rules", std::move(rules)},
                      {"message", event.message ? messageJson(*event.message) : Json()},
                      {"changes", std::move(changes)},
                      {"text", explainBriefly(event, after).english()}});
}

} // namespace raft
