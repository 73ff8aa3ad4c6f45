// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/Timeline.h"

#include <gtest/gtest.h>

#include <algorithm>

// Moving through a run in both directions, acting in the past, undo: always against a fresh replay.

namespace {

using raft::Action;
using raft::BranchId;
using raft::Cluster;
using raft::ClusterConfiguration;
using raft::EventIndex;
using raft::Moment;
using raft::PlacedAction;
using raft::Timeline;

ClusterConfiguration busyConfiguration(std::uint64_t seed) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(3 + seed % 3, seed);
    configuration.load = 30;
    configuration.options.noOp = seed % 2 == 0;
    configuration.timing.link.loss = 20'000;
    return configuration;
}

/// The naive model: everything from the beginning.
Cluster replayed(const ClusterConfiguration& configuration, const raft::PersistentVector<PlacedAction>& actions,
                 EventIndex events) {
    Cluster cluster(configuration);
    auto next = actions.begin();
    while (cluster.eventCount() < events) {
        if (next != actions.end() && next->event == cluster.eventCount()) {
            cluster.advanceTo(next->time);
            EXPECT_TRUE(cluster.act(next->action).has_value());
            ++next;
        } else {
            cluster.step();
        }
    }
    return cluster;
}

void expectPresentIsReplay(const Timeline& timeline) {
    Cluster expected = replayed(timeline.configuration(), timeline.actions(), timeline.moment().events);
    expected.advanceTo(timeline.moment().time);
    ASSERT_EQ(timeline.present().hash(), expected.hash());
    ASSERT_TRUE(timeline.present() == expected);
}

/// Some action that is possible now; stop or restart a server, a command, a cut.
Action someAction(const Cluster& cluster, raft::Generator& generator) {
    const auto server =
        static_cast<raft::ServerId>(generator.between(1, static_cast<raft::Time>(cluster.hosts().size())));
    const auto other = server % static_cast<raft::ServerId>(cluster.hosts().size()) + 1;
    if (generator.below(3) == 0 && cluster.leader() != 0) {
        return raft::action::Submit{
            raft::Command{raft::CommandKind::set, "x", std::to_string(cluster.eventCount()), {}}, 0};
    }
    if (generator.below(2) == 0) {
        if (cluster.network().isCut(server, other))
            return raft::action::Heal{server, other, false};
        return raft::action::Cut{server, other, false};
    }
    if (cluster.findHost(server)->stopped)
        return raft::action::Restart{server};
    return raft::action::Stop{server};
}

/// Makes a random move; the number of the move is drawn from `generator`.
void move(Timeline& timeline, raft::Generator& generator) {
    switch (generator.below(8)) {
    case 0:
    case 1:
        ASSERT_TRUE(timeline.act(someAction(timeline.present(), generator)).has_value());
        break;
    case 2:
        timeline.undo();
        break;
    case 3:
        timeline.redo();
        break;
    case 4: {
        const auto branches = timeline.branches();
        timeline.switchTo(branches[static_cast<std::size_t>(generator.below(branches.size()))].id);
        break;
    }
    case 5:
        timeline.seekTime(generator.between(0, timeline.knownTime() + 300'000));
        break;
    default:
        timeline.seek(generator.below(timeline.known() + 400));
    }
}

/// Architecture, decision 4: states are recomputed, and what is shown is what a fresh replay gives.
TEST(Timeline, EveryMomentReachedByAnyMovesEqualsAFreshReplay) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        SCOPED_TRACE(seed);
        Timeline timeline(busyConfiguration(seed));
        raft::Generator generator(seed);
        for (int i = 0; i < 60; ++i) {
            move(timeline, generator);
            expectPresentIsReplay(timeline);
            if (testing::Test::HasFatalFailure())
                return;
        }
    }
}

