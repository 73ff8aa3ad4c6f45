// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFile.h"

#include "raftcore/files/ScenarioFileParts.h"

#include <algorithm>
#include <set>

// A file as a whole, read.

namespace raft {

namespace {

/// A version such as "1.0".
struct Version {
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
};

/// A number of at most four digits.
std::optional<std::uint32_t> smallNumber(std::string_view digits) {
    if (digits.empty() || digits.size() > 4 || (digits.size() > 1 && digits.front() == '0'))
        return {};
    std::uint32_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return {};
        value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return value;
}

std::optional<Version> versionOf(const JsonValue& value) {
    if (value.json().is_string()) {
        const std::string_view text = value.json().get_ref<const std::string&>();
        const std::size_t dot = text.find('.');
        if (dot != std::string_view::npos) {
            const auto major = smallNumber(text.substr(0, dot));
            const auto minor = smallNumber(text.substr(dot + 1));
            if (major && minor && *major > 0)
                return Version{*major, *minor};
        }
    }
    value.refuse(QT_TRANSLATE_NOOP("core", "allowed: a version such as \"1.0\""));
    return {};
}

/// A hash of 16 hexadecimal digits.
std::optional<std::uint64_t> hashOf(const JsonValue& value) {
    std::uint64_t hash = 0;
    bool sound = value.json().is_string();
    const std::string text = sound ? value.json().get<std::string>() : std::string();
    sound = text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!sound) {
        value.refuse(QT_TRANSLATE_NOOP("core", "allowed: a hash of 16 hexadecimal digits, lower case"));
        return {};
    }
    for (const char c : text)
        hash = hash * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    return hash;
}

/// A number of events as the name of a field.
std::optional<EventIndex> eventOf(std::string_view digits) {
    if (digits.empty() || digits.size() > 16 || (digits.size() > 1 && digits.front() == '0') ||
        digits.find_first_not_of("0123456789") != std::string_view::npos)
        return {};
    EventIndex events = 0;
    for (const char c : digits)
        events = events * 10 + static_cast<EventIndex>(c - '0');
    return events <= kMaximumSeed ? std::optional(events) : std::nullopt;
}

/// Reads one file.
class FileReader {
public:
    FileReader(const Json& json, Findings& findings) : object_(JsonValue(json, "", findings)), findings_(findings) {}

    Scenario read() {
        if (!readHead())
            return std::move(scenario_);
        readWords();
        readCluster();
        readBranches();
        if (const auto bookmarks = object_.find("bookmarks"))
            readBookmarks(*bookmarks);
        if (const auto view = object_.find("view"))
            readView(*view);
        if (const auto outcome = object_.find("outcome"))
            readOutcome(*outcome);
        if (const auto waypoints = object_.find("waypoints"))
            readWaypoints(*waypoints);
        object_.finish();
        scenario_.unknownFields = std::move(findings_.unknownFields);
        return std::move(scenario_);
    }

private:
    /// False when the rest of the file cannot be judged.
    bool readHead() {
        if (!object_.isSound())
            return false;
        const auto format = object_.require("format");
        const auto version = object_.require("version");
        if (!format || !version)
            return false;
        if (!format->isText("raftarium")) {
            format->refuse(QT_TRANSLATE_NOOP("core", "allowed: \"raftarium\""));
            return false;
        }
        const auto written = versionOf(*version);
        if (!written)
            return false;
        if (written->major > kFormatMajor) {
            findings_.add(version->where(),
                          {QT_TRANSLATE_NOOP("core", "the file was written by a newer program, in version %1.%2"),
                           {number(written->major), number(written->minor)}},
                          {QT_TRANSLATE_NOOP("core", "this program reads versions %1.x"), {number(kFormatMajor)}});
            return false;
        }
        findings_.newer = written->minor > kFormatMinor;
        scenario_.minorVersion = written->minor;
        return true;
    }

    void readWords() {
        const auto text = [this](const char* name, std::string& into) {
            if (const auto value = object_.find(name))
                into = value->text().value_or("");
        };
        text("title", scenario_.title);
        text("description", scenario_.description);
        text("author", scenario_.author);
        text("license", scenario_.license);
    }

