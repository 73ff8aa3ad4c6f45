// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFileParts.h"

#include <algorithm>

// The cluster and the steps, written.

namespace raft {

namespace {

/// Microseconds as milliseconds, with decimals only where there are any.
Json millisecondsJson(Time time) {
    if (time % 1000 == 0)
        return time / 1000;
    return static_cast<double>(time) / 1000.0;
}

/// The name of the weather, or what there is of its rates.
Json weatherJson(const Weather& weather, bool asObject = false) {
    if (const auto position = positionOf(weather); position && !asObject)
        return weatherNames()[*position];
    Json json = Json::object();
    for (const auto& [name, rate] : {std::pair{"crashes", weather.crashes}, std::pair{"cuts", weather.cuts},
                                     std::pair{"losses", weather.losses}, std::pair{"pauses", weather.pauses}}) {
        if (rate != 0)
            json[name] = rate;
    }
    json["repair"] = millisecondsJson(weather.repair);
    return json;
}

Json millionthsJson(std::uint32_t parts) {
    if (parts % 1'000'000 == 0)
        return parts / 1'000'000;
    return static_cast<double>(parts) / 1e6;
}

Json rangeJson(const TimeRange& range) { return {millisecondsJson(range.low), millisecondsJson(range.high)}; }

Json listJson(const std::vector<ServerId>& servers) {
    Json list = Json::array();
    for (const ServerId id : servers)
        list.push_back(id);
    return list;
}

Json serverJson(const StartingServer& server) {
    Json json{{"id", server.id}};
    if (!server.name.empty())
        json["name"] = server.name;
    if (server.currentTerm)
        json["currentTerm"] = *server.currentTerm;
    if (server.votedFor != 0)
        json["votedFor"] = server.votedFor;
    Json log = Json::array();
    for (const Entry& entry : server.log) {
        if (entry.command())
            log.push_back({{"term", entry.term}, {"command", entry.command()->text()}});
        else
            log.push_back(entry.term);
    }
    if (!log.empty())
        json["log"] = std::move(log);
    if (!server.voting)
        json["voting"] = false;
    if (server.stopped)
        json["stopped"] = true;
    if (server.priority != 0)
        json["priority"] = server.priority;
    return json;
}

Json serversJson(const std::vector<StartingServer>& servers, bool asList) {
    if (!asList && servers == ClusterConfiguration::ofSize(servers.size(), 0).servers)
        return servers.size();
    Json list = Json::array();
    for (const StartingServer& server : servers)
        list.push_back(serverJson(server));
    return list;
}

template <typename Value>
std::optional<Value> unlessDefault(const Value& value, const Value& usual) {
    return value == usual ? std::nullopt : std::optional(value);
}

/// The times that are not the usual ones.
action::SetTiming changedTiming(const Timing& timing) {
    const Timing usual;
    action::SetTiming changed;
    changed.electionTimeout = unlessDefault(timing.electionTimeout, usual.electionTimeout);
    changed.heartbeat = unlessDefault(timing.heartbeat, usual.heartbeat);
    changed.latency = unlessDefault(timing.link.latency, usual.link.latency);
    changed.loss = unlessDefault(timing.link.loss, usual.link.loss);
    changed.duplication = unlessDefault(timing.link.duplication, usual.link.duplication);
    changed.diskWrite = unlessDefault(timing.diskWrite, usual.diskWrite);
    changed.electionTimers = unlessDefault(timing.electionTimers, usual.electionTimers);
    changed.heartbeats = unlessDefault(timing.heartbeats, usual.heartbeats);
    return changed;
}

action::SetOptions changedOptions(const Options& options, const Options& usual) {
    action::SetOptions changed;
    changed.entriesPerMessage = unlessDefault(options.entriesPerMessage, usual.entriesPerMessage);
    changed.snapshots = unlessDefault(options.snapshots, usual.snapshots);
    for (const Feature& feature : features())
        changed.*feature.change = unlessDefault(options.*feature.option, usual.*feature.option);
    for (const Limit& limit : limits())
        changed.*limit.change = unlessDefault(options.*limit.option, usual.*limit.option);
    return changed;
}

/// How many options differ.
std::size_t countOf(const action::SetOptions& changed) {
    std::size_t count = changed.entriesPerMessage ? 1 : 0;
    count += changed.snapshots ? 1U : 0U;
    for (const Feature& feature : features())
        count += (changed.*feature.change).has_value() ? 1U : 0U;
    for (const Limit& limit : limits())
        count += (changed.*limit.change).has_value() ? 1U : 0U;
    return count;
}

/// The preset that leaves the fewest options to be named; of equals the one with the fewest features.
std::size_t nearestPreset(const Options& options) {
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < presetNames().size(); ++i) {
        if (countOf(changedOptions(options, presetAt(i))) < countOf(changedOptions(options, presetAt(nearest))))
            nearest = i;
    }
    return nearest;
}

void addServer(Json& json, const char* name, ServerId id) {
    if (id != 0)
        json[name] = id;
}

void addEnds(Json& json, const std::optional<MessageKind>& message, ServerId from, ServerId to) {
    if (message)
        json["message"] = messageKindName(*message);
    if (from != 0)
        json["from"] = endJson(from);
    if (to != 0)
        json["to"] = endJson(to);
}

/// The fields of a load that are not the usual ones.
void addLoad(Json& json, const Load& load) {
    const Load usual;
    const auto add = [&json](const char* name, std::uint32_t value, std::uint32_t usualValue) {
        if (value != usualValue)
            json[name] = value;
    };
    add("rate", load.rate, usual.rate);
    add("clients", load.clients, usual.clients);
    if (load.thinkTime != usual.thinkTime)
        json["thinkTime"] = millisecondsJson(load.thinkTime);
    add("reads", load.reads, usual.reads);
    add("compares", load.compares, usual.compares);
    if (load.readMode != usual.readMode)
        json["readMode"] = readModeName(load.readMode);
    add("keys", load.keys, usual.keys);
}

/// A number where a rate says all, unless it is to be an object; else an object.
Json loadJson(const Load& load, bool asObject) {
    if (load == Load(load.rate) && !asObject)
        return load.rate;
    Json json = Json::object();
    addLoad(json, load);
    return json;
}

void addChoice(Json& json, const action::MessageChoice& choice) {
    if (choice.id != 0)
        json["id"] = choice.id;
    addEnds(json, choice.message, choice.from, choice.to);
}

/// Adds what an action takes.
struct ActionWriter {
    Json& json;

