// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <vector>

// Clients: what they ask, when they are answered, and what they are told otherwise (§5.3, §8).

namespace raft {

namespace {

TEST(Requests, AreNumberedAndKeptWithAllThatBecameOfThem) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.runFor(30 * kMillisecond);
    const Time asked = cluster->now();
    const std::uint64_t id = cluster.submit(1, "set x 1");
    const EventIndex event = cluster.last().record.index;
    ASSERT_EQ(id, 1U);
    EXPECT_EQ(cluster.last().record.server, 1U);
    EXPECT_TRUE(cluster.last().record.marks & mark::kClient);
    EXPECT_FALSE(cluster.last().record.marks & mark::kAnswer);

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.request(id).status != RequestStatus::waiting; }));

    const Request& request = cluster.request(id);
    EXPECT_EQ(request.id, id);
    EXPECT_EQ(request.command, commandOf("set x 1"));
    EXPECT_EQ(request.server, 1U);
    EXPECT_EQ(request.submitted, asked);
    EXPECT_EQ(request.event, event);
    EXPECT_EQ(request.status, RequestStatus::answered);
    EXPECT_EQ(request.ended, cluster->now());
    EXPECT_GE(request.ended, asked + 10 * kMillisecond) << "two messages later";
}

TEST(Requests, AreToldByTheEventsInWhichTheyWereMadeAndEnded) {
    TestCluster cluster(manual(1));
    cluster.campaign(1);
    const Event made = cluster.act(action::Submit{*commandOf("set x 1"), 1});
    const Event ended = cluster.step();

    ASSERT_EQ(made.requests.size(), 1U);
    EXPECT_EQ(made.requests.front().status, RequestStatus::waiting);
    EXPECT_EQ(ended.record.kind, EventKind::apply);
    ASSERT_EQ(ended.requests.size(), 1U);
    EXPECT_EQ(ended.requests.front(), cluster.request(1));
    EXPECT_TRUE(ended.record.marks & mark::kAnswer);
}

TEST(Requests, GetTheirCommandsResults) {
    TestCluster cluster(manual(1));
    cluster.campaign(1);
    for (const char* line : {"get x", "set x 1", "get x", "cas x 2 3", "cas x 1 3", "del x", "del x", "noop"}) {
        cluster.submit(1, line);
        cluster.runUntilQuiet();
    }

    std::vector<Result> results;
    for (std::uint64_t id = 1; id <= cluster->requests().size(); ++id)
        results.push_back(cluster.request(id).result);
    EXPECT_EQ(results, (std::vector<Result>{{ResultKind::absent, {}},
                                            {ResultKind::done, {}},
                                            {ResultKind::value, "1"},
                                            {ResultKind::mismatch, "1"},
                                            {ResultKind::done, {}},
                                            {ResultKind::done, {}},
                                            {ResultKind::absent, {}},
                                            {ResultKind::done, {}}}));
    EXPECT_EQ(cluster.server(1).persistent.log.at(8).kind(), EntryKind::noOp);
    EXPECT_EQ(cluster.server(1).persistent.log.at(7).kind(), EntryKind::command);
}

TEST(Requests, ToTheLeaderGoToTheRunningLeaderOfTheHighestTerm) {
    TestCluster cluster(manual(5));
    cluster.campaign(1);
    cluster.partition({{1, 2}});
    cluster.campaign(3);
    ASSERT_EQ(cluster.role(1), Role::leader);

    cluster.submit(0, "set x 1");
    EXPECT_EQ(cluster.request(1).server, 3U);
    EXPECT_EQ(cluster.last().record.server, 3U);
    cluster.stop(3);
    cluster.submit(0, "set x 2");
    EXPECT_EQ(cluster.request(2).server, 1U);
}

TEST(Requests, ToWhoDoesNotLeadAreRefusedAtOnceWithAHint) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    const Event event = cluster.act(action::Submit{*commandOf("set x 1"), 3});

    const Request& request = cluster.request(1);
    EXPECT_EQ(request.status, RequestStatus::refused);
    EXPECT_EQ(request.hint, 1U);
    EXPECT_EQ(request.ended, request.submitted);
    ASSERT_EQ(event.requests.size(), 1U);
    EXPECT_EQ(event.requests.front(), request);
    EXPECT_TRUE(event.record.marks & mark::kAnswer);
    EXPECT_TRUE(event.changes.empty());
    EXPECT_TRUE(event.sent.empty());
}

TEST(Requests, ToACandidateAreRefusedWithoutAHint) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.timeout(2);

    cluster.submit(2, "set x 1");

    EXPECT_EQ(cluster.request(1).status, RequestStatus::refused);
    EXPECT_EQ(cluster.request(1).hint, 0U);
}

TEST(Requests, OfAServerThatStopsEndInUncertainty) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    cluster.submit(1, "set x 2");

    const Event stop = cluster.act(action::Stop{1});

    EXPECT_EQ(stop.requests.size(), 2U);
    for (std::uint64_t id = 1; id <= 2; ++id)
        EXPECT_EQ(cluster.request(id).status, RequestStatus::unknown);
    EXPECT_TRUE(stop.record.marks & mark::kAnswer);
    cluster.restart(1);
    cluster.campaign(1);
    cluster.submit(1, "noop");
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.request(1).status, RequestStatus::unknown) << "an answer is given once";
    EXPECT_EQ(cluster.key(1, "x"), "2") << "and yet the commands took effect";
}

TEST(Requests, OfALeaderThatStepsDownEndInUncertainty) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    cluster.block(MessageKind::appendEntries);
    cluster.submit(1, "set x 1");
    cluster.timeout(2);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(1) == Role::follower; }));

    EXPECT_EQ(cluster.request(1).status, RequestStatus::unknown);
    EXPECT_EQ(cluster.last().requests.size(), 1U);
    EXPECT_TRUE(cluster.last().record.marks & mark::kStepDown);
    EXPECT_TRUE(cluster.last().record.marks & mark::kAnswer);
}

TEST(Requests, AreAnsweredEachOnceInTheOrderOfTheirEntries) {
    TestCluster cluster(manual(3));
    cluster.campaign(1);
    for (int i = 0; i < 5; ++i)
        cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();

    std::vector<std::uint64_t> answered;
    for (const Event& event : cluster.events()) {
        for (const Request& request : event.requests) {
            if (request.status == RequestStatus::answered)
                answered.push_back(request.id);
        }
    }
    EXPECT_EQ(answered, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

} // namespace

} // namespace raft
