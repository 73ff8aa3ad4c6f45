// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Appearance.h"

#include "widgets/paint/PictureFont.h"
#include "widgets/paint/PicturePainter.h"

#include <QApplication>
#include <QFile>
#include <QPalette>

#include <cmath>

// The style sheet is a resource with @names in it, for which the theme's colours and the text's sizes are put.

namespace raftarium {

/// The size of the window's texts at a scale of 1, in logical pixels.
static constexpr double kTextSize = 13;

scene::ThemeKind themeFor(ThemeChoice choice, bool systemDark, bool systemHighContrast) {
    switch (choice) {
    case ThemeChoice::light:
        return scene::ThemeKind::light;
    case ThemeChoice::dark:
        return scene::ThemeKind::dark;
    case ThemeChoice::highContrastLight:
        return scene::ThemeKind::highContrastLight;
    case ThemeChoice::highContrastDark:
        return scene::ThemeKind::highContrastDark;
    case ThemeChoice::system:
        break;
    }
    if (systemHighContrast)
        return systemDark ? scene::ThemeKind::highContrastDark : scene::ThemeKind::highContrastLight;
    return systemDark ? scene::ThemeKind::dark : scene::ThemeKind::light;
}

static bool isHighContrast(const scene::Theme& theme) {
    return theme.kind == scene::ThemeKind::highContrastLight || theme.kind == scene::ThemeKind::highContrastDark;
}

/// What stands on what cannot be pressed: quieter than soft, still to be read.
static scene::Color disabledInk(const scene::Theme& theme) {
    return isHighContrast(theme) ? theme.soft : scene::blended(scene::faded(theme.soft, 0.72), theme.panel);
}

static QPalette paletteOf(const scene::Theme& theme) {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, scene::Color color) { palette.setColor(role, toQColor(color)); };
    set(QPalette::Window, theme.window);
    set(QPalette::WindowText, theme.ink);
    set(QPalette::Base, theme.stage);
    set(QPalette::AlternateBase, theme.panel);
    set(QPalette::Text, theme.ink);
    set(QPalette::PlaceholderText, theme.soft);
    set(QPalette::Button, theme.panel);
    set(QPalette::ButtonText, theme.ink);
    set(QPalette::BrightText, theme.danger);
    set(QPalette::ToolTipBase, theme.panel);
    set(QPalette::ToolTipText, theme.ink);
    set(QPalette::Link, theme.accent);
    set(QPalette::LinkVisited, theme.accent);
    set(QPalette::Highlight, theme.accent);
    set(QPalette::HighlightedText, theme.accentInk);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, toQColor(disabledInk(theme)));
    return palette;
}

static QString styleSheet(const scene::Theme& theme, double scale) {
    QFile file(QStringLiteral(":/themes/window.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const auto put = [&sheet](const char* name, const QString& value) { sheet.replace(QLatin1String(name), value); };
    const auto color = [&put](const char* name, scene::Color value) { put(name, toQColor(value).name()); };
    color("@window", theme.window);
    color("@panel", theme.panel);
    color("@stage", theme.stage);
    color("@ink", theme.ink);
    color("@soft", theme.soft);
    color("@faint", theme.faint);
    color("@line", isHighContrast(theme) ? theme.ink : theme.line);
    color("@track", theme.track);
    color("@danger", theme.danger);
    color("@onAccent", theme.accentInk);
    color("@accent", theme.accent);
    color("@disabled", disabledInk(theme));
    color("@marked", scene::blended(scene::faded(theme.accent, 0.14), theme.panel));
    put("@edge", isHighContrast(theme) ? QStringLiteral("2px") : QStringLiteral("1px"));
    // Without quiet colours, what cannot be pressed shows it by its edge.
    put("@closed", QLatin1String(isHighContrast(theme) ? "dashed" : "solid"));
    const auto pixels = [scale](double size) { return QStringLiteral("%1px").arg(std::lround(size * scale)); };
    put("@clockText", pixels(20));
    put("@sentenceText", pixels(15.5));
    put("@smallText", pixels(12));
    return sheet;
}

Appearance::Appearance(ViewState& view, QObject* parent) : QObject(parent), view_(view), style_(new EdgeStyle) {
    QApplication::setStyle(style_);
    connect(&system_, &SystemLook::changed, this, &Appearance::followSystem);
    connect(&view, &ViewState::optionsChanged, this, [this, scale = 0.0]() mutable {
        if (scale == view_.options().textScale)
            return;
        scale = view_.options().textScale;
        dress();
    });
    followSystem();
}

void Appearance::choose(ThemeChoice choice) {
    choice_ = choice;
    followSystem();
}

void Appearance::followSystem() {
    view_.setReducedMotion(system_.reducedMotion());
    view_.setTheme(scene::makeTheme(themeFor(choice_, system_.dark(), system_.highContrast())));
    dress();
}

void Appearance::dress() {
    const scene::Theme& theme = view_.theme();
    const double scale = view_.options().textScale;
    if (style_)
        style_->setEdge(toQColor(theme.noTerm.line));
    QApplication::setPalette(paletteOf(theme));
    QApplication::setFont(widgetFont({kTextSize * scale, scene::Weight::regular}));
    qApp->setStyleSheet(styleSheet(theme, scale));
}

} // namespace raftarium