TEST(Timeline, SeeksAcrossManyKeyframesInBothDirections) {
    Timeline timeline(busyConfiguration(4));
    ASSERT_TRUE(timeline.seek(30'000));
    raft::Generator generator(9);

    for (int i = 0; i < 20; ++i) {
        timeline.seek(generator.below(30'001));

        expectPresentIsReplay(timeline);
    }
    EXPECT_EQ(timeline.known(), 30'000U);
}

TEST(Timeline, ActingWhereAFutureIsKnownStartsABranchAndKeepsTheOldFuture) {
    Timeline timeline(busyConfiguration(1));
    timeline.seek(500);
    const Cluster oldFuture = timeline.present();
    timeline.seek(200);

    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());

    ASSERT_EQ(timeline.branches().size(), 2U);
    EXPECT_NE(timeline.branch(), raft::kMainBranch);
    EXPECT_EQ(timeline.branchInfo(timeline.branch()).fork, 200U);
    EXPECT_TRUE(timeline.present().findHost(1)->stopped);
    timeline.go({raft::kMainBranch, 500, 0});
    EXPECT_TRUE(timeline.present() == oldFuture);
}

TEST(Timeline, ActingAtTheEndOfWhatIsKnownGoesOnInTheSameBranch) {
    Timeline timeline(busyConfiguration(1));
    timeline.seek(300);

    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());

    EXPECT_EQ(timeline.branches().size(), 1U);
    EXPECT_EQ(timeline.known(), 301U);
}

TEST(Timeline, AnActionBetweenTwoEventsKeepsItsTime) {
    Timeline timeline(ClusterConfiguration::ofSize(3, 5));
    timeline.seekTime(77'123);

    const auto record = timeline.act(raft::action::Stop{2});

    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->time, 77'123);
    EXPECT_EQ(timeline.actions().front().time, 77'123);
}

TEST(Timeline, AnImpossibleActionChangesNothing) {
    Timeline timeline(ClusterConfiguration::ofSize(3, 5));
    timeline.seek(50);
    timeline.seek(20);

    const auto record = timeline.act(raft::action::Restart{1});

    ASSERT_FALSE(record.has_value());
    EXPECT_EQ(timeline.branches().size(), 1U);
    EXPECT_EQ(timeline.moment().events, 20U);
}

TEST(Timeline, UndoGoesToJustBeforeTheLastActionAndRedoReturnsToTheMomentLeft) {
    Timeline timeline(busyConfiguration(2));
    timeline.seek(100);
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());
    timeline.seek(180);
    const Moment left = timeline.moment();

    ASSERT_TRUE(timeline.undo());
    EXPECT_EQ(timeline.moment().events, 100U);
    EXPECT_FALSE(timeline.present().findHost(1)->stopped);
    ASSERT_TRUE(timeline.redo());

    EXPECT_EQ(timeline.moment(), left);
    EXPECT_EQ(timeline.branches().size(), 1U) << "the branch in which nothing was done vanishes";
}

TEST(Timeline, UndoAfterUndoTakesBackTheActionBefore) {
    Timeline timeline(busyConfiguration(2));
    timeline.seek(50);
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());
    ASSERT_TRUE(timeline.act(raft::action::Stop{2}).has_value());

    timeline.undo();
    EXPECT_TRUE(timeline.present().findHost(1)->stopped);
    timeline.undo();
    EXPECT_FALSE(timeline.present().findHost(1)->stopped);
    EXPECT_FALSE(timeline.undo());

    timeline.redo();
    EXPECT_TRUE(timeline.present().findHost(1)->stopped);
    EXPECT_FALSE(timeline.present().findHost(2)->stopped);
    timeline.redo();
    EXPECT_TRUE(timeline.present().findHost(2)->stopped);
    EXPECT_EQ(timeline.branches().size(), 1U);
}

TEST(Timeline, AnUndoneActionIsNeverLostWhenSomethingElseIsDone) {
    Timeline timeline(busyConfiguration(2));
    timeline.seek(50);
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());
    timeline.undo();

    ASSERT_TRUE(timeline.act(raft::action::Stop{2}).has_value());

    ASSERT_EQ(timeline.branches().size(), 2U);
    EXPECT_EQ(timeline.redoable(), nullptr);
    timeline.switchTo(raft::kMainBranch);
    timeline.seek(timeline.known());
    EXPECT_TRUE(timeline.present().findHost(1)->stopped);
}

TEST(Timeline, ABranchCanBeNamedAndRemovedButNotTheMainOne) {
    Timeline timeline(busyConfiguration(3));
    timeline.seek(60);
    const auto started = timeline.startBranch("without the crash");
    ASSERT_TRUE(started.has_value());

    EXPECT_FALSE(timeline.startBranch("without the crash").has_value());
    EXPECT_FALSE(timeline.rename(*started, "").has_value());
    EXPECT_TRUE(timeline.rename(*started, "calm").has_value());
    EXPECT_FALSE(timeline.remove(raft::kMainBranch).has_value());
    ASSERT_TRUE(timeline.remove(*started).has_value());

    EXPECT_EQ(timeline.branch(), raft::kMainBranch);
    EXPECT_EQ(timeline.branches().size(), 1U);
}

TEST(Timeline, RemovingABranchKeepsThoseThatGrewFromIt) {
    Timeline timeline(busyConfiguration(3));
    timeline.seek(60);
    const BranchId first = *timeline.startBranch("first");
    timeline.seek(150);
    const BranchId second = *timeline.startBranch("second");
    timeline.seek(200);
    const Cluster before = timeline.present();

    ASSERT_TRUE(timeline.remove(first).has_value());

    timeline.seek(10);
    timeline.seek(200);
    EXPECT_EQ(timeline.branch(), second);
    EXPECT_TRUE(timeline.present() == before);
    EXPECT_EQ(timeline.branchInfo(second).parent, raft::kMainBranch);
    EXPECT_EQ(timeline.branchInfo(second).fork, 60U);
}

TEST(Timeline, ARemovedBranchComesBackWithItsBookmarks) {
    Timeline timeline(busyConfiguration(3));
    timeline.seek(60);
    const BranchId branch = *timeline.startBranch("calm");
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());
    timeline.setBookmark({branch, 61, "S1 is stopped"});
    timeline.seek(200);
    const Cluster before = timeline.present();
    ASSERT_TRUE(timeline.remove(branch).has_value());
    ASSERT_NE(timeline.lastRemoved(), nullptr);
    EXPECT_EQ(*timeline.lastRemoved(), "calm");
    EXPECT_TRUE(timeline.bookmarks().empty());
    ASSERT_TRUE(timeline.startBranch("calm").has_value());

    ASSERT_TRUE(timeline.bringBack());

    EXPECT_EQ(timeline.branch(), branch);
    EXPECT_EQ(timeline.branchInfo(branch).name, "branch 1") << "its own name is taken";
    EXPECT_EQ(timeline.bookmarks().size(), 1U);
    timeline.seek(200);
    EXPECT_TRUE(timeline.present() == before);
    EXPECT_EQ(timeline.lastRemoved(), nullptr);
    EXPECT_FALSE(timeline.bringBack());
}

TEST(Timeline, EventsOfABranchThatIsNotShownAreToldInFull) {
    Timeline timeline(busyConfiguration(3));
    timeline.seek(300);
    timeline.seek(120);
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());
    const BranchId other = timeline.branch();
    timeline.switchTo(raft::kMainBranch);

    Cluster after = timeline.present();
    const raft::Event event = timeline.eventOf(other, 120, after);

    EXPECT_TRUE(event.action.has_value());
    EXPECT_EQ(event.record, timeline.recordOf(other, 120));
    EXPECT_TRUE(after.findHost(1)->stopped);
    EXPECT_EQ(timeline.branch(), raft::kMainBranch);
}

