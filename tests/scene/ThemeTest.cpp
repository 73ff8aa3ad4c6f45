// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Theme.h"

#include "tests/scene/ColorVision.h"

#include <gtest/gtest.h>

// The palettes keep what the look promises: contrasts, and terms that colour-blind people tell apart.

namespace scene {

static constexpr std::array kKinds{ThemeKind::light, ThemeKind::dark, ThemeKind::highContrastLight,
                                   ThemeKind::highContrastDark};
static constexpr std::array kBlindnesses{Dichromacy::protanopia, Dichromacy::deuteranopia, Dichromacy::tritanopia};

TEST(ColorVision, differencesAreThoseOfThePublishedTestData) {
    // White and black are 100 apart; the rest are pairs whose difference was computed with an independent program.
    EXPECT_NEAR(colorDifference(rgb(0xFFFFFF), rgb(0x000000)), 100, 0.01);
    EXPECT_NEAR(colorDifference(rgb(0xFF0000), rgb(0xFF0000)), 0, 1e-9);
    EXPECT_NEAR(colorDifference(rgb(0xFF0000), rgb(0x00FF00)), 86.608, 0.05);
    EXPECT_NEAR(colorDifference(rgb(0x0000FF), rgb(0x00FF00)), 83.186, 0.05);
}

TEST(ColorVision, redAndGreenMeetForDeuteranopesButNotForTritanopes) {
    const Color red = rgb(0xB05A2C);
    const Color green = rgb(0x7D7A1E);

    EXPECT_LT(colorDifference(simulated(red, Dichromacy::deuteranopia), simulated(green, Dichromacy::deuteranopia)),
              12);
    EXPECT_GT(colorDifference(simulated(red, Dichromacy::tritanopia), simulated(green, Dichromacy::tritanopia)), 20);
}

TEST(Theme, anyTwoTermsDifferForEveryKindOfColorBlindness) {
    const Theme theme = makeTheme(ThemeKind::light);

    for (std::size_t a = 0; a < kTermColors; ++a) {
        for (std::size_t b = a + 1; b < kTermColors; ++b) {
            EXPECT_GE(colorDifference(theme.terms[a].fill, theme.terms[b].fill), 15) << a + 1 << " " << b + 1;
            for (const Dichromacy kind : kBlindnesses) {
                const double apart =
                    colorDifference(simulated(theme.terms[a].fill, kind), simulated(theme.terms[b].fill, kind));
                EXPECT_GE(apart, 15) << "terms " << a + 1 << " and " << b + 1 << ", kind " << static_cast<int>(kind);
            }
        }
    }
}

TEST(Theme, termsKeepTheirFillsInEveryTheme) {
    const Theme light = makeTheme(ThemeKind::light);
    for (const ThemeKind kind : kKinds) {
        const Theme theme = makeTheme(kind);
        for (std::size_t i = 0; i < kTermColors; ++i)
            EXPECT_EQ(theme.terms[i].fill, light.terms[i].fill);
    }
}

TEST(Theme, everyEighthTermHasTheSameColorsAndTermZeroItsOwn) {
    const Theme theme = makeTheme(ThemeKind::dark);

    EXPECT_EQ(theme.term(1), theme.term(9));
    EXPECT_EQ(theme.term(8), theme.term(8000000000ULL));
    for (std::uint64_t term = 1; term <= 8; ++term)
        EXPECT_NE(theme.term(0), theme.term(term));
}

TEST(Theme, inkIsReadOnEveryFillOfATerm) {
    for (const ThemeKind kind : kKinds) {
        const Theme theme = makeTheme(kind);
        for (std::uint64_t term = 1; term <= 8; ++term)
            EXPECT_GE(contrast(theme.term(term).ink, theme.term(term).fill), 5.3) << term;
        EXPECT_GE(contrast(theme.noTerm.ink, theme.noTerm.fill), 5.3);
    }
}

TEST(Theme, linesOfTermsAreSeenOnTheStage) {
    for (const ThemeKind kind : kKinds) {
        const Theme theme = makeTheme(kind);
        for (std::uint64_t term = 0; term <= 8; ++term)
            EXPECT_GE(contrast(theme.term(term).line, theme.stage), 3)
                << "theme " << static_cast<int>(kind) << " " << term;
    }
}

TEST(Theme, textsAreReadOnEveryGround) {
    for (const ThemeKind kind : kKinds) {
        const Theme theme = makeTheme(kind);
        for (const Color ground : {theme.window, theme.panel, theme.stage}) {
            for (const Color text : {theme.ink, theme.soft, theme.danger, theme.accent})
                EXPECT_GE(contrast(text, ground), 4.5) << "theme " << static_cast<int>(kind);
        }
        EXPECT_GE(contrast(theme.accentInk, theme.accent), 4.5);
    }
}

TEST(Theme, highContrastGroundsAreBlackOrWhiteAndNothingIsFaint) {
    for (const ThemeKind kind : {ThemeKind::highContrastLight, ThemeKind::highContrastDark}) {
        const Theme theme = makeTheme(kind);
        EXPECT_EQ(theme.stage, kind == ThemeKind::highContrastLight ? rgb(0xFFFFFF) : rgb(0x000000));
        EXPECT_EQ(contrast(theme.ink, theme.stage), 21);
        EXPECT_EQ(theme.soft, theme.ink);
        EXPECT_GE(theme.minimumLine, 3);
        EXPECT_TRUE(theme.outlined);
        for (const Color quiet : {theme.line, theme.track, theme.faint})
            EXPECT_GE(contrast(quiet, theme.stage), 3);
    }
}

TEST(Theme, aProjectorStillShowsTracksAndLinks) {
    for (const ThemeKind kind : kKinds) {
        const Theme theme = presented(makeTheme(kind));
        for (const Color quiet : {theme.line, theme.track, theme.faint})
            EXPECT_GE(contrast(quiet, theme.stage), 3) << static_cast<int>(kind);
        EXPECT_EQ(theme.terms, makeTheme(kind).terms);
    }
}

TEST(Color, fadingAndBlendingKeepTheirBounds) {
    EXPECT_EQ(faded(rgb(0x123456), 0).alpha, 0);
    EXPECT_EQ(faded(rgb(0x123456), 2).alpha, 255);
    EXPECT_EQ(blended(rgb(0x123456), rgb(0xFFFFFF)), rgb(0x123456));
    EXPECT_EQ(blended(faded(rgb(0x123456), 0), rgb(0xABCDEF)), rgb(0xABCDEF));
    EXPECT_NEAR(blended(faded(rgb(0x000000), 0.5), rgb(0xFFFFFF)).red, 127, 1);
}

} // namespace scene
