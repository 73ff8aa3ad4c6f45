// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/StateJson.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

// States as JSON: the contract that scripts stand on.

using namespace raft;
using Json = nlohmann::ordered_json;

namespace {

ClusterConfiguration manual(std::size_t servers) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(servers, 1);
    configuration.timing.electionTimers = configuration.timing.heartbeats = TimerMode::manual;
    configuration.timing.link.latency = {10'000, 10'000};
    return configuration;
}

void settle(Cluster& cluster) {
    while (cluster.nextEventTime() != kNever)
        cluster.step();
}

} // namespace

TEST(StateJson, HasEveryFieldOfTheContractInItsOrder) {
    ClusterConfiguration configuration = manual(3);
    configuration.servers[2].voting = false;
    configuration.servers[2].stopped = true;
    Cluster cluster(configuration);
    ASSERT_TRUE(cluster.act(action::Timeout{1}));
    settle(cluster);
    ASSERT_TRUE(cluster.act(action::Submit{*Command::parse("set x 1"), 0}));
    settle(cluster);

    const std::string hash = hexadecimal(cluster.hash());
    const std::string configurationText =
        R"("configuration":{"voters":[1,2],"outgoing":[],"learners":[3],"leave":null},"nextConfiguration":null)";
    const std::string snapshot = R"("snapshot":{"lastIncludedIndex":0,"lastIncludedTerm":0})";
    const std::string log =
        R"("log":[{"index":1,"term":1,"kind":"command","command":"set x 1","session":null,"serial":null,"configuration":null}])";
    EXPECT_EQ(
        stateJson(cluster, {}),
        R"({"time":60000,"events":)" + number(cluster.eventCount()) + R"(,"hash":")" + hash +
            R"(","servers":[{"id":1,"role":"leader","stopped":false,"paused":false,"priority":0,"targetPriority":null,"currentTerm":1,"votedFor":1,)" +
            R"("commitIndex":1,"lastApplied":1,)" + log + "," + snapshot + "," + configurationText +
            R"(,"nextIndex":{"2":2,"3":1},"matchIndex":{"2":1,"3":0},"underWay":{"2":[],"3":[1]},"keys":{"x":"1"},"sessions":{}},)" +
            R"({"id":2,"role":"follower","stopped":false,"paused":false,"priority":0,"targetPriority":null,"currentTerm":1,"votedFor":1,)" +
            R"("commitIndex":0,"lastApplied":0,)" + log + "," + snapshot + "," + configurationText +
            R"(,"nextIndex":null,"matchIndex":null,"underWay":null,"keys":{},"sessions":{}},)" +
            R"({"id":3,"role":"follower","stopped":true,"paused":false,"priority":0,"targetPriority":null,"currentTerm":0,"votedFor":null,)" +
            R"("commitIndex":0,"lastApplied":0,"log":[],)" + snapshot + "," + configurationText +
            R"(,"nextIndex":null,"matchIndex":null,"underWay":null,"keys":{},"sessions":{}}],"inFlight":[],"clients":[],"violations":[]})");
}

TEST(StateJson, ShowsASnapshotAndWhatFollowsIt) {
    ClusterConfiguration configuration = manual(1);
    configuration.options.snapshots.on = true;
    Cluster cluster(configuration);
    ASSERT_TRUE(cluster.act(action::Timeout{1}));
    ASSERT_TRUE(cluster.act(action::Submit{*Command::parse("set x 1"), 0}));
    settle(cluster);
    ASSERT_TRUE(cluster.act(action::TakeSnapshot{1}));
    ASSERT_TRUE(cluster.act(action::Submit{*Command::parse("set x 2"), 0}));
    settle(cluster);

    const Json server = Json::parse(stateJson(cluster, {}))["servers"][0];

    EXPECT_EQ(server["snapshot"].dump(), R"({"lastIncludedIndex":1,"lastIncludedTerm":1})");
    EXPECT_EQ(
        server["log"].dump(),
        R"([{"index":2,"term":1,"kind":"command","command":"set x 2","session":null,"serial":null,"configuration":null}])");
}

TEST(StateJson, ListsMessagesInFlightByNumber) {
    Cluster cluster(manual(5));
    ASSERT_TRUE(cluster.act(action::Timeout{4}));
    ASSERT_TRUE(cluster.act(action::Delay{{1, {}, 0, 0}, 5'000}));

    const Json messages = Json::parse(stateJson(cluster, {}))["inFlight"];

    ASSERT_EQ(messages.size(), 4U);
    for (std::size_t i = 0; i < messages.size(); ++i)
        EXPECT_EQ(messages[i]["id"], i + 1);
    EXPECT_EQ(messages[0]["type"], "RequestVote");
}

TEST(StateJson, ListsViolations) {
    const Cluster cluster(manual(3));
    Violation violation;
    violation.property = Property::logMatching;
    violation.event = 12;
    violation.time = 81'250;
    violation.text = "S1 and S2 differ.";

    EXPECT_EQ(Json::parse(stateJson(cluster, {violation}))["violations"].dump(),
              R"([{"property":"log-matching","event":12,"time":81250,"text":"S1 and S2 differ."}])");
}
