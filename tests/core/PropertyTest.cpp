// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/RandomRun.h"
#include "tests/soak/RecordedRun.h"
#include "tests/soak/Weather.h"

#include "raftcore/check/Linearizability.h"
#include "raftcore/history/ScenarioRun.h"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

// Random runs: whatever happens to a cluster, Raft keeps its promises (§5.4.3, §5.6); and without any one of the rules
// that are left out here, it does not.

namespace tests {

using raft::Defect;
using raft::Property;

namespace {

// Sanitizers and unoptimised builds are some ten times slower, and do with fewer runs.
#if defined(__has_feature)
constexpr bool kIsSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kIsSanitized = false;
#endif
#if defined(__OPTIMIZE__)
constexpr bool kIsSlow = kIsSanitized;
#else
constexpr bool kIsSlow = true;
#endif

/// A number from the environment, or `otherwise`.
std::uint64_t fromEnvironment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// How many runs are made in all; RAFTARIUM_PROPERTY_RUNS sets another number.
std::uint64_t runs() { return fromEnvironment("RAFTARIUM_PROPERTY_RUNS", kIsSlow ? 1'600 : 16'000); }
/// The seed of the first; RAFTARIUM_PROPERTY_SEED sets another.
std::uint64_t firstSeed() { return fromEnvironment("RAFTARIUM_PROPERTY_SEED", 1); }

/// The runs are made in so many parts, for as many processes.
constexpr std::uint64_t kParts = 8;

struct DefectCase {
    const char* name;
    Defect defect;
    /// The promise that the rule is for.
    Property broken;
};

void PrintTo(const DefectCase& each, std::ostream* stream) { *stream << each.name; }

} // namespace

class PropertyRuns : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PropertyRuns, keepThePromisesOfRaftAndRecover) {
    const std::uint64_t part = GetParam();
    const std::uint64_t begin = firstSeed() + runs() * part / kParts;
    const std::uint64_t end = firstSeed() + runs() * (part + 1) / kParts;
    std::size_t answered = 0;
    for (std::uint64_t seed = begin; seed < end; ++seed) {
        const RunReport report = randomRun(seed);

        ASSERT_TRUE(report.problem.empty())
            << "seed " << seed << ", " << report.problem << "\nagain: " << replayCommand(seed) << " --trace";
        EXPECT_FALSE(report.gaveUp) << "seed " << seed << ": nobody knows whether the history is linearizable";
        answered += report.answered;
    }
    EXPECT_GT(answered, 2 * (end - begin)) << "the runs try nothing";
}

INSTANTIATE_TEST_SUITE_P(Seeds, PropertyRuns, testing::Range(std::uint64_t{0}, kParts));

TEST(PropertyRun, isTheSameForTheSameSeed) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::uint64_t hash = 0;
        RunSettings settings;
        settings.listener = [&](const raft::Event&, const raft::Cluster& after) { hash = after.hash(); };
        const RunReport first = randomRun(seed, settings);
        const std::uint64_t firstHash = hash;

        const RunReport second = randomRun(seed, settings);

        EXPECT_EQ(firstHash, hash) << seed;
        EXPECT_EQ(first.events, second.events) << seed;
        EXPECT_EQ(first.events, randomRun(seed).events) << seed << ": a listener changes nothing";
    }
}

TEST(PropertyRun, canBePlayedAgainFromItsRecording) {
    RunSettings settings;
    settings.defects.insert(Defect::ignoreLogComparison);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::uint64_t hash = 0;
        settings.listener = [&](const raft::Event&, const raft::Cluster& after) { hash = after.hash(); };
        const RunReport report = randomRun(seed, settings);

        const raft::Scenario recording = recordedRun(seed, settings);

        raft::Timeline timeline(recording.cluster);
        const raft::RunResult result = raft::run(recording, timeline);
        EXPECT_EQ(result.status, raft::RunStatus::good) << seed << ": " << result.problems.front().message();
        EXPECT_EQ(timeline.present().eventCount(), report.events) << seed;
        EXPECT_EQ(timeline.present().hash(), hash) << seed;
        EXPECT_EQ(recording.description, report.problem);
    }
}

TEST(PropertyRun, knowsAtEveryEventWhatIsDueFirst) {
    std::size_t missed = 0;
    RunSettings settings;
    settings.listener = [&](const raft::Event&, const raft::Cluster& after) {
        for (const raft::Host& host : after.hosts())
            missed += std::max(host.nextDue().time, after.now()) < after.nextEventTime() ? 1 : 0;
        for (const raft::InFlight& message : after.inFlight())
            missed += std::max(message.due, after.now()) < after.nextEventTime() ? 1 : 0;
    };

    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        randomRun(seed, settings);

    EXPECT_EQ(missed, 0U);
}