    void operator()(const action::Stop& action) const { json["server"] = action.server; }
    void operator()(const action::Restart& action) const { json["server"] = action.server; }
    void operator()(const action::Pause& action) const { json["server"] = action.server; }
    void operator()(const action::Resume& action) const { json["server"] = action.server; }
    void operator()(const action::Timeout& action) const { json["server"] = action.server; }
    void operator()(const action::Heartbeat& action) const { json["server"] = action.server; }
    void operator()(const action::Submit& action) const {
        json["server"] = action.server == 0 ? Json("leader") : Json(action.server);
        json["command"] = action.command.text();
    }
    void operator()(const action::Cut& action) const { addLink(action.from, action.to, action.oneWay); }
    void operator()(const action::Heal& action) const { addLink(action.from, action.to, action.oneWay); }
    void operator()(const action::Partition& action) const {
        Json groups = Json::array();
        for (const auto& group : action.groups)
            groups.push_back(listJson(group));
        json["groups"] = std::move(groups);
    }
    void operator()(const action::HealAll&) const {}
    void operator()(const action::Block& action) const {
        addEnds(json, action.blockade.message, action.blockade.from, action.blockade.to);
    }
    void operator()(const action::Unblock& action) const {
        addEnds(json, action.blockade.message, action.blockade.from, action.blockade.to);
    }
    void operator()(const action::Drop& action) const { addChoice(json, action.choice); }
    void operator()(const action::Delay& action) const {
        addChoice(json, action.choice);
        json["by"] = millisecondsJson(action.by);
    }
    void operator()(const action::Duplicate& action) const { addChoice(json, action.choice); }
    void operator()(const action::Deliver& action) const { addChoice(json, action.choice); }
    void operator()(const action::SetTiming& action) const {
        addTiming(json, action);
        addServer(json, "from", action.from);
        addServer(json, "to", action.to);
    }
    void operator()(const action::SetOptions& action) const {
        if (action.preset)
            json["preset"] = presetNames()[*action.preset];
        addOptions(json, action);
    }
    void operator()(const action::AlignTimers&) const {}
    void operator()(const action::SpreadTimers&) const {}
    void operator()(const action::Transfer& action) const { json["to"] = action.to; }
    void operator()(const action::TakeSnapshot& action) const { json["server"] = action.server; }
    void operator()(const action::Read& action) const {
        json["key"] = action.key;
        json["server"] = action.server == 0 ? Json("leader") : Json(action.server);
        json["mode"] = readModeName(action.mode);
    }
    void operator()(const action::ChangeConfiguration& action) const {
        json["voters"] = listJson(action.voters);
        json["learners"] = listJson(action.learners);
        json["method"] = action.joint ? "joint" : "single";
        if (action.leavesOnRequest)
            json["leave"] = leaveName(true);
    }
    void operator()(const action::LeaveJoint&) const {}
    void operator()(const action::AddServer& action) const {
        json["server"] = action.server;
        json["voting"] = action.voting;
    }
    void operator()(const action::RemoveServer& action) const { json["server"] = action.server; }
    void operator()(const action::Promote& action) const { json["server"] = action.server; }
    void operator()(const action::Clock& action) const {
        json["server"] = action.server;
        if (action.speed)
            json["speed"] = millionthsJson(*action.speed);
        if (action.jump != 0)
            json["jump"] = millisecondsJson(action.jump);
    }
    void operator()(const action::SetWeather& action) const { json["weather"] = weatherJson(action.weather); }
    void operator()(const action::SetLoad& action) const {
        // A load that is off says so.
        if (!action.load.isOn())
            json["rate"] = 0;
        addLoad(json, action.load);
    }
    void operator()(const action::SetPriority& action) const {
        json["server"] = action.server;
        json["priority"] = action.priority;
    }
    void operator()(const action::Disk& action) const {
        json["server"] = action.server;
        json["state"] = diskStateName(action.state);
    }

private:
    void addLink(ServerId from, ServerId to, bool oneWay) const {
        json["from"] = from;
        json["to"] = to;
        if (oneWay)
            json["oneWay"] = true;
    }
};

struct ConditionWriter {
    Json operator()(const condition::Quiet&) const { return {{"quiet", true}}; }
    Json operator()(const condition::HasRole& wanted) const {
        return withServer(wanted.server, "role", roleName(wanted.role));
    }
    Json operator()(const condition::HasTerm& wanted) const { return withServer(wanted.server, "term", wanted.term); }
    Json operator()(const condition::Committed& wanted) const {
        return withServer(wanted.server, "committed", wanted.index);
    }
    Json operator()(const condition::Applied& wanted) const {
        return withServer(wanted.server, "applied", wanted.index);
    }
    Json operator()(const condition::Before& wanted) const {
        Json message = Json::object();
        addChoice(message, wanted.choice);
        return {{"before", std::move(message)}};
    }
    Json operator()(const condition::Events& wanted) const { return {{"events", wanted.count}}; }
    Json operator()(const condition::Elapsed& wanted) const { return {{"elapsed", millisecondsJson(wanted.time)}}; }

private:
    static Json withServer(ServerId server, const char* name, Json value) {
        Json json = Json::object();
        addServer(json, "server", server);
        json[name] = std::move(value);
        return json;
    }
};

struct PlacementWriter {
    Json& json;

