// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFileParts.h"

#include <algorithm>

// The field `cluster`, read.

namespace raft {

namespace {

template <typename Value>
void take(const std::optional<Value>& value, Value& into) {
    if (value)
        into = *value;
}

/// Reads one cluster.
class ClusterReader {
public:
    explicit ClusterReader(const JsonValue& value) : object_(value) {}

    ClusterConfiguration read() {
        const auto servers = object_.require("servers");
        if (servers)
            readServers(*servers);
        if (const auto seed = object_.find("seed"))
            take(seed->integer(0, kMaximumSeed), configuration_.seed);
        if (const auto preset = object_.find("preset")) {
            if (const auto position = preset->name(presetNames()))
                configuration_.options = presetAt(*position);
        }
        if (const auto options = object_.find("options"))
            readFeatures(*options);
        if (const auto defects = object_.find("defects"))
            readDefects(*defects);
        if (const auto timing = object_.find("timing"))
            readTimes(*timing);
        if (const auto load = object_.find("load"))
            configuration_.load = readLoad(*load);
        if (const auto weather = object_.find("weather"))
            configuration_.weather = readWeather(*weather).value_or(Weather{});
        object_.finish();
        return std::move(configuration_);
    }

private:
    /// A rate, or an object.
    static Load readLoad(const JsonValue& value) {
        Load load;
        if (!value.isObject()) {
            if (const auto rate = value.integer(0, kMaximumLoad))
                load.rate = static_cast<std::uint32_t>(*rate);
            return load;
        }
        JsonObject object(value);
        raft::readLoad(object, load);
        object.finish();
        return load;
    }

    void readServers(const JsonValue& servers) {
        if (!servers.isList()) {
            if (const auto count = serverCount(servers))
                configuration_.servers = ClusterConfiguration::ofSize(*count, 0).servers;
            return;
        }
        for (const JsonValue& each : servers.items(kMaximumServers))
            configuration_.servers.push_back(readServer(each));
    }

    static std::optional<std::size_t> serverCount(const JsonValue& value) {
        if (value.json().is_number_unsigned())
            return value.integer(1, kMaximumServers);
        value.refuse({QT_TRANSLATE_NOOP("core", "allowed: a number from 1 to %1, or a list of starting states"),
                      {number(std::uint64_t{kMaximumServers})}});
        return {};
    }

    StartingServer readServer(const JsonValue& value) {
        StartingServer server;
        JsonObject object(value);
        if (const auto id = object.require("id")) {
            if (const auto number = id->integer(1, kMaximumServerId))
                server.id = static_cast<ServerId>(*number);
        }
        if (const auto name = object.find("name"))
            take(name->text(), server.name);
        if (const auto term = object.find("currentTerm"))
            server.currentTerm = term->integer(0, kMaximumStartTerm);
        if (const auto vote = object.find("votedFor"); vote && !vote->isNull()) {
            if (const auto candidate = vote->integer(1, kMaximumServerId))
                server.votedFor = static_cast<ServerId>(*candidate);
        }
        if (const auto log = object.find("log"))
            server.log = readLog(*log);
        if (const auto voting = object.find("voting"))
            take(voting->boolean(), server.voting);
        if (const auto stopped = object.find("stopped"))
            take(stopped->boolean(), server.stopped);
        if (const auto priority = object.find("priority")) {
            if (const auto height = priority->integer(0, kMaximumPriority))
                server.priority = static_cast<std::uint32_t>(*height);
        }
        object.finish();
        return server;
    }

    /// The entries before the first that is wrong.
    std::vector<Entry> readLog(const JsonValue& value) {
        std::vector<Entry> log;
        const std::vector<JsonValue> items = value.items(kMaximumStartEntries - entries_);
        entries_ += items.size();
        log.reserve(items.size());
        bool sound = true;
        for (const JsonValue& item : items) {
            auto entry = readEntry(item);
            sound = sound && entry.has_value();
            if (sound)
                log.push_back(std::move(*entry));
        }
        return log;
    }

