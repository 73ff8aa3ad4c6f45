// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scene/PictureChecks.h"
#include "tests/scene/StageSamples.h"
#include "widgets/scene/InterMeasure.h"

#include <gtest/gtest.h>

// The look's rules over pictures of every size, theme and number of servers: nothing overlaps, clips or is too small.

namespace scene {

namespace {

/// How one picture is made.
struct Setting {
    std::size_t servers = 5;
    Size size{968, 480};
    double textScale = 1;
    bool presentation = false;
    ThemeKind theme = ThemeKind::light;
};

void PrintTo(const Setting& s, std::ostream* out) {
    *out << s.servers << " servers, " << s.size.width << "x" << s.size.height << ", text " << s.textScale
         << (s.presentation ? ", presentation" : "") << ", theme " << static_cast<int>(s.theme);
}

std::vector<Setting> allSettings() {
    std::vector<Setting> settings;
    for (const std::size_t servers : {1U, 2U, 3U, 5U, 7U, 9U, 25U, 101U}) {
        for (const Size size : {Size{640, 400}, Size{652, 388}, Size{952, 434}, Size{968, 480}, Size{1024, 640},
                                Size{1920, 1080}, Size{3840, 2160}}) {
            for (const double textScale : {1.0, 1.5, 2.0, 3.0})
                settings.push_back({servers, size, textScale, false, ThemeKind::light});
            settings.push_back({servers, size, 1, true, ThemeKind::dark});
        }
        for (const ThemeKind theme : {ThemeKind::dark, ThemeKind::highContrastLight, ThemeKind::highContrastDark})
            settings.push_back({servers, {1280, 720}, 1, false, theme});
    }
    return settings;
}

class StageGeometry : public testing::TestWithParam<Setting> {
protected:
    StageGeometry() : frame_(plainFrame(GetParam().servers)), theme_(makeTheme(GetParam().theme)) {
        frame_.options.textScale = GetParam().textScale;
        frame_.options.presentation = GetParam().presentation;
        frame_.caption = "S5 asks for votes in term 3, but S1 leads term 4 already";
        frame_.selected = serverId(1);
        frame_.hovered = serverId(2);
        if (GetParam().presentation)
            theme_ = presented(theme_);
    }

    Picture draw(const Facts& facts) const { return stage(facts, frame_, {GetParam().size, theme_, measure_, words_}); }
    StageLayout layout(const Facts& facts) const { return stageLayout(facts, frame_.options, true, GetParam().size); }

    /// Pictures with every role and state, an election, and links in every state.
    std::vector<Facts> samples() const {
        const std::size_t servers = GetParam().servers;
        std::vector<Facts> all{crowdFacts(servers, servers * 2), linkFacts(servers)};
        for (const std::size_t candidate : {std::size_t{1}, servers / 3 + 1, servers / 2 + 1, servers})
            all.push_back(electionFacts(servers, static_cast<raft::ServerId>(candidate)));
        return all;
    }

    Frame frame_;
    Theme theme_;
    InterMeasure measure_;
    Words words_;
};

TEST_P(StageGeometry, nothingLeavesThePictureOrIsTooSmall) {
    const double least =
        GetParam().presentation ? std::max(13.0, GetParam().size.height / 40) : 13 * GetParam().textScale;
    for (const Facts& facts : samples()) {
        const Picture picture = draw(facts);
        EXPECT_EQ(joined(whatLeaves(picture)), "");
        EXPECT_EQ(joined(whatIsTooSmall(picture, least)), "");
        EXPECT_EQ(joined(whatIsHardToHit(picture)), "");
    }
}

TEST_P(StageGeometry, discsWordsTailsAndAnswersStayApart) {
    for (const Facts& facts : samples()) {
        const Picture picture = draw(facts);
        EXPECT_EQ(joined(whatOverlaps(picture)), "");
        EXPECT_EQ(joined(whatCollides(picture, layout(facts))), "");
    }
}

TEST_P(StageGeometry, everyTextIsReadOnWhatLiesUnderIt) {
    for (const Facts& facts : samples())
        EXPECT_EQ(joined(whatIsHardToRead(draw(facts))), "");
}

TEST_P(StageGeometry, messagesNeverCoverAName) {
    if (GetParam().servers < 2)
        return;
    for (const double part : {0.0, 0.1, 0.3, 0.5, 0.8, 1.0}) {
        const Facts facts =
            GetParam().servers <= 9 ? crossfireFacts(GetParam().servers, part) : crowdFacts(GetParam().servers, 400);
        EXPECT_EQ(joined(whatCoversNames(draw(facts))), "") << "at " << part;
    }
}

TEST_P(StageGeometry, equalFramesGiveEqualPictures) {
    const Facts facts = crowdFacts(GetParam().servers, 20);
    EXPECT_EQ(draw(facts), draw(facts));
}

INSTANTIATE_TEST_SUITE_P(everywhere, StageGeometry, testing::ValuesIn(allSettings()));

} // namespace

} // namespace scene
