// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/PictureFont.h"

#include "widgets/scene/InterAdvances.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QRawFont>

#include <gtest/gtest.h>

// The scene's table and the bundled font agree, and texts are drawn as wide as they were measured.

namespace raftarium {

namespace {

constexpr std::array kWeights{scene::Weight::regular, scene::Weight::medium, scene::Weight::semiBold,
                              scene::Weight::bold};

/// The first and last column with ink, when the text is drawn at x = 20.
std::pair<int, int> inkColumns(const std::string& text, scene::Font font) {
    QImage image(600, 120, QImage::Format_RGB32);
    image.fill(Qt::white);
    {
        QPainter painter(&image);
        painter.setPen(Qt::black);
        TextPainter().draw(painter, {20, 80}, text, font);
    }
    int first = image.width();
    int last = -1;
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y) {
            if (qGray(image.pixel(x, y)) < 200) {
                first = std::min(first, x);
                last = std::max(last, x);
            }
        }
    }
    return {first, last};
}

} // namespace

TEST(PictureFont, theTableHasTheAdvancesOfTheFont) {
    for (const scene::Weight weight : kWeights) {
        const QRawFont font = QRawFont::fromFont(widgetFont({64, weight}));
        ASSERT_EQ(font.familyName(), "Inter Tabular");
        for (const scene::InterAdvance& row : scene::interAdvances()) {
            const QString character = QString::fromUcs4(&row.character, 1);
            const auto glyphs = font.glyphIndexesForString(character);
            ASSERT_EQ(glyphs.size(), 1) << static_cast<unsigned>(row.character);
            EXPECT_NE(glyphs[0], 0U) << static_cast<unsigned>(row.character);
            const double expected = scene::InterMeasure().width(character.toStdString(), {64, weight});
            EXPECT_NEAR(font.advancesForGlyphIndexes(glyphs)[0].x(), expected, 0.02)
                << static_cast<unsigned>(row.character);
        }
    }
}

TEST(PictureFont, weightsAreDifferentFontsOfTheBundledFamily) {
    for (const scene::Weight weight : kWeights) {
        EXPECT_EQ(QFontInfo(widgetFont({13, weight})).family(), "Inter Tabular");
        EXPECT_EQ(QFontInfo(widgetFont({13, weight})).weight(), 400 + 100 * static_cast<int>(weight));
    }
}

TEST(PictureFont, textIsDrawnWithinTheWidthThatWasMeasured) {
    for (const char* text : {"S1", "follower", "term 1234", "AppendEntries", "W→✓", "größer"}) {
        for (const scene::Weight weight : kWeights) {
            const scene::Font font{36.5, weight};
            const double width = scene::InterMeasure().width(text, font);
            const auto [first, last] = inkColumns(text, font);
            EXPECT_GE(first, 19) << text;
            EXPECT_LE(last, 20 + width + 1) << text;
            EXPECT_GE(last, 20 + width - 0.28 * font.size) << text;
        }
    }
}

TEST(PictureFont, textsInOtherScriptsAreMeasuredAndDrawnByQt) {
    const scene::Font font{30, scene::Weight::medium};
    const std::string text = "Ωλ и 领导";
    ASSERT_FALSE(scene::InterMeasure::covers(text));

    const double width = pictureMeasure().width(text, font);
    EXPECT_DOUBLE_EQ(width, QtMeasure().width(text, font));
    EXPECT_GT(width, 60);
    const auto [first, last] = inkColumns(text, font);
    EXPECT_GE(first, 18);
    EXPECT_LE(last, 20 + width + 2);
}

TEST(PictureFont, theSameTextDrawnAgainLooksTheSame) {
    QImage one(200, 60, QImage::Format_RGB32);
    QImage two(one);
    one.fill(Qt::white);
    two.fill(Qt::white);
    TextPainter texts;
    for (QImage* image : {&one, &two}) {
        QPainter painter(image);
        texts.draw(painter, {10, 40}, "S1 leads", {28, scene::Weight::bold});
    }
    EXPECT_EQ(one, two);
}

} // namespace raftarium