TEST(Timeline, AListenerIsToldEveryEventOnceInOrder) {
    Timeline timeline(busyConfiguration(3));
    std::vector<EventIndex> told;
    std::uint64_t hash = 0;
    timeline.setListener([&](const raft::Event& event, const Cluster& after) {
        told.push_back(event.record.index);
        hash = after.hash();
    });

    timeline.seek(50);
    timeline.seek(10);
    timeline.seek(40);
    timeline.seek(50);
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());

    ASSERT_EQ(told.size(), 51U);
    for (EventIndex i = 0; i < 51; ++i)
        EXPECT_EQ(told[i], i);
    EXPECT_EQ(hash, timeline.present().hash());
}

TEST(Timeline, ComparingBranchesFindsTheFirstEventInWhichTheyDiffer) {
    Timeline timeline(busyConfiguration(3));
    timeline.seek(300);
    timeline.seek(120);
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());
    const BranchId other = timeline.branch();
    timeline.seek(300);

    EXPECT_EQ(timeline.firstDifference(raft::kMainBranch, other), EventIndex{120});
    EXPECT_EQ(timeline.firstDifference(other, raft::kMainBranch), EventIndex{120});
    EXPECT_EQ(timeline.firstDifference(other, other), std::nullopt);
}

TEST(Timeline, FullEventsAgreeWithTheirRecords) {
    Timeline timeline(busyConfiguration(5));
    timeline.seek(400);
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());
    timeline.seek(800);

    for (const EventIndex index : {EventIndex{799}, EventIndex{0}, EventIndex{400}, EventIndex{401}, EventIndex{17}}) {
        EXPECT_EQ(timeline.event(index).record, timeline.record(index));
    }
    EXPECT_TRUE(timeline.event(400).action.has_value());
}

