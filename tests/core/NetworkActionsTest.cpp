// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

// Actions on links and messages: cut, heal, partition, healAll, block, unblock, drop, delay, duplicate and deliver.

namespace raft {

namespace {

/// The links that nothing passes, as pairs of sender and receiver.
std::vector<std::pair<ServerId, ServerId>> cutLinks(const TestCluster& cluster) {
    std::vector<std::pair<ServerId, ServerId>> links;
    for (const ServerId from : cluster->servers()) {
        for (const ServerId to : cluster->servers()) {
            if (cluster->network().isCut(from, to))
                links.emplace_back(from, to);
        }
    }
    return links;
}

using Links = std::vector<std::pair<ServerId, ServerId>>;

/// The only message in flight from one server to another.
const InFlight& flight(const TestCluster& cluster, ServerId from, ServerId to) {
    const auto& all = cluster->inFlight();
    const auto found = std::find_if(all.begin(), all.end(), [=](const InFlight& each) {
        return each.message->from == from && each.message->to == to;
    });
    RAFT_ASSERT(found != all.end());
    return *found;
}

TEST(Cut, IsBothWaysUnlessOneWay) {
    TestCluster cluster(manual(3));
    cluster.cut(1, 2);
    EXPECT_EQ(cutLinks(cluster), (Links{{1, 2}, {2, 1}}));
    cluster.cutOneWay(3, 1);
    EXPECT_EQ(cutLinks(cluster), (Links{{1, 2}, {2, 1}, {3, 1}}));
    cluster.cut(1, 3);
    EXPECT_EQ(cutLinks(cluster), (Links{{1, 2}, {1, 3}, {2, 1}, {3, 1}})) << "the way that was whole yet";
    EXPECT_TRUE(cluster.last().record.marks & mark::kCut);
}

TEST(Cut, AMessageIsLostWhenItIsSentOverACutLink) {
    TestCluster cluster(manual(2));
    cluster.cut(1, 2);
    cluster.timeout(1);
    EXPECT_EQ(cluster->inFlight().size(), 1U);
    EXPECT_FALSE(cluster->isQuiet());

    const Event lost = cluster.step();

    EXPECT_EQ(lost.record.kind, EventKind::lose);
    EXPECT_EQ(lost.loss, LossReason::cut);
    EXPECT_EQ(lost.record.time, 0) << "at once";
    EXPECT_EQ(lost.record.cause, 1U) << "the event that sent it";
    EXPECT_EQ(lost.record.server, 2U);
    EXPECT_TRUE(lost.record.marks & mark::kLoss);
    EXPECT_TRUE(lost.changes.empty());
}

TEST(Cut, AMessageThatWasSentOverACutLinkIsLostEvenIfTheLinkIsHealedAtOnce) {
    TestCluster cluster(manual(2));
    cluster.cut(1, 2);
    cluster.timeout(1);
    cluster.heal(1, 2);

    EXPECT_EQ(cluster.step().record.kind, EventKind::lose);
}

TEST(Cut, AMessageIsLostIfTheLinkIsCutWhenItIsDue) {
    TestCluster cluster(manual(2));
    cluster.timeout(1);
    const Time due = flight(cluster, 1, 2).due;
    cluster.cut(1, 2);
    EXPECT_EQ(cluster->inFlight().size(), 1U) << "until it is due it counts as in flight";

    const Event lost = cluster.step();

    EXPECT_EQ(lost.record.kind, EventKind::lose);
    EXPECT_EQ(lost.loss, LossReason::cut);
    EXPECT_EQ(lost.record.time, due);
}

TEST(Cut, AMessageArrivesIfTheLinkIsHealedBeforeItIsDue) {
    TestCluster cluster(manual(2));
    cluster.timeout(1);
    cluster.cut(1, 2);
    cluster.heal(1, 2);

    EXPECT_EQ(cluster.step().record.kind, EventKind::deliver);
}

TEST(Heal, HealsOneWayOrBothWhateverCutThem) {
    TestCluster cluster(manual(3));
    cluster.cut(1, 2);
    cluster.act(action::Heal{1, 2, true});
    EXPECT_EQ(cutLinks(cluster), (Links{{2, 1}}));
    cluster.heal(1, 2);
    EXPECT_EQ(cutLinks(cluster), Links{});
    EXPECT_TRUE(cluster.last().record.marks & mark::kHeal);

    cluster.partition({{1}});
    cluster.cut(2, 3);
    cluster.heal(1, 3);
    EXPECT_EQ(cutLinks(cluster), (Links{{1, 2}, {2, 1}, {2, 3}, {3, 2}}));
}

TEST(Partition, LetsNothingPassBetweenTwoGroups) {
    TestCluster cluster(manual(5));
    cluster.partition({{1, 2}, {3}});

    EXPECT_EQ(cutLinks(cluster), (Links{{1, 3},
                                        {1, 4},
                                        {1, 5},
                                        {2, 3},
                                        {2, 4},
                                        {2, 5},
                                        {3, 1},
                                        {3, 2},
                                        {3, 4},
                                        {3, 5},
                                        {4, 1},
                                        {4, 2},
                                        {4, 3},
                                        {5, 1},
                                        {5, 2},
                                        {5, 3}}))
        << "servers that no group names form one more";
}

TEST(Partition, ReplacesAnEarlierOneAndLeavesCutsAlone) {
    TestCluster cluster(manual(3));
    cluster.cut(2, 3);
    cluster.partition({{1}, {2, 3}});
    cluster.partition({{3}});

    EXPECT_EQ(cutLinks(cluster), (Links{{1, 3}, {2, 3}, {3, 1}, {3, 2}}));
}

TEST(HealAll, EndsCutsAndThePartitionAndNotBlockades) {
    TestCluster cluster(manual(3));
    cluster.cut(2, 3);
    cluster.partition({{1}});
    cluster.block(MessageKind::requestVote);

    cluster.healAll();

    EXPECT_EQ(cutLinks(cluster), Links{});
    EXPECT_FALSE(cluster->network().hasCuts());
    EXPECT_EQ(cluster->network().blockades().size(), 1U);
}

TEST(Block, LosesEveryMessageOfAKindUntilItIsUnblocked) {
    TestCluster cluster(manual(3));
    cluster.block(MessageKind::requestVote);
    cluster.campaign(1);
    EXPECT_EQ(cluster.count([](const Event& event) { return event.loss == LossReason::blocked; }), 2U);
    EXPECT_EQ(cluster.role(1), Role::candidate);

    cluster.unblock(MessageKind::requestVote);
    cluster.campaign(1);
    EXPECT_EQ(cluster.role(1), Role::leader);
}

TEST(Block, HoldsForTheFieldsThatAreGiven) {
    TestCluster cluster(manual(4));
    cluster.block(MessageKind::requestVote, 1, 2);
    cluster.block(MessageKind::requestVote, 0, 3);
    const Network& network = cluster->network();

    EXPECT_TRUE(network.isBlocked(MessageKind::requestVote, 1, 2));
    EXPECT_FALSE(network.isBlocked(MessageKind::requestVote, 2, 1));
    EXPECT_FALSE(network.isBlocked(MessageKind::appendEntries, 1, 2));
    EXPECT_TRUE(network.isBlocked(MessageKind::requestVote, 4, 3));
    EXPECT_FALSE(network.isBlocked(MessageKind::requestVote, 1, 4));
    cluster.act(action::Block{{std::nullopt, 4, 0}});
    EXPECT_TRUE(network.isBlocked(MessageKind::appendEntriesReply, 4, 1));
    cluster.act(action::Block{});
    EXPECT_TRUE(network.isBlocked(MessageKind::requestVoteReply, 2, 1));
}

TEST(Block, LosesWhatIsDueAndWhatIsSentWhileItHolds) {
    TestCluster cluster(manual(2));
    cluster.timeout(1);
    cluster.block(MessageKind::requestVote);

    EXPECT_EQ(cluster.step().loss, LossReason::blocked);

    cluster.timeout(1);
    cluster.unblock(MessageKind::requestVote);
    EXPECT_EQ(cluster.step().loss, LossReason::blocked) << "it was blocked when it was sent";
}

TEST(Drop, LosesAMessageInFlightNow) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);
    const InFlight message = flight(cluster, 1, 2);

