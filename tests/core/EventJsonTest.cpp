// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/EventJson.h"
#include "tests/core/GoldenRun.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

// Events as JSON: the contract that scripts stand on.

using namespace raft;
using Json = nlohmann::ordered_json;

namespace {

/// Three servers of which nothing happens by itself; S1's log is 1 4, S2's 1 2, S3's 1.
Cluster sample() {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(3, 1);
    configuration.timing.electionTimers = configuration.timing.heartbeats = TimerMode::manual;
    configuration.timing.link.latency = {10'000, 10'000};
    configuration.servers[0].log = {{1, {}}, {4, {}}};
    configuration.servers[1].log = {{1, {}}, {2, {}}};
    configuration.servers[2].log = {{1, {}}};
    return Cluster(configuration);
}

std::vector<std::string> keysOf(const Json& json) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : json.items())
        keys.push_back(key);
    return keys;
}

/// Steps until an event of this kind and server whose message is of this type has happened.
Json eventWith(Cluster& cluster, const char* kind, ServerId server, const char* type) {
    Event event;
    while (cluster.nextEventTime() != kNever) {
        cluster.step(&event);
        Json json = Json::parse(eventJson(event, cluster));
        if (json["kind"] == kind && json["server"] == server && json["message"].is_object() &&
            json["message"]["type"] == type)
            return json;
    }
    return {};
}

} // namespace

TEST(EventJson, IsWrittenAsTheContractHasIt) {
    Cluster cluster = sample();
    Event event;
    ASSERT_TRUE(cluster.act(action::Timeout{1}, &event));

    EXPECT_EQ(
        eventJson(event, cluster),
        R"({"event":0,"time":0,"kind":"action","server":1,"client":null,"cause":null,"rules":["followers.2",)"
        R"("randomized-timeouts","candidates.1"],)"
        R"("message":null,"changes":[{"server":1,"field":"role","peer":null,"key":null,"from":"follower","to":"candidate"},)"
        R"({"server":1,"field":"currentTerm","peer":null,"key":null,"from":4,"to":5},)"
        R"({"server":1,"field":"votedFor","peer":null,"key":null,"from":null,"to":1},)"
        R"({"server":1,"field":"votes","peer":null,"key":null,"from":0,"to":1}],)"
        R"("text":"S1 starts an election in term 5 and votes for itself: its election timer was made to run out; )"
        R"(votes needed: 2."})");
}

TEST(EventJson, HasThePapersFieldsOfEachMessage) {
    Cluster cluster = sample();
    ASSERT_TRUE(cluster.act(action::Timeout{1}));

    const Json request = eventWith(cluster, "deliver", 2, "RequestVote");
    EXPECT_EQ(request["message"].dump(), R"({"id":1,"type":"RequestVote","from":1,"to":2,"term":5,"candidateId":1,)"
                                         R"("lastLogIndex":2,"lastLogTerm":4,"leadershipTransfer":false})");
    EXPECT_EQ(request["cause"], 0);
    const Json vote = eventWith(cluster, "deliver", 1, "RequestVoteReply");
    EXPECT_EQ(vote["message"].dump(),
              R"({"id":3,"type":"RequestVoteReply","from":2,"to":1,"term":5,"voteGranted":true})");
    const Json probe = eventWith(cluster, "deliver", 2, "AppendEntries");
    EXPECT_EQ(probe["message"].dump(),
              R"({"id":5,"type":"AppendEntries","from":1,"to":2,"term":5,"leaderId":1,)"
              R"("prevLogIndex":2,"prevLogTerm":4,"entries":[],"leaderCommit":0,"round":0,"memberSince":0})");
    EXPECT_EQ(probe["text"],
              "S2 refuses S1's AppendEntries: it has no entry at index 2 with term 4; its own entry there "
              "is of term 2.");
    const Json refusal = eventWith(cluster, "deliver", 1, "AppendEntriesReply");
    EXPECT_EQ(refusal["message"].dump(), R"({"id":7,"type":"AppendEntriesReply","from":2,"to":1,"term":5,)"
                                         R"("success":false,"prevLogIndex":2,"matchIndex":0,"conflictIndex":0,)"
                                         R"("conflictTerm":0,"round":0,"memberSince":0,"noRoom":false})");
    EXPECT_EQ(refusal["changes"].dump(), R"([{"server":1,"field":"nextIndex","peer":2,"key":null,"from":3,"to":2}])");
    const Json repair = eventWith(cluster, "deliver", 2, "AppendEntries");
    EXPECT_EQ(
        repair["message"]["entries"].dump(),
        R"([{"index":2,"term":4,"kind":"noOp","command":null,"session":null,"serial":null,"configuration":null}])");
    EXPECT_EQ(
        repair["changes"].dump(),
        R"([{"server":2,"field":"log","peer":null,"key":null,"from":{"index":2,"term":2},"to":{"index":2,"term":4}}])");
}

