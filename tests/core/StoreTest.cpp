// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Store.h"
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <string>
#include <vector>

// The replicated state machine: what each command does to the keys, and what it answers.

namespace raft {

namespace {

Result apply(Store& store, const char* line) { return store.apply(*commandOf(line)); }

TEST(Store, SetGivesAValueAndGetTellsIt) {
    Store store;

    EXPECT_EQ(apply(store, "get x"), (Result{ResultKind::absent, {}}));
    EXPECT_EQ(apply(store, "set x 1"), Result{});
    EXPECT_EQ(apply(store, "get x"), (Result{ResultKind::value, "1"}));
    EXPECT_EQ(apply(store, "set x 2"), Result{});
    EXPECT_EQ(apply(store, "get x"), (Result{ResultKind::value, "2"}));
}

TEST(Store, DeleteForgetsAKeyAndTellsWhetherThereWasOne) {
    Store store;
    apply(store, "set x 1");

    EXPECT_EQ(apply(store, "del x"), Result{});
    EXPECT_EQ(apply(store, "del x"), (Result{ResultKind::absent, {}}));
    EXPECT_EQ(store.find("x"), nullptr);
}

// §7: a snapshot holds the whole state machine.
TEST(Store, GoesIntoBytesAndComesBackTheSame) {
    EXPECT_TRUE(rc::check("any keys and values", [](const std::map<std::string, std::string>& pairs) {
        Store store;
        for (const auto& [key, value] : pairs)
            store.apply({CommandKind::set, key, value, {}});
        RC_ASSERT(Store::fromBytes(store.toBytes()) == store);
    }));
    EXPECT_EQ(Store().toBytes(), "");
    for (const char* broken : {"x", "1", "1:", "1:a", "2:a1:b", "-1:a", "99999999999999999999:a"})
        EXPECT_EQ(Store::fromBytes(broken), Store()) << broken;
}

TEST(Store, CompareAndSetChangesOnlyTheExpectedValue) {
    Store store;
    EXPECT_EQ(apply(store, "cas x 1 2"), (Result{ResultKind::absent, {}}));
    EXPECT_EQ(store.find("x"), nullptr);

    apply(store, "set x 1");
    EXPECT_EQ(apply(store, "cas x 3 2"), (Result{ResultKind::mismatch, "1"}));
    EXPECT_EQ(*store.find("x"), "1");
    EXPECT_EQ(apply(store, "cas x 1 2"), Result{});
    EXPECT_EQ(*store.find("x"), "2");
}

TEST(Store, NoOpAndGetChangeNothing) {
    Store store;
    apply(store, "set x 1");
    const Store before = store;

    EXPECT_EQ(apply(store, "noop"), Result{});
    apply(store, "get x");
    apply(store, "get y");

    EXPECT_EQ(store, before);
    EXPECT_EQ(store.hash(), before.hash());
}

TEST(Store, HashFollowsFromTheContentsAlone) {
    EXPECT_TRUE(rc::check("any commands", [] {
        Store store;
        std::map<std::string, std::string> model;
        const int steps = *rc::gen::inRange(0, 40);
        for (int step = 0; step < steps; ++step) {
            const std::string key = "k" + std::to_string(*rc::gen::inRange(0, 6));
            const std::string value = std::to_string(*rc::gen::inRange(0, 3));
            if (*rc::gen::inRange(0, 3) == 0) {
                store.apply({CommandKind::del, key, {}, {}});
                model.erase(key);
            } else {
                store.apply({CommandKind::set, key, value, {}});
                model[key] = value;
            }
        }
        Store direct;
        for (const auto& [key, value] : model)
            direct.apply({CommandKind::set, key, value, {}});
        RC_ASSERT(store == direct);
        RC_ASSERT(store.hash() == direct.hash());
        RC_ASSERT(model.empty() || store.hash() != Store().hash());
    }));
}

} // namespace

} // namespace raft
