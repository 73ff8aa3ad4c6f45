// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/ConditionWait.h"

#include <gtest/gtest.h>

// Waiting until something comes about: in slices, across actions that are placed already, and in vain.

namespace {

using namespace raft;

constexpr std::size_t kMany = 100'000;

ClusterConfiguration three(std::uint32_t load = 0) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(3, 7);
    configuration.load = load;
    return configuration;
}

ConditionWait waitFor(const Timeline& timeline, Condition condition, Time within = kDefaultWithin) {
    return {std::move(condition), timeline.moment(), within};
}

TEST(ConditionWait, EndsWithTheFirstEventAfterWhichTheConditionHolds) {
    Timeline timeline(three());
    const ConditionWait wait = waitFor(timeline, condition::HasRole{Role::leader, 0});

    ASSERT_EQ(wait.goOn(timeline, kMany), ConditionWait::State::came);

    EXPECT_NE(timeline.present().leader(), 0U);
    EXPECT_EQ(timeline.stateAfter(timeline.moment().events - 1).leader(), 0U);
}

TEST(ConditionWait, InSlicesItEndsWhereItEndsAtOnce) {
    Timeline atOnce(three(20));
    Timeline inSlices(three(20));
    const ConditionWait wait = waitFor(atOnce, condition::Committed{5, 0});

    ASSERT_EQ(wait.goOn(atOnce, kMany), ConditionWait::State::came);
    int slices = 1;
    while (wait.goOn(inSlices, 3) == ConditionWait::State::goesOn)
        ++slices;

    EXPECT_GT(slices, 10);
    EXPECT_EQ(inSlices.moment(), atOnce.moment());
}

TEST(ConditionWait, EndsAtTheDeadlineOrWhenNothingIsDue) {
    Timeline late(three());
    EXPECT_EQ(waitFor(late, condition::HasTerm{1, 1}, 1'000).goOn(late, kMany), ConditionWait::State::over);
    EXPECT_EQ(late.moment().events, 0U);

    ClusterConfiguration still = three();
    still.timing.electionTimers = TimerMode::manual;
    Timeline silent(still);
    const ConditionWait wait = waitFor(silent, condition::HasRole{Role::leader, 2});
    EXPECT_EQ(wait.goOn(silent, kMany), ConditionWait::State::over);
    EXPECT_EQ(wait.failureText(silent.present()).english(),
              "waited 10000 ms, and it did not come about that S2 is leader");
}

TEST(ConditionWait, TimeMayBeReachedBetweenTwoEvents) {
    Timeline timeline(three());

    EXPECT_EQ(waitFor(timeline, condition::Elapsed{1'234}).goOn(timeline, kMany), ConditionWait::State::came);

    EXPECT_EQ(timeline.moment().time, 1'234);
    EXPECT_EQ(timeline.moment().events, 0U);
}

TEST(ConditionWait, GoesThroughTheActionsThatTheBranchHas) {
    Timeline timeline(three());
    timeline.seekTime(1'000'000);
    const ServerId leader = timeline.present().leader();
    ASSERT_TRUE(timeline.act(action::Stop{leader}).has_value());
    const EventIndex stop = timeline.moment().events;
    timeline.seek(0);

    const ConditionWait wait = waitFor(timeline, condition::Elapsed{1'000'000});
    ASSERT_EQ(wait.goOn(timeline, kMany), ConditionWait::State::came);
    EXPECT_EQ(timeline.moment().time, 1'000'000);
    EXPECT_TRUE(timeline.seek(stop));
    EXPECT_TRUE(timeline.present().findHost(leader)->stopped);
    EXPECT_EQ(timeline.branches().size(), 1U);
}

} // namespace
