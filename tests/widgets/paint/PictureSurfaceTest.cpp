// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/PictureSurface.h"

#include "tests/scene/StageSamples.h"
#include "widgets/scene/Logs.h"

#include <QPainter>

#include <gtest/gtest.h>

#include <functional>

// Painting only what changed leaves the same pixels as painting everything.

namespace raftarium {

namespace {

using scene::Facts;
using scene::Picture;

/// A kept image was made where the thing stood then, at most a 64th of a pixel from where it stands now; letters in it
/// may have been put to the next quarter of a pixel.
constexpr int kRounding = 28;

/// A screen that is painted as a widget would be: region by region.
class Screen {
public:
    Screen(QSize size, double pixelRatio) : image_(size * pixelRatio, QImage::Format_RGB32), pixelRatio_(pixelRatio) {
        image_.setDevicePixelRatio(pixelRatio);
        image_.fill(Qt::magenta);
    }
    /// Shows a picture and tells which part of the screen was painted.
    QRegion show(Picture picture) {
        const QRegion changed = surface_.show(std::move(picture), pixelRatio_);
        QPainter painter(&image_);
        painter.setClipRegion(changed);
        surface_.paint(painter, changed);
        return changed;
    }
    const QImage& image() const { return image_; }
    PictureSurface& surface() { return surface_; }

private:
    QImage image_;
    double pixelRatio_;
    PictureSurface surface_;
};

/// The largest difference of two images of one size in any channel of any pixel.
int largestDifference(const QImage& a, const QImage& b) {
    int largest = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            largest = std::max(
                {largest, std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)), std::abs(qBlue(p) - qBlue(q))});
        }
    }
    return largest;
}

class PictureSurfaceTest : public testing::Test {
protected:
    Picture draw(const Facts& facts) const {
        return scene::stage(facts, frame, {{900, 500}, theme, pictureMeasure(), words});
    }
    /// What a screen shows that never showed anything before.
    QImage fresh(const Facts& facts, double pixelRatio = 1) const {
        Screen screen({900, 500}, pixelRatio);
        screen.show(draw(facts));
        return screen.image();
    }

    scene::Frame frame = scene::plainFrame(5);
    scene::Theme theme = scene::makeTheme(scene::ThemeKind::light);
    scene::Words words;
};

void letTimePass(Facts& facts) {
    for (scene::MessageFact& message : facts.messages)
        message.part = message.part > 0.97 ? 0 : message.part + 0.013;
    for (scene::ServerFact& server : facts.servers)
        server.timerLeft = server.timerLeft < 0.02 ? 1 : server.timerLeft - 0.01;
}

} // namespace

TEST_F(PictureSurfaceTest, framesPaintedByRegionLookLikeFreshOnes) {
    for (const double pixelRatio : {1.0, 2.0}) {
        Facts facts = scene::crowdFacts(5, 12);
        Screen screen({900, 500}, pixelRatio);
        for (int i = 0; i < 12; ++i) {
            screen.show(draw(facts));
            EXPECT_LE(largestDifference(screen.image(), fresh(facts, pixelRatio)), kRounding)
                << i << " at " << pixelRatio;
            letTimePass(facts);
        }
    }
}

TEST_F(PictureSurfaceTest, everyKindOfChangeReachesTheScreen) {
    Screen screen({900, 500}, 1);
    Facts facts = scene::crowdFacts(5, 3);
    screen.show(draw(facts));
    const std::vector<std::function<void()>> changes{
        [&] { facts.servers[1].health = scene::Health::stopped; },
        [&] {
            facts.servers[2].tail.push_back({9, 9, scene::EntryState::uncommitted});
        },
        [&] { facts.servers[3].role = scene::RoleFact::leader; },
        [&] { facts = scene::electionFacts(5, 2); },
        [&] { facts.messages.clear(); },
        [&] {
            facts.links.push_back({1, 2, {true, false, 0, 0}, {true, false, 0, 0}});
        },
        [&] { frame.selected = scene::serverId(3); },
        [&] { frame.caption = "A caption"; },
        [&] { theme = scene::makeTheme(scene::ThemeKind::dark); },
        [&] { frame.options.textScale = 1.5; },
        [&] { facts = scene::crowdFacts(6, 3); },
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        changes[i]();
        screen.show(draw(facts));
        EXPECT_LE(largestDifference(screen.image(), fresh(facts)), kRounding) << "change " << i;
    }
}

