// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Picture.h"

#include <gtest/gtest.h>

#include <numbers>

// What a picture can say of itself: what lies under a point, how far shapes reach, whether a layer changed.

namespace scene {

static Picture pictureWithEverythingAtTheMiddle() {
    Picture picture;
    picture.hits = {{HitShape::Band{{0, 50}, {100, 50}, 12}, kLinkRank, linkId(1, 2)},
                    {Disc{{50, 50}, 30}, kServerRank, serverId(1)},
                    {Disc{{40, 50}, 14}, kMessageRank, messageId(7)},
                    {Disc{{60, 50}, 14}, kMessageRank, messageId(8)}};
    return picture;
}

TEST(HitTest, findsMessagesOverServersOverLinks) {
    const Picture picture = pictureWithEverythingAtTheMiddle();

    EXPECT_EQ(picture.hitTest(40, 50), messageId(7));
    EXPECT_EQ(picture.hitTest(50, 75), serverId(1));
    EXPECT_EQ(picture.hitTest(5, 55), linkId(2, 1));
    EXPECT_EQ(picture.hitTest(5, 95), std::nullopt);
}

TEST(HitTest, prefersTheNearerOfTwoThatLieOverEachOther) {
    const Picture picture = pictureWithEverythingAtTheMiddle();

    EXPECT_EQ(picture.hitTest(48, 50), messageId(7));
    EXPECT_EQ(picture.hitTest(52, 50), messageId(8));
}

TEST(HitTest, knowsTheShapeOfAThing) {
    const Picture picture = pictureWithEverythingAtTheMiddle();

    ASSERT_NE(picture.hitShape(serverId(1)), nullptr);
    EXPECT_EQ(bounds(*picture.hitShape(serverId(1))), (Rect{20, 20, 60, 60}));
    EXPECT_EQ(bounds(*picture.hitShape(linkId(1, 2))), (Rect{-12, 38, 124, 24}));
    EXPECT_EQ(picture.hitShape(serverId(2)), nullptr);
}

TEST(Bounds, holdTheOutline) {
    const Primitive disc{Disc{{50, 50}, 10}, {}, {rgb(0), 4, {0, 0}}, {}};
    EXPECT_EQ(bounds(disc), (Rect{38, 38, 24, 24}));

    const Primitive plain{Disc{{50, 50}, 10}, rgb(0), {}, {}};
    EXPECT_EQ(bounds(plain), (Rect{40, 40, 20, 20}));
}

TEST(Bounds, ofATurnedBoxHoldItsCorners) {
    const Primitive box{Box{{-20, -10, 40, 20}, 4, std::numbers::pi / 2}, rgb(0), {}, {}};
    const Rect upright = bounds(box);

    EXPECT_NEAR(upright.width, 20, 1e-9);
    EXPECT_NEAR(upright.height, 40, 1e-9);
    EXPECT_NEAR(upright.center().x, 0, 1e-9);
}

TEST(Bounds, ofLinesAndTexts) {
    const Primitive line{Polyline{{{3, 4}, {-1, 9}, {5, 5}}, false}, {}, {}, {}};
    EXPECT_EQ(bounds(line), (Rect{-1, 4, 6, 5}));

    const Primitive text{Text{{10, 100}, "S1", {20, Weight::bold}, 27}, rgb(0), {}, {}};
    EXPECT_EQ(bounds(text).left(), 10);
    EXPECT_EQ(bounds(text).right(), 37);
    EXPECT_LT(bounds(text).top(), 86);
    EXPECT_GT(bounds(text).bottom(), 104);
}

TEST(LayerKey, tellsApartWhateverLooksDifferent) {
    const Primitive disc{Disc{{50, 50}, 10}, rgb(0x112233), {rgb(0), 4, {3, 2}}, serverId(1)};
    const Primitive text{Text{{10, 100}, "S1", {20, Weight::bold}, 27}, rgb(0), {}, serverId(1)};
    const std::uint64_t key = layerKey({disc, text});

    std::vector<std::vector<Primitive>> others{{text, disc}, {disc}, {text}, {}};
    for (const auto& change : std::initializer_list<void (*)(Primitive&)>{
             [](Primitive& p) { std::get<Disc>(p.shape).center.x += 0.25; },
             [](Primitive& p) { std::get<Disc>(p.shape).radius += 1; },
             [](Primitive& p) { p.fill = rgb(0x112234); },
             [](Primitive& p) { p.stroke.width = 5; },
             [](Primitive& p) {
                 p.stroke.dash = {2, 3};
             },
             [](Primitive& p) { p.stroke.color.alpha = 254; },
             [](Primitive& p) { p.id = serverId(2); },
         }) {
        Primitive changed = disc;
        change(changed);
        others.push_back({changed, text});
    }
    Primitive renamed = text;
    std::get<Text>(renamed.shape).text = "S2";
    others.push_back({disc, renamed});
    std::get<Text>(renamed.shape) = {{10, 100}, "S1", {20, Weight::medium}, 27};
    others.push_back({disc, renamed});

    EXPECT_EQ(layerKey({disc, text}), key);
    for (const auto& other : others)
        EXPECT_NE(layerKey(other), key);
}

} // namespace scene
