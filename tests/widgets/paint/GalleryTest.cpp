// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scene/StageSamples.h"
#include "widgets/paint/PicturePainter.h"
#include "widgets/scene/Logs.h"

#include <QDir>
#include <QSet>
#include <QTemporaryDir>

#include <gtest/gtest.h>

// Pictures of every kind as PNG files, to be looked at: RAFTARIUM_GALLERY names the folder they are kept in.

namespace raftarium {

namespace {

struct Sample {
    QString name;
    scene::Facts facts;
    scene::Size size;
    scene::ThemeKind theme = scene::ThemeKind::light;
    bool presentation = false;
};

std::vector<Sample> samples() {
    using scene::ThemeKind;
    std::vector<Sample> all{{"look-light", scene::lookFacts(), {968, 480}},
                            {"look-dark", scene::lookFacts(), {968, 480}, ThemeKind::dark},
                            {"look-contrast-light", scene::lookFacts(), {968, 480}, ThemeKind::highContrastLight},
                            {"look-contrast-dark", scene::lookFacts(), {968, 480}, ThemeKind::highContrastDark},
                            {"presentation", scene::lookFacts(), {1920, 1080}, ThemeKind::light, true},
                            {"links", scene::linkFacts(5), {968, 480}}};
    for (const std::size_t servers : {1U, 3U, 5U, 9U, 25U, 101U}) {
        for (const scene::Size size : {scene::Size{640, 400}, scene::Size{1920, 1080}}) {
            const QString name = QString("crowd-%1-%2").arg(servers).arg(size.width);
            all.push_back({name, scene::crowdFacts(servers, servers * 3), size});
        }
    }
    return all;
}

QImage drawn(const Sample& sample) {
    scene::Frame frame = scene::plainFrame(sample.facts.servers.size());
    frame.options.presentation = sample.presentation;
    frame.caption = sample.presentation ? "S5 asks for votes in term 3, but S1 leads term 4 already" : "";
    scene::Theme theme = scene::makeTheme(sample.theme);
    if (sample.presentation)
        theme = scene::presented(theme);
    const scene::Words words;
    return toImage(scene::stage(sample.facts, frame, {sample.size, theme, pictureMeasure(), words}));
}

} // namespace

TEST(Gallery, picturesOfEveryKindAreDrawn) {
    const QTemporaryDir temporary;
    const QString folder = qEnvironmentVariable("RAFTARIUM_GALLERY", temporary.path());
    ASSERT_TRUE(QDir().mkpath(folder));
    for (const Sample& sample : samples()) {
        const QImage image = drawn(sample);
        QSet<QRgb> colors;
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3)
                colors.insert(image.pixel(x, y));
        }
        EXPECT_GT(colors.size(), 10) << sample.name.toStdString();
        EXPECT_EQ(image.pixel(0, 0), toQColor(scene::makeTheme(sample.theme).stage).rgb());
        EXPECT_TRUE(image.save(folder + "/" + sample.name + ".png"));
    }
}

} // namespace raftarium
