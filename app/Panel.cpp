// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Panel.h"

#include "widgets/paint/PicturePainter.h"
#include "widgets/views/Signs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

// A dock widget with a title line of our own.

namespace raftarium {

Panel::Panel(const QString& name, const QString& title, PanelTitle shown, QWidget* content, const ViewState& view,
             QWidget* parent)
    : QDockWidget(title, parent)
    , view_(view)
    , shown_(shown)
    , title_(makeTitle())
    , noTitle_(new QWidget(this)) {
    setObjectName(name);
    setWidget(content);
    if (shown == PanelTitle::none)
        setFeatures(QDockWidget::DockWidgetClosable);
    setTabbed(false);
    connect(&view, &ViewState::themeChanged, this, [this] {
        drawSigns();
        update();
    });
    connect(this, &QDockWidget::topLevelChanged, this, &Panel::drawSigns);
    drawSigns();
}

QWidget* Panel::makeTitle() {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(18, 6, 10, 0);
    row->setSpacing(2);
    auto* label = new QLabel(windowTitle());
    label->setProperty("panelTitle", true);
    row->addWidget(label, 1);
    const auto addButton = [&](const QString& tip) {
        auto* button = new QToolButton;
        button->setProperty("panelButton", true);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        button->setIconSize({16, 16});
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
        return button;
    };
    detach_ = addButton(tr("Make “%1” a window of its own, or put it back").arg(windowTitle()));
    close_ = addButton(tr("Hide “%1”; the View menu brings it back").arg(windowTitle()));
    connect(detach_, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    connect(close_, &QToolButton::clicked, this, &QWidget::close);
    return line;
}

void Panel::setTabbed(bool tabbed) {
    const bool bare = shown_ == PanelTitle::none || (tabbed && !isFloating());
    QWidget* wanted = bare ? noTitle_ : title_;
    if (titleBarWidget() == wanted)
        return;
    if (QWidget* before = titleBarWidget())
        before->hide();
    setTitleBarWidget(wanted);
    wanted->show();
}

void Panel::drawSigns() {
    const QColor soft = toQColor(view_.theme().soft);
    detach_->setIcon(signIcon(isFloating() ? Sign::restore : Sign::detach, soft, soft));
    close_->setIcon(signIcon(Sign::close, soft, soft));
}

void Panel::paintEvent(QPaintEvent* /*event*/) {
    // In the window the card behind it is painted by the panel area; a window of its own has no card.
    if (isFloating())
        QPainter(this).fillRect(rect(), toQColor(view_.theme().panel));
}

} // namespace raftarium
