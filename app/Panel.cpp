// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Panel.h"

#include "widgets/paint/PicturePainter.h"
#include "widgets/views/Signs.h"

#include <QBoxLayout>
#include <QFontMetrics>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

// A dock widget with a title line of our own.

namespace raftarium {

/// A title that is read from below, as on the back of a book.
class StandingLabel : public QWidget {
public:
    explicit StandingLabel(const QString& text) : text_(text) { setAccessibleName(text); }

    [[nodiscard]] QSize sizeHint() const override {
        const QFontMetrics metrics(boldFont());
        return {metrics.height() + 4, metrics.horizontalAdvance(text_) + 4};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setFont(boldFont());
        painter.setPen(palette().color(QPalette::WindowText));
        painter.translate(0, height());
        painter.rotate(-90);
        painter.drawText(QRect(0, 0, height(), width()), Qt::AlignRight | Qt::AlignVCenter, text_);
    }

private:
    [[nodiscard]] QFont boldFont() const {
        QFont bold = font();
        bold.setWeight(QFont::Bold);
        return bold;
    }

    QString text_;
};

static void setFeature(QDockWidget& dock, QDockWidget::DockWidgetFeature feature, bool on) {
    QDockWidget::DockWidgetFeatures features = dock.features();
    features.setFlag(feature, on);
    dock.setFeatures(features);
}

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

QWidget* Panel::makeName() const {
    if (shown_ == PanelTitle::beside)
        return new StandingLabel(windowTitle());
    auto* label = new QLabel(windowTitle());
    label->setProperty("panelTitle", true);
    return label;
}

QToolButton* Panel::makeButton(const QString& tip) const {
    auto* button = new QToolButton;
    button->setProperty("panelButton", true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setIconSize({16, 16});
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QWidget* Panel::makeTitle() {
    const bool stands = shown_ == PanelTitle::beside;
    auto* line = new QWidget(this);
    auto* parts = new QBoxLayout(stands ? QBoxLayout::BottomToTop : QBoxLayout::LeftToRight, line);
    parts->setContentsMargins(stands ? QMargins(6, 8, 0, 10) : QMargins(18, 5, 10, 0));
    parts->setSpacing(2);
    detach_ = makeButton(tr("Make “%1” a window of its own, or put it back").arg(windowTitle()));
    close_ = makeButton(tr("Hide “%1”; the View menu brings it back").arg(windowTitle()));
    connect(detach_, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    connect(close_, &QToolButton::clicked, this, &QWidget::close);
    parts->addWidget(makeName(), 1);
    parts->addWidget(detach_);
    parts->addWidget(close_);
    return line;
}

void Panel::setTabbed(bool tabbed) {
    const bool bare = shown_ == PanelTitle::none || (tabbed && !isFloating());
    QWidget* wanted = bare ? noTitle_ : title_;
    if (titleBarWidget() == wanted)
        return;
    setFeature(*this, QDockWidget::DockWidgetVerticalTitleBar, !bare && shown_ == PanelTitle::beside);
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
