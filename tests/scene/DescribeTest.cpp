// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Describe.h"

#include "tests/scene/SceneFixture.h"
#include "widgets/scene/Facts.h"

#include <algorithm>

// What screen readers and tool tips say.

namespace scene {

class DescribeTest : public SceneTest {
protected:
    std::string said(const Id& id) const { return describe(frame, id, words); }
};

TEST_F(DescribeTest, aServerSaysWhatItsGlyphShows) {
    elect(1);
    submit("set x 1");
    settle();

    EXPECT_EQ(said(serverId(1)), "S1, leader, term 1, voted for S1, log up to 1, committed up to 1");
    EXPECT_EQ(said(serverId(2)),
              "S2, follower, term 1, voted for S1, log up to 1, committed up to 0, election timer manual");
    EXPECT_EQ(said(serverId(9)), "");
}

TEST_F(DescribeTest, stoppedAndPausedServersSaySo) {
    elect(1);
    act(raft::action::Pause{1});
    act(raft::action::Stop{2});

    EXPECT_EQ(said(serverId(1)), "S1, paused, term 1, leader, voted for S1, log up to 0, committed up to 0");
    EXPECT_EQ(said(serverId(2)), "S2, stopped, term 1, voted for S1, log up to 0");
}

TEST_F(DescribeTest, messagesSayKindWayTermAndLoad) {
    elect(1);
    submit("set x 1");
    const auto first = [&] { return messageId(factsOf(frame).messages[0].id); };

    EXPECT_EQ(said(first()), "AppendEntries, from S1 to S2, term 1, entries 1 to 1");
    frame.cluster.step();
    frame.cluster.step();
    EXPECT_EQ(said(first()), "reply to AppendEntries, from S2 to S1, term 1, yes");
    EXPECT_EQ(said(messageId(999)), "");
}

TEST_F(DescribeTest, heartbeatsAreCalledSo) {
    elect(1);
    act(raft::action::Heartbeat{1});
    EXPECT_EQ(said(messageId(factsOf(frame).messages[0].id)),
              "heartbeat (AppendEntries without entries), from S1 to S2, term 1");
}

TEST_F(DescribeTest, waitingMessagesSayWhereTheyWait) {
    elect(1);
    act(raft::action::Pause{2});
    act(raft::action::Heartbeat{1});
    settle();
    EXPECT_NE(said(messageId(factsOf(frame).messages[0].id)).find("waits at the paused server"), std::string::npos);
}

TEST_F(DescribeTest, linksSayWhetherTheyAreCutAndWhichWay) {
    EXPECT_EQ(said(linkId(1, 2)), "link between S1 and S2");
    act(raft::action::Cut{1, 2, false});
    EXPECT_EQ(said(linkId(1, 2)), "link between S1 and S2, cut");
    act(raft::action::Heal{1, 2, true});
    EXPECT_EQ(said(linkId(1, 2)), "link between S1 and S2, cut from S2 to S1");
}

TEST_F(DescribeTest, entriesVotesTimersAndProgress) {
    elect(1);
    submit("set x 1");

    EXPECT_EQ(said(entryId(1, 1)), "entry 1 of S1, term 1, set x 1, not committed");
    EXPECT_EQ(said(entryId(2, 1)), "");
    EXPECT_EQ(said({Subject::nextIndex, 2, 1, 2}), "nextIndex of S1 for S2: 2");
    settle();
    EXPECT_EQ(said(entryId(1, 1)), "entry 1 of S1, term 1, set x 1, applied");

    act(raft::action::Timeout{2});
    EXPECT_EQ(said(voteId(2, 2)), "S2 voted for S2");
    EXPECT_EQ(said(voteId(2, 3)), "S3 has not answered S2");
    EXPECT_EQ(said(timerId(3)), "election timer manual");
}

TEST_F(DescribeTest, everythingThatIsSpokenHasWords) {
    act(raft::action::Timeout{1});
    act(raft::action::Cut{2, 3, false});
    const auto ids = spokenIds(frame);

    EXPECT_EQ(std::count_if(ids.begin(), ids.end(), [](const Id& id) { return id.subject == Subject::server; }), 3);
    EXPECT_EQ(std::count_if(ids.begin(), ids.end(), [](const Id& id) { return id.subject == Subject::vote; }), 3);
    EXPECT_EQ(std::count_if(ids.begin(), ids.end(), [](const Id& id) { return id.subject == Subject::message; }), 2);
    EXPECT_EQ(ids.back(), linkId(2, 3));
    for (const Id& id : ids)
        EXPECT_NE(said(id), "");
}

} // namespace scene
