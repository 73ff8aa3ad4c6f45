// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/values/PersistentMap.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

// The ordered map of the key-value store behaves as std::map does, and its copies do not know of each other.

namespace raft {

namespace {

using Map = PersistentMap<std::string, std::string>;
using Model = std::map<std::string, std::string>;

std::vector<std::pair<std::string, std::string>> contents(const Map& map) {
    std::vector<std::pair<std::string, std::string>> pairs;
    map.forEach([&pairs](const std::string& key, const std::string& value) { pairs.emplace_back(key, value); });
    return pairs;
}

bool agrees(const Map& map, const Model& model) {
    const std::vector<std::pair<std::string, std::string>> expected(model.begin(), model.end());
    if (contents(map) != expected || map.size() != model.size() || map.empty() != model.empty())
        return false;
    return std::all_of(model.begin(), model.end(), [&map](const auto& pair) {
        const std::string* value = map.find(pair.first);
        return value && *value == pair.second;
    });
}

/// A map with its model.
struct Version {
    Map map;
    Model model;
};

void change(Version& version) {
    const std::string key = "k" + std::to_string(*rc::gen::inRange(0, 60));
    if (*rc::gen::inRange(0, 3) == 0) {
        RC_ASSERT(version.map.erase(key) == (version.model.erase(key) > 0));
        return;
    }
    const std::string value = std::to_string(*rc::gen::inRange(0, 5));
    version.map.set(key, value);
    version.model[key] = value;
}

TEST(PersistentMap, BehavesAsAStandardMapAndCopiesStayAsTheyWere) {
    EXPECT_TRUE(rc::check("several versions, changed and copied at random", [] {
        std::vector<Version> versions(1);
        const int steps = *rc::gen::inRange(1, 150);
        for (int step = 0; step < steps; ++step) {
            const std::size_t chosen = *rc::gen::inRange<std::size_t>(0, versions.size());
            if (*rc::gen::inRange(0, 20) == 0)
                versions.push_back(versions[chosen]);
            change(versions[chosen]);
        }
        for (const Version& version : versions) {
            RC_ASSERT(agrees(version.map, version.model));
            for (const Version& other : versions)
                RC_ASSERT((version.map == other.map) == (version.model == other.model));
        }
    }));
}

TEST(PersistentMap, IsEqualWhateverTheOrderOfInsertionAndWhateverWasErased) {
    EXPECT_TRUE(rc::check("keys in two orders", [](const std::map<int, int>& wanted, const std::vector<int>& extra) {
        PersistentMap<std::uint64_t, int> forwards;
        PersistentMap<std::uint64_t, int> backwards;
        const auto keyOf = [](int key) { return static_cast<std::uint64_t>(key); };
        for (const int key : extra)
            forwards.set(keyOf(key), 0);
        for (const auto& [key, value] : wanted)
            forwards.set(keyOf(key), value);
        for (const int key : extra) {
            if (wanted.count(key) == 0)
                forwards.erase(keyOf(key));
        }
        for (auto pair = wanted.rbegin(); pair != wanted.rend(); ++pair)
            backwards.set(keyOf(pair->first), pair->second);
        RC_ASSERT(forwards == backwards);
    }));
}

TEST(PersistentMap, FindsNothingWhereNothingIs) {
    Map map;
    EXPECT_EQ(map.find("x"), nullptr);
    EXPECT_FALSE(map.erase("x"));

    map.set("x", "1");
    EXPECT_EQ(map.find("w"), nullptr);
    EXPECT_EQ(map.find("y"), nullptr);
    EXPECT_TRUE(map.erase("x"));
    EXPECT_TRUE(map.empty());
    EXPECT_EQ(map, Map());
}

TEST(PersistentMap, KeepsManyKeysInOrder) {
    PersistentMap<std::uint64_t, std::uint64_t> map;
    for (std::uint64_t i = 0; i < 20'000; ++i)
        map.set(i * 7'919 % 20'011, i);

    std::uint64_t visited = 0;
    std::uint64_t last = 0;
    map.forEach([&](std::uint64_t key, std::uint64_t value) {
        EXPECT_TRUE(visited == 0 || key > last);
        EXPECT_EQ(value * 7'919 % 20'011, key);
        last = key;
        ++visited;
    });
    EXPECT_EQ(visited, 20'000U);
    EXPECT_EQ(map.size(), 20'000U);
}

} // namespace

} // namespace raft
