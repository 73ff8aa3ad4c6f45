// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFileParts.h"

#include <algorithm>

// A file as a whole, written.

namespace raft {

namespace {

/// What has an item a line.
const std::vector<std::string> kBroken{
    "", "/cluster", "/cluster/servers", "/actions", "/branches", "/branches/*", "/branches/*/actions", "/bookmarks",
};

Json stepsJson(const std::vector<ScenarioStep>& steps) {
    Json list = Json::array();
    for (const ScenarioStep& step : steps)
        list.push_back(stepJson(step));
    return list;
}

Json originJson(const BranchOrigin& origin) {
    Json json{{"branch", origin.branch}, {"event", origin.event}};
    if (origin.time)
        json["time"] = *origin.time;
    return json;
}

Json branchesJson(const std::vector<ScenarioBranch>& branches) {
    Json list = Json::array();
    for (const ScenarioBranch& branch : branches) {
        Json json{{"name", branch.name}};
        if (branch.from)
            json["from"] = originJson(*branch.from);
        json["actions"] = stepsJson(branch.steps);
        list.push_back(std::move(json));
    }
    return list;
}

Json bookmarksJson(const std::vector<ScenarioBookmark>& bookmarks) {
    Json list = Json::array();
    for (const ScenarioBookmark& bookmark : bookmarks)
        list.push_back({{"branch", bookmark.branch}, {"event", bookmark.event}, {"caption", bookmark.caption}});
    return list;
}

/// JSON that this program has written before.
Json ownJson(const std::string& text) {
    auto json = readJson(text);
    RAFT_ASSERT(json.has_value());
    return std::move(*json);
}

bool isNumber(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The list or object at a JSON pointer, made where it was left out; null when a plain value stands in the way.
Json* parentAt(Json& root, const std::string& pointer, bool ofList) {
    Json* parent = &root;
    for (std::size_t begin = 1; begin <= pointer.size();) {
        const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
        const std::string part = pointer.substr(begin, end - begin);
        begin = end + 1;
        if (parent->is_array()) {
            const std::size_t position = isNumber(part) && part.size() < 8 ? std::stoul(part) : parent->size();
            if (position >= parent->size())
                return nullptr;
            parent = &(*parent)[position];
        } else if (parent->is_object()) {
            const bool isLast = end == pointer.size();
            if (!parent->contains(part))
                (*parent)[part] = isLast && ofList ? Json::array() : Json::object();
            parent = &(*parent)[part];
        } else {
            return nullptr;
        }
    }
    return parent;
}

void addUnknown(Json& root, const UnknownField& field) {
    Json* parent = parentAt(root, field.parent, isNumber(field.name));
    if (parent && parent->is_array())
        parent->push_back(ownJson(field.json));
    else if (parent && parent->is_object())
        (*parent)[field.name] = ownJson(field.json);
}

/// True when a newer program has said something of a single server.
bool hasUnknownServerField(const Scenario& scenario) {
    return std::any_of(scenario.unknownFields.begin(), scenario.unknownFields.end(),
                       [](const UnknownField& field) { return field.parent.rfind("/cluster/servers/", 0) == 0; });
}

} // namespace

std::string writeScenario(const Scenario& scenario) {
    Json json{{"format", "raftarium"}, {"version", number(kFormatMajor) + "." + number(scenario.minorVersion)}};
    const auto addText = [&json](const char* name, const std::string& text) {
        if (!text.empty())
            json[name] = text;
    };
    addText("title", scenario.title);
    addText("description", scenario.description);
    addText("author", scenario.author);
    addText("license", scenario.license);
    json["cluster"] = clusterJson(scenario.cluster, hasUnknownServerField(scenario));
    if (scenario.isOneBranch())
        json["actions"] = stepsJson(scenario.branches.front().steps);
    else
        json["branches"] = branchesJson(scenario.branches);
    if (!scenario.bookmarks.empty())
        json["bookmarks"] = bookmarksJson(scenario.bookmarks);
    if (!scenario.view.empty())
        json["view"] = ownJson(scenario.view);
    for (const auto& [branch, hash] : scenario.outcome)
        json["outcome"][branch] = hexadecimal(hash);
    for (const UnknownField& field : scenario.unknownFields)
        addUnknown(json, field);
    return laidOut(json, kBroken) + "\n";
}

} // namespace raft