TEST(Timeline, EventsAreFoundByTimeAndByMark) {
    Timeline timeline(busyConfiguration(5));
    timeline.seek(5'000);

    const auto leader = timeline.next(0, {raft::mark::kLeader});
    ASSERT_TRUE(leader.has_value());
    const raft::Time time = timeline.record(*leader).time;
    EXPECT_EQ(timeline.previous(*leader + 1, {raft::mark::kLeader}), leader);
    constexpr std::uint16_t kDeliveries = raft::kindBit(raft::EventKind::deliver);
    const auto delivery = timeline.next(*leader + 1, {0, kDeliveries});
    ASSERT_TRUE(delivery.has_value());
    EXPECT_EQ(timeline.record(*delivery).kind, raft::EventKind::deliver);
    for (EventIndex i = *leader + 1; i < *delivery; ++i)
        EXPECT_NE(timeline.record(i).kind, raft::EventKind::deliver);
    const EventIndex until = timeline.eventsAt(time);
    EXPECT_GT(until, *leader);
    EXPECT_LE(timeline.record(until - 1).time, time);
    EXPECT_GT(timeline.record(until).time, time);
}

TEST(Timeline, ASearchInVainLeavesNothingBehind) {
    Timeline timeline(raft::ClusterConfiguration::ofSize(3, 7));
    timeline.seek(200);

    EXPECT_EQ(timeline.next(200, {raft::mark::kAnswer}, 5'000), std::nullopt);

    EXPECT_EQ(timeline.known(), 200U);
    const auto later = timeline.next(1'000, {raft::mark::kInteresting | raft::mark::kStop, 0xffff}, 5'000);
    EXPECT_EQ(later, EventIndex{1'000});
    EXPECT_EQ(timeline.known(), 1'001U);
}

TEST(Timeline, TheBookmarkShownIsTheLastThatTheBranchHasReached) {
    Timeline timeline(busyConfiguration(5));
    timeline.seek(300);
    timeline.setBookmark({raft::kMainBranch, 100, "S1 leads"});
    timeline.setBookmark({raft::kMainBranch, 250, "S1 stops"});
    timeline.seek(200);
    ASSERT_TRUE(timeline.act(raft::action::Stop{1}).has_value());

    ASSERT_NE(timeline.bookmarkAt(timeline.moment()), nullptr);
    EXPECT_EQ(timeline.bookmarkAt(timeline.moment())->caption, "S1 leads");
    EXPECT_EQ(timeline.bookmarkAt({raft::kMainBranch, 99, 0}), nullptr);
    EXPECT_EQ(timeline.bookmarkAt({raft::kMainBranch, 300, 0})->caption, "S1 stops");
    timeline.seek(260);
    EXPECT_EQ(timeline.bookmarkAt(timeline.moment())->caption, "S1 leads") << "the other one is not in this branch";
}

TEST(RecordStore, PacksRecordsThatLieHoursApart) {
    raft::RecordStore store(7);
    std::vector<raft::EventRecord> records;
    for (EventIndex i = 7; i < 10'000; ++i) {
        raft::EventRecord record;
        record.index = i;
        record.time = static_cast<raft::Time>(i * i) * 1'000;
        record.cause = i % 3 == 0 ? raft::kNoEvent : i - i % 3;
        record.server = static_cast<raft::ServerId>(i % 256);
        record.kind = raft::EventKind::deliver;
        record.marks = static_cast<std::uint16_t>(i);
        store.append(record);
        records.push_back(record);
    }

    for (const auto& record : records)
        ASSERT_EQ(store.at(record.index), record);
    EXPECT_EQ(store.firstAfter(records[50].time), records[51].index);
    EXPECT_EQ(store.firstAfter(0), 7U);
    EXPECT_EQ(store.firstAfter(records.back().time), store.end());
}

} // namespace
