// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/GoldenRun.h"

#include "raftcore/values/Text.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

// The same configuration, seed and actions give the same run, event by event, wherever it is computed.

namespace tests {

namespace {

using raft::Cluster;
using raft::Event;
using raft::EventKind;
using raft::EventRecord;

std::string asSource(const std::array<std::uint64_t, kGoldenHashes.size()>& hashes) {
    std::string text;
    for (const std::uint64_t hash : hashes)
        text += (text.empty() ? "" : ", ") + raft::number(hash) + "ULL";
    return text;
}

} // namespace

TEST(Determinism, theGoldenRunHasTheSameHashesInEveryBuild) {
    const auto hashes = goldenHashes();

    EXPECT_EQ(hashes, kGoldenHashes) << "if what happens in a run was meant to change, kGoldenHashes becomes\n{"
                                     << asSource(hashes) << "}";
}

TEST(Determinism, theGoldenRunShowsEveryKindOfEventAndAction) {
    std::set<EventKind> kinds;
    std::set<std::size_t> actions;
    std::uint32_t marks = 0;
    Cluster cluster(goldenConfiguration());

    playGolden(cluster, [&](const Cluster&, const EventRecord& record, const raft::Action* action) {
        kinds.insert(record.kind);
        marks |= record.marks;
        if (action)
            actions.insert(action->index());
    });

    EXPECT_EQ(kinds.size(), raft::kEventKinds);
    EXPECT_EQ(marks, (raft::mark::kApply << 1U) - 1U) << "every mark stands at some event";
    EXPECT_EQ(actions.size(), raft::kActions);
}

TEST(Determinism, twoRunsHaveEqualEventsAndHashesAtEveryStep) {
    std::vector<std::pair<EventRecord, std::uint64_t>> first;
    Cluster one(goldenConfiguration());
    playGolden(one, [&](const Cluster& after, const EventRecord& record, const raft::Action*) {
        first.emplace_back(record, after.hash());
    });

    std::size_t step = 0;
    Cluster two(goldenConfiguration());
    playGolden(two, [&](const Cluster& after, const EventRecord& record, const raft::Action*) {
        ASSERT_LT(step, first.size());
        ASSERT_EQ(record, first[step].first) << "event " << step;
        ASSERT_EQ(after.hash(), first[step].second) << "after event " << step;
        ++step;
    });

    EXPECT_EQ(step, first.size());
    EXPECT_TRUE(one == two);
}

TEST(Determinism, aCopyGoesOnAsTheOriginalDoes) {
    Cluster cluster(goldenConfiguration());
    playGolden(cluster, [](const Cluster& after, const EventRecord& record, const raft::Action*) {
        if (record.index % 200 != 0 || after.nextEventTime() == raft::kNever)
            return;
        Cluster copy = after;
        Cluster again = after;
        ASSERT_TRUE(copy == after);
        ASSERT_EQ(copy.hash(), after.hash());
        for (int i = 0; i < 50; ++i)
            ASSERT_EQ(copy.step(), again.step());
        ASSERT_TRUE(copy == again);
        ASSERT_EQ(copy.hash(), again.hash());
        ASSERT_FALSE(copy == after) << "what happens to a copy leaves the original alone";
    });
}

TEST(Determinism, tellingAnEventInFullChangesNothing) {
    Cluster quiet(goldenConfiguration());
    Cluster told(goldenConfiguration());

    for (int i = 0; i < 5'000; ++i) {
        Event event;
        const EventRecord record = told.step(&event);
        ASSERT_EQ(record, quiet.step());
        ASSERT_EQ(event.record, record);
        ASSERT_EQ(told.hash(), quiet.hash());
    }

    EXPECT_TRUE(told == quiet);
}

TEST(Determinism, anotherSeedGivesAnotherRun) {
    auto configuration = goldenConfiguration();
    ++configuration.seed;
    Cluster other(configuration);
    Cluster cluster(goldenConfiguration());

    for (int i = 0; i < 100; ++i) {
        other.step();
        cluster.step();
    }

    EXPECT_NE(cluster.now(), other.now());
    EXPECT_NE(cluster.hash(), other.hash());
}

} // namespace tests
