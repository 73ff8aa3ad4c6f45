// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/values/Shared.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

// A value behind a counted pointer: shared until somebody changes it.

namespace raft {

namespace {

TEST(Shared, CopiesShareOneValueAndCompareByValue) {
    const Shared<std::string> first(std::string("entry"));
    Shared<std::string> copy(std::string("another"));
    copy = first;

    EXPECT_EQ(&*first, &*copy);
    EXPECT_EQ(first, copy);
    EXPECT_EQ(first, Shared<std::string>(std::string("entry")));
    EXPECT_FALSE(first == Shared<std::string>(std::string("other")));
}

TEST(Shared, NothingIsEqualToNothingAlone) {
    const Shared<std::string> nothing;

    EXPECT_FALSE(nothing);
    EXPECT_EQ(nothing, Shared<std::string>());
    EXPECT_FALSE(nothing == Shared<std::string>(std::string()));
    EXPECT_FALSE(Shared<std::string>(std::string()) == nothing);
}

TEST(Shared, OwnCopiesOnlyWhatOthersShare) {
    Shared<std::string> first(std::string("a"));
    const std::string* place = &*first;
    first.own() += "b";
    EXPECT_EQ(&*first, place);

    const Shared<std::string> copy = first;
    first.own() += "c";

    EXPECT_EQ(*copy, "ab");
    EXPECT_EQ(*first, "abc");
    EXPECT_EQ(&*copy, place);
}

TEST(Shared, MovingLeavesNothingAndAssigningToItselfKeepsTheValue) {
    Shared<std::string> first(std::string("a"));
    Shared<std::string> second = std::move(first);
    const Shared<std::string>& itself = second;
    second = itself;

    EXPECT_EQ(*second, "a");
    EXPECT_EQ(second->size(), 1U);
}

TEST(Shared, CopiesMayLiveInSeveralThreads) {
    const Shared<std::string> base(std::string("base"));
    std::vector<std::string> results(4);
    std::vector<std::thread> threads;
    threads.reserve(results.size());
    for (std::string& result : results) {
        threads.emplace_back([&base, &result] {
            for (int i = 0; i < 1'000; ++i) {
                Shared<std::string> mine = base;
                mine.own() += "!";
                result = *mine;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();

    EXPECT_EQ(results, std::vector<std::string>(4, "base!"));
    EXPECT_EQ(*base, "base");
}

} // namespace

} // namespace raft
