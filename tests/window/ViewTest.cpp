// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "app/KeysDialog.h"

// The window itself: themes, text size, panels, finding, help.

namespace raftarium {

TEST_F(WindowTest, EveryThemeCanBeChosenFromTheMenu) {
    const std::pair<const char*, scene::ThemeKind> themes[]{
        {"Dark", scene::ThemeKind::dark},
        {"High contrast, light", scene::ThemeKind::highContrastLight},
        {"High contrast, dark", scene::ThemeKind::highContrastDark},
        {"Light", scene::ThemeKind::light},
    };
    for (const auto& [name, kind] : themes) {
        chooseFromBar("View", {"Theme", name});

        EXPECT_EQ(window().view().theme().kind, kind) << name;
    }
}

TEST_F(WindowTest, ControlPlusAndMinusChangeTheTextSize) {
    key(Qt::Key_Equal, Qt::ControlModifier);
    EXPECT_GT(window().view().options().textScale, 1.05);

    key(Qt::Key_Minus, Qt::ControlModifier);

    EXPECT_NEAR(window().view().options().textScale, 1.0, 0.01);
}

TEST_F(WindowTest, HeartbeatsCanBeHidden) {
    chooseFromBar("View", {"Hide heartbeats"});

    EXPECT_TRUE(window().view().options().hideHeartbeats);
}

TEST_F(WindowTest, AClosedPanelComesBackWithResetLayout) {
    Panel* logs = window().panels().panel("logsPanel");
    ASSERT_NE(logs, nullptr);
    logs->close();
    ASSERT_FALSE(logs->isVisible());

    chooseFromBar("View", {"Reset layout"});

    EXPECT_TRUE(logs->isVisible());
}

TEST_F(WindowTest, F1ListsTheKeys) {
    key(Qt::Key_F1);

    auto* dialog = find<KeysDialog>("keysDialog");
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(dialog->isVisible());
    dialog->close();
}

TEST_F(WindowTest, AllKeysAreReadInASmallWindowWithoutScrollingSideways) {
    window().resize(1024, 640);
    key(Qt::Key_F1);
    auto* dialog = find<KeysDialog>("keysDialog");
    ASSERT_NE(dialog, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowExposed(dialog));

    EXPECT_LE(dialog->width(), 1024);
    EXPECT_EQ(dialog->findChild<QScrollArea*>()->horizontalScrollBar()->maximum(), 0);
    dialog->close();
}

TEST_F(WindowTest, TheAboutBoxNamesVersionsAndLicences) {
    chooseFromBar("Help", {"About Raftarium"});

    auto* dialog = find<QDialog>("aboutDialog");
    ASSERT_NE(dialog, nullptr);
    QString text;
    for (const QLabel* label : dialog->findChildren<QLabel*>())
        text += label->text();
    EXPECT_TRUE(text.contains("GPL") || text.contains("General Public License")) << text.toStdString();
    EXPECT_TRUE(text.contains("Qt"));
    dialog->close();
}

TEST_F(WindowTest, ControlFFindsInTheEvents) {
    electLeader();

    key(Qt::Key_F, Qt::ControlModifier);

    auto* field = find<QWidget>("findField");
    ASSERT_NE(field, nullptr);
    EXPECT_TRUE(field->isVisible());
}

TEST_F(WindowTest, TheSpeedSliderIsLogarithmicFromAFiveHundredthToAHundred) {
    auto* slider = find<QSlider>("speedSlider");
    slider->setValue(slider->minimum());
    EXPECT_NEAR(window().player().speed(), 1.0 / 500, 1e-6);

    slider->setValue(slider->maximum());

    EXPECT_NEAR(window().player().speed(), 100, 1e-6);
}

} // namespace raftarium
