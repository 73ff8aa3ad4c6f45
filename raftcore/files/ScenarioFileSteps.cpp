// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFileParts.h"

#include <algorithm>
#include <array>
#include <utility>

// Steps, read: where they are placed, what they wait for, what they expect.

namespace raft {

namespace {

/// The fields that tell what a condition is.
constexpr std::array<const char*, 8> kConditions{"quiet",   "role",   "term",   "committed",
                                                 "applied", "before", "events", "elapsed"};

std::optional<std::uint64_t> counted(JsonObject& object, const char* name) {
    const auto value = object.find(name);
    return value ? value->integer(0, kMaximumSeed) : std::nullopt;
}

std::optional<Role> roleOf(const JsonValue& value) {
    const auto position = value.name(roleNames());
    return position ? std::optional(static_cast<Role>(*position)) : std::nullopt;
}

std::map<std::string, std::optional<std::string>> readKeys(const JsonValue& value) {
    std::map<std::string, std::optional<std::string>> keys;
    if (!value.isObject()) {
        value.refuse(QT_TRANSLATE_NOOP("core", "allowed: an object of keys and their values"));
        return keys;
    }
    for (const auto& [key, text] : value.json().get_ref<const Json::object_t&>()) {
        if (text.is_string() || text.is_null()) {
            keys[key] = text.is_null() ? std::nullopt : std::optional(text.get<std::string>());
            continue;
        }
        JsonValue(text, value.where() + "/" + pointerPart(key), value.findings())
            .refuse(QT_TRANSLATE_NOOP("core", "allowed: a text, or null"));
    }
    return keys;
}

} // namespace

std::vector<ScenarioStep> StepReader::steps(const JsonValue& list) {
    const std::vector<JsonValue> items = list.items(kMaximumSteps - count_);
    count_ += items.size();
    std::vector<ScenarioStep> steps;
    steps.reserve(items.size());
    for (const JsonValue& item : items) {
        Findings& findings = item.findings();
        const auto problems = static_cast<std::ptrdiff_t>(findings.problems.size());
        const std::size_t unknown = findings.unknownFields.size();
        findings.sawUnknownName = false;
        auto read = step(item);
        auto unknownFields = findings.takeUnknownFields(unknown, item.where());
        if (findings.sawUnknownName) {
            // A newer program can take this step; what it says besides cannot be judged here.
            findings.problems.erase(findings.problems.begin() + problems, findings.problems.end());
            steps.push_back({placement::Next{}, UnknownStep{spaced(item.json())}, {}});
        } else if (read) {
            noteServers(*read);
            read->unknownFields = std::move(unknownFields);
            steps.push_back(std::move(*read));
        }
    }
    return steps;
}

/// Later steps may speak of the servers that this one makes.
void StepReader::noteServers(const ScenarioStep& step) {
    const auto* action = std::get_if<Action>(&step.what);
    if (!action || servers_.empty())
        return;
    if (const auto* add = std::get_if<action::AddServer>(action))
        servers_.insert(add->server);
    if (const auto* change = std::get_if<action::ChangeConfiguration>(action)) {
        for (const auto* list : {&change->voters, &change->learners}) {
            for (const ServerId id : *list)
                servers_.insert(id);
        }
    }
}

std::optional<ScenarioStep> StepReader::step(const JsonValue& value) {
    JsonObject object(value);
    const auto placed = placement(object);
    const auto kind = object.require("do");
    const auto position = kind ? kind->name(stepNames()) : std::nullopt;
    if (!position)
        return {};
    ScenarioStep step;
    readAction(*position, object, step);
    // The fields of options have been judged already, with those that come later.
    if (!std::holds_alternative<Action>(step.what) ||
        !std::holds_alternative<action::SetOptions>(std::get<Action>(step.what)))
        object.finish();
    if (!placed)
        return {};
    step.placement = *placed;
    return step;
}

void StepReader::readAction(std::size_t position, JsonObject& object, ScenarioStep& step) const {
    if (position == kActions) {
        BookmarkStep bookmark;
        if (const auto caption = object.require("caption"))
            bookmark.caption = caption->text().value_or("");
        step.what = std::move(bookmark);
        return;
    }
    if (position == kActions + 1) {
        step.what = expectation(object);
        return;
    }
    const auto readAt = [&]<std::size_t kind>() {
        if (position != kind)
            return;
        std::variant_alternative_t<kind, Action> action;
        read(object, action);
        checkSense(object, action);
        step.what = Action(std::move(action));
    };
    [&]<std::size_t... kinds>(std::index_sequence<kinds...>) { (readAt.template operator()<kinds>(), ...); }
    (std::make_index_sequence<kActions>());
}

std::optional<Placement> StepReader::placement(JsonObject& object) const {
    const auto at = object.find("at");
    const auto event = object.find("event");
    const auto when = object.find("when");
    const auto time = object.find("time");
    const auto within = object.find("within");
    if (int{at.has_value()} + int{event.has_value()} + int{when.has_value()} > 1) {
        object.findings().add(object.where(), QT_TRANSLATE_NOOP("core", "the step is placed twice"),
                              QT_TRANSLATE_NOOP("core", "allowed: one of at, event, when, or none of them"));
        return {};
    }
    if (time && !event)
        object.findings().add(time->where(), QT_TRANSLATE_NOOP("core", "a time stands beside \"event\" only"));
    if (within && !when)
        object.findings().add(within->where(), QT_TRANSLATE_NOOP("core", "it stands beside \"when\" only"));
    if (at) {
        const auto moment = at->milliseconds();
        return moment ? std::optional<Placement>(placement::AtTime{*moment}) : std::nullopt;
    }
    if (event) {
        const auto index = event->integer(0, kMaximumSeed);
        const auto moment = time ? time->integer(0, static_cast<std::uint64_t>(kMaximumFileTime)) : std::nullopt;
        if (!index || (time && !moment))
            return {};
        placement::AtEvent placed{*index, std::nullopt};
        if (moment)
            placed.time = static_cast<Time>(*moment);
        return placed;
    }
    if (when) {
        auto wanted = condition(*when);
        const auto limit = within ? within->milliseconds() : std::nullopt;
        if (!wanted || (within && !limit))
            return {};
        return placement::When{std::move(*wanted), limit};
    }
    return placement::Next{};
}

std::optional<Condition> StepReader::condition(const JsonValue& value) const {
    JsonObject object(value);
    if (!object.isSound())
        return {};
    std::vector<std::string> kinds;
    std::copy_if(kConditions.begin(), kConditions.end(), std::back_inserter(kinds),
                 [&](const char* name) { return object.has(name); });
    if (kinds.empty() && value.findings().newer) {
        value.findings().sawUnknownName = true;
        return {};
    }
    if (kinds.size() != 1) {
        value.refuse(QT_TRANSLATE_NOOP(
            "core", "allowed: a condition with one of quiet, role, term, committed, applied, before, events, elapsed"));
        return {};
    }
    auto read = conditionOf(kinds.front(), object);
    object.finish();
    return read;
}

std::optional<Condition> StepReader::conditionOf(const std::string& kind, JsonObject& object) const {
    if (kind == "quiet") {
        const auto value = object.find("quiet");
        if (value->json() == true)
            return condition::Quiet{};
        value->refuse(QT_TRANSLATE_NOOP("core", "allowed: true"));
        return {};
    }
    if (kind == "role") {
        const ServerId id = optionalServer(object, "server");
        const auto role = roleOf(*object.find("role"));
        return role ? std::optional<Condition>(condition::HasRole{*role, id}) : std::nullopt;
    }
    if (kind == "before") {
        JsonObject message(*object.find("before"));
        const condition::Before before{choice(message)};
        message.finish();
        return before;
    }
    if (kind == "elapsed") {
        const auto time = object.find("elapsed")->milliseconds();
        return time ? std::optional<Condition>(condition::Elapsed{*time}) : std::nullopt;
    }
    if (kind == "committed") {
        const ServerId id = optionalServer(object, "server");
        const auto index = counted(object, "committed");
        return index ? std::optional<Condition>(condition::Committed{*index, id}) : std::nullopt;
    }
    if (kind == "events") {
        const auto count = counted(object, "events");
        return count ? std::optional<Condition>(condition::Events{*count}) : std::nullopt;
    }
    const ServerId id = server(object, "server");
    const auto number = counted(object, kind == "term" ? "term" : "applied");
    if (!number || id == 0)
        return {};
    if (kind == "term")
        return condition::HasTerm{*number, id};
    return condition::Applied{*number, id};
}

Expectation StepReader::expectation(JsonObject& object) const {
    Expectation expected;
    const auto one = object.find("server");
    const auto several = object.find("servers");
    if (one.has_value() == several.has_value()) {
        object.findings().add(object.where(),
                              QT_TRANSLATE_NOOP("core", "it must be said of which servers this is expected"),
                              QT_TRANSLATE_NOOP("core", "allowed: either server, or servers with a list or \"all\""));
    } else if (one) {
        expected.servers = {serverOf(*one).value_or(0)};
    } else if (several->isList()) {
        expected.servers = serverList(*several);
        if (several->json().empty())
            several->refuse(QT_TRANSLATE_NOOP("core", "allowed: a list of servers, or \"all\""));
    } else if (!several->isText("all")) {
        several->refuse(QT_TRANSLATE_NOOP("core", "allowed: a list of servers, or \"all\""));
    }
    if (const auto role = object.find("role"))
        expected.role = roleOf(*role);
    expected.currentTerm = counted(object, "currentTerm");
    if (const auto vote = object.find("votedFor"))
        expected.votedFor = vote->isNull() ? 0 : serverOf(*vote);
    expected.commitIndex = counted(object, "commitIndex");
    expected.lastApplied = counted(object, "lastApplied");
    if (const auto log = object.find("log")) {
        expected.log.emplace();
        for (const JsonValue& term : log->items(kMaximumStartEntries))
            expected.log->push_back(term.integer(1, kMaximumStartTerm).value_or(1));
    }
    if (const auto keys = object.find("keys"))
        expected.keys = readKeys(*keys);
    if (const auto stopped = object.find("stopped"))
        expected.stopped = stopped->boolean();
    if (const auto voters = object.find("voters"))
        expected.voters = serverList(*voters);
    if (const auto answer = object.find("lastAnswer"))
        expected.lastAnswer = answer->isNull() ? std::nullopt : answer->text();
    return expected;
}

} // namespace raft