    void operator()(const placement::Next&) const {}
    void operator()(const placement::AtTime& at) const { json["at"] = millisecondsJson(at.time); }
    void operator()(const placement::AtEvent& at) const {
        json["event"] = at.event;
        if (at.time)
            json["time"] = *at.time;
    }
    void operator()(const placement::When& when) const {
        json["when"] = std::visit(ConditionWriter{}, when.condition);
        if (when.within)
            json["within"] = millisecondsJson(*when.within);
    }
};

Json keysJson(const std::map<std::string, std::optional<std::string>>& keys) {
    // Appended, since a key of a map is there once; looking it up first would take time square in the keys.
    Json::object_t json;
    for (const auto& [key, value] : keys)
        static_cast<std::vector<std::pair<const std::string, Json>>&>(json).emplace_back(key,
                                                                                         value ? Json(*value) : Json());
    return json;
}

struct StepWriter {
    Json& json;

    void operator()(const Action& action) const {
        json["do"] = actionName(action);
        std::visit(ActionWriter{json}, action);
    }
    void operator()(const BookmarkStep& bookmark) const {
        json["do"] = "bookmark";
        json["caption"] = bookmark.caption;
    }
    void operator()(const Expectation& expected) const {
        json["do"] = "expect";
        if (expected.servers.empty())
            json["servers"] = "all";
        else if (expected.servers.size() == 1)
            json["server"] = expected.servers.front();
        else
            json["servers"] = listJson(expected.servers);
        addState(expected);
    }
    void operator()(const UnknownStep& step) const {
        std::vector<Error> twice;
        auto text = readJson(step.json, twice);
        RAFT_ASSERT(text.has_value());
        json = std::move(*text);
    }

private:
    void addState(const Expectation& expected) const {
        if (expected.role)
            json["role"] = roleName(*expected.role);
        if (expected.currentTerm)
            json["currentTerm"] = *expected.currentTerm;
        if (expected.votedFor)
            json["votedFor"] = raft::serverJson(*expected.votedFor);
        if (expected.log)
            json["log"] = *expected.log;
        if (expected.commitIndex)
            json["commitIndex"] = *expected.commitIndex;
        if (expected.lastApplied)
            json["lastApplied"] = *expected.lastApplied;
        if (!expected.keys.empty())
            json["keys"] = keysJson(expected.keys);
        if (expected.stopped)
            json["stopped"] = *expected.stopped;
        if (expected.voters)
            json["voters"] = listJson(*expected.voters);
        if (expected.lastAnswer)
            json["lastAnswer"] = *expected.lastAnswer ? Json(**expected.lastAnswer) : Json();
    }
};

} // namespace