    static std::optional<Entry> readEntry(const JsonValue& value) {
        if (!value.isObject()) {
            if (!value.json().is_number()) {
                value.refuse(QT_TRANSLATE_NOOP("core", "allowed: a term, or {\"term\", \"command\"}"));
                return {};
            }
            const auto term = value.integer(1, kMaximumStartTerm);
            return term ? std::optional(Entry{*term, {}}) : std::nullopt;
        }
        JsonObject object(value);
        const auto term = object.require("term");
        const auto termValue = term ? term->integer(1, kMaximumStartTerm) : std::nullopt;
        Shared<Command> command;
        if (const auto text = object.find("command")) {
            const auto parsed = readCommand(*text);
            if (!parsed)
                return {};
            command = Shared<Command>(*parsed);
        }
        object.finish();
        return termValue ? std::optional(Entry{*termValue, std::move(command)}) : std::nullopt;
    }

    void readFeatures(const JsonValue& value) {
        JsonObject object(value);
        action::SetOptions set;
        readOptions(object, set);
        configuration_.options = set.appliedTo(configuration_.options);
    }

    void readDefects(const JsonValue& value) {
        for (const JsonValue& each : value.items(kMaximumJsonFields)) {
            if (const auto position = each.name(defectNames()))
                configuration_.defects.insert(static_cast<Defect>(*position));
        }
    }

    void readTimes(const JsonValue& value) {
        JsonObject object(value);
        action::SetTiming set;
        readTiming(object, set);
        object.finish();
        configuration_.timing = set.appliedTo(configuration_.timing);
    }

