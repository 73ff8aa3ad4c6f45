// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"

#include <gtest/gtest.h>

#include <algorithm>

// What the reader says of files that are wrong, and what it keeps of files that are newer.

namespace {

using namespace raft;

std::vector<std::string> problemsIn(const std::string& text) {
    const auto scenario = readScenario(text);
    std::vector<std::string> lines;
    if (!scenario.has_value()) {
        for (const Error& problem : scenario.error())
            lines.push_back(problem.message());
    }
    return lines;
}

/// A file of version 1.0 with three servers and these fields more.
std::string fileWith(const std::string& fields, const std::string& cluster = "\"servers\": 3") {
    return R"({"format": "raftarium", "version": "1.0", "cluster": {)" + cluster + "}" +
           (fields.empty() ? "" : ", " + fields) + "}";
}

std::string step(const std::string& fields) { return fileWith("\"actions\": [{" + fields + "}]"); }

struct Wrong {
    const char* name;
    std::string file;
    std::vector<std::string> lines;
};

class WrongFile : public testing::TestWithParam<Wrong> {};

TEST_P(WrongFile, IsRefusedInTheseWords) { EXPECT_EQ(problemsIn(GetParam().file), GetParam().lines); }

const auto named = [](const auto& each) { return std::string(each.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Syntax, WrongFile,
    testing::Values(
        Wrong{"Empty", "", {"line 1, column 1: no JSON: unexpected end of input; expected '[', '{', or a literal"}},
        Wrong{"Truncated",
              "{\"format\": \"raftarium\",\n \"version\"",
              {"line 2, column 11: no JSON: unexpected end of input; expected ':'"}},
        Wrong{"TrailingComma",
              "{\"format\": \"raftarium\",\n\"ä\": [1, 2,]}",
              {"line 2, column 12: no JSON: unexpected ']'; expected '[', '{', or a literal"}},
        Wrong{"ZeroByte",
              std::string("{\"format\": 1}\0 rubbish", 22),
              {"line 1, column 14: no JSON: a byte that is zero"}},
        Wrong{"BrokenText",
              "{\"title\": \"\xff\"}",
              {"line 1, column 12: no JSON: invalid string: ill-formed UTF-8 byte"}},
        Wrong{"HalfACharacter",
              "{\"title\": \"\\ud800\"}",
              {"line 1, column 18: no JSON: invalid string: surrogate U+D800..U+DBFF must be followed by "
               "U+DC00..U+DFFF"}},
        Wrong{"TwoFiles", "{} {}", {"line 1, column 4: no JSON: unexpected '{'; expected end of input"}},
        Wrong{"FieldTwice",
              R"({"cluster": {"servers": [{"id": 1, "log": [], "id": 2}]}})",
              {"/cluster/servers/0: the field \"id\" is there twice", "/format: the field is missing",
               "/version: the field is missing"}},
        Wrong{"HugeInteger",
              R"({"cluster": {"servers": 123456789012345678901234567890}})",
              {"/cluster/servers: the number 12345678901234567890123… is too large; allowed: numbers of 64 bits"}},
        Wrong{"HugeFraction", R"([1e999])", {"line 1, column 6: a number is too large"}},
        Wrong{"Deep",
              std::string(100'000, '['),
              {std::string("/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0") +
               ": lists and objects stand too deep in one another; allowed: 32 levels"}}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Head, WrongFile,
    testing::Values(
        Wrong{"NoObject", "[]", {"found an empty list; allowed: an object"}},
        Wrong{"Nothing", "{}", {"/format: the field is missing", "/version: the field is missing"}},
        Wrong{"OtherFormat",
              R"({"format": "tar", "version": "1.0"})",
              {"/format: found \"tar\"; allowed: \"raftarium\""}},
        Wrong{"NewerMajorVersion",
              R"({"format": "raftarium", "version": "2.3", "whatever": 1})",
              {"/version: the file was written by a newer program, in version 2.3; this program reads versions 1.x"}},
        Wrong{"NoVersion",
              R"({"format": "raftarium", "version": 1})",
              {"/version: found 1; allowed: a version such as \"1.0\""}},
        Wrong{"NoCluster", R"({"format": "raftarium", "version": "1.0"})", {"/cluster: the field is missing"}},
        Wrong{"UnknownField",
              fileWith("\"cluser\": 1"),
              {"/cluser: unknown field; allowed: format, version, title, description, author, license, cluster, "
               "actions, branches, bookmarks, view, outcome, waypoints"}},
        Wrong{"WordsThatAreNone",
              fileWith(R"("title": 7, "author": null)"),
              {"/title: found 7; allowed: a text", "/author: found null; allowed: a text"}}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Cluster, WrongFile,
    testing::Values(
        Wrong{"TooManyServers",
              fileWith("", "\"servers\": 1000000000"),
              {"/cluster/servers: found 1000000000; allowed: an integer from 1 to 101"}},
        Wrong{"ServersInWords",
              fileWith("", "\"servers\": \"five\""),
              {"/cluster/servers: found \"five\"; allowed: a number from 1 to 101, or a list of starting states"}},
        Wrong{"NoServer", fileWith("", "\"servers\": []"), {"/cluster/servers: 0 servers; allowed: 1 to 101"}},
        Wrong{"TermsThatDecrease",
              fileWith("", R"("servers": [{"id": 1}, {"id": 2}, {"id": 3, "log": [1, 2, 2, 1]}])"),
              {"/cluster/servers/2/log/3: term 1 after term 2; terms never decrease"}},
        Wrong{"LogsThatCannotBe",
              fileWith("", R"("servers": [{"id": 1, "log": [1, 2]}, {"id": 2, "log": [2, 2]}])"),
              {"/cluster/servers/1/log/1: S1 and S2 both have index 2 of term 2, but their logs differ up to there"}},
        Wrong{
            "ManyAtOnce",
            fileWith("", R"("servers": [{"log": [1, "x"]}, {"id": 2, "votedFor": 0, "colour": 1}], "seed": -1,
                             "timing": {"latency": [15, 5], "lossPerMillion": 2000000, "heartbeat": 0.0001}, "load": 1.5)"),
            {"/cluster/servers/0/id: the field is missing",
             "/cluster/servers/0/log/1: found \"x\"; allowed: a term, or {\"term\", \"command\"}",
             "/cluster/servers/1/votedFor: found 0; allowed: an integer from 1 to 255",
             "/cluster/servers/1/colour: unknown field; allowed: id, name, currentTerm, votedFor, log, voting, "
             "stopped, priority",
             "/cluster/seed: found -1; allowed: an integer from 0 to 9007199254740991",
             "/cluster/timing/heartbeat: found 0.0001; allowed: milliseconds from 0 to 10000000000, with at most three "
             "decimals",
             "/cluster/timing/lossPerMillion: found 2000000; allowed: an integer from 0 to 1000000",
             "/cluster/load: found 1.5; allowed: an integer from 0 to 100000",
             "/cluster/timing/latency: 15 to 5 ms is no range; allowed: from 0 to 3600000 ms, the lower end first"}},
        Wrong{
            "Loads",
            fileWith("", R"("servers": 3, "load": {"rate": 100001, "clients": 101, "reads": 101, "readMode": "stale",
                       "keys": 0, "users": 1})"),
            {"/cluster/load/rate: found 100001; allowed: an integer from 0 to 100000",
             "/cluster/load/clients: found 101; allowed: an integer from 0 to 100",
             "/cluster/load/reads: found 101; allowed: an integer from 0 to 100",
             "/cluster/load/readMode: found \"stale\"; allowed: log, readIndex, lease",
             "/cluster/load/keys: found 0; allowed: an integer from 1 to 1000",
             "/cluster/load/users: unknown field; allowed: rate, clients, thinkTime, reads, compares, readMode, keys"}},
        Wrong{"LoadsThatCannotBe",
              fileWith("", R"("servers": 3, "load": {"clients": 1, "thinkTime": 0})"),
              {"/cluster/load/thinkTime: 0 ms from answer to command; allowed: 0.001 to 3600000 ms"}},
        Wrong{"UnknownNames",
              fileWith("",
                       R"("servers": 3, "preset": "fast", "defects": ["forgetTerm"], "timing": {"heartbeats": "off"})"),
              {"/cluster/preset: found \"fast\"; allowed: paper-basic, paper-complete, dissertation, production",
               "/cluster/defects/0: found \"forgetTerm\"; allowed: ignorePrevLogTerm, forgetVote, ignoreLogComparison, "
               "commitOldTerms, changeTooEarly",
               "/cluster/timing/heartbeats: found \"off\"; allowed: automatic, manual"}},
        Wrong{
            "BadCommand",
            fileWith("", R"("servers": [{"id": 1, "log": [{"term": 1, "command": "put x"}]}])"),
            {"/cluster/servers/0/log/0/command: unknown command \"put\"; allowed: set KEY VALUE, get KEY, del KEY, cas "
             "KEY EXPECTED NEW, noop"}}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Steps, WrongFile,
    testing::Values(
        Wrong{"UnknownClient",
              step(R"("do": "drop", "from": "C101")"),
              {"/actions/0/from: found \"C101\"; allowed: a server's number, or a client from \"C1\" to \"C100\""}},
        Wrong{"NoAction", step(R"("server": 1)"), {"/actions/0/do: the field is missing"}},
        Wrong{"UnknownAction",
              step(R"("do": "stpo", "server": 1)"),
              {"/actions/0/do: found \"stpo\"; allowed: stop, restart, pause, resume, timeout, heartbeat, submit, cut, "
               "heal, partition, healAll, block, unblock, drop, delay, duplicate, deliver, setTiming, setOptions, …"}},
        Wrong{"UnknownServer",
              step(R"("do": "stop", "server": 4)"),
              {"/actions/0/server: there is no server 4; allowed: 1, 2, 3"}},
        Wrong{"PlacedTwice",
              step(R"("at": 1, "event": 2, "do": "healAll")"),
              {"/actions/0: the step is placed twice; allowed: one of at, event, when, or none of them"}},
        Wrong{"StrayTimes",
              step(R"("time": 1, "within": 2, "do": "healAll")"),
              {"/actions/0/time: a time stands beside \"event\" only",
               "/actions/0/within: it stands beside \"when\" only"}},
        Wrong{"NoCondition",
              step(R"("when": {}, "do": "healAll")"),
              {"/actions/0/when: found an object; allowed: a condition with one of quiet, role, term, committed, "
               "applied, "
               "before, events, elapsed"}},
        Wrong{"HalfACondition",
              step(R"("when": {"applied": 3}, "do": "healAll")"),
              {"/actions/0/when/server: the field is missing"}},
        Wrong{"StrayField",
              step(R"("do": "stop", "server": 1, "to": 2)"),
              {"/actions/0/to: unknown field; allowed: at, event, when, time, within, do, server"}},
        Wrong{
            "ClockAsItIs", step(R"("do": "clock", "server": 1)"), {"/actions/0: neither a speed nor a jump is given"}},
        Wrong{"ClockThatRaces",
              step(R"("do": "clock", "server": 1, "speed": 101, "jump": "far")"),
              {"/actions/0/speed: found 101; allowed: a number from 0.01 to 100, with at most six decimals",
               "/actions/0/jump: found \"far\"; allowed: milliseconds from −3600000 to 3600000, with at most three "
               "decimals"}},
        Wrong{"LinkToItself",
              step(R"("do": "cut", "from": 1, "to": 1}, {"do": "setTiming", "from": 2, "to": 2, "latency": [1, 2])"),
              {"/actions/0/to: server 1 has no link to itself; allowed: another server than in \"from\"",
               "/actions/1/to: server 2 has no link to itself; allowed: another server than in \"from\""}},
        Wrong{"TimesThatRunBackwards",
              step(R"("do": "setTiming", "latency": [15, 5], "heartbeat": 0)"),
              {"/actions/0/heartbeat: 0 to 0 ms is no range; allowed: from 0.001 to 3600000 ms, the lower end first",
               "/actions/0/latency: 15 to 5 ms is no range; allowed: from 0 to 3600000 ms, the lower end first"}},
        Wrong{"TimesOfNoLink",
              step(R"("do": "setTiming", "from": 1, "electionTimeout": [1, 2])"),
              {"/actions/0/to: a link has two ends; allowed: from and to, or none of them",
               "/actions/0/electionTimeout: a link has no such time; allowed beside from and to: latency, "
               "lossPerMillion, duplicationPerMillion"}},
        Wrong{"ServerInTwoGroups",
              step(R"("do": "partition", "groups": [[1, 2], [2]])"),
              {"/actions/0/groups/1: server 2 is in two groups; allowed: each server once"}},
        Wrong{"KeyOfNoLength",
              step(R"("do": "read", "server": 1, "key": "")"),
              {"/actions/0/key: the key has 0 bytes; allowed: 1 to 256"}},
        Wrong{"DiskThatIsNone",
              step(R"("do": "disk", "server": 1, "state": "broken")"),
              {"/actions/0/state: found \"broken\"; allowed: ok, slow, full, lost"}},
        Wrong{
            "ExpectationOfNobody",
            step(R"("do": "expect", "role": "king")"),
            {"/actions/0: it must be said of which servers this is expected; allowed: either server, or servers with a "
             "list or \"all\"",
             "/actions/0/role: found \"king\"; allowed: follower, preCandidate, candidate, leader"}},
        Wrong{"BadKeys",
              step(R"("do": "expect", "servers": "all", "keys": {"a/b": 1})"),
              {"/actions/0/keys/a~1b: found 1; allowed: a text, or null"}},
        Wrong{"EscapesStayOnTheLine",
              step("\"do\": \"stop\", \"server\": 1, \"\\u001b[31m\\nred\": 2"),
              {"/actions/0/?[31m?red: unknown field; allowed: at, event, when, time, within, do, server"}}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Branches, WrongFile,
    testing::Values(
        Wrong{"Both",
              fileWith(R"("actions": [], "branches": [])"),
              {"/branches: the file has actions and branches; allowed: either actions or branches"}},
        Wrong{"FromNowhere",
              fileWith(R"("branches": [{"name": "a"}, {"name": "b", "from": {"branch": "c", "event": 1}},
                          {"name": "a", "from": {"branch": "a", "event": 1}}, {"name": "d"}])"),
              {"/branches/1/from/branch: there is no branch \"c\" before",
               "/branches/2/name: there are two branches \"a\"",
               "/branches/3/from: the field is missing; only the first branch begins with the run"}},
        Wrong{"MarksOfNoBranch",
              fileWith(R"("bookmarks": [{"branch": "b", "event": 1, "caption": ""}], "outcome": {"b": "00"})"),
              {"/bookmarks/0/branch: there is no branch \"b\" before",
               "/outcome/b: found \"00\"; allowed: a hash of 16 hexadecimal digits, lower case",
               "/outcome/b: there is no such branch"}},
        Wrong{"WaypointsOfNowhere",
              fileWith(R"("waypoints": {"b": {}, "main": {"01": "0123456789abcdef", "7": 1}})"),
              {"/waypoints/b: there is no such branch", "/waypoints/main/01: the name is no number of events",
               "/waypoints/main/7: found 1; allowed: a hash of 16 hexadecimal digits, lower case"}}),
    named);

TEST(ScenarioFile, NoLineIsLongerThanTwoHundredCharacters) {
    const std::string lengthy(5000, 'y');
    const std::vector<std::string> lines =
        problemsIn(fileWith("\"" + lengthy + "\": 1, \"branches\": [{\"name\": \"a\", \"from\": {\"branch\": \"" +
                                lengthy + "\", \"event\": 1}}], \"outcome\": {\"" + lengthy + "\": 1}",
                            "\"servers\": 101, \"preset\": \"" + lengthy + "\""));

    EXPECT_GE(lines.size(), 5U);
    for (const std::string& line : lines)
        EXPECT_LE(line.size(), 202U) << line;
}

TEST(ScenarioFile, ManyProblemsEndWithAWordOfIt) {
    std::string items = "7";
    for (int i = 0; i < 5000; ++i)
        items += ", 7";

    const std::vector<std::string> lines = problemsIn(fileWith("\"actions\": [" + items + "]"));

    ASSERT_EQ(lines.size(), 1000U);
    EXPECT_EQ(lines.back(), "there are more problems than are told");
}

TEST(ScenarioFile, WhatANewerMinorVersionAddsIsKeptAndWrittenAgain) {
    const std::string file = R"({
  "format": "raftarium",
  "version": "1.7",
  "cluster": {
    "servers": [
      {"id": 1, "rack": "north"},
      {"id": 2}
    ],
    "seed": 7,
    "preset": "paper-sane",
    "timing": {"heartbeat": 40.125, "jitter": [1, 2.5]},
    "options": {"quantum": {"deep": [null, true]}}
  },
  "actions": [
    {"do": "timeout", "server": 1, "mood": "calm"},
    {"when": {"moon": "full"}, "do": "dance", "partner": 2}
  ],
  "weather": "rain"
}
)";
    const auto scenario = readScenario(file);
    ASSERT_TRUE(scenario.has_value()) << scenario.error()[0].message();

    EXPECT_EQ(writeScenario(*scenario), file);

    Timeline timeline(scenario->cluster);
    const RunResult result = run(*scenario, timeline);
    EXPECT_EQ(result.status, RunStatus::impossible);
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].message(), "/actions/1: this step needs a newer version of the program");
}

/// A newer file of which one action has a field more, in the branch `main` and in one that grew from it.
const char* const kNewerRun = R"({"format": "raftarium", "version": "1.7",
    "cluster": {"servers": 3, "seed": 1, "timing": {"electionTimers": "manual", "heartbeats": "manual"}},
    "branches": [
      {"name": "main", "colour": "red", "actions": [
        {"do": "timeout", "server": 1, "mood": "calm"},
        {"when": {"quiet": true, "moon": 1}, "do": "bookmark", "caption": "here", "shape": "star", "branch": 3},
        {"when": {"quiet": true}, "do": "submit", "server": 1, "command": "set x 1", "mood": "brisk"},
        {"when": {"quiet": true}, "do": "expect", "server": 1, "role": "leader", "mood": "sure"}]},
      {"name": "b", "from": {"branch": "main", "event": 1, "why": "x"}, "colour": "blue", "actions": [
        {"do": "stop", "server": 2, "mood": "grim"}]}],
    "future": {"a": 1}})";

