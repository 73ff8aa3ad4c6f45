// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Stage.h"

#include "tests/scene/PictureChecks.h"
#include "tests/scene/SceneFixture.h"
#include "tests/scene/StageSamples.h"

// What the stage shows, and that it shows it by shape as well as by colour.

namespace scene {

class StageTest : public SceneTest {
protected:
    Picture drawn(const Facts& facts, const Frame& view) const { return stage(facts, view, canvas()); }
    StageLayout layout(std::size_t servers, Size size) const {
        return stageLayout(crowdFacts(servers, 0), ViewOptions{}, false, size);
    }
    static std::size_t circles(const std::vector<Primitive>& primitives, Color color) {
        return static_cast<std::size_t>(std::count_if(primitives.begin(), primitives.end(), [&](const Primitive& p) {
            return std::holds_alternative<Disc>(p.shape) && p.stroke.color == color;
        }));
    }
};

TEST_F(StageTest, seatsGoClockwiseFromNoon) {
    const StageLayout five = layout(5, {968, 480});

    EXPECT_NEAR(five.seats[0].center.x, five.middle.x, 0.5);
    EXPECT_LT(five.seats[0].center.y, five.middle.y);
    EXPECT_GT(five.seats[1].center.x, five.middle.x);
    EXPECT_GT(five.seats[2].center.x, five.middle.x);
    EXPECT_GT(five.seats[2].center.y, five.middle.y);
    EXPECT_LT(five.seats[4].center.x, five.middle.x);
    EXPECT_NEAR(five.seats[1].center.y, five.seats[4].center.y, 0.5);
}

TEST_F(StageTest, detailFollowsThePixels) {
    EXPECT_EQ(layout(5, {968, 480}).sizes.detail, Detail::full);
    EXPECT_GE(layout(5, {968, 480}).tailCells, 3U);
    EXPECT_EQ(layout(25, {1920, 1080}).sizes.detail, Detail::full);
    EXPECT_LT(layout(25, {640, 400}).sizes.detail, Detail::term);
    EXPECT_EQ(layout(101, {640, 400}).sizes.detail, Detail::dot);
    EXPECT_GE(layout(101, {1920, 1080}).sizes.detail, Detail::name);
}

TEST_F(StageTest, placesDependOnWhoIsThereAndNotOnWhatTheyDo) {
    const Facts calm = crowdFacts(7, 0);
    const Facts election = electionFacts(7, 3);
    const StageLayout a = stageLayout(calm, {}, false, {968, 480});
    const StageLayout b = stageLayout(election, {}, false, {968, 480});

    for (std::size_t i = 0; i < 7; ++i)
        EXPECT_EQ(a.seats[i].center, b.seats[i].center);
}

TEST_F(StageTest, serversThatDoNotVoteAreSmaller) {
    Facts facts = crowdFacts(4, 0);
    facts.servers[2].voting = false;
    const StageLayout places = stageLayout(facts, {}, false, {968, 480});

    EXPECT_LT(places.seats[2].radius, 0.8 * places.seats[1].radius);
    EXPECT_NE(allTexts(drawn(facts, plainFrame(4))).find("|learner|"), std::string::npos);
}

TEST_F(StageTest, aLeaderIsFilledAndWearsACrown) {
    elect(1);
    const Picture picture = draw();
    const auto leader = shown(picture, LayerKind::bodies, serverId(1));
    const auto follower = shown(picture, LayerKind::bodies, serverId(2));
    const Color fill = theme.term(1).fill;
    const auto isFilledDisc = [&](const Primitive& p) {
        return std::holds_alternative<Disc>(p.shape) && p.fill == fill;
    };
    const auto isCrown = [](const Primitive& p) {
        const auto* line = std::get_if<Polyline>(&p.shape);
        return line != nullptr && line->closed && line->points.size() == 7;
    };

    EXPECT_EQ(std::count_if(leader.begin(), leader.end(), isFilledDisc), 1);
    EXPECT_EQ(std::count_if(leader.begin(), leader.end(), isCrown), 1);
    EXPECT_EQ(std::count_if(follower.begin(), follower.end(), isFilledDisc), 0);
    EXPECT_EQ(std::count_if(follower.begin(), follower.end(), isCrown), 0);
    EXPECT_NE(allTexts(picture).find("|leader|"), std::string::npos);
    EXPECT_NE(allTexts(picture).find("|term 1|"), std::string::npos);
    EXPECT_NE(allTexts(picture).find("|✓ S1|"), std::string::npos);
}

TEST_F(StageTest, aCandidateHasADashedRimAndAPipForEveryVoter) {
    act(raft::action::Timeout{2});
    const Picture picture = draw();
    const auto body = shown(picture, LayerKind::bodies, serverId(2));

    EXPECT_TRUE(std::any_of(body.begin(), body.end(), [](const Primitive& p) { return p.stroke.dash[0] > 0; }));
    for (const raft::ServerId voter : {1U, 2U, 3U})
        EXPECT_FALSE(shown(picture, LayerKind::bodies, voteId(2, voter)).empty()) << voter;
    EXPECT_EQ(shown(picture, LayerKind::bodies, voteId(2, 2)).size(), 2U) << "a ring and a tick";
}

TEST_F(StageTest, fromEightVotersOnAnswersAreCounted) {
    const Picture nine = drawn(electionFacts(9, 4), plainFrame(9));

    EXPECT_NE(allTexts(nine).find("|4 of 9 ✓|"), std::string::npos);
    EXPECT_TRUE(shown(nine, LayerKind::bodies, voteId(4, 1)).empty());
}

TEST_F(StageTest, stoppedAndPausedServersLookIt) {
    act(raft::action::Stop{2});
    act(raft::action::Pause{3});
    const Picture picture = draw();
    const auto stopped = shown(picture, LayerKind::timers, serverId(2));
    const auto paused = shown(picture, LayerKind::timers, serverId(3));

    EXPECT_EQ(stopped.size(), 2U) << "a cross is two strokes";
    EXPECT_EQ(stopped[0].stroke.color, theme.danger);
    EXPECT_EQ(std::count_if(paused.begin(), paused.end(),
                            [](const Primitive& p) { return std::holds_alternative<Box>(p.shape); }),
              2);
    EXPECT_NE(allTexts(picture).find("|stopped|"), std::string::npos);
    EXPECT_NE(allTexts(picture).find("|paused|"), std::string::npos);
}

TEST_F(StageTest, aTimersFarEndRecedesTowardsNoon) {
    Facts facts = crowdFacts(5, 0);
    const auto sweep = [&](double left) {
        facts.servers[1].timerLeft = left;
        const auto arcs = shown(drawn(facts, plainFrame(5)), LayerKind::timers, timerId(2));
        return arcs.empty() ? 0.0 : std::get<Arc>(arcs[0].shape).sweep;
    };

    EXPECT_NEAR(sweep(0.75), 1.5 * 3.14159265, 1e-6);
    EXPECT_NEAR(sweep(0.25), 0.5 * 3.14159265, 1e-6);
    EXPECT_EQ(sweep(0), 0);
}

TEST_F(StageTest, timePassingChangesOnlyLayersThatMove) {
    act(raft::action::Timeout{1});
    const Picture before = draw();
    frame.time += 3'000;
    const Picture after = draw();

    ASSERT_EQ(before.layers.size(), after.layers.size());
    for (std::size_t i = 0; i < before.layers.size(); ++i) {
        if (before.layers[i].still) {
            EXPECT_EQ(before.layers[i].key, after.layers[i].key) << i;
        }
    }
    EXPECT_NE(layerOf(before, LayerKind::messages).key, layerOf(after, LayerKind::messages).key);
}

TEST_F(StageTest, aMessageTravelsFromSenderToReceiver) {
    act(raft::action::Timeout{1});
    const StageLayout places = stageLayout(frame, {968, 480});
    const std::uint64_t toTwo = factsOf(frame).messages[0].id;
    const auto at = [&](raft::Time later) {
        frame.time = frame.cluster.now() + later;
        return std::get<Disc>(draw().hitShape(messageId(toTwo))->shape).center;
    };

    const double whole = distance(at(0), at(10'000));
    EXPECT_LT(distance(at(0), places.find(1)->center), distance(at(10'000), places.find(1)->center));
    EXPECT_NEAR(distance(at(0), at(5'000)), whole / 2, 0.01);
    EXPECT_NEAR(distance(at(2'500), at(5'000)), whole / 4, 0.01);
}

TEST_F(StageTest, repliesRunBesideRequests) {
    const StageLayout places = layout(5, {968, 480});
    const Route request = places.route(1, 2, false, 14);
    const Route reply = places.route(2, 1, true, 14);

    const double apart = distanceToSegment(reply.at(0.5), request.from, request.to);
    EXPECT_GT(apart, 0.4 * places.sizes.glyph);
    EXPECT_LT(apart, places.sizes.glyph);
}

TEST_F(StageTest, aDenialIsRedWithACrossAndAGrantIsNot) {
    Facts facts = crowdFacts(3, 0);
    facts.messages = {{1, 2, 1, MessageShape::granted, 1, {}, 0.5, 0}, {2, 3, 1, MessageShape::denied, 1, {}, 0.5, 0}};
    const Picture picture = drawn(facts, plainFrame(3));
    const auto granted = shown(picture, LayerKind::messages, messageId(1));
    const auto denied = shown(picture, LayerKind::messages, messageId(2));

    EXPECT_EQ(granted.size(), 2U) << "ring and tick";
    EXPECT_EQ(denied.size(), 3U) << "ring and the two strokes of a cross";
    for (const Primitive& primitive : denied)
        EXPECT_EQ(primitive.stroke.color, theme.danger);
    for (const Primitive& primitive : granted)
        EXPECT_NE(primitive.stroke.color, theme.danger);
}

TEST_F(StageTest, appendEntriesCarriesACellForEachEntryInItsTermsColor) {
    Facts facts = crowdFacts(3, 0);
    facts.messages = {{1, 1, 2, MessageShape::appendEntries, 4, {2, 4}, 0.5, 0}};
    const auto glyph = shown(drawn(facts, plainFrame(3)), LayerKind::messages, messageId(1));
    const auto cells = [&](raft::Term term) {
        return std::count_if(glyph.begin(), glyph.end(), [&](const Primitive& p) {
            return std::holds_alternative<Box>(p.shape) && p.fill == theme.term(term).fill;
        });
    };

    EXPECT_EQ(cells(2), 1);
    EXPECT_EQ(cells(4), 1);
    EXPECT_EQ(cells(3), 0);
}

TEST_F(StageTest, selectionIsADoubleRingAndHoverASingleOne) {
    frame.selected = serverId(2);
    frame.hovered = serverId(3);
    const Picture picture = draw();

    EXPECT_EQ(circles(shown(picture, LayerKind::selection, serverId(2)), theme.accent), 2U);
    EXPECT_EQ(circles(shown(picture, LayerKind::selection, serverId(3)), theme.accent), 1U);
    EXPECT_EQ(circles(shown(picture, LayerKind::selection, serverId(1)), theme.accent), 0U);
}

TEST_F(StageTest, selectedMessagesLinksAndEntriesAreMarkedToo) {
    elect(1);
    submit("set x 1");
    const std::uint64_t message = factsOf(frame).messages[0].id;

    frame.selected = messageId(message);
    EXPECT_EQ(circles(shown(draw(), LayerKind::messages, messageId(message)), theme.accent), 2U);
    frame.selected = linkId(1, 3);
    EXPECT_EQ(shown(draw(), LayerKind::selection, linkId(1, 3)).size(), 2U);
    const auto before = shown(draw(), LayerKind::bodies, entryId(1, 1)).size();
    frame.selected = entryId(1, 1);
    EXPECT_EQ(shown(draw(), LayerKind::bodies, entryId(1, 1)).size(), before + 2);
}

TEST_F(StageTest, thePointerFindsServersMessagesEntriesAndLinks) {
    elect(1);
    submit("set x 1");
    frame.time += 5'000;
    const Picture picture = draw();
    const StageLayout places = stageLayout(frame, {968, 480});
    const std::uint64_t message = factsOf(frame).messages[0].id;
    const Point onWay = std::get<Disc>(picture.hitShape(messageId(message))->shape).center;
    const Point entry = bounds(*picture.hitShape(entryId(1, 1))).center();
    const Point link = between(places.find(2)->center, places.find(3)->center, 0.5);

    EXPECT_EQ(picture.hitTest(places.find(3)->center.x, places.find(3)->center.y), serverId(3));
    EXPECT_EQ(picture.hitTest(onWay.x, onWay.y), messageId(message));
    EXPECT_EQ(picture.hitTest(entry.x, entry.y), entryId(1, 1));
    EXPECT_EQ(picture.hitTest(link.x, link.y), linkId(2, 3));
    EXPECT_EQ(picture.hitTest(2, 478), std::nullopt);
}

TEST_F(StageTest, cutLinksAreBrokenInRed) {
    act(raft::action::Cut{1, 2, false});
    const auto link = shown(draw(), LayerKind::ground, linkId(1, 2));
    const auto whole = shown(draw(), LayerKind::ground, linkId(1, 3));

    EXPECT_GE(
        std::count_if(link.begin(), link.end(), [&](const Primitive& p) { return p.stroke.color == theme.danger; }), 2);
    EXPECT_EQ(whole.size(), 1U);
    EXPECT_EQ(whole[0].stroke.color, theme.line);
}

TEST_F(StageTest, aLostMessageLeavesACrossThatFades) {
    act(raft::action::Timeout{1});
    const raft::InFlight lost = frame.cluster.inFlight().front();
    const auto cross = [&](double age) {
        frame.losses = {{lost, lost.sent, raft::LossReason::dropped, age}};
        const auto all = shown(draw(), LayerKind::messages, {Subject::loss, 0, 0, lost.id});
        return all.empty() ? Color{} : all.back().stroke.color;
    };

    EXPECT_EQ(cross(0), theme.danger);
    EXPECT_LT(cross(kLossFades * 0.9).alpha, 100);
    EXPECT_EQ(cross(kLossFades), Color{});
}

TEST_F(StageTest, thePartitionLinePreviewsBothSides) {
    const StageLayout places = stageLayout(frame, {968, 480});
    const Point one = places.find(1)->center;
    frame.partitionLine = {{{one.x - 200, one.y + 110}, {one.x + 200, one.y + 110}}};

    const auto sides = partedBy(places, *frame.partitionLine);
    const std::string texts = allTexts(draw());

    EXPECT_EQ(sides[0], (std::vector<raft::ServerId>{1}));
    EXPECT_EQ(sides[1], (std::vector<raft::ServerId>{2, 3}));
    EXPECT_NE(texts.find("|S1 | S2 S3|"), std::string::npos) << texts;
    EXPECT_EQ(joined(whatLeaves(draw())), "");
}

TEST_F(StageTest, aPlacedServerStandsWhereItWasPut) {
    const Size size{968, 480};
    frame.options.places[2] = asShare({300, 250}, size);
    const StageLayout places = stageLayout(frame, size);

    EXPECT_NEAR(places.find(2)->center.x, 300, 1e-9);
    EXPECT_NEAR(places.find(2)->center.y, 250, 1e-9);
    frame.options.places[2] = {5, -5};
    EXPECT_EQ(joined(whatLeaves(draw())), "");
}

TEST_F(StageTest, aCaptionStandsUnderTheStage) {
    frame.caption = "S2 asks for votes";
    const Picture picture = draw();
    const auto caption = shown(picture, LayerKind::words, {Subject::caption, 0, 0, 0});

    ASSERT_EQ(caption.size(), 1U);
    EXPECT_GT(bounds(caption[0]).top(), 440);
    EXPECT_EQ(joined(whatOverlaps(picture)), "");
}

TEST_F(StageTest, theStageSaysWhatToDoWhenNothingHappensByItself) {
    EXPECT_NE(allTexts(draw()).find("press T"), std::string::npos);
    frame.options.presentation = true;
    EXPECT_EQ(allTexts(draw()).find("press T"), std::string::npos) << "an audience has no keys";
    frame.options.presentation = false;
    elect(1);
    EXPECT_EQ(allTexts(draw()).find("press T"), std::string::npos);

    for (const raft::ServerId id : {1U, 2U, 3U})
        act(raft::action::Stop{id});
    EXPECT_NE(allTexts(draw()).find("Every server is stopped"), std::string::npos);
}

TEST_F(StageTest, aHintGoesOnInASecondLineWhereAServerIsInTheWay) {
    const Picture narrow = draw({900, 480});
    const Picture wide = draw({2400, 480});

    EXPECT_EQ(shown(wide, LayerKind::words, {Subject::hint, 0, 0, 0}).size(), 1U);
    const auto lines = shown(narrow, LayerKind::words, {Subject::hint, 0, 0, 0});
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(std::get<Text>(lines[0].shape).text + " " + std::get<Text>(lines[1].shape).text,
              "Election timers are manual. Select a server and press T to let its run out.");
    EXPECT_GT(bounds(lines[1]).top(), bounds(lines[0]).bottom());
    EXPECT_EQ(joined(whatOverlaps(narrow)), "");
}

TEST_F(StageTest, wordsComeFromTheCatalogue) {
    class Shouting final : public Words {
    public:
        std::string translated(const std::string& source) const override {
            return source == "follower" ? "FOLGT" : source;
        }
    };
    const Shouting german;
    const Picture picture = stage(frame, {{968, 480}, theme, measure, german});

    EXPECT_NE(allTexts(picture).find("|FOLGT|"), std::string::npos);
    EXPECT_EQ(allTexts(picture).find("|follower|"), std::string::npos);
}

TEST_F(StageTest, presentationHasLargeNamesTermsAndCaptions) {
    frame.options.presentation = true;
    frame.caption = "An election";
    elect(1);
    const Picture picture = draw({1920, 1080});
    for (const Primitive* primitive : textsOf(picture, [](LayerKind) { return true; })) {
        const auto& text = std::get<Text>(primitive->shape);
        EXPECT_GE(text.font.size, 1080.0 / 40) << text.text;
        if (text.text == "S1" || text.text == "term 1" || text.text == frame.caption) {
            EXPECT_GE(text.font.size, 1080.0 / 28) << text.text;
        }
    }
}

TEST_F(StageTest, aStageTooSmallForAnythingIsDrawnAllTheSame) {
    for (const Size size : {Size{1, 1}, Size{30, 20}, Size{0, 0}, Size{100, 20}}) {
        const Picture picture = drawn(crowdFacts(101, 20), plainFrame(101));
        EXPECT_EQ(stage(crowdFacts(101, 20), plainFrame(101), canvas(size)).size, size);
        EXPECT_FALSE(picture.layers.empty());
    }
}

} // namespace scene