TEST(EventJson, TellsKeysTimersAndTruthsByTheirOwnTypes) {
    Cluster cluster(1, 7);
    Event event;
    cluster.step(&event);
    const Json timeout = Json::parse(eventJson(event, cluster));
    EXPECT_EQ(timeout["kind"], "timeout");
    EXPECT_EQ(timeout["cause"], nullptr);
    EXPECT_EQ(timeout["changes"].back().dump(),
              R"({"server":1,"field":"electionTimer","peer":null,"key":null,"from":0,"to":null})");

    ASSERT_TRUE(cluster.act(action::Submit{*Command::parse("set x 3"), 0}, &event));
    cluster.step(&event);
    EXPECT_EQ(Json::parse(eventJson(event, cluster))["changes"].back().dump(),
              R"({"server":1,"field":"keys","peer":null,"key":"x","from":null,"to":"3"})");

    ASSERT_TRUE(cluster.act(action::Pause{1}, &event));
    EXPECT_EQ(Json::parse(eventJson(event, cluster))["changes"].dump(),
              R"([{"server":1,"field":"paused","peer":null,"key":null,"from":false,"to":true}])");
}

TEST(EventJson, NamesClientsAsEndsOfTheirMessages) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(1, 3);
    configuration.options.sessions = true;
    configuration.load.clients = 1;
    configuration.load.reads = kWhole;
    Cluster cluster(configuration);
    std::vector<Json> requests;
    std::vector<Json> replies;
    Event event;
    while (cluster.now() < 1'000'000) {
        cluster.step(&event);
        const Json json = Json::parse(eventJson(event, cluster));
        if (json["message"].is_object())
            (json["message"]["type"] == "ClientRequest" ? requests : replies).push_back(json);
    }

    ASSERT_GE(requests.size(), 2U);
    ASSERT_GE(replies.size(), 2U);
    const Json& refusal = replies.front();
    EXPECT_EQ(refusal["server"], nullptr);
    EXPECT_EQ(refusal["client"], 1);
    EXPECT_EQ(refusal["message"].dump(),
              R"({"id":2,"type":"ClientReply","from":1,"to":"C1","term":null,"request":1,"attempt":1,"success":false,)"
              R"("leaderHint":null,"result":null,"value":null,"index":null})");
    const Json& read = requests.back();
    EXPECT_EQ(read["server"], 1);
    EXPECT_EQ(read["client"], nullptr);
    EXPECT_EQ(read["message"]["from"], "C1");
    EXPECT_EQ(read["message"]["to"], 1);
    EXPECT_EQ(read["message"]["session"], 1);
    EXPECT_EQ(read["message"]["serial"], read["message"]["firstOutstanding"]);
    EXPECT_EQ(replies.back()["message"]["result"], "absent");
}

TEST(EventJson, IsOneLineOfJsonWithTheSameKeysForAllThatHappens) {
    const std::vector<std::string> keys{"event", "time",  "kind",    "server",  "client",
                                        "cause", "rules", "message", "changes", "text"};
    Cluster cluster(tests::goldenConfiguration());
    Event event;
    for (const auto& [time, action] : tests::goldenActions()) {
        while (cluster.nextEventTime() < time) {
            cluster.step(&event);
            const std::string line = eventJson(event, cluster);
            ASSERT_EQ(line.find('\n'), std::string::npos);
            const Json json = Json::parse(line);
            ASSERT_EQ(keysOf(json), keys);
            ASSERT_EQ(json["event"], event.record.index);
        }
        cluster.advanceTo(time);
        if (!cluster.act(action, &event))
            continue;
        const Json json = Json::parse(eventJson(event, cluster));
        ASSERT_EQ(keysOf(json), keys);
        ASSERT_EQ(json["kind"], "action");
    }
}

TEST(EventJson, ReplacesBytesThatAreNoUtf8) {
    Cluster cluster(1, 1);
    cluster.step();
    Event event;
    ASSERT_TRUE(cluster.act(action::Submit{Command{CommandKind::set, "x", "\xff", {}}, 0}, &event));

    EXPECT_TRUE(Json::accept(eventJson(event, cluster)));
}