void addTiming(Json& json, const action::SetTiming& timing) {
    if (timing.electionTimeout)
        json["electionTimeout"] = rangeJson(*timing.electionTimeout);
    if (timing.heartbeat)
        json["heartbeat"] = millisecondsJson(*timing.heartbeat);
    if (timing.latency)
        json["latency"] = rangeJson(*timing.latency);
    if (timing.loss)
        json["lossPerMillion"] = *timing.loss;
    if (timing.duplication)
        json["duplicationPerMillion"] = *timing.duplication;
    if (timing.diskWrite)
        json["diskWrite"] = rangeJson(*timing.diskWrite);
    if (timing.electionTimers)
        json["electionTimers"] = timerModeNames()[static_cast<std::size_t>(*timing.electionTimers)];
    if (timing.heartbeats)
        json["heartbeats"] = timerModeNames()[static_cast<std::size_t>(*timing.heartbeats)];
}

void addOptions(Json& json, const action::SetOptions& options) {
    if (options.entriesPerMessage)
        json["entriesPerMessage"] = *options.entriesPerMessage;
    for (const Feature& feature : features()) {
        if (options.*feature.change)
            json[feature.name] = *(options.*feature.change);
    }
    for (const Limit& limit : limits()) {
        if (const auto& value = options.*limit.change)
            json[limit.name] = *value == 0 ? Json(false) : Json(*value);
    }
    if (options.snapshots && !options.snapshots->on)
        json["snapshots"] = false;
    else if (options.snapshots)
        json["snapshots"] = {{"everyEntries", options.snapshots->everyEntries},
                             {"chunkBytes", options.snapshots->chunkBytes}};
}

Json clusterJson(const ClusterConfiguration& cluster, const std::vector<UnknownField>& said) {
    const auto isSaidOf = [&said](const std::string& place) {
        return std::any_of(said.begin(), said.end(),
                           [&place](const UnknownField& field) { return field.parent.rfind(place, 0) == 0; });
    };
    const std::size_t preset = nearestPreset(cluster.options);
    Json json{{"servers", serversJson(cluster.servers, isSaidOf("/cluster/servers/"))},
              {"seed", cluster.seed},
              {"preset", presetNames()[preset]}};
    Json options = Json::object();
    addOptions(options, changedOptions(cluster.options, presetAt(preset)));
    if (!options.empty())
        json["options"] = std::move(options);
    Json timing = Json::object();
    addTiming(timing, changedTiming(cluster.timing));
    if (!timing.empty())
        json["timing"] = std::move(timing);
    for (std::size_t i = 0; i < kDefects; ++i) {
        if (cluster.defects.has(static_cast<Defect>(i)))
            json["defects"].push_back(defectNames()[i]);
    }
    if (const bool isSaid = isSaidOf("/cluster/load"); isSaid || cluster.load != Load())
        json["load"] = loadJson(cluster.load, isSaid);
    if (const bool isSaid = isSaidOf("/cluster/weather"); isSaid || !(cluster.weather == Weather{}))
        json["weather"] = weatherJson(cluster.weather, isSaid);
    return json;
}

Json stepJson(const ScenarioStep& step) {
    Json json = Json::object();
    std::visit(PlacementWriter{json}, step.placement);
    std::visit(StepWriter{json}, step.what);
    const auto isOfWeather = [](const UnknownField& field) { return field.parent == "/weather"; };
    if (std::any_of(step.unknownFields.begin(), step.unknownFields.end(), isOfWeather)) {
        // What is said besides of the weather needs an object to stand in.
        const auto* action = std::get_if<Action>(&step.what);
        if (const auto* set = action ? std::get_if<action::SetWeather>(action) : nullptr)
            json["weather"] = weatherJson(set->weather, true);
    }
    return json;
}

} // namespace raft
