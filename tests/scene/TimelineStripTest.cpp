// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/TimelineStrip.h"

#include "tests/scene/PictureChecks.h"
#include "tests/scene/SceneFixture.h"

// The timeline: its geometry, what it shows of branches and marks, and how it stays small for long runs.

namespace scene {

class TimelineStripTest : public SceneTest {
protected:
    TimelineStripTest() {
        line.to = 2'000'000;
        line.present = 1'400'000;
        line.branch = 1;
        line.branches = {
            {"main",
             {},
             0,
             2'000'000,
             {{160'000, 720'000, 1, "S3"}, {800'000, 1'440'000, 2, "S1"}, {1'480'000, 2'000'000, 3, "S5"}}},
            {"without the crash", std::size_t{0}, 1'160'000, 2'000'000, {{1'240'000, 2'000'000, 4, "S1"}}}};
        line.marks = {{400'000, MarkKind::commit, "commit 1"},
                      {720'000, MarkKind::stop, "S3 stops"},
                      {1'300'000, MarkKind::bookmark, "look here"},
                      {1'700'000, MarkKind::violation, "two leaders"}};
    }
    TimelineGeometry geometry(Size size = {1416, 100}) const { return timelineGeometry(line, canvas(size)); }
    Picture strip(Size size = {1416, 100}) const { return timeline(line, geometry(size), canvas(size)); }
    static std::size_t count(const Picture& picture) {
        std::size_t sum = 0;
        for (const Layer& layer : picture.layers)
            sum += layer.primitives.size();
        return sum;
    }

    TimelineFrame line;
};

TEST_F(TimelineStripTest, timeAndPlaceAreInverse) {
    line.from = 300'000;
    const TimelineGeometry places = geometry();

    EXPECT_DOUBLE_EQ(places.timeToX(300'000), places.strip.left());
    EXPECT_DOUBLE_EQ(places.timeToX(2'000'000), places.strip.right());
    for (const raft::Time time : {300'000, 300'001, 1'234'567, 2'000'000})
        EXPECT_EQ(places.xToTime(places.timeToX(time)), time);
    EXPECT_EQ(places.xToTime(-100), 300'000);
    EXPECT_EQ(places.xToTime(1e6), 2'000'000);
}

TEST_F(TimelineStripTest, rowsAreBranches) {
    const TimelineGeometry places = geometry();

    EXPECT_EQ(places.yToRow(places.rowToY(0) + 3), 0U);
    EXPECT_EQ(places.yToRow(places.rowToY(1) + 3), 1U);
    EXPECT_EQ(places.yToRow(2), std::nullopt);
    line.firstRow = 1;
    EXPECT_EQ(geometry().yToRow(geometry().strip.top() + 1), 1U);
    EXPECT_EQ(allTexts(strip()).find("|main|"), std::string::npos);
}

TEST_F(TimelineStripTest, bandsSayWhoLeadsAndTheirTerm) {
    const std::string texts = allTexts(strip());

    EXPECT_NE(texts.find("|S3 leads, term 1|"), std::string::npos) << texts;
    EXPECT_NE(texts.find("|S1 leads, term 4|"), std::string::npos);
    const auto band = shown(strip(), LayerKind::bodies, {Subject::band, 0, 0, 1});
    ASSERT_FALSE(band.empty());
    EXPECT_EQ(band[0].fill, theme.term(2).fill);
    EXPECT_NEAR(bounds(band[0]).left(), geometry().timeToX(800'000), 0.01);
}

TEST_F(TimelineStripTest, thePointerFindsBandsMarksBranchesAndThePresent) {
    const Picture picture = strip();
    const TimelineGeometry places = geometry();
    const auto at = [&](raft::Time time, double y) { return picture.hitTest(places.timeToX(time), y); };

    EXPECT_EQ(at(500'000, places.rowToY(0) + 9), (Id{Subject::band, 0, 0, 0}));
    EXPECT_EQ(at(720'000, places.marksY), (Id{Subject::mark, 0, 0, 1}));
    EXPECT_EQ(at(60'000, places.rowToY(0) + 9), (Id{Subject::branch, 0, 0, 0}));
    EXPECT_EQ(at(1'400'000, places.rowToY(1) + 9), (Id{Subject::present, 0, 0, 0}));
    EXPECT_EQ(joined(whatIsHardToHit(picture)), "");
}

TEST_F(TimelineStripTest, theHiddenFutureLeavesNoTrace) {
    line.hideFuture = true;
    const Picture picture = strip();
    const std::string texts = allTexts(picture);
    const double now = geometry().timeToX(line.present);

    EXPECT_EQ(texts.find("S5"), std::string::npos);
    EXPECT_TRUE(shown(picture, LayerKind::bodies, {Subject::mark, 0, 0, 3}).empty());
    for (const Primitive& primitive : layerOf(picture, LayerKind::bodies).primitives)
        EXPECT_LE(bounds(primitive).right(), now + 5);
    // What the present branch has in common with its parent is past, and stays; the parent's own future goes.
    const auto common = shown(picture, LayerKind::bodies, {Subject::band, 0, 0, 1});
    ASSERT_FALSE(common.empty());
    EXPECT_LE(bounds(common[0]).right(), geometry().timeToX(1'160'000));
}

TEST_F(TimelineStripTest, onlyThePresentMovesWhileTimePasses) {
    const Picture before = strip();
    line.present += 10'000;
    const Picture after = strip();

    for (std::size_t i = 0; i < before.layers.size(); ++i)
        EXPECT_EQ(before.layers[i].key == after.layers[i].key, before.layers[i].still) << i;
}

TEST_F(TimelineStripTest, aLongRunIsDrawnInAsManyPiecesAsThereArePixels) {
    line.branches[0].bands.clear();
    line.marks.clear();
    line.to = line.branches[0].end = 200'000'000'000;
    for (raft::Time i = 0; i < 200'000; ++i) {
        line.branches[0].bands.push_back(
            {i * 1'000'000, i * 1'000'000 + 900'000, static_cast<raft::Term>(i + 1), "S1"});
        line.marks.push_back({i * 1'000'000, i % 2 == 0 ? MarkKind::commit : MarkKind::loss, ""});
    }
    EXPECT_LT(count(strip()), 6'000U);

    line.from = 100'000'000'000;
    line.to = line.from + 3'000'000;
    line.present = line.from + 1'000'000;
    EXPECT_LT(count(strip()), 60U);
    EXPECT_NE(allTexts(strip()).find("|S1 leads, term 100001|"), std::string::npos);
}

TEST_F(TimelineStripTest, lossesAreSeenEvenNextToOtherMarks) {
    line.marks = {{500'000, MarkKind::commit, ""}, {500'100, MarkKind::commit, ""}, {500'200, MarkKind::violation, ""}};
    const Picture picture = strip();

    EXPECT_FALSE(shown(picture, LayerKind::bodies, {Subject::mark, 0, 0, 0}).empty());
    EXPECT_TRUE(shown(picture, LayerKind::bodies, {Subject::mark, 0, 0, 1}).empty());
    EXPECT_FALSE(shown(picture, LayerKind::bodies, {Subject::mark, 0, 0, 2}).empty());
}

TEST_F(TimelineStripTest, picturesKeepTheRulesAtEverySize) {
    for (const ThemeKind kind :
         {ThemeKind::light, ThemeKind::dark, ThemeKind::highContrastLight, ThemeKind::highContrastDark}) {
        theme = makeTheme(kind);
        for (const Size size : {Size{300, 60}, Size{640, 100}, Size{1416, 138}, Size{3840, 300}}) {
            for (const double text : {1.0, 2.0, 3.0}) {
                line.options.textScale = text;
                const Picture picture = strip(size);
                const std::string where = std::to_string(size.width) + " text " + std::to_string(text);
                EXPECT_EQ(joined(whatOverlaps(picture)), "") << where;
                EXPECT_EQ(joined(whatIsTooSmall(picture, 13 * text)), "") << where;
                EXPECT_EQ(joined(whatIsHardToRead(picture)), "") << where;
                EXPECT_EQ(joined(whatIsHardToHit(picture)), "") << where;
                EXPECT_EQ(joined(whatLeaves(picture)), "") << where;
            }
        }
    }
}

TEST_F(TimelineStripTest, everyPartHasWords) {
    EXPECT_EQ(describe(line, {Subject::mark, 0, 0, 1}, words), "S3 stops");
    EXPECT_EQ(describe(line, {Subject::band, 0, 0, 1}, words), "S1 leads, term 2");
    EXPECT_EQ(describe(line, {Subject::branch, 0, 0, 1}, words), "branch without the crash");
    EXPECT_EQ(describe(line, {Subject::present, 0, 0, 0}, words), "now: 1400 ms");
    EXPECT_EQ(describe(line, {Subject::mark, 0, 0, 99}, words), "");
}

TEST_F(TimelineStripTest, nothingAtAllIsDrawnAllTheSame) {
    line = {};
    EXPECT_EQ(joined(whatLeaves(strip())), "");
}

} // namespace scene
