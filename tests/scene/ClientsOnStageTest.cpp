// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scene/PictureChecks.h"
#include "tests/scene/SceneFixture.h"
#include "widgets/scene/Describe.h"

// Clients beside the servers: their boxes, their messages, and what is said of them.

namespace scene {

namespace {

class ClientsOnStage : public SceneTest {
protected:
    /// That many servers and clients, two seconds after the beginning.
    void beginWith(std::size_t servers, std::uint32_t clients) {
        raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(servers, 3);
        configuration.options = raft::presetAt(1);
        configuration.load.clients = clients;
        configuration.load.thinkTime = 20'000;
        configuration.load.reads = 40;
        configuration.load.readMode = raft::ReadMode::readIndex;
        begin(configuration);
        runFor(2'000'000);
    }
    void runFor(raft::Time time) {
        const raft::Time end = frame.cluster.now() + time;
        while (frame.cluster.nextEventTime() <= end)
            frame.cluster.step();
        frame.time = frame.cluster.now();
    }
    bool stepUntil(raft::MessageKind kind) {
        for (int i = 0; i < 10'000; ++i) {
            for (const raft::InFlight& flight : frame.cluster.inFlight()) {
                if (flight.message->kind() == kind)
                    return true;
            }
            frame.cluster.step();
            frame.time = frame.cluster.now();
        }
        return false;
    }
};

} // namespace

TEST_F(ClientsOnStage, haveTheirPlaceBesideTheServersAndNothingLiesOverAnything) {
    for (const std::size_t servers : {1U, 3U, 5U, 9U}) {
        for (const std::uint32_t clients : {1U, 4U, 16U, 40U}) {
            beginWith(servers, clients);
            for (const Size size : {Size{560, 330}, Size{652, 388}, Size{968, 480}, Size{1920, 1080}}) {
                SCOPED_TRACE(testing::Message() << servers << " servers, " << clients << " clients, " << size.width);
                frame.selected = clientId(1);
                const Picture picture = draw(size);
                const StageLayout layout = stageLayout(frame, size);

                EXPECT_EQ(joined(whatLeaves(picture)), "");
                EXPECT_EQ(joined(whatIsTooSmall(picture, 13)), "");
                EXPECT_EQ(joined(whatOverlaps(picture)), "");
                EXPECT_EQ(joined(whatIsHardToRead(picture)), "");
                EXPECT_EQ(joined(whatIsHardToHit(picture)), "");
                EXPECT_EQ(joined(whatCollides(picture, layout)), "");
                ASSERT_FALSE(layout.clients.empty());
                EXPECT_TRUE(layout.clients.size() == clients || layout.clients.front().client == 0);
                for (const ClientSeat& client : layout.clients) {
                    for (const Seat& seat : layout.seats) {
                        EXPECT_GE(distance(client.place.nearest(seat.center), seat.center), layout.sizes.outer - 0.5);
                        EXPECT_FALSE(seat.tail.intersects(client.place));
                    }
                }
            }
        }
    }
}

TEST_F(ClientsOnStage, aRunWithoutClientsKeepsTheWholeStage) {
    begin(configuration(3));
    EXPECT_TRUE(stageLayout(frame, {968, 480}).clients.empty());
    EXPECT_EQ(stageLayout(frame, {968, 480}).area.x, 8);
}

TEST_F(ClientsOnStage, becomeOneGroupWhereTheyAreTooMany) {
    beginWith(3, 40);
    const Picture picture = draw({652, 388});

    EXPECT_NE(allTexts(picture).find("|40 clients|"), std::string::npos) << allTexts(picture);
    const HitShape* hit = picture.hitShape(clientsId());
    ASSERT_NE(hit, nullptr);
    EXPECT_EQ(picture.hitShape(clientId(1)), nullptr);
    EXPECT_NE(describe(frame, clientsId(), words).find("40 clients, of which"), std::string::npos);
}

TEST_F(ClientsOnStage, tellTheirNamesTheirSessionsAndWhatTheyWaitFor) {
    beginWith(3, 2);
    ASSERT_TRUE(stepUntil(raft::MessageKind::clientRequest));
    const raft::Client& client =
        frame.cluster.clients()[0].request != 0 ? frame.cluster.clients()[0] : frame.cluster.clients()[1];
    const std::string command = frame.cluster.requests()[client.request - 1].command->text();

    const std::string texts = allTexts(draw());

    EXPECT_NE(texts.find("|C1|"), std::string::npos);
    EXPECT_NE(texts.find("|session " + std::to_string(client.session) + "|"), std::string::npos) << texts;
    EXPECT_NE(texts.find("|" + command + "|"), std::string::npos) << texts;
    const std::string spoken = describe(frame, clientId(client.id), words);
    EXPECT_NE(spoken.find("waits for the answer to " + command + ", attempt 1"), std::string::npos) << spoken;
}

TEST_F(ClientsOnStage, requestsAndRepliesTravelBetweenClientAndServerPastTheOthers) {
    for (const std::size_t servers : {1U, 2U, 3U, 5U, 9U}) {
        beginWith(servers, 4);
        const StageLayout layout = stageLayout(frame, {968, 480});
        for (const Seat& server : layout.seats) {
            for (std::uint64_t client = 1; client <= 4; ++client) {
                SCOPED_TRACE(testing::Message() << servers << " servers, C" << client << " to S" << server.id);
                const Route there = layout.route(raft::clientParty(client), server.id, false, 14);
                const Route back = layout.route(server.id, raft::clientParty(client), true, 14);
                const ClientSeat& box = layout.clients[static_cast<std::size_t>(client - 1)];

                EXPECT_LE(distance(box.place.nearest(there.at(0)), there.at(0)), layout.sizes.glyph);
                EXPECT_LE(distance(there.at(1), server.center), layout.edgeOf(server) + layout.sizes.glyph);
                EXPECT_LE(distance(back.at(0), server.center), layout.edgeOf(server) + layout.sizes.glyph);
                EXPECT_TRUE(layout.isFree(there, server.id, Clearance::names));
                EXPECT_TRUE(layout.isFree(back, server.id, Clearance::names));
            }
        }
    }
}

TEST_F(ClientsOnStage, messagesOfClientsCanBeHitAndDescribed) {
    beginWith(3, 1);
    ASSERT_TRUE(stepUntil(raft::MessageKind::clientReply));
    std::uint64_t reply = 0;
    for (const raft::InFlight& flight : frame.cluster.inFlight()) {
        if (flight.message->kind() == raft::MessageKind::clientReply)
            reply = flight.id;
    }

    EXPECT_NE(draw().hitShape(messageId(reply)), nullptr);
    EXPECT_EQ(describe(frame, messageId(reply), words).find("reply to a client, from S"), 0U)
        << describe(frame, messageId(reply), words);
}

} // namespace scene
