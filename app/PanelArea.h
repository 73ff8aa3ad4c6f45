// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Panel.h"

#include <QByteArray>
#include <QList>
#include <QMainWindow>

class QTabBar;

/// The stage and the panels around it.
namespace raftarium {

/// The window's inside: the stage in the middle, panels that can be docked around it, each on a card with rounded
/// corners.
class PanelArea : public QMainWindow {
    Q_OBJECT

public:
    /// The view must outlive it.
    PanelArea(QWidget* stage, const ViewState& view, QWidget* parent);

    /// Adds a panel; `resetLayout` gives it its place.
    Panel* addPanel(const QString& name, const QString& title, PanelTitle shown, QWidget* content);
    [[nodiscard]] const QList<Panel*>& panels() const { return panels_; }
    /// The panel of this name, or null.
    [[nodiscard]] Panel* panel(const QString& name) const;
    /// Shows a panel, in front of those that share its place.
    void bringUp(const QString& name);

    /// All panels go to where they were shipped.
    void resetLayout();
    [[nodiscard]] QByteArray layoutState() const;
    /// False when the state is of another version; the layout is then the shipped one.
    bool restoreLayout(const QByteArray& state);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QTabBar* tabBarOver(const Panel& panel) const;
    [[nodiscard]] bool isLow() const;
    void renewTitles();
    void fitSizes();
    [[nodiscard]] bool hasOtherNeeds();

    const ViewState& view_;
    QList<Panel*> panels_;
    /// True while the layout is the shipped one, whose sizes follow the window's.
    bool shipped_ = false;
    /// The height that the panel of time asked for last.
    int needed_ = 0;
};

} // namespace raftarium