    cluster.act(action::Drop{{message.id, std::nullopt, 0, 0}});

    EXPECT_EQ(cluster.last().record.server, 2U);
    EXPECT_EQ(cluster.last().loss, LossReason::dropped);
    EXPECT_EQ(cluster.last().message, message);
    EXPECT_TRUE(cluster.last().record.marks & mark::kLoss);
    EXPECT_EQ(cluster->inFlight().size(), 1U);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.server(2).persistent.votedFor, 0U);
    EXPECT_EQ(cluster.server(3).persistent.votedFor, 1U);
}

TEST(MessageChoice, MeansTheOldestThatFits) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);
    cluster.timeout(1);
    ASSERT_EQ(cluster->inFlight().size(), 4U);
    const auto chosen = [&](const action::MessageChoice& choice) { return cluster->choose(choice).value_or(0); };

    EXPECT_EQ(chosen({}), 1U);
    EXPECT_EQ(chosen({0, std::nullopt, 0, 3}), 2U);
    EXPECT_EQ(chosen({0, MessageKind::requestVote, 1, 2}), 1U);
    EXPECT_EQ(chosen({4, std::nullopt, 0, 0}), 4U);
    EXPECT_EQ(chosen({4, std::nullopt, 0, 2}), 0U) << "every field that is given must fit";
    EXPECT_EQ(chosen({0, MessageKind::appendEntries, 0, 0}), 0U);
}

