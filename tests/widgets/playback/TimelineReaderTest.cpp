// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/TimelineReader.h"

#include <gtest/gtest.h>

#include <algorithm>

// What the strip shows of a run: who led when, what was remarkable, and which branches there are.

namespace raftarium {

class TimelineReaderTest : public testing::Test {
protected:
    static raft::ClusterConfiguration configuration(std::uint32_t load = 0) {
        raft::ClusterConfiguration five = raft::ClusterConfiguration::ofSize(5, 7);
        five.load = load;
        return five;
    }
    [[nodiscard]] std::size_t marks(scene::MarkKind kind) {
        const scene::TimelineFrame frame = reader_.frame();
        return static_cast<std::size_t>(std::count_if(frame.marks.begin(), frame.marks.end(),
                                                      [kind](const auto& mark) { return mark.kind == kind; }));
    }
    /// Who led at a moment, as a fresh replay says.
    [[nodiscard]] std::string leaderAt(raft::Time time) const {
        const raft::Cluster then = session_.timeline().stateAfter(session_.timeline().eventsAt(time));
        return then.leader() == 0 ? std::string() : then.nameOf(then.leader());
    }
    static std::string bandAt(const scene::TimelineBranch& branch, raft::Time time) {
        for (const scene::LeadingBand& band : branch.bands) {
            if (band.from <= time && time < band.to)
                return band.leader;
        }
        return {};
    }

    Session session_{configuration()};
    TimelineReader reader_{session_};
};

TEST_F(TimelineReaderTest, BandsSayWhoLedAtEveryMoment) {
    session_.seekTime(1'000'000, 1000);
    ASSERT_TRUE(session_.act(raft::action::Stop{session_.cluster().leader()}));
    ASSERT_EQ(reader_.frame().branches.size(), 1U); // what was read by now is not read again
    session_.seekTime(3'000'000, 1000);

    const scene::TimelineBranch branch = reader_.frame().branches.front();

    EXPECT_GE(branch.bands.size(), 2U);
    for (raft::Time time = 0; time < 3'000'000; time += 7'777)
        ASSERT_EQ(bandAt(branch, time), leaderAt(time)) << time;
}

TEST_F(TimelineReaderTest, RemarkableEventsBecomeMarksWithWords) {
    session_.seekTime(1'000'000, 1000);
    ASSERT_TRUE(session_.act(raft::action::Stop{2}));
    ASSERT_TRUE(session_.act(raft::action::Cut{1, 3, false}));
    ASSERT_TRUE(session_.act(raft::action::HealAll{}));
    ASSERT_TRUE(session_.act(raft::action::Restart{2}));
    session_.setBookmark("look here");

    EXPECT_GE(marks(scene::MarkKind::election), 1U);
    EXPECT_EQ(marks(scene::MarkKind::stop), 1U);
    EXPECT_EQ(marks(scene::MarkKind::cut), 1U);
    EXPECT_EQ(marks(scene::MarkKind::heal), 1U);
    EXPECT_EQ(marks(scene::MarkKind::start), 1U);
    EXPECT_EQ(marks(scene::MarkKind::bookmark), 1U);
    const scene::TimelineFrame frame = reader_.frame();
    const auto stop = std::find_if(frame.marks.begin(), frame.marks.end(),
                                   [](const auto& mark) { return mark.kind == scene::MarkKind::stop; });
    EXPECT_EQ(stop->text, "S2 stops");
    EXPECT_TRUE(std::is_sorted(frame.marks.begin(), frame.marks.end(),
                               [](const auto& a, const auto& b) { return a.time < b.time; }));
}

TEST_F(TimelineReaderTest, ABranchBeginsWhereItLeftItsParentWithWhoeverLedThere) {
    session_.seekTime(2'000'000, 1000);
    const raft::ServerId leader = session_.cluster().leader();
    session_.seekTime(1'000'000, 1000);
    ASSERT_TRUE(session_.act(raft::action::Stop{leader % 5 + 1}));
    session_.seekTime(1'500'000, 1000);

    const scene::TimelineFrame frame = reader_.frame();

    ASSERT_EQ(frame.branches.size(), 2U);
    EXPECT_EQ(frame.branch, 1U);
    EXPECT_EQ(frame.branches[1].parent, 0U);
    EXPECT_LE(frame.branches[1].begin, 1'000'000);
    ASSERT_FALSE(frame.branches[1].bands.empty());
    EXPECT_EQ(frame.branches[1].bands.front().leader, session_.cluster().nameOf(leader));
    EXPECT_EQ(frame.branches[1].bands.front().from, frame.branches[1].begin);
    EXPECT_EQ(reader_.branchAt(0), raft::kMainBranch);
    EXPECT_EQ(reader_.branchAt(1), session_.timeline().branch());
}

TEST_F(TimelineReaderTest, TheMarksOfAnotherFutureAreNotThoseOfTheBranchThatIsShown) {
    session_.seekTime(1'000'000, 1000);
    ASSERT_TRUE(session_.act(raft::action::Stop{2}));
    session_.seekTime(500'000, 1000);
    ASSERT_TRUE(session_.act(raft::action::Pause{3}));

    ASSERT_EQ(marks(scene::MarkKind::stop), 1U);
    EXPECT_EQ(reader_.frame().marks.back().text, "S3 stops");
    session_.switchTo(raft::kMainBranch);
    EXPECT_EQ(marks(scene::MarkKind::stop), 1U);
    EXPECT_EQ(reader_.frame().marks.back().text, "S2 stops");
}

TEST_F(TimelineReaderTest, WhileTheFutureIsHiddenOnlyTheBranchesThatLedHereAreTold) {
    session_.seekTime(1'000'000, 1000);
    session_.seekTime(500'000, 1000);
    ASSERT_TRUE(session_.act(raft::action::Stop{2}));
    session_.seekTime(250'000, 1000);
    ASSERT_TRUE(session_.act(raft::action::Stop{3}));
    ASSERT_EQ(reader_.frame().branches.size(), 3U);

    session_.setHidesFuture(true);

    EXPECT_EQ(reader_.frame().branches.size(), 2U);
    EXPECT_EQ(reader_.branchAt(1), session_.timeline().branch());
}

TEST_F(TimelineReaderTest, ALongRunKeepsAsManyMarksAsThereAreNeedsFor) {
    session_.replace(configuration(500));
    reader_.clear();
    session_.seek(200'000);

    const std::size_t frequent = marks(scene::MarkKind::client) + marks(scene::MarkKind::commit);

    EXPECT_LE(frequent, TimelineReader::kMostFrequent);
    EXPECT_GT(frequent, TimelineReader::kMostFrequent / 4);
}

} // namespace raftarium
