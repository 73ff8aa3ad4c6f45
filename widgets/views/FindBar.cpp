// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/FindBar.h"

#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

// A search that goes round the list once, some milliseconds at a time.

namespace raftarium {

/// A piece of a search takes no longer, in milliseconds.
static constexpr int kPiece = 8;

FindBar::FindBar(EventsView& events, QWidget* parent)
    : QWidget(parent)
    , events_(events)
    , field_(new QLineEdit)
    , verdict_(new QLabel) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 6);
    row->setSpacing(6);
    field_->setObjectName(QStringLiteral("findField"));
    field_->setPlaceholderText(tr("Find in events"));
    field_->setAccessibleName(tr("Find in events"));
    field_->installEventFilter(this);
    verdict_->setObjectName(QStringLiteral("findVerdict"));
    row->addWidget(field_, 1);
    row->addWidget(verdict_);
    const auto addButton = [&](const QString& sign, const QString& tip, auto slot) {
        auto* button = new QToolButton;
        button->setText(sign);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, slot);
        row->addWidget(button);
    };
    addButton(QStringLiteral("↑"), tr("Previous (Shift+Enter)"), &FindBar::findPrevious);
    addButton(QStringLiteral("↓"), tr("Next (Enter)"), &FindBar::findNext);
    addButton(QStringLiteral("×"), tr("Close (Esc)"), &FindBar::close);
    timer_.setInterval(0);
    connect(&timer_, &QTimer::timeout, this, &FindBar::searchOn);
    connect(field_, &QLineEdit::textChanged, this, &FindBar::beginAnew);
    connect(&events_, &EventsView::rowsReplaced, this, [this] {
        found_.reset();
        end({});
    });
    hide();
}

void FindBar::open() {
    show();
    field_->setFocus(Qt::ShortcutFocusReason);
    field_->selectAll();
}

void FindBar::close() {
    timer_.stop();
    found_.reset();
    events_.setFound({});
    hide();
    events_.setFocus();
}

bool FindBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == field_ && event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        // Esc closes the search before it does anything else in the window.
        event->accept();
        return true;
    }
    if (watched == field_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            close();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            begin(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::beginAnew() {
    found_.reset();
    begin(1);
}

void FindBar::begin(int step) {
    const std::size_t count = events_.rows().count();
    if (field_->text().isEmpty() || count == 0) {
        found_.reset();
        end({});
        return;
    }
    step_ = step;
    left_ = count;
    const std::size_t from = found_.value_or(events_.visibleRows().first);
    row_ = found_ ? (from + (step > 0 ? 1 : count - 1)) % count : from;
    timer_.start();
}

void FindBar::searchOn() {
    const std::size_t count = events_.rows().count();
    QElapsedTimer spent;
    spent.start();
    while (left_ > 0 && spent.elapsed() < kPiece) {
        const bool fits = row_ < count && events_.rowText(row_).contains(field_->text(), Qt::CaseInsensitive);
        if (fits) {
            found_ = row_;
            end({});
            return;
        }
        row_ = (row_ + (step_ > 0 ? 1 : count - 1)) % count;
        --left_;
    }
    if (left_ == 0) {
        found_.reset();
        end(tr("not found"));
    }
}

void FindBar::end(const QString& verdict) {
    timer_.stop();
    events_.setFound(found_);
    verdict_->setText(verdict);
}

} // namespace raftarium
