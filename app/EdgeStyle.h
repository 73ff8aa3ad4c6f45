// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QProxyStyle>

/// The look of controls.
namespace raftarium {

/// Qt's Fusion, with edges that can be seen: Fusion makes them from a darker window, which on a dark theme is nothing.
class EdgeStyle : public QProxyStyle {
    Q_OBJECT

public:
    EdgeStyle();

    /// The colour of the edges of boxes to tick, lists and numbers.
    void setEdge(const QColor& edge) { edge_ = edge; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;

private:
    /// The option with a window that Fusion turns into the edge.
    template <typename Option>
    [[nodiscard]] Option edged(const Option& option) const;

    QColor edge_;
};

} // namespace raftarium
