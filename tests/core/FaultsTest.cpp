// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"

#include <gtest/gtest.h>

#include <algorithm>

// The weather: faults at random, by the seed, as actions of the run.

namespace raft {

namespace {

ClusterConfiguration inWeather(const Weather& weather, std::uint64_t seed = 7) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(5, seed);
    configuration.load = 20;
    configuration.weather = weather;
    return configuration;
}

ClusterConfiguration inStorm(std::uint64_t seed = 7) { return inWeather(weatherAt(2), seed); }

template <typename Kind>
std::ptrdiff_t countOf(const Timeline& timeline) {
    const auto& actions = timeline.actions();
    return std::count_if(actions.begin(), actions.end(),
                         [](const PlacedAction& placed) { return std::holds_alternative<Kind>(placed.action); });
}

} // namespace

TEST(Faults, NoneComeInCalmWeather) {
    Timeline calm(inWeather({}));
    Timeline later(inWeather({}));
    calm.seekTime(20 * kSecond);
    later.seekTime(10 * kSecond);
    ASSERT_TRUE(later.act(action::SetWeather{}).has_value());
    later.seekTime(20 * kSecond);

    EXPECT_TRUE(calm.actions().empty());
    EXPECT_EQ(later.actions().size(), 1U);
}

TEST(Faults, ComeAboutAsOftenAsTheirRatesSay) {
    Timeline timeline(inWeather({60, 120, 300, 30, 200'000}));
    timeline.seekTime(60 * kSecond);

    EXPECT_NEAR(static_cast<double>(countOf<action::Stop>(timeline)), 60, 20);
    EXPECT_NEAR(static_cast<double>(countOf<action::Cut>(timeline)), 120, 30);
    EXPECT_NEAR(static_cast<double>(countOf<action::Drop>(timeline)), 220, 60) << "often there is nothing to lose";
    EXPECT_NEAR(static_cast<double>(countOf<action::Pause>(timeline)), 30, 15);
}

TEST(Faults, AreMendedAfterAWhileWhoeverBroughtThem) {
    Timeline timeline(inWeather({0, 0, 1, 0, 100'000}));
    ASSERT_TRUE(timeline.act(action::Stop{1}).has_value());
    ASSERT_TRUE(timeline.act(action::Pause{2}).has_value());
    ASSERT_TRUE(timeline.act(action::Partition{{{1, 2}}}).has_value());
    timeline.seekTime(10 * kSecond);

    EXPECT_FALSE(timeline.present().findHost(1)->stopped);
    EXPECT_FALSE(timeline.present().findHost(2)->paused);
    EXPECT_FALSE(timeline.present().network().hasCuts());
}

TEST(Faults, EndWhenTheWeatherTurnsCalm) {
    Timeline timeline(inStorm());
    timeline.seekTime(5 * kSecond);
    ASSERT_TRUE(timeline.act(action::SetWeather{}).has_value());
    const std::size_t actions = timeline.actions().size();
    timeline.seekTime(20 * kSecond);

    EXPECT_GT(actions, 20U);
    EXPECT_EQ(timeline.actions().size(), actions);
}

TEST(Faults, ComeInAClusterInWhichNothingElseIsDue) {
    ClusterConfiguration configuration = manual(3);
    configuration.weather = weatherAt(2);
    Timeline timeline(configuration);

    EXPECT_LT(timeline.nextTime(), 10 * kSecond);
    EXPECT_TRUE(timeline.seek(20));
    EXPECT_EQ(timeline.actions().size(), 20U);
}

TEST(Faults, NextTimeKnowsOfThemBeforeTheyCome) {
    Timeline timeline(inStorm());
    for (EventIndex i = 0; i < 3'000; ++i) {
        const Time expected = timeline.nextTime();
        timeline.seek(i + 1);
        ASSERT_EQ(timeline.record(i).time, expected) << i;
    }
    EXPECT_FALSE(timeline.actions().empty());
}

TEST(Faults, DoNotDependOnHowTimePasses) {
    Timeline leaps(inStorm());
    leaps.seekTime(10 * kSecond);
    Timeline steps(inStorm());
    for (Time time = 0; time <= 10 * kSecond; time += 3'333) {
        steps.seekTime(time);
        if (steps.present().now() < time)
            steps.advanceTo(std::min(time, steps.nextTime()));
    }
    steps.seekTime(10 * kSecond);

    EXPECT_EQ(steps.actions(), leaps.actions());
    EXPECT_EQ(steps.present().hash(), leaps.present().hash());
}

TEST(Faults, AreFoundAgainWhenTimeGoesBack) {
    Timeline timeline(inStorm());
    timeline.seek(20'000);
    Generator random(3);
    for (int i = 0; i < 20; ++i) {
        const EventIndex events = random.below(20'001);
        timeline.seek(events);
        Timeline fresh(inStorm());
        fresh.seek(events);
        ASSERT_TRUE(timeline.present() == fresh.present()) << events;
    }
}

TEST(Faults, AreRecordedAsActionsAndReplayWithoutComingTwice) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        Timeline original(inStorm(seed));
        original.seekTime(8 * kSecond);
        const Scenario recording = recordingOf(original);
        ASSERT_FALSE(recording.branches.front().steps.empty());

        const auto opened = readScenario(writeScenario(recording));
        ASSERT_TRUE(opened.has_value()) << opened.error().front().message();
        Timeline again(opened->cluster);
        ASSERT_EQ(run(*opened, again).status, RunStatus::good);

        EXPECT_EQ(again.actions(), original.actions());
        original.seekTime(16 * kSecond);
        again.seekTime(16 * kSecond);
        EXPECT_EQ(again.present().hash(), original.present().hash()) << "after its end the weather goes on as it did";
    }
}

TEST(Faults, OneThatIsUndoneDoesNotComeAgain) {
    Timeline timeline(inStorm());
    timeline.seekTime(5 * kSecond);
    const PlacedAction last = timeline.actions().back();
    ASSERT_TRUE(timeline.undo());
    timeline.seekTime(last.time + kSecond);

    ASSERT_FALSE(timeline.actions().empty());
    EXPECT_FALSE(std::find(timeline.actions().begin(), timeline.actions().end(), last) != timeline.actions().end());
}

TEST(Faults, ComeInAScenarioWhoseActionsArePlacedByTime) {
    Scenario scenario;
    scenario.cluster = inStorm();
    action::SetTiming slower;
    slower.heartbeat = 60'000;
    scenario.branches.front().steps = {{placement::AtTime{3 * kSecond}, BookmarkStep{"a storm"}},
                                       {placement::AtTime{6 * kSecond}, Action(slower)}};
    Timeline timeline(scenario.cluster);
    const RunResult result = run(scenario, timeline);

    EXPECT_EQ(result.status, RunStatus::good);
    EXPECT_EQ(timeline.present().now(), 6 * kSecond);
    EXPECT_GT(timeline.actions().size(), 20U);
}

TEST(Weather, IsPartOfWhatAClusterIsUnlessItIsCalm) {
    Cluster calm(inWeather({}));
    Cluster other(inWeather({0, 0, 0, 0, 5'000}));
    EXPECT_EQ(calm.hash(), other.hash());

    ASSERT_TRUE(calm.act(action::SetWeather{weatherAt(1)}).has_value());
    ASSERT_TRUE(other.act(action::SetWeather{weatherAt(2)}).has_value());
    EXPECT_NE(calm.hash(), other.hash());
    EXPECT_FALSE(calm == other);
}

TEST(Weather, OfEveryNameIsAllowedAndFoundAgain) {
    for (std::size_t i = 0; i < weatherNames().size(); ++i) {
        EXPECT_TRUE(validate(weatherAt(i)).has_value());
        EXPECT_EQ(positionOf(weatherAt(i)), i);
    }
    EXPECT_EQ(positionOf({1, 2, 3, 4, 5'000}), std::nullopt);
}

TEST(Weather, BeyondItsRangesIsRefusedByName) {
    EXPECT_EQ(validate(Weather{6'001, 0, 0, 0, 1'000}).error().message(), "crashes: 6001 a minute; allowed: 0 to 6000");
    EXPECT_EQ(validate(Weather{0, 0, 0, 0, 999}).error().message(), "repair: 0.999 ms; allowed: 1 to 3600000 ms");
}

} // namespace raft
