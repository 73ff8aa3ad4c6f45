// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/LogsView.h"

// The shipped layout: what a class sees at common sizes, and that nothing is clipped there.

namespace raftarium {

namespace {

struct Place {
    int servers;
    QSize window;
};

void PrintTo(const Place& place, std::ostream* out) {
    *out << place.servers << " servers, " << place.window.width() << "x" << place.window.height();
}

} // namespace

class ShippedLayout : public WindowTest, public testing::WithParamInterface<Place> {
protected:
    void SetUp() override {
        QStandardPaths::setTestModeEnabled(true);
        raft::ClusterConfiguration configuration =
            raft::ClusterConfiguration::ofSize(static_cast<std::size_t>(GetParam().servers), 7);
        configuration.load = 10;
        open(configuration);
        window().resize(GetParam().window);
        window().panels().resetLayout();
        // A bookmark, so that the caption's place is kept.
        electLeader();
        session().setBookmark("A leader is there");
        QTest::qWait(60);
    }
    [[nodiscard]] std::size_t tailEntries(raft::ServerId server) {
        const auto& hits = stage().picture().hits;
        return static_cast<std::size_t>(std::count_if(hits.begin(), hits.end(), [server](const auto& hit) {
            return hit.id.subject == scene::Subject::entry && hit.id.server == server;
        }));
    }
    /// All texts of a picture that stand for a thing.
    [[nodiscard]] static QStringList textsOf(const scene::Picture& picture, const scene::Id& id) {
        QStringList texts;
        for (const scene::Layer& layer : picture.layers) {
            for (const scene::Primitive& primitive : layer.primitives) {
                if (const auto* text = std::get_if<scene::Text>(&primitive.shape); text && primitive.id == id)
                    texts += QString::fromStdString(text->text);
            }
        }
        return texts;
    }
};

TEST_P(ShippedLayout, TheStageIsTheLargestThing) {
    const int stage = this->stage().width() * this->stage().height();
    for (const Panel* panel : window().panels().panels()) {
        if (panel->isVisible() && !panel->visibleRegion().isEmpty()) {
            EXPECT_GT(stage, panel->width() * panel->height()) << panel->objectName().toStdString();
        }
    }
}

TEST_P(ShippedLayout, EveryServerShowsNameRoleTermAndTheEndOfItsLog) {
    for (const raft::Host& host : cluster().hosts()) {
        const QStringList texts = textsOf(stage().picture(), scene::serverId(host.id()));
        const QString all = texts.join(' ');
        EXPECT_TRUE(all.contains(QString::fromStdString(cluster().nameOf(host.id())))) << all.toStdString();
        EXPECT_TRUE(all.contains("leader") || all.contains("follower")) << all.toStdString();
        EXPECT_TRUE(all.contains("1")) << all.toStdString();
        EXPECT_GE(tailEntries(host.id()), 2U) << cluster().nameOf(host.id());
    }
}

TEST_P(ShippedLayout, TheLogsShowEveryRow) {
    const auto* logs = find<LogsView>("logs");
    EXPECT_EQ(logs->verticalScrollBar()->maximum(), 0);
}

TEST_P(ShippedLayout, NoPanelIsClippedByTheWindow) {
    for (const Panel* panel : window().panels().panels()) {
        if (panel->isVisible() && !panel->visibleRegion().isEmpty()) {
            EXPECT_TRUE(window().panels().rect().contains(panel->geometry())) << panel->objectName().toStdString();
            EXPECT_GE(panel->height(), panel->minimumSizeHint().height()) << panel->objectName().toStdString();
        }
    }
}

TEST_F(WindowTest, TheLogsKeepTheirLastRowWhenBranchesTakeRoom) {
    window().panels().resetLayout();
    electLeader();

    for (const raft::Time when : {400'000, 500'000, 600'000}) {
        session().seekTime(when, 1000);
        session().act(raft::action::Timeout{1});
        session().seekTime(1'200'000, 1000);
    }
    ASSERT_GE(session().timeline().branches().size(), 3U);
    QTest::qWait(60);

    EXPECT_EQ(find<LogsView>("logs")->verticalScrollBar()->maximum(), 0);
}

INSTANTIATE_TEST_SUITE_P(atCommonSizes, ShippedLayout,
                         testing::Values(Place{3, {1440, 900}}, Place{5, {1440, 900}}, Place{3, {1024, 640}},
                                         Place{5, {1024, 640}}, Place{5, {1366, 768}}, Place{7, {1920, 1080}}));

} // namespace raftarium
