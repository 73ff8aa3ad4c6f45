// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/InterMeasure.h"

#include <QFont>
#include <QGlyphRun>
#include <QRawFont>

#include <array>
#include <map>
#include <string>
#include <unordered_map>

class QPainter;
class QPointF;
class QString;

/// The bundled font for painters and widgets.
namespace raftarium {

/// Makes the bundled family known to the application, so that widgets can use it; false if a file cannot be read.
bool addBundledFonts();

/// The bundled font for widgets at this size in logical pixels (rounded to whole ones).
QFont widgetFont(scene::Font font);

/// Measures with Qt: for texts with characters that the bundled font does not have.
class QtMeasure final : public scene::TextMeasure {
public:
    double width(std::string_view text, scene::Font font) const override;
};

/// The measure that everything in this program shares: the bundled font's table, and Qt where that ends.
const scene::TextMeasure& pictureMeasure();

/// Draws texts exactly as wide as the scene measured them. Glyphs are found once a text and font. Not to be shared
/// between threads.
class TextPainter {
public:
    /// Draws one line from `origin`, the left end of its baseline, in the painter's pen colour.
    void draw(QPainter& painter, QPointF origin, const std::string& text, scene::Font font);

private:
    struct Key {
        std::string text;
        scene::Font font;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };

    const QRawFont& rawFont(scene::Font font);
    const QGlyphRun& run(const std::string& text, scene::Font font);

    std::map<std::pair<double, scene::Weight>, QRawFont> fonts_;
    std::unordered_map<Key, QGlyphRun, KeyHash> runs_;
};

} // namespace raftarium