    void readCluster() {
        const auto cluster = object_.require("cluster");
        if (!cluster)
            return;
        const auto problems = static_cast<std::ptrdiff_t>(findings_.problems.size());
        scenario_.cluster = raft::readCluster(*cluster);
        // Where the servers are in doubt, no step is blamed for naming one.
        const std::string place = cluster->where() + "/servers";
        const bool inDoubt = std::any_of(findings_.problems.begin() + problems, findings_.problems.end(),
                                         [&place](const Error& each) { return each.where.rfind(place, 0) == 0; });
        if (inDoubt)
            return;
        for (const StartingServer& server : scenario_.cluster.servers)
            servers_.insert(server.id);
    }

    void readBranches() {
        StepReader reader(servers_);
        const auto actions = object_.find("actions");
        const auto branches = object_.find("branches");
        if (actions && branches) {
            findings_.add(branches->where(), QT_TRANSLATE_NOOP("core", "the file has actions and branches"),
                          QT_TRANSLATE_NOOP("core", "allowed: either actions or branches"));
            return;
        }
        if (actions)
            scenario_.branches.front().steps = reader.steps(*actions);
        names_.insert("main");
        if (!branches)
            return;
        names_.clear();
        scenario_.branches.clear();
        const std::vector<JsonValue> items = branches->items(kMaximumBranches);
        if (branches->isList() && branches->json().empty())
            branches->refuse(QT_TRANSLATE_NOOP("core", "allowed: at least one branch"));
        for (const JsonValue& item : items)
            readBranch(item, reader);
    }

    void readBranch(const JsonValue& value, StepReader& reader) {
        JsonObject object(value);
        ScenarioBranch branch;
        const std::size_t unknown = findings_.unknownFields.size();
        const auto name = object.require("name");
        if (name)
            branch.name = name->text().value_or("");
        const auto from = object.find("from");
        if (from)
            branch.from = readOrigin(*from);
        else if (!scenario_.branches.empty() && object.isSound())
            findings_.add(value.where() + "/from", QT_TRANSLATE_NOOP("core", "the field is missing"),
                          QT_TRANSLATE_NOOP("core", "only the first branch begins with the run"));
        if (from && scenario_.branches.empty())
            findings_.add(from->where(), QT_TRANSLATE_NOOP("core", "the first branch begins with the run"));
        if (const auto actions = object.find("actions"))
            branch.steps = reader.steps(*actions);
        object.finish();
        branch.unknownFields = findings_.takeUnknownFields(unknown, value.where());
        if (name && name->json().is_string())
            checkName(*name, branch.name);
        scenario_.branches.push_back(std::move(branch));
    }

    void checkName(const JsonValue& value, const std::string& name) {
        if (name.empty())
            value.refuse(QT_TRANSLATE_NOOP("core", "allowed: a name"));
        else if (!names_.insert(name).second)
            findings_.add(value.where(), {QT_TRANSLATE_NOOP("core", "there are two branches \"%1\""), {name}});
    }

    std::optional<BranchOrigin> readOrigin(const JsonValue& value) {
        JsonObject object(value);
        BranchOrigin origin;
        if (const auto branch = object.require("branch"))
            origin.branch = knownBranch(*branch);
        if (const auto event = object.require("event"))
            origin.event = event->integer(0, kMaximumSeed).value_or(0);
        if (const auto time = object.find("time")) {
            if (const auto moment = time->integer(0, kMaximumFileTime))
                origin.time = static_cast<Time>(*moment);
        }
        object.finish();
        return origin;
    }

    /// The name of a branch that stands before this place.
    std::string knownBranch(const JsonValue& value) {
        const std::string name = value.text().value_or("");
        if (value.json().is_string() && names_.count(name) == 0)
            findings_.add(value.where(), {QT_TRANSLATE_NOOP("core", "there is no branch \"%1\" before"), {name}});
        return name;
    }