TEST(ScenarioFile, WhatANewerVersionSaysOfAnActionFollowsItWhereverItIsWritten) {
    const auto scenario = readScenario(kNewerRun);
    ASSERT_TRUE(scenario.has_value()) << scenario.error()[0].message();
    Timeline timeline(scenario->cluster);
    ASSERT_EQ(run(*scenario, timeline).status, RunStatus::good);
    // Somebody acts in the past, which is one branch more, and removes the other one.
    timeline.go({kMainBranch, 1, 0});
    ASSERT_TRUE(timeline.act(action::Stop{3}).has_value());
    ASSERT_TRUE(timeline.remove(1).has_value());
    Scenario recording = recordingOf(timeline);
    recording.minorVersion = scenario->minorVersion;
    recording.unknownFields = scenario->unknownFields;

    const std::string written = writeScenario(recording);
    const auto again = readScenario(written);

    ASSERT_TRUE(again.has_value()) << again.error()[0].message() << written;
    EXPECT_EQ(*again, recording);
    ASSERT_EQ(again->branches.size(), 2U);
    const auto& steps = again->branches[0].steps;
    ASSERT_EQ(steps.size(), 3U);
    const std::vector<std::string> moods{"\"calm\"", "\"brisk\"", "\"sure\""};
    for (std::size_t i = 0; i < moods.size(); ++i)
        EXPECT_EQ(steps[i].unknownFields, (std::vector<UnknownField>{{"", "mood", moods[i]}}));
    EXPECT_TRUE(again->branches[1].steps[0].unknownFields.empty());
    EXPECT_EQ(again->branches[0].unknownFields, (std::vector<UnknownField>{{"", "colour", "\"red\""}}));
    EXPECT_EQ(again->bookmarks[0].unknownFields, (std::vector<UnknownField>{{"", "shape", "\"star\""}}));
    EXPECT_EQ(again->unknownFields, (std::vector<UnknownField>{{"", "future", "{\"a\": 1}"}}));
    EXPECT_EQ(written.find("moon"), std::string::npos) << "a wait that is over says nothing any more";
}

