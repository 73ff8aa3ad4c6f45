// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Logs.h"

#include "tests/scene/PictureChecks.h"
#include "tests/scene/SceneFixture.h"

// The table of logs: its geometry, what it visits, what its cells say.

namespace scene {

class LogsTest : public SceneTest {
protected:
    LogGeometry geometryAt(LogScroll scroll, Size size = {1416, 190}) const {
        return logGeometry(frame, scroll, canvas(size));
    }
    Picture table(LogScroll scroll = {}, Size size = {1416, 190}) const {
        const Canvas place = canvas(size);
        return logs(frame, logGeometry(frame, scroll, place), place);
    }
    /// A cluster whose first server starts with that many entries.
    void beginWithEntries(std::size_t count) {
        raft::ClusterConfiguration start = configuration(3);
        start.servers[0].log.assign(count, raft::Entry{1, {}});
        begin(start);
    }
    static std::size_t primitives(const Picture& picture) {
        std::size_t sum = 0;
        for (const Layer& layer : picture.layers)
            sum += layer.primitives.size();
        return sum;
    }
};

TEST_F(LogsTest, indexAndPlaceAreInverse) {
    beginWithEntries(500);
    for (const double x : {0.0, 13.5, 4000.0, 1e9}) {
        const LogGeometry geometry = geometryAt({x, 0});
        for (const raft::Index index : {raft::Index{1}, raft::Index{17}, raft::Index{500}}) {
            EXPECT_EQ(geometry.xToIndex(geometry.indexToX(index) + 1), index);
            EXPECT_EQ(geometry.xToIndex(geometry.indexToX(index) + geometry.cell.width - 1), index);
        }
        EXPECT_EQ(geometry.xToIndex(-1e9), 1U);
        EXPECT_EQ(geometry.xToIndex(1e9), 501U);
    }
}

TEST_F(LogsTest, rowsAreFoundByTheirPlace) {
    elect(1);
    submit("set x 1");
    const LogGeometry geometry = geometryAt({});

    for (const std::size_t row : {0U, 1U, 2U})
        EXPECT_EQ(geometry.yToRow(geometry.rowToY(row) + 2), row);
    EXPECT_EQ(geometry.yToRow(0), std::nullopt);
    EXPECT_EQ(geometry.yToRow(geometry.rowToY(3) + 2), std::nullopt);
}

TEST_F(LogsTest, aSnapshotIsOneBlockInThePlaceOfTheEntriesThatItCovers) {
    // §7
    raft::ClusterConfiguration compacting = configuration(1);
    compacting.options.snapshots.on = true;
    begin(compacting);
    elect(1);
    for (const char* line : {"set x 1", "set x 2", "set x 3"})
        submit(line);
    settle();
    act(raft::action::TakeSnapshot{1});
    submit("set x 4");

    const Picture picture = table();
    const LogGeometry geometry = geometryAt({});

    const HitShape* block = picture.hitShape(snapshotId(1));
    ASSERT_NE(block, nullptr);
    EXPECT_NEAR(bounds(*block).left(), geometry.indexToX(1), 1);
    EXPECT_NEAR(bounds(*block).right(), geometry.indexToX(3) + geometry.cell.width, 1);
    EXPECT_EQ(picture.hitShape(entryId(1, 3)), nullptr);
    EXPECT_NE(picture.hitShape(entryId(1, 4)), nullptr);
}

TEST_F(LogsTest, scrollingEndsAtTheEnd) {
    beginWithEntries(100'000);
    const LogGeometry end = geometryAt({1e12, 1e12});

    EXPECT_EQ(end.scroll, end.farthest());
    EXPECT_LE(end.indexToX(100'001) + end.cell.width, end.cells.right() + 0.5);
    EXPECT_EQ(geometryAt({-5, -5}).scroll, LogScroll{});
}

TEST_F(LogsTest, inAPresentationTextsGrowAsFarAsEveryRowIsSeen) {
    for (const std::size_t servers : {1U, 3U, 5U, 7U, 9U}) {
        begin(configuration(servers));
        frame.options.presentation = true;
        for (const double height : {320.0, 540.0, 1080.0}) {
            const LogGeometry geometry = geometryAt({}, {1920, height});

            EXPECT_LE(geometry.farthest().y, 1) << servers << " servers at " << height;
            EXPECT_GE(geometry.texts.least, kSmallestText);
        }
        EXPECT_GT(geometryAt({}, {1920, 1080}).texts.least, 3 * kSmallestText);
    }
}

TEST_F(LogsTest, onlyWhatIsSeenIsDrawn) {
    beginWithEntries(100);
    const std::size_t few = primitives(table());
    beginWithEntries(100'000);

    for (const double x : {0.0, 1e6, 1e12})
        EXPECT_LE(primitives(table({x, 0})), few * 2) << x;
}

TEST_F(LogsTest, theEndOfAHundredThousandEntriesIsReadByItsIndex) {
    beginWithEntries(100'000);
    EXPECT_NE(allTexts(table({1e12, 0})).find("|100000|"), std::string::npos);
    EXPECT_NE(allTexts(table()).find("|1|"), std::string::npos);
}

TEST_F(LogsTest, cellsSayTermAndCommandWhereThereIsRoom) {
    elect(1);
    submit("set x 1");
    submit("cas x 1 2");
    submit("del x");
    submit("get x");
    const std::string texts = allTexts(table());

    for (const char* label : {"|1 x=1|", "|1 x 1→2|", "|1 −x|", "|1 x?|"})
        EXPECT_NE(texts.find(label), std::string::npos) << label << " in " << texts;
}

TEST_F(LogsTest, longCommandsAreCutAndTheTermIsKept) {
    elect(1);
    submit("set " + std::string(60, 'k') + " 1");
    const std::string texts = allTexts(table());

    EXPECT_NE(texts.find("|1 kkk"), std::string::npos) << texts;
    EXPECT_NE(texts.find("…|"), std::string::npos);
    EXPECT_EQ(joined(whatOverlaps(table())), "");
}

TEST_F(LogsTest, committedAppliedAndOpenEntriesDiffer) {
    elect(1);
    submit("set x 1");
    settle();
    submit("set y 2");
    const Picture picture = table();
    const auto applied = shown(picture, LayerKind::bodies, entryId(1, 1));
    const auto open = shown(picture, LayerKind::bodies, entryId(1, 2));

    EXPECT_EQ(applied.size(), 3U) << "cell, bar, label";
    EXPECT_EQ(applied[0].fill, theme.term(1).fill);
    EXPECT_EQ(open.size(), 2U);
    EXPECT_GT(open[0].stroke.dash[0], 0);
}

TEST_F(LogsTest, theLeadersViewStandsOnTheFollowersRows) {
    elect(1);
    submit("set x 1");
    settle();
    const Picture picture = table();

    EXPECT_FALSE(shown(picture, LayerKind::words, {Subject::nextIndex, 2, 1, 2}).empty());
    EXPECT_FALSE(shown(picture, LayerKind::words, {Subject::matchIndex, 3, 1, 1}).empty());
    const HitShape* hit = picture.hitShape({Subject::nextIndex, 2, 1, 2});
    ASSERT_NE(hit, nullptr);
    EXPECT_GT(bounds(*hit).center().x, geometryAt({}).indexToX(2));
}

TEST_F(LogsTest, withoutALeaderThereIsNoView) {
    elect(1);
    submit("set x 1");
    settle();
    act(raft::action::Stop{1});
    const Picture picture = table();
    for (const Primitive& primitive : layerOf(picture, LayerKind::words).primitives) {
        EXPECT_NE(primitive.id.subject, Subject::nextIndex);
        EXPECT_NE(primitive.id.subject, Subject::matchIndex);
    }
    EXPECT_NE(allTexts(table()).find("|stopped|"), std::string::npos);
}

TEST_F(LogsTest, anEmptyTableSaysWhatToDo) {
    EXPECT_NE(allTexts(table()).find("No entries yet"), std::string::npos);
    EXPECT_NE(allTexts(table()).find("|S3|"), std::string::npos);
}

TEST_F(LogsTest, picturesKeepTheRulesAtEverySizeAndScroll) {
    elect(1);
    for (int i = 0; i < 30; ++i)
        submit("set key" + std::to_string(i) + " value");
    settle();
    submit("set x 1");
    frame.selected = serverId(2);
    for (const ThemeKind kind :
         {ThemeKind::light, ThemeKind::dark, ThemeKind::highContrastLight, ThemeKind::highContrastDark}) {
        theme = makeTheme(kind);
        for (const Size size : {Size{300, 60}, Size{640, 200}, Size{1416, 190}, Size{3840, 900}}) {
            for (const double text : {1.0, 2.0, 3.0}) {
                frame.options.textScale = text;
                for (const double x : {0.0, 37.0, 1e9}) {
                    const Picture picture = table({x, 20}, size);
                    const std::string where = std::to_string(size.width) + " text " + std::to_string(text);
                    EXPECT_EQ(joined(whatLeaves(picture)), "") << where;
                    EXPECT_EQ(joined(whatOverlaps(picture)), "") << where;
                    EXPECT_EQ(joined(whatIsTooSmall(picture, 13 * text)), "") << where;
                    EXPECT_EQ(joined(whatIsHardToRead(picture)), "") << where;
                    EXPECT_EQ(joined(whatIsHardToHit(picture)), "") << where;
                }
            }
        }
    }
}

TEST_F(LogsTest, equalFramesGiveEqualPictures) {
    elect(1);
    submit("set x 1");
    EXPECT_EQ(table(), table());
}

} // namespace scene
