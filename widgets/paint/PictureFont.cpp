// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/PictureFont.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPainter>
#include <QString>

#include <functional>

// Fonts from the resources. Texts of pictures are laid out by the scene's own table, glyph by glyph, so that no shaper
// of a platform can make them wider than their place.

namespace raftarium {

static constexpr std::array kFiles{":/fonts/InterTabular-Regular.otf", ":/fonts/InterTabular-Medium.otf",
                                   ":/fonts/InterTabular-SemiBold.otf", ":/fonts/InterTabular-Bold.otf"};
static constexpr std::array kWeights{QFont::Normal, QFont::Medium, QFont::DemiBold, QFont::Bold};

/// Texts in other scripts are shaped at this size and scaled, since a QFont has whole pixels only.
static constexpr int kShapingSize = 100;

/// So many glyph runs are kept before all are found anew; a picture has a few hundred.
static constexpr std::size_t kMostRuns = 8192;

bool addBundledFonts() {
    bool all = true;
    for (const char* file : kFiles)
        all = QFontDatabase::addApplicationFont(QString::fromLatin1(file)) >= 0 && all;
    return all;
}

static QFont fontOf(int pixels, scene::Weight weight) {
    QFont result(QString::fromUtf8(scene::kFontFamily.data(), scene::kFontFamily.size()));
    result.setPixelSize(pixels);
    result.setWeight(kWeights[static_cast<std::size_t>(weight)]);
    result.setHintingPreference(QFont::PreferNoHinting);
    return result;
}

QFont widgetFont(scene::Font font) { return fontOf(qMax(1, qRound(font.size)), font.weight); }

double QtMeasure::width(std::string_view text, scene::Font font) const {
    const QFontMetricsF metrics(fontOf(kShapingSize, font.weight));
    const QString line = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    return metrics.horizontalAdvance(line) * font.size / kShapingSize;
}

const scene::TextMeasure& pictureMeasure() {
    static const QtMeasure qt;
    static const scene::InterMeasure measure(&qt);
    return measure;
}

std::size_t TextPainter::KeyHash::operator()(const Key& key) const noexcept {
    return std::hash<std::string>()(key.text) ^ std::hash<double>()(key.font.size) * 31 ^
           static_cast<std::size_t>(key.font.weight);
}

const QRawFont& TextPainter::rawFont(scene::Font font) {
    const auto [place, isNew] = fonts_.try_emplace({font.size, font.weight});
    if (isNew)
        place->second = QRawFont(QString::fromLatin1(kFiles[static_cast<std::size_t>(font.weight)]), font.size,
                                 QFont::PreferNoHinting);
    return place->second;
}

const QGlyphRun& TextPainter::run(const std::string& text, scene::Font font) {
    if (runs_.size() >= kMostRuns)
        runs_.clear();
    const auto [place, isNew] = runs_.try_emplace({text, font});
    if (!isNew)
        return place->second;
    const QRawFont& raw = rawFont(font);
    QList<QPointF> positions;
    for (const double x : scene::InterMeasure::positions(text, font))
        positions.append({x, 0});
    place->second.setRawFont(raw);
    place->second.setGlyphIndexes(raw.glyphIndexesForString(QString::fromStdString(text)));
    place->second.setPositions(positions);
    return place->second;
}

void TextPainter::draw(QPainter& painter, QPointF origin, const std::string& text, scene::Font font) {
    if (scene::InterMeasure::covers(text)) {
        painter.drawGlyphRun(origin, run(text, font));
        return;
    }
    painter.save();
    painter.translate(origin);
    painter.scale(font.size / kShapingSize, font.size / kShapingSize);
    painter.setFont(fontOf(kShapingSize, font.weight));
    painter.drawText(QPointF(0, 0), QString::fromStdString(text));
    painter.restore();
}

} // namespace raftarium
