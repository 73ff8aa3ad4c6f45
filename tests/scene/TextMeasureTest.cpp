// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/InterMeasure.h"

#include "widgets/scene/InterAdvances.h"

#include <gtest/gtest.h>

// Texts are measured by the bundled font's table, and by the back end where the table ends.

namespace scene {

/// Stands for a back end: every text is 1000 pixels wide.
class WideMeasure final : public TextMeasure {
public:
    double width(std::string_view, Font) const override { return 1000; }
};

TEST(InterMeasure, widthIsTheSumOfAdvances) {
    const InterMeasure measure;

    const double s = measure.width("S", {100, Weight::bold});
    const double one = measure.width("1", {100, Weight::bold});

    EXPECT_GT(s, 50);
    EXPECT_LT(s, 80);
    EXPECT_DOUBLE_EQ(measure.width("1S", {100, Weight::bold}), s + one);
    EXPECT_LT(measure.width("S1", {100, Weight::bold}), s + one);
    EXPECT_EQ(measure.width("", {100, Weight::bold}), 0);
}

TEST(InterMeasure, figuresAreTabularInEveryWeight) {
    const InterMeasure measure;
    for (const Weight weight : {Weight::regular, Weight::medium, Weight::semiBold, Weight::bold}) {
        for (char digit = '0'; digit <= '9'; ++digit)
            EXPECT_EQ(measure.width(std::string(1, digit), {20, weight}), measure.width("0", {20, weight})) << digit;
    }
}

TEST(InterMeasure, widthGrowsWithTheSizeAndTheWeight) {
    const InterMeasure measure;

    EXPECT_DOUBLE_EQ(measure.width("follower", {26, Weight::medium}),
                     2 * measure.width("follower", {13, Weight::medium}));
    EXPECT_LT(measure.width("follower", {13, Weight::regular}), measure.width("follower", {13, Weight::bold}));
}

TEST(InterMeasure, signsOfPicturesAreInTheTable) {
    EXPECT_TRUE(InterMeasure::covers("S1 leader, term 4: “x=2” … ✓ ✗ ▲ → ← § · | ≥ ∅ é ß ж λ"));
}

TEST(InterMeasure, charactersBeginWhereTheWidthBeforeThemEnds) {
    const InterMeasure measure;
    const Font font{20, Weight::semiBold};

    const auto places = InterMeasure::positions("S1 → é", font);

    ASSERT_EQ(places.size(), 6U);
    EXPECT_EQ(places.front(), 0);
    EXPECT_DOUBLE_EQ(places[2], measure.width("S1", font));
    EXPECT_DOUBLE_EQ(places[5], measure.width("S1 → ", font));
}

TEST(InterMeasure, otherScriptsAreLeftToTheBackEnd) {
    const WideMeasure wide;

    EXPECT_FALSE(InterMeasure::covers("领导者"));
    EXPECT_EQ(InterMeasure(&wide).width("领导者", {13, Weight::regular}), 1000);
    EXPECT_EQ(InterMeasure().width("领导者", {13, Weight::regular}), 39);
    EXPECT_LT(InterMeasure(&wide).width("leader", {13, Weight::regular}), 1000);
}

TEST(InterMeasure, brokenTextIsMeasuredAllTheSame) {
    const InterMeasure measure;

    EXPECT_EQ(measure.width("\xFF", {10, Weight::regular}), 10);
    EXPECT_GT(measure.width("a\xC3", {10, Weight::regular}), 10);
    EXPECT_GT(measure.width("\xE2\x80", {10, Weight::regular}), 0);
    EXPECT_GT(measure.width("\xF0\x9F\x98\x80", {10, Weight::regular}), 0);
}

TEST(InterMeasure, tableIsSortedAndSane) {
    char32_t before = 0;
    for (const InterAdvance& row : interAdvances()) {
        EXPECT_GT(row.character, before);
        before = row.character;
        for (const std::uint16_t advance : row.advance)
            EXPECT_LT(advance, 2 * kInterUnitsPerEm) << static_cast<unsigned>(row.character);
    }
}

TEST(Elided, cutsAtTheEndAndNeverExceedsTheRoom) {
    const InterMeasure measure;
    const Font font{13, Weight::regular};

    EXPECT_EQ(elided(measure, "set x 3", font, 200), "set x 3");
    EXPECT_EQ(elided(measure, "set x 3", font, 3), "");
    for (double room = 0; room < 120; room += 1) {
        const std::string cut = elided(measure, "größer als möglich", font, room);
        EXPECT_LE(measure.width(cut, font), room);
        EXPECT_TRUE(InterMeasure::covers(cut)) << cut;
    }
}

} // namespace scene
