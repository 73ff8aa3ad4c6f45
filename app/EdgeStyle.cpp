// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/EdgeStyle.h"

#include <QStyleOption>

// Fusion draws; only the colour from which it makes edges is another one.

namespace raftarium {

/// Fusion's edge is the window's colour darkened by this, in percent.
static constexpr int kFusionDarkens = 140;

EdgeStyle::EdgeStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

template <typename Option>
Option EdgeStyle::edged(const Option& option) const {
    Option copy(option);
    if (edge_.isValid())
        copy.palette.setColor(QPalette::Window, edge_.lighter(kFusionDarkens));
    return copy;
}

void EdgeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (button && (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton)) {
        const QStyleOptionButton copy = edged(*button);
        QProxyStyle::drawPrimitive(element, &copy, painter, widget);
    } else {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void EdgeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                   const QWidget* widget) const {
    if (const auto* number = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
        const QStyleOptionSpinBox copy = edged(*number);
        QProxyStyle::drawComplexControl(control, &copy, painter, widget);
    } else if (const auto* list = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
        const QStyleOptionComboBox copy = edged(*list);
        QProxyStyle::drawComplexControl(control, &copy, painter, widget);
    } else {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace raftarium
