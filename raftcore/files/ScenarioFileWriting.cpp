// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFileParts.h"
#include "raftcore/history/ScenarioRun.h"

#include <algorithm>

// A file as a whole, written.

namespace raft {

namespace {

/// What has an item a line.
const std::vector<std::string> kBroken{
    "",           "/cluster",   "/cluster/servers", "/actions", "/branches", "/branches/*", "/branches/*/actions",
    "/bookmarks", "/waypoints",
};

/// JSON that this program has written before.
Json ownJson(const std::string& text) {
    std::vector<Error> twice;
    auto json = readJson(text, twice);
    RAFT_ASSERT(json.has_value());
    return std::move(*json);
}

bool isNumber(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What to do when the object that a field stood in is not there.
enum class Missing : std::uint8_t {
    make, ///< it was left out since it said nothing but what is usual
    drop, ///< it is gone, and what it said with it
};

/// The list or object at a JSON pointer; null when it is missing and not to be made, or when a plain value stands
/// there.
Json* parentAt(Json& root, const std::string& pointer, bool ofList, Missing missing) {
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
            if (!parent->contains(part) && missing == Missing::drop)
                return nullptr;
            if (!parent->contains(part))
                (*parent)[part] = isLast && ofList ? Json::array() : Json::object();
            parent = &(*parent)[part];
        } else {
            return nullptr;
        }
    }
    return parent;
}

void addUnknown(Json& root, const std::vector<UnknownField>& fields, Missing missing) {
    for (const UnknownField& field : fields) {
        Json* parent = parentAt(root, field.parent, isNumber(field.name), missing);
        if (parent && parent->is_array())
            parent->push_back(ownJson(field.json));
        else if (parent && parent->is_object())
            (*parent)[field.name] = ownJson(field.json);
    }
}

Json stepsJson(const std::vector<ScenarioStep>& steps) {
    Json list = Json::array();
    for (const ScenarioStep& step : steps) {
        Json json = stepJson(step);
        // A condition that came about has become an event, and what was said of the waiting is over.
        addUnknown(json, step.unknownFields, Missing::drop);
        list.push_back(std::move(json));
    }
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
        addUnknown(json, branch.unknownFields, Missing::drop);
        list.push_back(std::move(json));
    }
    return list;
}

Json bookmarksJson(const std::vector<ScenarioBookmark>& bookmarks) {
    Json list = Json::array();
    for (const ScenarioBookmark& bookmark : bookmarks) {
        Json json{{"branch", bookmark.branch}, {"event", bookmark.event}, {"caption", bookmark.caption}};
        addUnknown(json, bookmark.unknownFields, Missing::drop);
        list.push_back(std::move(json));
    }
    return list;
}

Json fileJson(const Scenario& scenario) {
    Json json{{"format", "raftarium"}, {"version", number(kFormatMajor) + "." + number(scenario.minorVersion)}};
    const auto addText = [&json](const char* name, const std::string& text) {
        if (!text.empty())
            json[name] = text;
    };
    addText("title", scenario.title);
    addText("description", scenario.description);
    addText("author", scenario.author);
    addText("license", scenario.license);
    json["cluster"] = clusterJson(scenario.cluster, scenario.unknownFields);
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
    for (const auto& [branch, waypoints] : scenario.waypoints) {
        for (const auto& [events, hash] : waypoints)
            json["waypoints"][branch][number(events)] = hexadecimal(hash);
    }
    addUnknown(json, scenario.unknownFields, Missing::make);
    return json;
}

std::string textOf(const Json& json) { return laidOut(json, kBroken) + "\n"; }

/// How many values there are, those inside of others included.
std::size_t valuesIn(const Json& json) {
    std::size_t values = 1;
    if (json.is_structured()) {
        for (const Json& each : json)
            values += valuesIn(each);
    }
    return values;
}

/// The latest logical time of a step; 0 when there is none.
Time lastTime(const Scenario& recording) {
    Time last = 0;
    for (const ScenarioBranch& branch : recording.branches) {
        for (const ScenarioStep& step : branch.steps) {
            if (const auto* at = std::get_if<placement::AtEvent>(&step.placement))
                last = std::max(last, at->time.value_or(0));
        }
    }
    return last;
}

/// What a recording has too much of, counted before it is written: its measure, and the most of it that is read.
Expected<void> checkMeasure(const Scenario& recording) {
    std::size_t steps = 0;
    for (const ScenarioBranch& branch : recording.branches)
        steps += branch.steps.size();
    const auto most = [](Text problem, std::uint64_t allowed) {
        return failure({}, std::move(problem),
                       {QT_TRANSLATE_NOOP("core", "a file holds at most %1"), {number(allowed)}});
    };
    if (steps > kMaximumSteps)
        return most({QT_TRANSLATE_NOOP("core", "the run has %1 actions, faults by chance among them"),
                     {number(std::uint64_t{steps})}},
                    kMaximumSteps);
    if (recording.branches.size() > kMaximumBranches)
        return most(
            {QT_TRANSLATE_NOOP("core", "the run has %1 branches"), {number(std::uint64_t{recording.branches.size()})}},
            kMaximumBranches);
    if (recording.bookmarks.size() > kMaximumBookmarks)
        return most({QT_TRANSLATE_NOOP("core", "the run has %1 bookmarks"),
                     {number(std::uint64_t{recording.bookmarks.size()})}},
                    kMaximumBookmarks);
    if (const EventIndex events = eventsOf(recording); events > maximumEvents(recording.cluster))
        return most({QT_TRANSLATE_NOOP("core", "the branches have %1 events up to their last actions and bookmarks"),
                     {number(events)}},
                    maximumEvents(recording.cluster));
    if (const Time time = lastTime(recording); time > kMaximumFileTime)
        return failure({}, {QT_TRANSLATE_NOOP("core", "the last action was taken at %1 ms"), {milliseconds(time)}},
                       {QT_TRANSLATE_NOOP("core", "a file reaches to %1 ms"), {milliseconds(kMaximumFileTime)}});
    return {};
}

} // namespace

std::string writeScenario(const Scenario& scenario) { return textOf(fileJson(scenario)); }

Expected<std::string> writeRecording(const Scenario& recording) {
    if (auto fits = checkMeasure(recording); !fits)
        return tl::unexpected(fits.error());
    const Json json = fileJson(recording);
    std::string text = textOf(json);
    if (text.size() <= kMaximumJsonBytes && valuesIn(json) <= kMaximumJsonValues)
        return text;
    return failure(
        {}, {QT_TRANSLATE_NOOP("core", "the run's file would have %1 bytes"), {number(std::uint64_t{text.size()})}},
        {QT_TRANSLATE_NOOP("core", "allowed: at most %1 bytes, and %2 values"),
         {number(std::uint64_t{kMaximumJsonBytes}), number(std::uint64_t{kMaximumJsonValues})}});
}

} // namespace raft