TEST(ScenarioFile, WhatANewerVersionSaysOfTheLoadAndTheWeatherHasAnObjectToStandIn) {
    const auto scenario = readScenario(R"({"format": "raftarium", "version": "1.7", "cluster": {"servers": 3,
            "load": {"rate": 40, "bursts": 2}, "weather": {"hail": 3, "repair": 2000}}})");
    ASSERT_TRUE(scenario.has_value()) << scenario.error()[0].message();

    const std::string written = writeScenario(*scenario);

    EXPECT_NE(written.find(R"("load": {"rate": 40, "bursts": 2})"), std::string::npos) << written;
    EXPECT_NE(written.find(R"("hail": 3)"), std::string::npos) << written;
    EXPECT_EQ(readScenario(written), scenario);
}

TEST(ScenarioFile, WhatANewerVersionSaysOfABranchAndItsBeginningStays) {
    const auto scenario = readScenario(kNewerRun);
    ASSERT_TRUE(scenario.has_value());
    Timeline timeline(scenario->cluster);
    ASSERT_EQ(run(*scenario, timeline).status, RunStatus::good);
    Scenario recording = recordingOf(timeline);
    recording.minorVersion = scenario->minorVersion;

    const std::string written = writeScenario(recording);

    EXPECT_NE(written.find(R"("why": "x")"), std::string::npos) << written;
    EXPECT_NE(written.find(R"("colour": "blue")"), std::string::npos) << written;
    const auto again = readScenario(written);
    ASSERT_TRUE(again.has_value()) << again.error()[0].message();
    EXPECT_EQ(*again, recording);
}