TEST(Delay, MakesAMessageTakeLongerFromWhereItIs) {
    TestCluster cluster(manual(2));
    cluster.timeout(1);
    const InFlight before = flight(cluster, 1, 2);
    const Time middle = before.due / 2;
    cluster.runFor(middle);

    cluster.act(action::Delay{{before.id, std::nullopt, 0, 0}, 70 * kMillisecond});

    const InFlight after = flight(cluster, 1, 2);
    EXPECT_EQ(after.due, before.due + 70 * kMillisecond);
    EXPECT_EQ(after.since, middle);
    EXPECT_EQ(after.partAt(middle), before.partAt(middle)) << "it does not jump";
    EXPECT_LT(after.partAt(middle + 1'000), before.partAt(middle + 1'000)) << "it is slower from now on";
    EXPECT_EQ(after.partAt(after.due), kCertain);
    EXPECT_EQ(after.sequence, before.sequence) << "it keeps its place in the order";
    EXPECT_EQ(cluster.step().record.time, after.due);
}

TEST(Delay, LetsOtherMessagesOvertake) {
    TestCluster cluster(manual(2));
    cluster.timeout(1);
    cluster.timeout(1);
    cluster.act(action::Delay{{1, std::nullopt, 0, 0}, kSecond});

    EXPECT_EQ(cluster.step().message->id, 2U);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.term(2), 2U);
    EXPECT_EQ(cluster.count(Reason::voteRefusedOldTerm, 2), 1U);
}

TEST(Duplicate, MakesAMessageArriveOnceMore) {
    TestCluster cluster(manual(2));
    cluster.timeout(1);
    cluster.runFor(2 * kMillisecond);
    const InFlight original = flight(cluster, 1, 2);

    cluster.act(action::Duplicate{{original.id, std::nullopt, 0, 0}});

    ASSERT_EQ(cluster->inFlight().size(), 2U);
    const InFlight& copy = *cluster->findMessage(2);
    EXPECT_EQ(*copy.message, *original.message);
    EXPECT_EQ(copy.cause, cluster.last().record.index);
    EXPECT_EQ(copy.partAt(cluster->now()), original.partAt(cluster->now())) << "it begins where the original is";
    EXPECT_GE(copy.due, cluster->now() + 5 * kMillisecond);
    EXPECT_LE(copy.due, cluster->now() + 15 * kMillisecond);
    EXPECT_EQ(*cluster->findMessage(original.id), original);
    cluster.runUntilQuiet();
    EXPECT_EQ(cluster.count(Reason::voteGranted, 2) + cluster.count(Reason::voteGrantedAgain, 2), 2U);
}

TEST(Duplicate, OfAMessageThatWillBeLostMayArrive) {
    ClusterConfiguration configuration = manual(2);
    configuration.timing.link.loss = kCertain;
    TestCluster cluster(configuration);
    cluster.timeout(1);

    cluster.act(action::Duplicate{{1, std::nullopt, 0, 0}});
    cluster.step();
    cluster.step();

    EXPECT_EQ(cluster.server(2).persistent.votedFor, 1U);
}

TEST(Deliver, MakesAMessageArriveNow) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);
    const InFlight message = flight(cluster, 1, 3);

    const Event event = cluster.act(action::Deliver{{message.id, std::nullopt, 0, 0}});

    EXPECT_EQ(cluster->now(), 0);
    EXPECT_EQ(event.record.server, 3U);
    EXPECT_EQ(event.record.cause, message.cause);
    EXPECT_EQ(event.message, message);
    EXPECT_TRUE(tells(event, Reason::voteGranted));
    ASSERT_EQ(event.sent.size(), 1U);
    EXPECT_EQ(event.sent.front().cause, event.record.index);
    EXPECT_EQ(cluster.server(3).persistent.votedFor, 1U);
    EXPECT_EQ(cluster->findMessage(message.id), nullptr);
}

TEST(Deliver, OfAMessageThatWaitedAtAPausedServerAsksNoLink) {
    TestCluster cluster(manual(3));
    cluster.pause(2);
    cluster.timeout(1);
    cluster.runUntilQuiet();
    cluster.cut(1, 2);
    cluster.resume(2);

    cluster.act(action::Deliver{{0, MessageKind::requestVote, 1, 2}});

    EXPECT_EQ(cluster.server(2).persistent.votedFor, 1U);
}

} // namespace

} // namespace raft
