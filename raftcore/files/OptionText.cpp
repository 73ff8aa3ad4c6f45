// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/OptionText.h"

#include "raftcore/files/ScenarioFileParts.h"

// An option on a command line is read as the same field of a file.

namespace raft {

namespace {

std::vector<const char*> names() {
    std::vector<const char*> all;
    for (const Feature& feature : features())
        all.push_back(feature.name);
    all.push_back("entriesPerMessage");
    for (const Limit& limit : limits())
        all.push_back(limit.name);
    all.push_back("snapshots");
    return all;
}

/// The value that a file would have: true where none is given. Snapshots that are on are an object.
Json valueOf(const std::string& name, const std::string& text) {
    const Json value = Json::parse(text.empty() ? "true" : text, nullptr, false);
    if (value.is_discarded())
        return text;
    return name == "snapshots" && value == true ? Json::object() : value;
}

} // namespace

std::string optionNames() {
    std::string list;
    for (const char* name : names())
        list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

Expected<void> setOption(Options& options, const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const std::vector<const char*> all = names();
    if (std::find(all.begin(), all.end(), name) == all.end()) {
        return failure("option", {QT_TRANSLATE_NOOP("core", "there is no option \"%1\""), {name}},
                       {QT_TRANSLATE_NOOP("core", "allowed: %1"), {optionNames()}});
    }
    const Json json{{name, valueOf(name, equals == std::string::npos ? "" : text.substr(equals + 1))}};
    Findings findings;
    action::SetOptions set;
    JsonObject object(JsonValue(json, {}, findings));
    readOptions(object, set);
    if (!findings.problems.empty()) {
        Error problem = findings.problems.front();
        problem.where = name;
        return tl::unexpected(std::move(problem));
    }
    options = set.appliedTo(options);
    return {};
}

} // namespace raft