TEST_F(PictureSurfaceTest, theSamePictureAgainPaintsNothing) {
    Screen screen({900, 500}, 1);
    const Facts facts = scene::crowdFacts(5, 8);

    EXPECT_EQ(screen.show(draw(facts)).boundingRect(), QRect(0, 0, 900, 500));
    EXPECT_TRUE(screen.show(draw(facts)).isEmpty());
}

TEST_F(PictureSurfaceTest, aMovingMessageTouchesLittleOfTheScreen) {
    Screen screen({900, 500}, 1);
    Facts facts = scene::crowdFacts(5, 1);
    screen.show(draw(facts));
    facts.messages[0].part += 0.01;
    const QRegion changed = screen.show(draw(facts));

    int pixels = 0;
    for (const QRect& rect : changed)
        pixels += rect.width() * rect.height();
    EXPECT_GT(pixels, 0);
    EXPECT_LT(pixels, 900 * 500 / 10);
}

TEST_F(PictureSurfaceTest, spritesLookLikeTheGlyphsTheyStandFor) {
    const Facts facts = scene::crowdFacts(5, 9);
    const QImage painted = toImage(draw(facts));
    const QImage shown = fresh(facts);
    ASSERT_EQ(painted.size(), shown.size());

    // A sprite stands up to a quarter pixel aside, so edges differ a little; nothing is missing or somewhere else.
    double difference = 0;
    int far = 0;
    for (int y = 0; y < painted.height(); ++y) {
        for (int x = 0; x < painted.width(); ++x) {
            const int apart = std::abs(qGray(painted.pixel(x, y)) - qGray(shown.pixel(x, y)));
            difference += apart;
            far += apart > 110 ? 1 : 0;
        }
    }
    EXPECT_LT(difference / (painted.width() * painted.height()), 0.2);
    EXPECT_LT(far, painted.width() * painted.height() / 5000);
}

TEST_F(PictureSurfaceTest, thePictureOnTheScreenAnswersThePointer) {
    Screen screen({900, 500}, 1);
    const Facts facts = scene::crowdFacts(5, 0);
    screen.show(draw(facts));
    const scene::StageLayout layout = scene::stageLayout(facts, {}, false, {900, 500});

    EXPECT_EQ(screen.surface().picture().hitTest(layout.seats[2].center.x, layout.seats[2].center.y),
              scene::serverId(3));
}

TEST(SpriteCache, knowsAThingAgainElsewhereAndOtherThingsApart) {
    SpriteCache sprites;
    int drawn = 0;
    QImage image(300, 100, QImage::Format_RGB32);
    QPainter painter(&image);
    const auto paintDisc = [&](double x, double radius) {
        const std::vector<scene::Primitive> group{{scene::Disc{{x, 50}, radius}, scene::rgb(0x123456), {}, {}}};
        sprites.paint(painter, group, 1, [&](QPainter&, std::span<const scene::Primitive>) { ++drawn; });
    };
    paintDisc(20, 10);
    paintDisc(120, 10);
    EXPECT_EQ(drawn, 1);
    paintDisc(120.5, 10);
    EXPECT_EQ(drawn, 2);
    paintDisc(20, 11);
    EXPECT_EQ(drawn, 3);
    EXPECT_EQ(sprites.size(), 3U);
}

TEST(TileMask, marksSquaresAndGivesThemBack) {
    TileMask mask({640, 400});
    EXPECT_TRUE(mask.empty());
    EXPECT_TRUE(mask.region().isEmpty());

    mask.mark({100, 100, 10, 10});
    EXPECT_TRUE(mask.meets({110, 90, 5, 20}));
    EXPECT_FALSE(mask.meets({300, 300, 5, 5}));
    EXPECT_TRUE(mask.region().contains(QRect(100, 100, 10, 10)));
    EXPECT_FALSE(mask.region().contains(QPoint(300, 300)));

    mask.mark({-500, -500, 10, 10});
    mask.mark({5000, 5000, 10, 10});
    EXPECT_FALSE(mask.region().contains(QPoint(0, 0)));
    mask.markAll();
    EXPECT_EQ(mask.region(), QRegion(0, 0, 640, 400));
}

} // namespace raftarium
