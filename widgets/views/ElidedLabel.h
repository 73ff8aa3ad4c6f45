// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

/// Texts that give way.
namespace raftarium {

/// A label of one line that is cut with "…" where there is no room; the whole text is then its tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    using QLabel::QLabel;

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace raftarium