    JsonObject object_;
    ClusterConfiguration configuration_;
    std::size_t entries_ = 0;
};

/// What is said of snapshots: false, or when they are taken and how they travel.
std::optional<SnapshotOptions> readSnapshots(const JsonValue& value) {
    SnapshotOptions snapshots;
    if (value.json() == false)
        return snapshots;
    if (!value.isObject()) {
        value.refuse(QT_TRANSLATE_NOOP("core", "allowed: false, or an object of everyEntries and chunkBytes"));
        return {};
    }
    snapshots.on = true;
    JsonObject object(value);
    const auto count = [&object](const char* name, std::uint32_t low, std::uint32_t high, std::uint32_t& into) {
        const auto field = object.find(name);
        const auto number = field ? field->integer(low, high) : std::nullopt;
        if (number)
            into = static_cast<std::uint32_t>(*number);
    };
    count("everyEntries", 0, kMaximumSnapshotEntries, snapshots.everyEntries);
    count("chunkBytes", 1, kMaximumChunkBytes, snapshots.chunkBytes);
    object.finish();
    return snapshots;
}

/// A limit: false when there is none, else a number.
std::optional<std::uint32_t> readLimit(const JsonValue& value, std::uint32_t most) {
    if (value.json() == false)
        return 0;
    if (!value.json().is_number()) {
        value.refuse({QT_TRANSLATE_NOOP("core", "allowed: false, or 1 to %1"), {number(most)}});
        return {};
    }
    const auto limit = value.integer(1, most);
    return limit ? std::optional(static_cast<std::uint32_t>(*limit)) : std::nullopt;
}

/// True when `problem` is at `place` or below it.
bool liesBelow(const Error& problem, const std::string& place) {
    return problem.where.compare(0, place.size(), place) == 0 &&
           (problem.where.size() == place.size() || problem.where[place.size()] == '/');
}

} // namespace

std::optional<Command> readCommand(const JsonValue& value) {
    const auto text = value.text();
    if (!text)
        return {};
    auto command = Command::parse(*text);
    if (command)
        return std::move(*command);
    value.findings().add(value.where(), command.error().problem, command.error().allowed);
    return {};
}

void readTiming(JsonObject& object, action::SetTiming& timing) {
    const auto range = [&](const char* name, std::optional<TimeRange>& into) {
        if (const auto value = object.find(name))
            into = value->range();
    };
    const auto likelihood = [&](const char* name, std::optional<std::uint32_t>& into) {
        if (const auto value = object.find(name)) {
            if (const auto parts = value->integer(0, kCertain))
                into = static_cast<std::uint32_t>(*parts);
        }
    };
    const auto mode = [&](const char* name, std::optional<TimerMode>& into) {
        if (const auto value = object.find(name)) {
            if (const auto position = value->name(timerModeNames()))
                into = static_cast<TimerMode>(*position);
        }
    };
    range("electionTimeout", timing.electionTimeout);
    if (const auto heartbeat = object.find("heartbeat"))
        timing.heartbeat = heartbeat->milliseconds();
    range("latency", timing.latency);
    likelihood("lossPerMillion", timing.loss);
    likelihood("duplicationPerMillion", timing.duplication);
    range("diskWrite", timing.diskWrite);
    mode("electionTimers", timing.electionTimers);
    mode("heartbeats", timing.heartbeats);
}

void readLoad(JsonObject& object, Load& load) {
    const auto count = [&object](const char* name, std::uint32_t low, std::uint32_t high, std::uint32_t& into) {
        const auto field = object.find(name);
        if (const auto number = field ? field->integer(low, high) : std::nullopt)
            into = static_cast<std::uint32_t>(*number);
    };
    count("rate", 0, kMaximumLoad, load.rate);
    count("clients", 0, kMaximumClients, load.clients);
    if (const auto time = object.find("thinkTime"))
        take(time->milliseconds(), load.thinkTime);
    count("reads", 0, kWhole, load.reads);
    count("compares", 0, kWhole, load.compares);
    if (const auto mode = object.find("readMode")) {
        if (const auto position = mode->name(readModeNames()))
            load.readMode = static_cast<ReadMode>(*position);
    }
    count("keys", 1, kMaximumLoadKeys, load.keys);
}

void readOptions(JsonObject& object, action::SetOptions& options) {
    if (const auto entries = object.find("entriesPerMessage")) {
        if (const auto count = entries->integer(1, kMaximumEntriesPerMessage))
            options.entriesPerMessage = static_cast<std::uint32_t>(*count);
    }
    for (const Feature& feature : features()) {
        if (const auto value = object.find(feature.name))
            options.*feature.change = value->boolean();
    }
    for (const Limit& limit : limits()) {
        if (const auto value = object.find(limit.name))
            options.*limit.change = readLimit(*value, limit.most);
    }
    if (const auto value = object.find("snapshots"))
        options.snapshots = readSnapshots(*value);
    object.finish();
}

std::optional<Weather> readWeather(const JsonValue& value) {
    if (!value.isObject()) {
        const auto position = value.name(weatherNames());
        return position ? std::optional(weatherAt(*position)) : std::nullopt;
    }
    Weather weather;
    JsonObject object(value);
    const auto rate = [&object](const char* name, std::uint32_t& into) {
        const auto field = object.find(name);
        if (const auto count = field ? field->integer(0, kMaximumFaults) : std::nullopt)
            into = static_cast<std::uint32_t>(*count);
    };
    rate("crashes", weather.crashes);
    rate("cuts", weather.cuts);
    rate("losses", weather.losses);
    rate("pauses", weather.pauses);
    if (const auto repair = object.find("repair")) {
        const auto time = repair->milliseconds();
        if (time && *time >= kShortestRepair && *time <= kMaximumStretch) {
            weather.repair = *time;
        } else if (time) {
            repair->refuse({QT_TRANSLATE_NOOP("core", "allowed: %1 to %2 ms"),
                            {milliseconds(kShortestRepair), milliseconds(kMaximumStretch)}});
        }
    }
    object.finish();
    return weather;
}

ClusterConfiguration readCluster(const JsonValue& value) {
    ClusterConfiguration configuration = ClusterReader(value).read();
    Findings& findings = value.findings();
    if (!value.isObject())
        return configuration;
    const std::vector<Error> shape = findings.problems;
    for (Error& problem : problemsOf(configuration)) {
        const std::string where = value.where() + problem.where;
        // What could not be read has no meaning to judge.
        if (std::none_of(shape.begin(), shape.end(), [&](const Error& each) { return liesBelow(each, where); }))
            findings.add(where, std::move(problem.problem), std::move(problem.allowed));
    }
    return configuration;
}

} // namespace raft
