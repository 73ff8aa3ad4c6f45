// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFileParts.h"

// Actions, read: what each takes.

namespace raft {

namespace {

bool flag(JsonObject& object, const char* name) {
    const auto value = object.find(name);
    return value && value->boolean().value_or(false);
}

} // namespace

std::optional<ServerId> StepReader::serverOf(const JsonValue& value) const {
    const auto id = value.integer(1, kMaximumServerId);
    if (!id)
        return {};
    const auto server = static_cast<ServerId>(*id);
    if (servers_.empty() || servers_.contains(server))
        return server;
    std::string known;
    for (const ServerId each : servers_)
        known += (known.empty() ? "" : ", ") + number(each);
    value.findings().add(value.where(), {QT_TRANSLATE_NOOP("core", "there is no server %1"), {number(server)}},
                         {QT_TRANSLATE_NOOP("core", "allowed: %1"), {known}});
    return {};
}

ServerId StepReader::server(JsonObject& object, const char* name) const {
    const auto value = object.require(name);
    return value ? serverOf(*value).value_or(0) : 0;
}

ServerId StepReader::optionalServer(JsonObject& object, const char* name) const {
    const auto value = object.find(name);
    return value ? serverOf(*value).value_or(0) : 0;
}

std::vector<ServerId> StepReader::serverList(const JsonValue& value) const {
    std::vector<ServerId> list;
    for (const JsonValue& each : value.items(kMaximumServerId)) {
        if (const auto id = serverOf(each))
            list.push_back(*id);
    }
    return list;
}

void StepReader::readEnds(JsonObject& object, std::optional<MessageKind>& message, ServerId& from, ServerId& to) const {
    if (const auto kind = object.find("message")) {
        if (const auto position = kind->name(messageNames()))
            message = static_cast<MessageKind>(*position);
    }
    from = optionalEnd(object, "from");
    to = optionalEnd(object, "to");
}

/// An end of a message: a server's number, or a client as "C" and its number.
ServerId StepReader::optionalEnd(JsonObject& object, const char* name) const {
    const auto value = object.find(name);
    if (!value)
        return 0;
    if (!value->json().is_string())
        return serverOf(*value).value_or(0);
    for (std::uint64_t client = 1; client <= kMaximumClients; ++client) {
        if (value->isText(("C" + number(client)).c_str()))
            return clientParty(client);
    }
    value->refuse({QT_TRANSLATE_NOOP("core", "allowed: a server's number, or a client from \"C1\" to \"C%1\""),
                   {number(kMaximumClients)}});
    return 0;
}

action::MessageChoice StepReader::choice(JsonObject& object) const {
    action::MessageChoice choice;
    if (const auto id = object.find("id"))
        choice.id = id->integer(1, kMaximumSeed).value_or(0);
    readEnds(object, choice.message, choice.from, choice.to);
    return choice;
}

void StepReader::read(JsonObject& object, action::Stop& action) const { action.server = server(object, "server"); }
void StepReader::read(JsonObject& object, action::Restart& action) const { action.server = server(object, "server"); }
void StepReader::read(JsonObject& object, action::Pause& action) const { action.server = server(object, "server"); }
void StepReader::read(JsonObject& object, action::Resume& action) const { action.server = server(object, "server"); }
void StepReader::read(JsonObject& object, action::Timeout& action) const { action.server = server(object, "server"); }
void StepReader::read(JsonObject& object, action::Heartbeat& action) const { action.server = server(object, "server"); }

ServerId StepReader::serverOrLeader(JsonObject& object) const {
    const auto server = object.require("server");
    if (!server || server->isText("leader"))
        return 0;
    if (server->json().is_number())
        return serverOf(*server).value_or(0);
    server->refuse(QT_TRANSLATE_NOOP("core", "allowed: a server's number, or \"leader\""));
    return 0;
}

void StepReader::read(JsonObject& object, action::Submit& action) const {
    action.server = serverOrLeader(object);
    if (const auto text = object.require("command")) {
        if (auto command = readCommand(*text))
            action.command = std::move(*command);
    }
}

void StepReader::read(JsonObject& object, action::Cut& action) const {
    action = {server(object, "from"), server(object, "to"), flag(object, "oneWay")};
}

void StepReader::read(JsonObject& object, action::Heal& action) const {
    action = {server(object, "from"), server(object, "to"), flag(object, "oneWay")};
}

void StepReader::read(JsonObject& object, action::Partition& action) const {
    const auto groups = object.require("groups");
    if (!groups)
        return;
    for (const JsonValue& group : groups->items(kMaximumServerId))
        action.groups.push_back(serverList(group));
}

void StepReader::read(JsonObject&, action::HealAll&) const {}

void StepReader::read(JsonObject& object, action::Block& action) const {
    readEnds(object, action.blockade.message, action.blockade.from, action.blockade.to);
}

void StepReader::read(JsonObject& object, action::Unblock& action) const {
    readEnds(object, action.blockade.message, action.blockade.from, action.blockade.to);
}

void StepReader::read(JsonObject& object, action::Drop& action) const { action.choice = choice(object); }
void StepReader::read(JsonObject& object, action::Duplicate& action) const { action.choice = choice(object); }
void StepReader::read(JsonObject& object, action::Deliver& action) const { action.choice = choice(object); }

void StepReader::read(JsonObject& object, action::Delay& action) const {
    action.choice = choice(object);
    if (const auto by = object.require("by"))
        action.by = by->milliseconds().value_or(0);
}

void StepReader::read(JsonObject& object, action::SetTiming& action) const {
    readTiming(object, action);
    action.from = optionalServer(object, "from");
    action.to = optionalServer(object, "to");
}

void StepReader::read(JsonObject& object, action::SetOptions& action) const {
    if (const auto preset = object.find("preset"))
        action.preset = preset->name(presetNames());
    readOptions(object, action);
}
void StepReader::read(JsonObject&, action::AlignTimers&) const {}
void StepReader::read(JsonObject&, action::SpreadTimers&) const {}
void StepReader::read(JsonObject& object, action::Transfer& action) const { action.to = server(object, "to"); }
void StepReader::read(JsonObject& object, action::TakeSnapshot& action) const {
    action.server = server(object, "server");
}

void StepReader::read(JsonObject& object, action::Read& action) const {
    action.server = serverOrLeader(object);
    if (const auto key = object.require("key"))
        action.key = key->text().value_or("");
    if (const auto mode = object.find("mode")) {
        if (const auto position = mode->name(readModeNames()))
            action.mode = static_cast<action::ReadMode>(*position);
    }
}

ServerId StepReader::newServer(JsonObject& object, const char* name) {
    const auto value = object.require(name);
    const auto id = value ? value->integer(1, kMaximumServerId) : std::nullopt;
    return id ? static_cast<ServerId>(*id) : 0;
}

void StepReader::read(JsonObject& object, action::ChangeConfiguration& action) const {
    const auto list = [](const JsonValue& value, std::vector<ServerId>& into) {
        for (const JsonValue& each : value.items(kMaximumServerId)) {
            if (const auto id = each.integer(1, kMaximumServerId))
                into.push_back(static_cast<ServerId>(*id));
        }
    };
    if (const auto voters = object.require("voters"))
        list(*voters, action.voters);
    if (const auto learners = object.find("learners"))
        list(*learners, action.learners);
    if (const auto method = object.find("method")) {
        if (const auto position = method->name({"joint", "single"}))
            action.joint = *position == 0;
    }
    if (const auto leave = object.find("leave")) {
        if (const auto position = leave->name({"automatic", "onRequest"}))
            action.leavesOnRequest = *position == 1;
    }
}

void StepReader::read(JsonObject&, action::LeaveJoint&) const {}

void StepReader::read(JsonObject& object, action::AddServer& action) const {
    action.server = newServer(object, "server");
    if (const auto voting = object.find("voting"))
        action.voting = voting->boolean().value_or(true);
}

void StepReader::read(JsonObject& object, action::RemoveServer& action) const {
    action.server = newServer(object, "server");
}

void StepReader::read(JsonObject& object, action::Promote& action) const {
    action.server = newServer(object, "server");
}

void StepReader::read(JsonObject& object, action::Clock& action) const {
    action.server = server(object, "server");
    if (const auto speed = object.find("speed")) {
        if (const auto millionths = speed->millionths(kSlowestClock, kFastestClock))
            action.speed = static_cast<std::uint32_t>(*millionths);
    }
    if (const auto jump = object.find("jump"))
        action.jump = jump->jump().value_or(0);
}

void StepReader::read(JsonObject& object, action::SetWeather& action) {
    if (const auto weather = object.require("weather"))
        action.weather = readWeather(*weather).value_or(Weather{});
}

void StepReader::read(JsonObject& object, action::SetLoad& action) {
    readLoad(object, action.load);
    if (!object.has("rate") && !object.has("clients"))
        object.findings().add(object.where(), QT_TRANSLATE_NOOP("core", "neither a rate nor clients are given"));
    if (const auto sound = validate(action.load); !sound) {
        object.findings().add(object.where() + "/" + sound.error().where, sound.error().problem, sound.error().allowed);
    }
}

void StepReader::read(JsonObject& object, action::SetPriority& action) const {
    action.server = server(object, "server");
    if (const auto priority = object.require("priority"))
        action.priority = static_cast<std::uint32_t>(priority->integer(0, kMaximumPriority).value_or(0));
}

void StepReader::read(JsonObject& object, action::Disk& action) const {
    action.server = server(object, "server");
    if (const auto state = object.require("state"))
        action.state = static_cast<DiskState>(state->name(diskStateNames()).value_or(0));
}

} // namespace raft