    void readBookmarks(const JsonValue& value) {
        for (const JsonValue& item : value.items(kMaximumBookmarks)) {
            JsonObject object(item);
            ScenarioBookmark bookmark;
            const std::size_t unknown = findings_.unknownFields.size();
            if (const auto branch = object.find("branch"))
                bookmark.branch = knownBranch(*branch);
            else if (names_.count(bookmark.branch) == 0)
                object.require("branch");
            if (const auto event = object.require("event"))
                bookmark.event = event->integer(0, kMaximumSeed).value_or(0);
            if (const auto caption = object.require("caption"))
                bookmark.caption = caption->text().value_or("");
            object.finish();
            bookmark.unknownFields = findings_.takeUnknownFields(unknown, item.where());
            scenario_.bookmarks.push_back(std::move(bookmark));
        }
    }

    void readView(const JsonValue& value) {
        if (!value.isObject())
            value.refuse(QT_TRANSLATE_NOOP("core", "allowed: an object"));
        else if (!value.json().empty())
            scenario_.view = spaced(value.json());
    }

    void readOutcome(const JsonValue& value) {
        for (const auto& [name, hash] : membersOf(value, QT_TRANSLATE_NOOP("core", "allowed: an object of branches and "
                                                                                   "their hashes"))) {
            if (const auto found = hashOf(hash))
                scenario_.outcome[name] = *found;
            if (names_.count(name) == 0)
                findings_.add(hash.where(), QT_TRANSLATE_NOOP("core", "there is no such branch"));
        }
    }

    void readWaypoints(const JsonValue& value) {
        const Text allowed = QT_TRANSLATE_NOOP("core", "allowed: an object of numbers of events and their hashes");
        for (const auto& [name, hashes] :
             membersOf(value, QT_TRANSLATE_NOOP("core", "allowed: an object of branches and their waypoints"))) {
            if (names_.count(name) == 0)
                findings_.add(hashes.where(), QT_TRANSLATE_NOOP("core", "there is no such branch"));
            const auto members = membersOf(hashes, allowed);
            if (members.size() > kMaximumWaypoints)
                findings_.add(
                    hashes.where(),
                    {QT_TRANSLATE_NOOP("core", "there are %1 waypoints"), {number(std::uint64_t{members.size()})}},
                    {QT_TRANSLATE_NOOP("core", "allowed: at most %1"), {number(std::uint64_t{kMaximumWaypoints})}});
            for (const auto& [events, hash] : members) {
                const auto found = hashOf(hash);
                const auto place = eventOf(events);
                if (!place)
                    findings_.add(hash.where(), QT_TRANSLATE_NOOP("core", "the name is no number of events"));
                if (found && place)
                    scenario_.waypoints[name][*place] = *found;
            }
        }
    }

    /// The members of an object that may have any names; none of what is no object.
    [[nodiscard]] std::vector<std::pair<std::string, JsonValue>> membersOf(const JsonValue& value,
                                                                           const Text& allowed) const {
        std::vector<std::pair<std::string, JsonValue>> members;
        if (!value.isObject()) {
            value.refuse(allowed);
            return members;
        }
        for (const auto& [name, member] : value.json().get_ref<const Json::object_t&>())
            members.emplace_back(name, JsonValue(member, value.where() + "/" + pointerPart(name), findings_));
        return members;
    }

    JsonObject object_;
    Findings& findings_;
    Scenario scenario_;
    ServerSet servers_;
    std::set<std::string> names_;
};

} // namespace

tl::expected<Scenario, std::vector<Error>> readScenario(std::string_view text) {
    Findings findings;
    std::vector<Error> problems;
    const auto json = readJson(text, problems);
    if (!json)
        problems.push_back(json.error());
    for (Error& problem : problems)
        findings.add(std::move(problem.where), std::move(problem.problem), std::move(problem.allowed));
    if (!json)
        return tl::unexpected(std::move(findings.problems));
    Scenario scenario = FileReader(*json, findings).read();
    if (!findings.problems.empty())
        return tl::unexpected(std::move(findings.problems));
    return scenario;
}

} // namespace raft