TEST(ScenarioFile, AllProblemsComeAtOnce) {
    EXPECT_EQ(problemsIn(R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3, "seed": -1},
                  "actions": [{"do": "stop", "server": 7, "server": 1}, {"do": "expect", "server": 9, "server": 2}]})"),
              (std::vector<std::string>{"/actions/0: the field \"server\" is there twice",
                                        "/actions/1: the field \"server\" is there twice",
                                        "/cluster/seed: found -1; allowed: an integer from 0 to 9007199254740991",
                                        "/actions/0/server: there is no server 7; allowed: 1, 2, 3",
                                        "/actions/1/server: there is no server 9; allowed: 1, 2, 3"}));
}

TEST(ScenarioFile, ATimeThatALinkHasNotIsNoReasonToRefuseARecording) {
    EXPECT_EQ(problemsIn(step(R"("event": 5, "do": "setTiming", "from": 1, "to": 2, "heartbeat": 40)")),
              std::vector<std::string>());
}

TEST(ScenarioFile, ASeedOfMinusZeroIsZero) {
    EXPECT_EQ(problemsIn(fileWith("", "\"servers\": 3, \"seed\": -0")), std::vector<std::string>());
}

TEST(ScenarioFile, ALineAboutJsonIsNoLongerThanTwoHundredCharacters) {
    std::string deep = "{\"format\": \"raftarium\"";
    for (int i = 0; i < 40; ++i)
        deep += ", \"" + std::string(60, 'k') + "\": {\"a\": 1";

    const std::vector<std::string> lines = problemsIn(deep);

    ASSERT_EQ(lines.size(), 1U);
    const auto inside = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; };
    EXPECT_LE(lines[0].size() - static_cast<std::size_t>(std::count_if(lines[0].begin(), lines[0].end(), inside)), 200U)
        << lines[0];
}

