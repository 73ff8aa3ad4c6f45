// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/MajorityRings.h"

#include "tests/scene/PictureChecks.h"
#include "tests/scene/SceneFixture.h"
#include "tests/scene/StageSamples.h"
#include "widgets/scene/Describe.h"

// A joint configuration on the stage (§6): both majorities, and how far each has come.

namespace scene {

namespace {

/// Servers of which the first two thirds are the old voters and the last two thirds the new ones; S1 leads, and every
/// second server holds its entry.
Facts jointFacts(std::size_t servers) {
    Facts facts = crowdFacts(servers, 12);
    JointFact joint;
    joint.server = 1;
    joint.counted = Counted::entry;
    joint.index = 7;
    const std::size_t part = (2 * servers + 2) / 3;
    for (const ServerFact& server : facts.servers) {
        const Answer answer = server.id % 2 == 1 ? Answer::granted : Answer::none;
        if (server.id <= part)
            joint.old.push_back({server.id, answer});
        if (server.id + part > servers)
            joint.next.push_back({server.id, answer});
    }
    facts.joint = joint;
    return facts;
}

struct Stagecraft {
    std::string name;
    Size size;
    ViewOptions options;
};

void PrintTo(const Stagecraft& row, std::ostream* out) { *out << row.name; }

ViewOptions viewed(double textScale, bool presentation) {
    ViewOptions options;
    options.textScale = textScale;
    options.presentation = presentation;
    return options;
}

const std::vector<Stagecraft> kStages{{"Small", {610, 300}, viewed(1, false)},
                                      {"Usual", {968, 480}, viewed(1, false)},
                                      {"Large", {1400, 690}, viewed(1, false)},
                                      {"LargeTexts", {1400, 690}, viewed(1.5, false)},
                                      {"Presented", {1920, 1080}, viewed(1, true)}};

class MajorityRings : public SceneTest, public testing::WithParamInterface<Stagecraft> {
protected:
    Picture drawn(const Facts& facts, const Theme& with) const {
        Frame view = plainFrame(facts.servers.size());
        view.options = GetParam().options;
        return stage(facts, view, {GetParam().size, with, measure, words});
    }
};

class JointStage : public SceneTest {
protected:
    /// S1 leads S1, S2 and S3; S4 and S5 learn.
    void beginWithLearners() {
        raft::ClusterConfiguration start = configuration(5);
        start.servers[3].voting = start.servers[4].voting = false;
        start.options.jointConsensus = start.options.noOp = true;
        start.options.entriesPerMessage = 10;
        begin(start);
        elect(1);
        act(raft::action::Heartbeat{1});
        settle();
    }
    static std::vector<Answer> answers(const std::vector<VoteFact>& majority) {
        std::vector<Answer> found;
        found.reserve(majority.size());
        for (const VoteFact& each : majority)
            found.push_back(each.answer);
        return found;
    }
    /// The filled and the open pieces of both rings.
    std::size_t pieces(const Picture& picture, Color fill) const {
        const auto all = shown(picture, LayerKind::ground, {Subject::majorities, 1, 0, 0});
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Primitive& p) {
            const auto* line = std::get_if<Polyline>(&p.shape);
            return line != nullptr && line->closed && p.fill == fill;
        }));
    }
};

} // namespace

TEST_P(MajorityRings, HaveTheirPlaceBesideThreeToNineServers) {
    for (std::size_t servers = 3; servers <= 9; ++servers) {
        const Facts facts = jointFacts(servers);
        const StageLayout places = stageLayout(facts, GetParam().options, false, GetParam().size);
        const auto place = majorityRingsPlace(facts, places, measure, words);

        ASSERT_TRUE(place) << servers;
        EXPECT_GE(place->radius, 29 * places.sizes.texts.unit) << servers << " servers: the words alone";
        EXPECT_TRUE(places.area.contains(place->whole)) << servers;
        for (const Seat& seat : places.seats) {
            EXPECT_GE(distance(place->whole.nearest(seat.center), seat.center), places.edgeOf(seat)) << servers;
            EXPECT_FALSE(seat.tail.intersects(place->whole)) << servers;
        }
    }
}

