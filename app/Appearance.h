// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/EdgeStyle.h"
#include "app/SystemLook.h"
#include "widgets/views/ViewState.h"

#include <QObject>
#include <QPointer>

/// The look of all windows of the program.
namespace raftarium {

/// What somebody chose in the menu.
enum class ThemeChoice { system, light, dark, highContrastLight, highContrastDark };

/// Puts theme and text size on the application: palette, font and style sheet, and on the views.
class Appearance : public QObject {
    Q_OBJECT

public:
    /// The view must outlive it.
    explicit Appearance(ViewState& view, QObject* parent = nullptr);

    [[nodiscard]] ThemeChoice choice() const { return choice_; }
    void choose(ThemeChoice choice);

private:
    void followSystem();
    void dress();

    ViewState& view_;
    SystemLook system_;
    /// The application's own; another window may have taken its place.
    QPointer<EdgeStyle> style_;
    ThemeChoice choice_ = ThemeChoice::system;
};

/// The theme for a choice.
scene::ThemeKind themeFor(ThemeChoice choice, bool systemDark, bool systemHighContrast);

} // namespace raftarium
