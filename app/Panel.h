// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/ViewState.h"

#include <QDockWidget>

class QLabel;
class QToolButton;

/// One panel of the window.
namespace raftarium {

/// Whether a panel has a line with its name over it.
enum class PanelTitle {
    above,  ///< a line over the content
    beside, ///< a strip on the left, for what is wide and low
    none,
};

/// A widget that can be hidden, moved, made a window of its own, or put under a tab.
class Panel : public QDockWidget {
    Q_OBJECT

public:
    /// `name` names it in the saved layout; `title` is what people read. The view must outlive it.
    Panel(const QString& name, const QString& title, PanelTitle shown, QWidget* content, const ViewState& view,
          QWidget* parent);

    /// Shows the title line, or leaves it to the tab when the panel stands under one.
    void setTabbed(bool tabbed);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeTitle();
    [[nodiscard]] QWidget* makeName() const;
    QToolButton* makeButton(const QString& tip) const;
    void drawSigns();

    const ViewState& view_;
    PanelTitle shown_;
    QToolButton* detach_ = nullptr;
    QToolButton* close_ = nullptr;
    QWidget* title_;
    QWidget* noTitle_;
};

} // namespace raftarium