TEST_P(MajorityRings, AreReadInEveryTheme) {
    for (const ThemeKind kind :
         {ThemeKind::light, ThemeKind::dark, ThemeKind::highContrastLight, ThemeKind::highContrastDark}) {
        for (std::size_t servers = 3; servers <= 9; ++servers) {
            const Facts facts = jointFacts(servers);
            const Theme with = GetParam().options.presentation ? presented(makeTheme(kind)) : makeTheme(kind);
            const Picture picture = drawn(facts, with);

            EXPECT_EQ(joined(whatOverlaps(picture)), "") << servers;
            EXPECT_EQ(joined(whatIsHardToRead(picture)), "") << servers;
            EXPECT_EQ(joined(whatLeaves(picture)), "") << servers;
            EXPECT_EQ(joined(whatIsTooSmall(picture, textSizes(GetParam().options, GetParam().size.height).least)), "");
            for (const std::string& line : majorityLines(facts, words))
                EXPECT_NE(allTexts(picture).find("|" + line + "|"), std::string::npos) << servers << " " << line;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Stages, MajorityRings, testing::ValuesIn(kStages),
                         [](const testing::TestParamInfo<Stagecraft>& row) { return row.param.name; });

TEST_F(JointStage, ShowsWhoCountsInTheOldAndInTheNewAndWhoHoldsTheEntryAtHand) {
    beginWithLearners();
    EXPECT_FALSE(factsOf(frame).joint) << "no joint configuration yet";
    act(raft::action::Block{{raft::MessageKind::appendEntriesReply, 3, 0}});
    act(raft::action::Block{{raft::MessageKind::appendEntriesReply, 5, 0}});

    act(raft::action::ChangeConfiguration{{3, 4, 5}, {}, true});
    const Facts began = factsOf(frame);

    ASSERT_TRUE(began.joint);
    EXPECT_EQ(began.joint->server, 1U);
    EXPECT_EQ(began.joint->counted, Counted::entry);
    EXPECT_EQ(began.joint->index, 2U);
    EXPECT_EQ(answers(began.joint->old), (std::vector<Answer>{Answer::granted, Answer::none, Answer::none}));
    EXPECT_EQ(answers(began.joint->next), (std::vector<Answer>{Answer::none, Answer::none, Answer::none}));
    settle();
    const Facts halfway = factsOf(frame);
    ASSERT_TRUE(halfway.joint);
    EXPECT_EQ(answers(halfway.joint->old), (std::vector<Answer>{Answer::granted, Answer::granted, Answer::none}));
    EXPECT_EQ(answers(halfway.joint->next), (std::vector<Answer>{Answer::none, Answer::granted, Answer::none}));
    EXPECT_EQ(majorityLines(halfway, words),
              (std::vector<std::string>{"S1's entry 2", "old: 2 of 3 ✓", "new: 1 of 3"}));
}

TEST_F(JointStage, FilledPiecesAgreeAndOpenOnesDoNotYet) {
    beginWithLearners();
    act(raft::action::Block{{raft::MessageKind::appendEntriesReply, 3, 0}});
    act(raft::action::Block{{raft::MessageKind::appendEntriesReply, 5, 0}});
    act(raft::action::ChangeConfiguration{{3, 4, 5}, {}, true});
    settle();

    const Picture picture = draw();

    EXPECT_EQ(pieces(picture, theme.ink), 3U) << "S1, S2 of the old and S4 of the new";
    EXPECT_EQ(pieces(picture, theme.stage), 3U);
    EXPECT_NE(describe(frame, serverId(1), words).find("old: 2 of 3 ✓, new: 1 of 3"), std::string::npos);
}

TEST_F(JointStage, IsGoneWhenTheNewConfigurationIsInForce) {
    beginWithLearners();
    act(raft::action::ChangeConfiguration{{1, 4, 5}, {}, true});
    EXPECT_TRUE(factsOf(frame).joint);
    settle();
    act(raft::action::Heartbeat{1});
    settle();

    EXPECT_FALSE(factsOf(frame).joint);
    EXPECT_EQ(pieces(draw(), theme.ink), 0U);
}

TEST_F(JointStage, LearnersCountInNoRing) {
    beginWithLearners();
    act(raft::action::ChangeConfiguration{{1, 2, 4}, {5}, true});

    const Facts facts = factsOf(frame);

    ASSERT_TRUE(facts.joint);
    for (const auto* majority : {&facts.joint->old, &facts.joint->next}) {
        for (const VoteFact& each : *majority)
            EXPECT_NE(each.voter, 5U);
    }
    EXPECT_FALSE(facts.find(5)->voting);
}

TEST_F(JointStage, StandsAsideOfTheMessagesWhereThereIsRoom) {
    for (const std::size_t servers : {3U, 5U, 7U}) {
        const Facts facts = jointFacts(servers);
        const StageLayout places = stageLayout(facts, {}, false, {968, 480});
        const auto place = majorityRingsPlace(facts, places, measure, words);

        ASSERT_TRUE(place);
        for (const Seat& from : places.seats) {
            for (const Seat& to : places.seats) {
                for (int part = 0; part <= 100; ++part)
                    EXPECT_FALSE(place->whole.contains(between(from.center, to.center, part / 100.0))) << servers;
            }
        }
    }
}

TEST_F(JointStage, ACandidateGathersBothMajoritiesOfVotes) {
    beginWithLearners();
    act(raft::action::ChangeConfiguration{{3, 4, 5}, {}, true});
    act(raft::action::Block{{raft::MessageKind::appendEntriesReply, 0, 1}});
    settle();
    act(raft::action::Stop{1});
    act(raft::action::Block{{raft::MessageKind::requestVoteReply, 5, 0}});
    act(raft::action::Block{{raft::MessageKind::requestVoteReply, 3, 0}});

    act(raft::action::Timeout{4});
    settle();
    const Facts facts = factsOf(frame);

    ASSERT_TRUE(facts.joint);
    EXPECT_EQ(facts.joint->server, 4U);
    EXPECT_EQ(majorityLines(facts, words), (std::vector<std::string>{"votes for S4", "old: 1 of 3", "new: 1 of 3"}));
}

TEST_F(JointStage, TheLeadersCountsUntilThereIsNoneAndThenTheChosenServers) {
    beginWithLearners();
    act(raft::action::ChangeConfiguration{{3, 4, 5}, {}, true});
    act(raft::action::Block{{raft::MessageKind::appendEntriesReply, 0, 1}});
    settle();
    frame.selected = serverId(2);
    EXPECT_EQ(factsOf(frame).joint->server, 1U);

    act(raft::action::Stop{1});
    const Facts facts = factsOf(frame);

    ASSERT_TRUE(facts.joint);
    EXPECT_EQ(facts.joint->server, 2U);
    EXPECT_EQ(majorityLines(facts, words), (std::vector<std::string>{"old: 3 voters", "new: 3 voters"}));
    frame.selected.reset();
    EXPECT_FALSE(factsOf(frame).joint);
}

} // namespace scene
