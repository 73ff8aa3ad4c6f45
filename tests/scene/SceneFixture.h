// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/InterMeasure.h"
#include "widgets/scene/Stage.h"

#include <gtest/gtest.h>

/// A real cluster whose election timers only run out when told, and pictures of it.
namespace scene {

class SceneTest : public testing::Test {
protected:
    SceneTest() : frame{raft::Cluster(configuration(3)), 0, {}, {}, {}, {}, {}, {}, {}, {}} {}

    /// That many servers with manual timers and heartbeats, and every message 10 ms under way.
    static raft::ClusterConfiguration configuration(std::size_t servers) {
        raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(servers, 1);
        configuration.timing.electionTimers = raft::TimerMode::manual;
        configuration.timing.heartbeats = raft::TimerMode::manual;
        configuration.timing.link.latency = {10'000, 10'000};
        return configuration;
    }
    void begin(const raft::ClusterConfiguration& configuration) {
        frame.cluster = raft::Cluster(configuration);
        frame.time = 0;
    }
    void act(const raft::Action& action) {
        ASSERT_TRUE(frame.cluster.act(action).has_value());
        frame.time = frame.cluster.now();
    }
    /// Lets everything happen that is due until nothing is in flight.
    void settle() {
        while (frame.cluster.nextEventTime() != raft::kNever)
            frame.cluster.step();
        frame.time = frame.cluster.now();
    }
    /// Makes a server the leader, and lets the news arrive.
    void elect(raft::ServerId id) {
        act(raft::action::Timeout{id});
        settle();
        ASSERT_EQ(frame.cluster.leader(), id);
    }
    void submit(const std::string& line) { act(raft::action::Submit{*raft::Command::parse(line), 0}); }

    Canvas canvas(Size size = {968, 480}) const { return {size, theme, measure, words}; }
    Picture draw(Size size = {968, 480}) const { return stage(frame, canvas(size)); }
    const Layer& layerOf(const Picture& picture, LayerKind kind) const {
        for (const Layer& layer : picture.layers) {
            if (layer.kind == kind)
                return layer;
        }
        throw std::out_of_range("no such layer");
    }
    /// The primitives of a layer that show a thing.
    std::vector<Primitive> shown(const Picture& picture, LayerKind kind, const Id& id) const {
        std::vector<Primitive> found;
        for (const Primitive& primitive : layerOf(picture, kind).primitives) {
            if (primitive.id == id)
                found.push_back(primitive);
        }
        return found;
    }
    /// Every text of a picture, joined by bars.
    static std::string allTexts(const Picture& picture) {
        std::string all = "|";
        for (const Layer& layer : picture.layers) {
            for (const Primitive& primitive : layer.primitives) {
                if (const auto* text = std::get_if<Text>(&primitive.shape))
                    all += text->text + "|";
            }
        }
        return all;
    }

    Frame frame;
    Theme theme = makeTheme(ThemeKind::light);
    InterMeasure measure;
    Words words;
};

} // namespace scene