TEST(PropertyRun, seesEveryKindOfEventAndAction) {
    std::map<raft::EventKind, int> kinds;
    std::map<std::size_t, int> actions;
    RunSettings settings;
    settings.listener = [&](const raft::Event& event, const raft::Cluster&) {
        ++kinds[event.record.kind];
        if (event.action)
            ++actions[event.action->index()];
    };

    for (std::uint64_t seed = 1; seed <= 50; ++seed)
        randomRun(seed, settings);

    EXPECT_EQ(kinds.size(), raft::kEventKinds);
    for (std::size_t i = 0; i < raft::kActions; ++i)
        EXPECT_GT(actions[i], 0) << raft::actionName(i);
}

class DefectRuns : public testing::TestWithParam<DefectCase> {};

TEST_P(DefectRuns, breakThePromiseThatTheRuleIsFor) {
    constexpr std::uint64_t kMaximumRuns = 8'000;
    RunSettings settings;
    settings.defects.insert(GetParam().defect);
    std::uint64_t seed = 1;
    RunReport report;
    do {
        report = randomRun(seed, settings);
    } while ((!report.violation || report.violation->property != GetParam().broken) && ++seed <= kMaximumRuns);

    ASSERT_TRUE(report.violation) << "no run up to seed " << kMaximumRuns << " breaks it";
    EXPECT_EQ(report.violation->property, GetParam().broken) << report.problem;
    EXPECT_EQ(randomRun(seed).problem, "") << "with the rule, the same run is good";
    RecordProperty("seed", std::to_string(seed));
    RecordProperty("problem", report.problem);
}

INSTANTIATE_TEST_SUITE_P(
    EachRule, DefectRuns,
    testing::Values(DefectCase{"ignorePrevLogTerm", Defect::ignorePrevLogTerm, Property::logMatching},
                    DefectCase{"forgetVote", Defect::forgetVote, Property::electionSafety},
                    DefectCase{"ignoreLogComparison", Defect::ignoreLogComparison, Property::leaderCompleteness},
                    DefectCase{"commitOldTerms", Defect::commitOldTerms, Property::leaderCompleteness}),
    [](const testing::TestParamInfo<DefectCase>& each) { return std::string(each.param.name); });

// A broken Raft is there to be looked at: also when its promises are broken, the program goes on.
TEST(BrokenRuns, goOnAfterTheFirstViolation) {
    constexpr std::uint64_t kRuns = kIsSlow ? 60 : 600;
    std::size_t violations = 0;
    for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
        RunSettings settings;
        settings.afterwards = 1'000;
        for (std::size_t i = 0; i < raft::kDefects; ++i) {
            if (seed % 2 == 0 || seed / 2 % raft::kDefects == i)
                settings.defects.insert(static_cast<Defect>(i));
        }
        const RunReport report = randomRun(seed, settings);
        violations += report.violation ? 1 : 0;
    }
    EXPECT_GT(violations, kRuns / 20) << "nothing is broken";
}

RC_GTEST_PROP(PropertySchedule, keepsThePromisesOfRaft, ()) {
    // Each step draws its action from a seed of its own, so that a failing schedule shrinks to few steps.
    const auto steps = *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(
        rc::gen::pair(rc::gen::inRange<std::uint32_t>(0, 60'000), rc::gen::arbitrary<std::uint32_t>()));
    const auto servers = *rc::gen::inRange<std::size_t>(2, 6);
    auto configuration = raft::ClusterConfiguration::ofSize(servers, 1);
    configuration.timing.electionTimeout = {40'000, 80'000};
    configuration.timing.heartbeat = 20'000;
    raft::Cluster cluster(configuration);
    raft::Safety safety(cluster);

    for (const auto& [calm, seed] : steps) {
        const raft::Time next = cluster.now() + calm;
        while (cluster.nextEventTime() < next)
            RC_ASSERT(safety.observe(cluster, cluster.step()));
        cluster.advanceTo(next);
        const raft::Action action = Weather(seed).action(cluster);
        RC_LOG() << cluster.now() << ": " << raft::actionName(action) << "\n";
        if (const auto record = cluster.act(action))
            RC_ASSERT(safety.observe(cluster, *record));
    }
    RC_ASSERT(raft::checkLinearizability(cluster).verdict == raft::Verdict::linearizable);
}

} // namespace tests
