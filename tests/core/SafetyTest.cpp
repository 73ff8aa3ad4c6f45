// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Safety.h"

#include "tests/core/GoldenRun.h"

#include <gtest/gtest.h>
#include <set>

// Each property of Figure 3 is found broken where it is, named with its witnesses, and nowhere else.

namespace tests {

using raft::Entry;
using raft::Index;
using raft::kNoEvent;
using raft::Property;
using raft::Role;
using raft::Safety;
using raft::ServerId;
using raft::ServerState;
using raft::Term;
using raft::Violation;

namespace {

Entry set(Term term, const char* key, const char* value) {
    return {term, raft::Shared(raft::Command{raft::CommandKind::set, key, value, {}})};
}

/// Three servers whose states a test makes by hand; each change is an event that the watcher is shown.
class Group final : public raft::ServerStates {
public:
    Group() {
        for (ServerId id = 1; id <= 3; ++id)
            states_[id].id = id;
    }

    [[nodiscard]] const ServerState* find(ServerId id) const override { return &states_.at(id); }
    [[nodiscard]] std::string nameOf(ServerId id) const override { return "S" + raft::number(id); }

    /// Changes a server by `change(state)`, as one event.
    template <typename Change>
    void event(ServerId id, const Change& change) {
        change(states_[id]);
        safety.observe(*this, id, events_, static_cast<raft::Time>(events_) * 1'000);
        ++events_;
    }
    void follow(ServerId id, Term term) {
        event(id, [&](ServerState& state) {
            state.role = Role::follower;
            state.persistent.currentTerm = term;
        });
    }
    void lead(ServerId id, Term term) {
        event(id, [&](ServerState& state) {
            state.role = Role::leader;
            state.persistent.currentTerm = term;
        });
    }
    void append(ServerId id, const Entry& entry) {
        event(id, [&](ServerState& state) { state.persistent.log.append(entry); });
    }
    void appendToAll(const Entry& entry) {
        for (ServerId id = 1; id <= 3; ++id)
            append(id, entry);
    }
    void cut(ServerId id, Index from) {
        event(id, [&](ServerState& state) { state.persistent.log.truncateFrom(from); });
    }
    void replace(ServerId id, Index index, const Entry& entry) {
        event(id, [&](ServerState& state) {
            state.persistent.log.truncateFrom(index);
            state.persistent.log.append(entry);
        });
    }
    void commit(ServerId id, Index index) {
        event(id, [&](ServerState& state) { state.commitIndex = index; });
    }
    void apply(ServerId id, Index index) {
        event(id, [&](ServerState& state) { state.lastApplied = index; });
    }

    /// The one violation that there is.
    [[nodiscard]] Violation violation() const {
        EXPECT_EQ(safety.violations().size(), 1U);
        return safety.holds() ? Violation{} : safety.violations()[0];
    }

    Safety safety;

private:
    std::array<ServerState, 4> states_;
    raft::EventIndex events_ = 0;
};

} // namespace

TEST(ElectionSafety, isBrokenByTwoLeadersOfOneTerm) {
    // Figure 3, §5.2
    Group group;
    group.lead(1, 4);

    group.lead(3, 4);

    const Violation violation = group.violation();
    EXPECT_EQ(violation.property, Property::electionSafety);
    EXPECT_EQ(violation.event, 1U);
    EXPECT_EQ(violation.time, 1'000);
    EXPECT_EQ(violation.witness, (raft::Witness{3, 4, {}, 1}));
    EXPECT_EQ(violation.other, (raft::Witness{1, 4, {}, 0}));
    EXPECT_EQ(violation.text.english(), "S1 and S3 were both elected leader of term 4");
}

TEST(ElectionSafety, isBrokenEvenIfTheFirstLeaderIsGone) {
    Group group;
    group.lead(1, 4);
    group.follow(1, 5);

    group.lead(2, 4);

    EXPECT_EQ(group.violation().property, Property::electionSafety);
}

TEST(ElectionSafety, B44_allowsLeadersOfDifferentTermsAtOneTime) {
    Group group;
    group.lead(1, 4);

    group.lead(2, 5);
    group.lead(3, 3);

    EXPECT_TRUE(group.safety.holds());
}

TEST(LeaderAppendOnly, isBrokenByALeaderThatReplacesAnEntry) {
    // Figure 3, §5.3
    Group group;
    group.append(1, set(1, "x", "1"));
    group.append(1, set(1, "x", "2"));
    group.lead(1, 2);

    group.replace(1, 2, set(2, "x", "3"));

    const Violation violation = group.violation();
    EXPECT_EQ(violation.property, Property::leaderAppendOnly);
    EXPECT_EQ(violation.index, 2U);
    EXPECT_EQ(violation.witness, (raft::Witness{1, 2, set(2, "x", "3"), 3}));
    EXPECT_EQ(violation.other, raft::Witness{});
    EXPECT_EQ(violation.text.english(), "S1 replaced index 2 of its log while it led term 2");
}

TEST(LeaderAppendOnly, isBrokenByALeaderThatDeletesEntries) {
    Group group;
    for (int i = 0; i < 100; ++i)
        group.append(1, set(1, "x", "1"));
    group.lead(1, 2);

    group.cut(1, 40);

    EXPECT_EQ(group.violation().index, 40U);
    EXPECT_EQ(group.violation().text.english(), "S1 deleted index 40 of its log while it led term 2");
}

TEST(LeaderAppendOnly, allowsOthersToDelete) {
    Group group;
    for (int i = 0; i < 3; ++i)
        group.append(1, set(1, "x", "1"));

    group.cut(1, 3);
    group.lead(1, 2);
    group.event(1, [](ServerState& state) { // a crash: not all that a leader holds is on its disk
        state.role = Role::follower;
        state.persistent.log.truncateFrom(2);
    });
    group.lead(1, 4);

    EXPECT_TRUE(group.safety.holds());
}

TEST(LogMatching, isBrokenByDifferentEntriesBeforeACommonOne) {
    // Figure 3, §5.3
    Group group;
    group.append(1, set(1, "x", "1"));
    group.append(1, set(2, "x", "2"));
    group.append(1, set(4, "x", "4"));
    group.append(2, set(1, "x", "1"));
    group.append(2, set(3, "x", "3"));

    group.append(2, set(4, "x", "4"));

    const Violation violation = group.violation();
    EXPECT_EQ(violation.property, Property::logMatching);
    EXPECT_EQ(violation.event, 5U);
    EXPECT_EQ(violation.index, 2U);
    EXPECT_EQ(violation.agreeing, 3U);
    EXPECT_EQ(violation.witness, (raft::Witness{2, 0, set(3, "x", "3"), 5}));
    EXPECT_EQ(violation.other, (raft::Witness{1, 0, set(2, "x", "2"), kNoEvent}));
    EXPECT_EQ(violation.text.english(), "S2 and S1 both hold an entry of term 4 at index 3, but differ at index 2: "
                                        "term 3 (set x 3) and term 2 (set x 2)");
}

TEST(LogMatching, isBrokenByDifferentCommandsOfOneIndexAndTerm) {
    Group group;
    group.append(1, set(1, "x", "1"));

    group.append(3, {1, {}});

    EXPECT_EQ(group.violation().property, Property::logMatching);
    EXPECT_EQ(group.violation().index, 1U);
    EXPECT_EQ(group.violation().text.english(),
              "S3 and S1 both hold an entry of term 1 at index 1, but with different commands: noop and set x 1");
}

TEST(LogMatching, isSeenInTheMiddleOfSeveralNewEntries) {
    Group group;
    group.append(1, set(1, "x", "1"));
    group.append(1, set(2, "x", "2"));
    group.append(1, set(3, "x", "3"));

    group.event(2, [](ServerState& state) {
        state.persistent.log.append(set(1, "x", "other"));
        state.persistent.log.append(set(2, "x", "2"));
        state.persistent.log.append(set(4, "x", "4"));
        state.persistent.log.append(set(4, "x", "5"));
    });

    EXPECT_EQ(group.violation().agreeing, 2U);
    EXPECT_EQ(group.violation().index, 1U);
}

TEST(LogMatching, allowsLogsThatDifferWhereTheirTermsDo) {
    Group group;
    group.append(1, set(1, "x", "1"));
    group.append(1, set(2, "x", "2"));
    group.append(1, set(2, "x", "3"));
    group.append(2, set(1, "x", "1"));
    group.append(2, set(3, "x", "4"));
    group.append(2, set(3, "x", "5"));

    group.replace(2, 2, set(2, "x", "2"));
    group.append(2, set(2, "x", "3"));

    EXPECT_TRUE(group.safety.holds());
}

TEST(LeaderCompleteness, isBrokenByALeaderWhoseLogIsTooShort) {
    // Figure 3, §5.4
    Group group;
    group.lead(1, 2);
    group.append(1, set(2, "x", "1"));
    group.append(1, set(2, "x", "2"));
    group.append(2, set(2, "x", "1"));
    group.append(2, set(2, "x", "2"));
    group.append(3, set(2, "x", "1"));
    group.commit(1, 2);

    group.lead(3, 3);

    const Violation violation = group.violation();
    EXPECT_EQ(violation.property, Property::leaderCompleteness);
    EXPECT_EQ(violation.event, 7U);
    EXPECT_EQ(violation.index, 2U);
    EXPECT_EQ(violation.witness, (raft::Witness{3, 3, {}, 7}));
    EXPECT_EQ(violation.other, (raft::Witness{1, 2, set(2, "x", "2"), 6}));
    EXPECT_EQ(violation.text.english(),
              "S3 leads term 3 without index 2, where S1 committed an entry of term 2 (set x 2) in term 2");
}

TEST(LeaderCompleteness, isBrokenByALeaderWithAnotherEntry) {
    // Figure 8: an entry of term 2 is committed in term 4 by counting, and S3 leads term 5 without it.
    Group group;
    group.append(1, set(2, "x", "2"));
    group.append(2, set(2, "x", "2"));
    group.append(3, set(3, "x", "3"));
    group.lead(1, 4);
    group.commit(1, 1);

    group.lead(3, 5);

    EXPECT_EQ(group.violation().witness, (raft::Witness{3, 5, set(3, "x", "3"), 5}));
    EXPECT_EQ(group.violation().text.english(),
              "S3 leads term 5 with an entry of term 3 (set x 3) at index 1, where S1 "
              "committed one of term 2 (set x 2) in term 4");
}

TEST(LeaderCompleteness, isBrokenByALeaderThatExistsWhenAnEarlierTermCommits) {
    Group group;
    group.append(1, set(2, "x", "2"));
    group.lead(1, 2);
    group.lead(3, 3);

    group.commit(1, 1);

    EXPECT_EQ(group.violation().event, 3U);
    EXPECT_EQ(group.violation().witness, (raft::Witness{3, 3, {}, 2}));
    EXPECT_EQ(group.violation().other, (raft::Witness{1, 2, set(2, "x", "2"), 3}));
}

TEST(LeaderCompleteness, isBrokenByAnotherEntryCommittedInALaterTermBefore) {
    Group group;
    group.append(1, set(2, "x", "2"));
    group.append(3, set(3, "x", "3"));
    group.lead(1, 2);
    group.lead(3, 3);
    group.commit(3, 1);
    group.follow(3, 4);

    group.commit(1, 1);

    EXPECT_EQ(group.violation().witness, (raft::Witness{3, 3, set(3, "x", "3"), 4}));
    EXPECT_EQ(group.violation().other, (raft::Witness{1, 2, set(2, "x", "2"), 6}));
}

TEST(LeaderCompleteness, B44_asksNothingOfLeadersOfEarlierTerms) {
    Group group;
    group.append(1, set(3, "x", "3"));
    group.lead(1, 3);
    group.commit(1, 1);

    group.lead(2, 2);
    group.lead(3, 1);

    EXPECT_TRUE(group.safety.holds());
}

TEST(LeaderCompleteness, asksForNothingThatIsNotCommitted) {
    Group group;
    group.lead(1, 2);
    group.append(1, set(2, "x", "1"));
    group.append(2, set(2, "x", "1"));

    group.lead(3, 3);
    group.append(3, set(3, "x", "3"));
    group.commit(3, 1);
    group.replace(2, 1, set(3, "x", "3"));
    group.lead(2, 4);

    EXPECT_TRUE(group.safety.holds());
}

TEST(StateMachineSafety, isBrokenByDifferentEntriesAppliedAtOneIndex) {
    // Figure 3, §5.4.3
    Group group;
    group.append(1, set(1, "x", "1"));
    group.append(2, set(2, "x", "2"));
    group.apply(1, 1);

    group.apply(2, 1);

    const Violation violation = group.violation();
    EXPECT_EQ(violation.property, Property::stateMachineSafety);
    EXPECT_EQ(violation.index, 1U);
    EXPECT_EQ(violation.witness, (raft::Witness{2, 0, set(2, "x", "2"), 3}));
    EXPECT_EQ(violation.other, (raft::Witness{1, 0, set(1, "x", "1"), 2}));
    EXPECT_EQ(violation.text.english(), "S2 applied an entry of term 2 (set x 2) at index 1, where S1 applied one of "
                                        "term 1 (set x 1)");
}

TEST(StateMachineSafety, isBrokenByWhatARestartedServerAppliesAnew) {
    Group group;
    group.append(1, set(1, "x", "1"));
    group.apply(1, 1);
    group.apply(1, 0);
    group.replace(1, 1, set(2, "x", "2"));

    group.apply(1, 1);

    EXPECT_EQ(group.violation().property, Property::stateMachineSafety);
    EXPECT_EQ(group.violation().other.server, 1U);
}

TEST(StateMachineSafety, allowsTheSameEntriesAgain) {
    Group group;
    group.appendToAll(set(1, "x", "1"));
    group.appendToAll({1, {}});

    for (ServerId id = 1; id <= 3; ++id)
        group.apply(id, 2);
    group.apply(2, 0);
    group.apply(2, 2);

    EXPECT_TRUE(group.safety.holds());
}

TEST(Safety, isAValueThatCanBeWoundBack) {
    Group group;
    group.lead(1, 4);
    const Safety before = group.safety;
    EXPECT_TRUE(before == group.safety);

    group.lead(3, 4);

    EXPECT_TRUE(before.holds());
    EXPECT_FALSE(group.safety.holds());
    EXPECT_FALSE(before == group.safety);
}

TEST(Safety, keepsABoundedNumberOfViolations) {
    Group group;
    for (Term term = 1; term <= 200; ++term) {
        group.lead(1, term);
        group.lead(2, term);
    }

    EXPECT_EQ(group.safety.violations().size(), Safety::kMaximumViolations);
}

TEST(Safety, holdsThroughoutTheGoldenRun) {
    raft::Cluster cluster(goldenConfiguration());
    Safety safety(cluster);
    Safety late;

    playGolden(cluster, [&](const raft::Cluster& after, const raft::EventRecord& record, const raft::Action*) {
        safety.observe(after, record);
        if (record.index == 10'000)
            late = Safety(after);
        if (record.index > 10'000)
            late.observe(after, record);
    });

    EXPECT_TRUE(safety.holds()) << safety.violations()[0].text.english();
    EXPECT_TRUE(late.holds()) << late.violations()[0].text.english();
}

TEST(Safety, everyPropertyHasATextOfItsOwn) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < raft::kProperties; ++i) {
        const raft::PropertyText& text = raft::propertyText(static_cast<Property>(i));
        EXPECT_FALSE(std::string(text.title).empty());
        EXPECT_EQ(std::string(text.section).substr(0, 2), "§");
        EXPECT_EQ(std::string(text.sentence).back(), '.');
        ids.insert(text.id);
    }
    EXPECT_EQ(ids.size(), raft::kProperties);
}

} // namespace tests
