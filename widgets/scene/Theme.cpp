// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Theme.h"

// The palettes. Any two fills of terms differ for people without one kind of cone too; a test recomputes that.

namespace scene {

static constexpr Color kDarkInk = rgb(0x101418);
static constexpr Color kLightInk = rgb(0xFFFFFF);

static constexpr std::array<Color, kTermColors> kFills{rgb(0x7093E0), rgb(0xEDA218), rgb(0x53E4B3), rgb(0x7444C0),
                                                       rgb(0x127873), rgb(0x878F56), rgb(0xEDC0E5), rgb(0x805406)};
static constexpr std::array<Color, kTermColors> kInks{kDarkInk,  kDarkInk, kDarkInk, kLightInk,
                                                      kLightInk, kDarkInk, kDarkInk, kLightInk};
static constexpr std::array<Color, kTermColors> kLinesOnLight{rgb(0x7093E0), rgb(0xC78814), rgb(0x3DA683),
                                                              rgb(0x7444C0), rgb(0x127873), rgb(0x878F56),
                                                              rgb(0xAB8AA5), rgb(0x805406)};
static constexpr std::array<Color, kTermColors> kLinesOnDark{rgb(0x7093E0), rgb(0xEDA218), rgb(0x53E4B3),
                                                             rgb(0x7546C1), rgb(0x127873), rgb(0x878F56),
                                                             rgb(0xEDC0E5), rgb(0x84590D)};

static std::array<TermColors, kTermColors> termColors(const std::array<Color, kTermColors>& lines) {
    std::array<TermColors, kTermColors> colors;
    for (std::size_t i = 0; i < kTermColors; ++i)
        colors[i] = {kFills[i], kInks[i], lines[i]};
    return colors;
}

static Theme lightTheme() {
    Theme theme;
    theme.kind = ThemeKind::light;
    theme.window = rgb(0xEEF0F3);
    theme.panel = rgb(0xFAFBFC);
    theme.stage = rgb(0xFFFFFF);
    theme.ink = rgb(0x1B1F24);
    theme.soft = rgb(0x5C6670);
    theme.faint = rgb(0xC9D0D7);
    theme.line = rgb(0xDDE2E7);
    theme.track = rgb(0xE6EAEE);
    theme.danger = rgb(0xC4262E);
    theme.accent = rgb(0x0A62D0);
    theme.accentInk = rgb(0xFFFFFF);
    theme.terms = termColors(kLinesOnLight);
    theme.noTerm = {rgb(0xE6EAEE), kDarkInk, rgb(0x8A949E)};
    return theme;
}

static Theme darkTheme() {
    Theme theme;
    theme.kind = ThemeKind::dark;
    theme.window = rgb(0x15181C);
    theme.panel = rgb(0x1C2025);
    theme.stage = rgb(0x101317);
    theme.ink = rgb(0xE9EDF1);
    theme.soft = rgb(0x9AA5B0);
    theme.faint = rgb(0x3A424B);
    theme.line = rgb(0x2A3037);
    theme.track = rgb(0x262C33);
    theme.danger = rgb(0xFF6B6B);
    theme.accent = rgb(0x6FB1FF);
    theme.accentInk = rgb(0x06172B);
    theme.terms = termColors(kLinesOnDark);
    theme.noTerm = {rgb(0x3A424B), kLightInk, rgb(0x77828D)};
    return theme;
}

static Theme highContrast(Theme theme, ThemeKind kind, Color ground, Color ink) {
    theme.kind = kind;
    theme.window = theme.panel = theme.stage = ground;
    theme.ink = theme.soft = theme.faint = ink;
    theme.line = theme.track = blended(faded(ink, 0.5), ground);
    theme.noTerm = {ground, ink, ink};
    theme.minimumLine = 3;
    theme.outlined = true;
    return theme;
}

const TermColors& Theme::term(std::uint64_t number) const {
    return number == 0 ? noTerm : terms[(number - 1) % kTermColors];
}

Theme makeTheme(ThemeKind kind) {
    switch (kind) {
    case ThemeKind::light:
        return lightTheme();
    case ThemeKind::dark:
        return darkTheme();
    case ThemeKind::highContrastLight:
        return highContrast(lightTheme(), kind, rgb(0xFFFFFF), rgb(0x000000));
    case ThemeKind::highContrastDark:
        break;
    }
    return highContrast(darkTheme(), ThemeKind::highContrastDark, rgb(0x000000), rgb(0xFFFFFF));
}

Theme presented(Theme theme) {
    // The quietest mixture of ink and ground that a projector still shows.
    Color quiet = theme.ink;
    for (int percent = 5; percent < 100; percent += 1) {
        quiet = blended(faded(theme.ink, percent / 100.0), theme.stage);
        if (contrast(quiet, theme.stage) >= 3.05)
            break;
    }
    for (Color* color : {&theme.faint, &theme.line, &theme.track}) {
        if (contrast(*color, theme.stage) < 3)
            *color = quiet;
    }
    return theme;
}

} // namespace scene