TEST(ScenarioFile, ANewerMinorVersionDoesNotExcuseWhatIsWrongInThisOne) {
    const std::vector<std::string> lines = problemsIn(
        R"({"format": "raftarium", "version": "1.1", "cluster": {"servers": 0, "new": 1}, "actions": [{"do": "stop"}]})");

    EXPECT_EQ(lines, (std::vector<std::string>{"/cluster/servers: found 0; allowed: an integer from 1 to 101",
                                               "/actions/0/server: the field is missing"}));
}

TEST(ScenarioFile, TimesHaveDecimalsDownToAMicrosecond) {
    const auto scenario = readScenario(step(R"("at": 81.253, "do": "setTiming", "latency": [0.001, 3599999.999])"));
    ASSERT_TRUE(scenario.has_value());

    const ScenarioStep& read = scenario->branches[0].steps[0];
    EXPECT_EQ(std::get<placement::AtTime>(read.placement).time, 81'253);
    EXPECT_EQ(std::get<action::SetTiming>(std::get<Action>(read.what)).latency, (TimeRange{1, 3'599'999'999}));
    EXPECT_EQ(readScenario(writeScenario(*scenario)), scenario);
}

TEST(ScenarioFile, EveryOptionAndTimeIsKept) {
    Scenario scenario;
    scenario.cluster = ClusterConfiguration::ofSize(3, 1);
    // A new option stands here as soon as there is one: the names must be all of its fields.
    auto& [noOp, entriesPerMessage, acceleratedBackoff, leaderStickiness, preVote, checkQuorum, leadershipTransfer,
           snapshots, readIndex, leaseReads, sessions, jointConsensus, singleServerChanges, electionPriority,
           applyTimeConfiguration, pipelining, batching, bytesPerMessage, inFlightBytes, uncommittedEntries,
           asyncWrites] = scenario.cluster.options;
    noOp = acceleratedBackoff = leaderStickiness = preVote = checkQuorum = leadershipTransfer = readIndex = leaseReads =
        sessions = jointConsensus = singleServerChanges = asyncWrites = applyTimeConfiguration = electionPriority =
            true;
    scenario.cluster.servers[1].priority = 7;
    entriesPerMessage = 9;
    pipelining = 1;
    batching = 2;
    bytesPerMessage = 3;
    inFlightBytes = 4;
    uncommittedEntries = 5;
    snapshots = {true, 12, 34};
    scenario.cluster.timing = {{1, 2}, 3, {{4, 5}, 6, 7}, {8, 9}, TimerMode::manual, TimerMode::manual};
    auto& [rate, clients, thinkTime, reads, compares, readMode, keys] = scenario.cluster.load;
    rate = 11;
    clients = 12;
    thinkTime = 13;
    reads = 14;
    compares = 15;
    readMode = ReadMode::lease;
    keys = 16;
    for (std::size_t i = 0; i < kDefects; ++i)
        scenario.cluster.defects.insert(static_cast<Defect>(i));

    EXPECT_EQ(readScenario(writeScenario(scenario)), scenario);
}

TEST(ScenarioFile, ALoadIsARateOrAnObject) {
    const auto loadOf = [](const std::string& load) {
        const auto scenario = readScenario(fileWith("", "\"servers\": 3, \"load\": " + load));
        return scenario ? scenario->cluster.load : Load(kMaximumLoad);
    };
    EXPECT_EQ(loadOf("40"), Load(40));
    EXPECT_EQ(loadOf(R"({"rate": 40})"), Load(40));
    EXPECT_EQ(loadOf("{}"), Load());
    Load closed;
    closed.clients = 4;
    closed.thinkTime = 2'500;
    closed.reads = 60;
    closed.readMode = ReadMode::readIndex;
    const char* text = R"({"clients": 4, "thinkTime": 2.5, "reads": 60, "readMode": "readIndex"})";
    EXPECT_EQ(loadOf(text), closed);

    Scenario scenario;
    scenario.cluster = ClusterConfiguration::ofSize(3, 1);
    scenario.cluster.load = closed;
    EXPECT_NE(writeScenario(scenario).find(std::string("\"load\": ") + text), std::string::npos)
        << writeScenario(scenario);
    scenario.cluster.load = 40;
    EXPECT_NE(writeScenario(scenario).find("\"load\": 40"), std::string::npos);
}

TEST(ScenarioFile, ALoadChangesByTheFieldsThatALoadHas) {
    const auto scenario = readScenario(step(R"("do": "setLoad", "clients": 4, "thinkTime": 2.5, "keys": 3)"));
    ASSERT_TRUE(scenario.has_value());
    Load closed;
    closed.clients = 4;
    closed.thinkTime = 2'500;
    closed.keys = 3;
    EXPECT_EQ(std::get<Action>(scenario->branches[0].steps[0].what), Action(action::SetLoad{closed}));
    const auto off = readScenario(step(R"("do": "setLoad", "rate": 0)"));
    ASSERT_TRUE(off.has_value());
    EXPECT_NE(writeScenario(*off).find(R"({"do": "setLoad", "rate": 0})"), std::string::npos);

    EXPECT_EQ(problemsIn(step(R"("do": "setLoad")")),
              (std::vector<std::string>{"/actions/0: neither a rate nor clients are given"}));
    EXPECT_EQ(problemsIn(step(R"("do": "setLoad", "rate": 9, "reads": 60, "compares": 50)")),
              (std::vector<std::string>{
                  "/actions/0/compares: 60 reads and 50 compares in a hundred; allowed: together at most 100"}));
    EXPECT_EQ(
        problemsIn(step(R"("do": "setLoad", "clients": 3, "thinkTime": 0)")),
        (std::vector<std::string>{"/actions/0/thinkTime: 0 ms from answer to command; allowed: 0.001 to 3600000 ms"}));
}

TEST(ScenarioFile, APresetSetsAllOptionsOfARunningClusterAndThoseBesideItOverride) {
    const auto scenario = readScenario(step(R"("do": "setOptions", "preset": "production", "preVote": false)"));
    ASSERT_TRUE(scenario.has_value());
    const auto& set = std::get<action::SetOptions>(std::get<Action>(scenario->branches[0].steps[0].what));

    Options before;
    before.singleServerChanges = true;
    Options expected = presetAt(3);
    expected.preVote = false;
    EXPECT_EQ(set.appliedTo(before), expected);
    EXPECT_NE(writeScenario(*scenario).find(R"({"do": "setOptions", "preset": "production", "preVote": false})"),
              std::string::npos);
}

TEST(ScenarioFile, AClientIsAnEndOfMessages) {
    const auto scenario = readScenario(step(R"("do": "block", "message": "ClientReply", "from": 2, "to": "C3")"));
    ASSERT_TRUE(scenario.has_value());
    const auto& block = std::get<action::Block>(std::get<Action>(scenario->branches[0].steps[0].what));
    EXPECT_EQ(block.blockade, (Blockade{MessageKind::clientReply, 2, clientParty(3)}));
    EXPECT_NE(writeScenario(*scenario).find(R"("message": "ClientReply", "from": 2, "to": "C3")"), std::string::npos);
}

TEST(ScenarioFile, APresetSetsAllOptionsAndIsWrittenAgain) {
    for (std::size_t i = 0; i < presetNames().size(); ++i) {
        const auto scenario = readScenario(fileWith("", std::string(R"("servers": 3, "preset": ")") + presetNames()[i] +
                                                            R"(", "options": {"entriesPerMessage": 7})"));
        ASSERT_TRUE(scenario.has_value());
        Options expected = presetAt(i);
        expected.entriesPerMessage = 7;
        EXPECT_EQ(scenario->cluster.options, expected);
        EXPECT_TRUE(validate(scenario->cluster.options).has_value());
        const std::string written = writeScenario(*scenario);
        EXPECT_NE(written.find(std::string("\"preset\": \"") + presetNames()[i] + "\""), std::string::npos);
        EXPECT_NE(written.find(R"("options": {"entriesPerMessage": 7})"), std::string::npos) << written;
    }
}

TEST(ScenarioFile, AFileCutAtAnyByteIsRefusedInWords) {
    Scenario scenario;
    scenario.title = "ä€𝄞";
    scenario.cluster = ClusterConfiguration::ofSize(3, 1);
    scenario.branches[0].steps = {{placement::AtEvent{3, 12}, action::Submit{{CommandKind::set, "x", "1", {}}, 0}}};
    const std::string file = writeScenario(scenario);

    for (std::size_t size = 0; size + 2 < file.size(); ++size)
        EXPECT_EQ(problemsIn(file.substr(0, size)).size(), 1U) << size;
}

} // namespace
