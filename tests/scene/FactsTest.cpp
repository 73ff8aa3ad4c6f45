// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Facts.h"

#include "tests/scene/SceneFixture.h"
#include "widgets/scene/Describe.h"

// What the stage reads of a cluster.

namespace scene {

using FactsTest = SceneTest;

TEST_F(FactsTest, freshServersFollowWithoutTermAndLog) {
    const Facts facts = factsOf(frame);

    ASSERT_EQ(facts.servers.size(), 3U);
    EXPECT_EQ(facts.servers[1].name, "S2");
    EXPECT_EQ(facts.servers[1].role, RoleFact::follower);
    EXPECT_EQ(facts.servers[1].term, 0U);
    EXPECT_EQ(facts.servers[1].timer, TimerKind::manual);
    EXPECT_TRUE(facts.servers[1].tail.empty());
    EXPECT_EQ(facts.voters, 3U);
    EXPECT_TRUE(facts.quiet);
    EXPECT_EQ(facts.find(4), nullptr);
}

TEST_F(FactsTest, aCandidateHasAnAnswerForEveryVoter) {
    act(raft::action::Stop{3});
    act(raft::action::Timeout{1});

    const ServerFact candidate = *factsOf(frame).find(1);

    EXPECT_EQ(candidate.role, RoleFact::candidate);
    const std::vector<VoteFact> expected{{1, Answer::granted}, {2, Answer::none}, {3, Answer::none}};
    EXPECT_EQ(candidate.votes, expected);
}

TEST_F(FactsTest, aPreCandidateHasAnAnswerForEveryVoterAndItsOwnGlyphs) {
    // Dissertation, section 9.6
    raft::ClusterConfiguration asking = configuration(3);
    asking.options.preVote = true;
    begin(asking);
    act(raft::action::Timeout{2});

    const Facts facts = factsOf(frame);

    const ServerFact& fact = *facts.find(2);
    EXPECT_EQ(fact.role, RoleFact::preCandidate);
    EXPECT_EQ(fact.votes, (std::vector<VoteFact>{{1, Answer::none}, {2, Answer::granted}, {3, Answer::none}}));
    ASSERT_EQ(facts.messages.size(), 2U);
    EXPECT_EQ(facts.messages[0].shape, MessageShape::preVote);
    EXPECT_EQ(describe(frame, voteId(2, 2), words), "S2 would vote for S2");
    frame.cluster.step();
    EXPECT_EQ(factsOf(frame).messages.back().shape, MessageShape::granted);
}

TEST_F(FactsTest, aCompactedLogShowsWhatIsLeftAndItsSnapshotTravelsAsAStack) {
    // §7
    raft::ClusterConfiguration compacting = configuration(2);
    compacting.options.snapshots = {true, 0, 100};
    compacting.servers[1].stopped = true;
    compacting.servers[1].voting = false;
    begin(compacting);
    act(raft::action::Timeout{1});
    act(raft::action::Submit{*raft::Command::parse("set x 1"), 1});
    act(raft::action::Submit{*raft::Command::parse("set x 2"), 1});
    settle();
    act(raft::action::TakeSnapshot{1});
    act(raft::action::Submit{*raft::Command::parse("set x 3"), 1});

    Facts facts = factsOf(frame);
    EXPECT_TRUE(facts.servers[0].hasMore);
    ASSERT_EQ(facts.servers[0].tail.size(), 1U);
    EXPECT_EQ(facts.servers[0].tail[0].index, 3U);
    EXPECT_EQ(describe(frame, snapshotId(1), words), "snapshot of S1 up to index 2, term 1, 6 bytes");
    EXPECT_EQ(describe(frame, snapshotId(2), words), "");
    act(raft::action::Restart{2});
    act(raft::action::Heartbeat{1});
    while (factsOf(frame).messages.empty() || factsOf(frame).messages[0].shape != MessageShape::installSnapshot) {
        ASSERT_NE(frame.cluster.nextEventTime(), raft::kNever);
        frame.cluster.step();
    }
    EXPECT_EQ(factsOf(frame).messages[0].to, 2U);
}

TEST_F(FactsTest, messagesStandWhereTheyAreAtTheFramesTime) {
    act(raft::action::Timeout{1});
    frame.time = frame.cluster.now() + 2'500;

    const Facts facts = factsOf(frame);

    ASSERT_EQ(facts.messages.size(), 2U);
    EXPECT_EQ(facts.messages[0].shape, MessageShape::requestVote);
    EXPECT_EQ(facts.messages[0].to, 2U);
    EXPECT_EQ(facts.messages[1].to, 3U);
    EXPECT_DOUBLE_EQ(facts.messages[0].part, 0.25);
}

TEST_F(FactsTest, reducedMotionKeepsMessagesWhereTheLastEventLeftThem) {
    act(raft::action::Timeout{1});
    frame.options.reducedMotion = true;
    const Facts before = factsOf(frame);
    frame.time = frame.cluster.now() + 2'500;

    EXPECT_EQ(factsOf(frame), before);
}

TEST_F(FactsTest, entriesGoFromUncommittedToApplied) {
    elect(1);
    submit("set x 1");
    EXPECT_EQ(factsOf(frame).find(1)->tail, (std::vector<EntryFact>{{1, 1, EntryState::uncommitted}}));

    settle();
    EXPECT_EQ(factsOf(frame).find(1)->tail, (std::vector<EntryFact>{{1, 1, EntryState::applied}}));
    EXPECT_EQ(factsOf(frame).find(2)->tail, (std::vector<EntryFact>{{1, 1, EntryState::uncommitted}}));
}

TEST_F(FactsTest, onlyTheEndOfALongLogIsRead) {
    elect(1);
    for (int i = 0; i < 12; ++i)
        submit("set x 1");
    const Facts facts = factsOf(frame);

    EXPECT_EQ(facts.find(1)->tail.size(), kMostTailEntries);
    EXPECT_EQ(facts.find(1)->tail.front().index, 5U);
    EXPECT_TRUE(facts.find(1)->hasMore);
}

TEST_F(FactsTest, heartbeatsAndTheirNodsCanBeHidden) {
    elect(1);
    act(raft::action::Heartbeat{1});
    EXPECT_EQ(factsOf(frame).messages.size(), 2U);
    EXPECT_EQ(factsOf(frame).messages[0].shape, MessageShape::heartbeat);

    frame.options.hideHeartbeats = true;
    EXPECT_TRUE(factsOf(frame).messages.empty());
    frame.cluster.step();
    EXPECT_TRUE(factsOf(frame).messages.empty());

    submit("set x 1");
    EXPECT_EQ(factsOf(frame).messages.size(), 2U);
}

TEST_F(FactsTest, messagesQueueAtAPausedServer) {
    elect(1);
    act(raft::action::Pause{2});
    act(raft::action::Heartbeat{1});
    act(raft::action::Heartbeat{1});
    settle();

    const Facts facts = factsOf(frame);

    EXPECT_EQ(facts.find(2)->health, Health::paused);
    ASSERT_EQ(facts.messages.size(), 2U);
    EXPECT_EQ(facts.messages[0].queued, 1U);
    EXPECT_EQ(facts.messages[1].queued, 2U);
    EXPECT_EQ(facts.messages[1].part, 1);
}

TEST_F(FactsTest, onlyRemarkableLinksAreListed) {
    EXPECT_TRUE(factsOf(frame).links.empty());

    act(raft::action::Cut{3, 1, true});
    const Facts facts = factsOf(frame);

    ASSERT_EQ(facts.links.size(), 1U);
    EXPECT_EQ(facts.links[0].low, 1U);
    EXPECT_FALSE(facts.links[0].up.cut);
    EXPECT_TRUE(facts.links[0].down.cut);
}

TEST_F(FactsTest, blockedAndSlowLinksAreRemarkable) {
    act(raft::action::Block{{raft::MessageKind::appendEntries, 1, 2}});
    raft::action::SetTiming timing;
    timing.latency = raft::TimeRange{80'000, 90'000};
    timing.from = 2;
    timing.to = 3;
    act(timing);

    const Facts facts = factsOf(frame);

    ASSERT_EQ(facts.links.size(), 2U);
    EXPECT_TRUE(facts.links[0].up.blocked);
    EXPECT_FALSE(facts.links[0].down.blocked);
    EXPECT_EQ(facts.links[1].up.latency, 90'000);
    EXPECT_EQ(facts.links[1].down.latency, 0);
}

TEST_F(FactsTest, lossesFadeWithTheirAge) {
    act(raft::action::Timeout{1});
    const raft::InFlight lost = frame.cluster.inFlight().front();
    frame.losses = {{lost, lost.sent + 5'000, raft::LossReason::dropped, kLossFades / 2},
                    {lost, lost.sent + 5'000, raft::LossReason::dropped, kLossFades * 2}};

    const Facts facts = factsOf(frame);

    ASSERT_EQ(facts.losses.size(), 1U);
    EXPECT_DOUBLE_EQ(facts.losses[0].faded, 0.5);
    EXPECT_DOUBLE_EQ(facts.losses[0].message.part, 0.5);
}

TEST_F(FactsTest, anElectionTimerShowsWhatIsLeftOfIt) {
    raft::ClusterConfiguration automatic = configuration(3);
    automatic.timing.electionTimers = raft::TimerMode::automatic;
    automatic.timing.electionTimeout = {200'000, 200'000};
    begin(automatic);
    frame.time = 50'000;

    const ServerFact server = *factsOf(frame).find(1);

    EXPECT_EQ(server.timer, TimerKind::running);
    EXPECT_DOUBLE_EQ(server.timerLeft, 0.75);
}

} // namespace scene
