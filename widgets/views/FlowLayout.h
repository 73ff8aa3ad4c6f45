// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>
#include <QList>

/// A layout in lines, as words stand on a page.
namespace raftarium {

/// Puts items one after the other and begins a new line where there is no more room.
class FlowLayout : public QLayout {
public:
    /// `gap` pixels between items and lines.
    explicit FlowLayout(int gap) : gap_(gap) { setContentsMargins({}); }
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override { items_.append(item); }
    [[nodiscard]] int count() const override { return static_cast<int>(items_.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override { return items_.value(index); }
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, false); }
    [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    /// The height that is needed; items are moved only if `moves`.
    int arrange(const QRect& rect, bool moves) const;

    QList<QLayoutItem*> items_;
    int gap_;
};

} // namespace raftarium
