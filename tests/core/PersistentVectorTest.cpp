// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/values/PersistentVector.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <thread>
#include <vector>

// The sequence that logs are made of behaves as std::vector does, and its copies do not know of each other.

namespace raft {

namespace {

using Sequence = PersistentVector<std::string>;
using Model = std::vector<std::string>;

Sequence sequenceOf(std::size_t size) {
    Sequence sequence;
    for (std::size_t i = 0; i < size; ++i)
        sequence.push_back(std::to_string(i));
    return sequence;
}

bool agrees(const Sequence& sequence, const Model& model) {
    if (sequence.size() != model.size() || sequence.empty() != model.empty())
        return false;
    for (std::size_t i = 0; i < model.size(); ++i) {
        if (sequence[i] != model[i])
            return false;
    }
    return model.empty() || sequence.back() == model.back();
}

/// A sequence with its model.
struct Version {
    Sequence sequence;
    Model model;
};

/// Changes one version at random: most of all around the widths of its nodes, where mistakes would be.
void change(Version& version) {
    const std::size_t size = version.model.size();
    switch (*rc::gen::inRange(0, 4)) {
    case 0: {
        const std::size_t count = *rc::gen::elementOf(std::vector<std::size_t>{1, 2, 31, 32, 33, 200, 1025});
        for (std::size_t i = 0; i < count; ++i) {
            const std::string value = std::to_string(size) + "+" + std::to_string(i);
            version.sequence.push_back(value);
            version.model.push_back(value);
        }
        return;
    }
    case 1: {
        const std::size_t length = *rc::gen::inRange<std::size_t>(0, size + 1);
        version.sequence.truncate(length);
        version.model.resize(length);
        return;
    }
    case 2: {
        const std::size_t length = size / 32 * 32;
        version.sequence.truncate(length);
        version.model.resize(length);
        return;
    }
    default:
        if (size == 0)
            return;
        const std::size_t position = *rc::gen::inRange<std::size_t>(0, size);
        version.sequence.set(position, "changed");
        version.model[position] = "changed";
    }
}

TEST(PersistentVector, BehavesAsAStandardVectorAndCopiesStayAsTheyWere) {
    EXPECT_TRUE(rc::check("several versions, changed and copied at random", [] {
        std::vector<Version> versions(1);
        const int steps = *rc::gen::inRange(1, 25);
        for (int step = 0; step < steps; ++step) {
            const std::size_t chosen = *rc::gen::inRange<std::size_t>(0, versions.size());
            if (*rc::gen::inRange(0, 3) == 0)
                versions.push_back(versions[chosen]);
            change(versions[chosen]);
        }
        for (const Version& version : versions) {
            RC_ASSERT(agrees(version.sequence, version.model));
            for (const Version& other : versions)
                RC_ASSERT((version.sequence == other.sequence) == (version.model == other.model));
        }
    }));
}

TEST(PersistentVector, GrowsAndShrinksThroughEveryHeight) {
    Sequence sequence;
    Model model;
    for (std::size_t i = 0; i < 40'000; ++i) {
        sequence.push_back(std::to_string(i));
        model.push_back(std::to_string(i));
    }
    EXPECT_TRUE(agrees(sequence, model));

    const Sequence whole = sequence;
    for (const std::size_t length : {39'999U, 32'801U, 32'800U, 32'769U, 32'768U, 1'057U, 1'056U, 1'055U, 1'025U,
                                     1'024U, 65U, 64U, 33U, 32U, 31U, 1U, 0U}) {
        sequence.truncate(length);
        model.resize(length);
        EXPECT_TRUE(agrees(sequence, model)) << length;
        EXPECT_EQ(sequence, sequenceOf(length)) << length;
    }
    EXPECT_EQ(whole, sequenceOf(40'000));
}

TEST(PersistentVector, GrowsAgainAfterEveryTruncation) {
    for (const std::size_t length : {0U, 1U, 31U, 32U, 33U, 63U, 64U, 1'023U, 1'024U, 1'056U, 1'057U}) {
        Sequence sequence = sequenceOf(2'200);
        sequence.truncate(length);
        for (std::size_t i = length; i < 2'200; ++i)
            sequence.push_back(std::to_string(i));
        EXPECT_EQ(sequence, sequenceOf(2'200)) << length;
    }
}

TEST(PersistentVector, IsEqualExactlyWhenItsElementsAre) {
    const Sequence base = sequenceOf(1'500);
    for (const std::size_t position : {0U, 31U, 32U, 1'023U, 1'024U, 1'470U, 1'499U}) {
        Sequence other = base;
        EXPECT_EQ(other, base);
        other.set(position, "other");
        EXPECT_FALSE(other == base) << position;
        EXPECT_EQ(base[position], std::to_string(position));
        other.set(position, std::to_string(position));
        EXPECT_EQ(other, base) << position;
    }
    EXPECT_EQ(Sequence(), Sequence());
    EXPECT_FALSE(Sequence() == sequenceOf(1));
}

TEST(PersistentVector, OfACopyOnlyTheChangedPartsAreCopied) {
    /// Counts how often a value is copied.
    struct Counted {
        explicit Counted(int* counter) : copies(counter) {}
        Counted(const Counted& other) : copies(other.copies) { ++*copies; }
        Counted& operator=(const Counted&) = default;
        Counted(Counted&&) = default;
        Counted& operator=(Counted&&) = default;
        ~Counted() = default;
        int* copies;
    };
    int copies = 0;
    PersistentVector<Counted> original;
    for (int i = 0; i < 10'000; ++i)
        original.push_back(Counted(&copies));
    ASSERT_EQ(copies, 0) << "nothing is copied while nothing is shared";

    PersistentVector<Counted> copy = original;
    EXPECT_EQ(copies, 0);
    copy.push_back(Counted(&copies));
    EXPECT_LE(copies, 32);
    copy.truncate(5'000);
    EXPECT_LE(copies, 64);
    copy.set(10, Counted(&copies));
    EXPECT_LE(copies, 96);
    EXPECT_EQ(original.size(), 10'000U);
}

TEST(PersistentVector, MovedFromIsEmptyAndAssignmentKeepsTheOther) {
    Sequence first = sequenceOf(100);
    Sequence second = std::move(first);
    EXPECT_EQ(second, sequenceOf(100));

    Sequence third = sequenceOf(5);
    third = second;
    second.truncate(1);
    EXPECT_EQ(third, sequenceOf(100));
    const Sequence& itself = third;
    third = itself;
    EXPECT_EQ(third, sequenceOf(100));
}

TEST(PersistentVector, CopiesMayLiveInSeveralThreads) {
    const Sequence base = sequenceOf(3'000);
    std::vector<std::thread> threads;
    std::vector<Sequence> results(4);
    for (std::size_t t = 0; t < results.size(); ++t) {
        threads.emplace_back([&base, &result = results[t], t] {
            for (std::size_t i = 0; i < 200; ++i) {
                Sequence mine = base;
                mine.truncate(2'900 - i);
                mine.push_back(std::to_string(t));
                result = mine;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();

    for (std::size_t t = 0; t < results.size(); ++t) {
        EXPECT_EQ(results[t].size(), 2'702U);
        EXPECT_EQ(results[t].back(), std::to_string(t));
    }
    EXPECT_EQ(base, sequenceOf(3'000));
}

TEST(PersistentVectorDeathTest, ElementsThatDoNotExistAreNeverRead) {
    const Sequence sequence = sequenceOf(3);
    EXPECT_DEATH(static_cast<void>(sequence[3]), "assertion failed: position < size_");
    EXPECT_DEATH(sequenceOf(3).truncate(4), "assertion failed: length <= size_");
    EXPECT_DEATH(sequenceOf(3).set(3, "x"), "assertion failed: position < size_");
    EXPECT_DEATH(static_cast<void>(Sequence().back()), "assertion failed");
}

TEST(PersistentVector, IsGoneThroughAndSearchedInOrder) {
    raft::PersistentVector<int> numbers;
    for (int i = 0; i < 100; ++i)
        numbers.push_back(3 * i);

    int expected = 0;
    for (const int each : numbers) {
        ASSERT_EQ(each, expected);
        expected += 3;
    }
    EXPECT_EQ(expected, 300);
    EXPECT_EQ(numbers.front(), 0);
    EXPECT_EQ(std::lower_bound(numbers.begin(), numbers.end(), 100) - numbers.begin(), 34);
    EXPECT_EQ(*std::find_if(numbers.begin(), numbers.end(), [](int each) { return each > 50; }), 51);
}

} // namespace

} // namespace raft
