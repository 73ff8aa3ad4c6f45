// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/EventsView.h"

#include "widgets/paint/PicturePainter.h"
#include "widgets/playback/Catalogue.h"
#include "widgets/playback/TimeWords.h"
#include "widgets/views/Parts.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

// Rows are painted straight from the events; the scroll bar counts rows, not pixels.

namespace raftarium {

static constexpr int kMargin = 18;
static constexpr int kGap = 10;

/// Where the parts of a row stand.
struct EventsView::Columns {
    int time;
    int server;
    int text;
    int right;
};

EventsView::EventsView(const Session& session, const Player& player, EventBook& book, const ViewState& view,
                       QWidget* parent)
    : QAbstractScrollArea(parent)
    , session_(session)
    , book_(book)
    , view_(view)
    , rows_(session) {
    setObjectName(QStringLiteral("events"));
    setAccessibleName(tr("Events"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setAutoFillBackground(false);
    connect(&session, &Session::structureChanged, this, &EventsView::changeRows);
    connect(&session, &Session::runReplaced, this, [this] { following_ = true; });
    connect(&session, &Session::momentChanged, this, &EventsView::keepUp);
    connect(&view, &ViewState::themeChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&view, &ViewState::optionsChanged, this, [this] {
        if (rows_.interestingOnly() != view_.options().hideHeartbeats) {
            rows_.setInterestingOnly(view_.options().hideHeartbeats);
            emit rowsReplaced();
        }
        keepUp();
    });
    new Parts(
        *this, session, player, view, [this] { return findParts(); },
        [this](const scene::Id& id) { emit eventWanted(id.number); });
}

std::vector<Part> EventsView::findParts() const {
    std::vector<Part> parts;
    const auto [first, end] = visibleRows();
    for (std::size_t row = first; row < end; ++row) {
        parts.push_back({{scene::Subject::mark, 0, 0, rows_.eventAt(row)},
                         rowText(row),
                         rowPlace(row).translated(viewport()->pos()),
                         presentRow() == row});
    }
    return parts;
}

int EventsView::rowHeight() const { return fontMetrics().height() + 10; }

void EventsView::changeRows() {
    rows_.changeStructure();
    emit rowsReplaced();
}

void EventsView::keepUp() {
    rows_.keepUp();
    measure();
    follow();
    viewport()->update();
}

void EventsView::measure() {
    const int page = std::max(1, viewport()->height() / rowHeight());
    const auto count = static_cast<int>(std::min<std::size_t>(rows_.count(), 2'000'000'000));
    scrollsItself_ = true;
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, count - page));
    scrollsItself_ = false;
}

std::optional<std::size_t> EventsView::presentRow() const {
    if (session_.events() == 0)
        return std::nullopt;
    const std::size_t row = rows_.rowsBefore(session_.events() - 1);
    if (row >= rows_.count() || rows_.eventAt(row) != session_.events() - 1)
        return std::nullopt;
    return row;
}

void EventsView::follow() {
    const std::size_t before = rows_.rowsBefore(session_.events());
    if (following_ && before > 0)
        showRow(before - 1);
}

void EventsView::showRow(std::size_t row) {
    const int page = verticalScrollBar()->pageStep();
    const int wanted = static_cast<int>(row);
    const int top = verticalScrollBar()->value();
    scrollsItself_ = true;
    if (wanted < top)
        verticalScrollBar()->setValue(wanted);
    else if (wanted >= top + page)
        verticalScrollBar()->setValue(wanted - page + 1);
    scrollsItself_ = false;
}

void EventsView::scrollContentsBy(int /*dx*/, int /*dy*/) {
    if (!scrollsItself_) {
        // Whoever scrolls the present event out of sight wants to read elsewhere, until it is in sight again.
        const auto [first, last] = visibleRows();
        const std::size_t before = rows_.rowsBefore(session_.events());
        following_ = before == 0 || (before - 1 >= first && before - 1 < last);
    }
    viewport()->update();
}

std::pair<std::size_t, std::size_t> EventsView::visibleRows() const {
    const auto first = static_cast<std::size_t>(verticalScrollBar()->value());
    const auto page = static_cast<std::size_t>(viewport()->height() / rowHeight());
    return {std::min(first, rows_.count()), std::min(first + page, rows_.count())};
}

QRect EventsView::rowPlace(std::size_t row) const {
    const int line = static_cast<int>(row) - verticalScrollBar()->value();
    return {0, line * rowHeight(), viewport()->width(), rowHeight()};
}

std::optional<std::size_t> EventsView::rowAt(int y) const {
    const int line = verticalScrollBar()->value() + y / rowHeight();
    const auto row = static_cast<std::size_t>(line);
    return y >= 0 && row < rows_.count() ? std::optional(row) : std::nullopt;
}

QString EventsView::sections(const raft::Explanation& explanation) const {
    QStringList names;
    for (const raft::Rule rule : explanation.rules) {
        const QString section = QString::fromUtf8(raft::ruleText(rule).section);
        if (!names.contains(section))
            names += section;
    }
    return names.isEmpty() ? QString() : names.first();
}

QString EventsView::rowText(std::size_t row) const {
    const ToldEvent& told = book_.at(rows_.eventAt(row));
    QStringList parts{timeWords(told.event.record.time), QString::fromStdString(told.headline.server),
                      sayText(told.headline.text)};
    if (!told.explanation.rules.empty()) {
        const raft::RuleText& rule = raft::ruleText(told.explanation.rules.front());
        parts += translatedTemplate(rule.title) + QLatin1Char(' ') + QString::fromUtf8(rule.section);
    }
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

QString EventsView::sentence(std::size_t row) const {
    return sayText(book_.at(rows_.eventAt(row)).explanation.sentence);
}

void EventsView::setFound(std::optional<std::size_t> row) {
    found_ = row;
    if (row) {
        following_ = false;
        showRow(*row);
    }
    viewport()->update();
}

void EventsView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = this->font();
    painter.setFont(font);
    if (rows_.count() == 0) {
        painter.setPen(toQColor(view_.theme().soft));
        painter.drawText(viewport()->rect().adjusted(kMargin, 6, -kMargin, 0), Qt::AlignTop | Qt::TextWordWrap,
                         tr("Events are listed here as they happen. Press Space to play."));
        return;
    }
    const QFontMetrics metrics(font);
    Columns columns{};
    columns.time = kMargin - 6;
    columns.server = columns.time + metrics.horizontalAdvance(timeWords(session_.timeline().knownTime())) + kGap + 2;
    columns.text = columns.server + metrics.horizontalAdvance(QStringLiteral("S88")) + kGap;
    columns.right = viewport()->width() - kMargin + 4;
    const auto first = static_cast<std::size_t>(verticalScrollBar()->value());
    const std::size_t end = std::min(rows_.count(), visibleRows().second + 1);
    for (std::size_t row = first; row < end; ++row)
        paintRow(painter, row, columns);
}

void EventsView::paintRow(QPainter& painter, std::size_t row, const Columns& columns) const {
    const scene::Theme& theme = view_.theme();
    const QRect place = rowPlace(row);
    const ToldEvent& told = book_.at(rows_.eventAt(row));
    const bool present = presentRow() == row;
    const bool future = rows_.eventAt(row) >= session_.events();
    if (present || found_ == row) {
        const bool edged = found_ == row || theme.outlined;
        painter.setPen(edged ? QPen(toQColor(theme.accent), 1.5) : QPen(Qt::NoPen));
        painter.setBrush(present ? toQColor(scene::faded(theme.accent, 0.14)) : QColor(Qt::transparent));
        painter.drawRoundedRect(QRectF(place).adjusted(kMargin - 12, 0.5, -kMargin + 12, -0.5), 6, 6);
    }
    const auto text = [&](int left, int right, const QString& words, QFont::Weight weight, scene::Color color,
                          Qt::Alignment side) {
        QFont font = this->font();
        font.setWeight(weight);
        painter.setFont(font);
        painter.setPen(toQColor(color));
        const QRect box(left, place.y(), right - left, place.height());
        painter.drawText(box, side | Qt::AlignVCenter | Qt::TextSingleLine,
                         QFontMetrics(font).elidedText(words, Qt::ElideRight, box.width()));
    };
    const QString section = sections(told.explanation);
    const int sectionWidth = section.isEmpty() ? 0 : fontMetrics().horizontalAdvance(section);
    const scene::Color ink = future ? theme.soft : theme.ink;
    text(columns.time, columns.server - kGap, timeWords(told.event.record.time), QFont::Normal, theme.soft,
         Qt::AlignRight);
    const QString server = QString::fromStdString(told.headline.server);
    text(columns.server, columns.text - 4, server, QFont::Bold, ink, Qt::AlignLeft);
    text(server.isEmpty() ? columns.server : columns.text, columns.right - sectionWidth - kGap,
         sayText(told.headline.text), present ? QFont::DemiBold : QFont::Normal, ink, Qt::AlignLeft);
    text(columns.right - sectionWidth - 1, columns.right + 1, section, QFont::Normal, theme.soft, Qt::AlignRight);
}

void EventsView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    measure();
    follow();
}

void EventsView::mousePressEvent(QMouseEvent* event) {
    const auto row = rowAt(event->position().toPoint().y());
    if (event->button() == Qt::LeftButton && row)
        emit eventWanted(rows_.eventAt(*row));
}

void EventsView::keyPressEvent(QKeyEvent* event) {
    const std::size_t before = rows_.rowsBefore(session_.events());
    following_ = following_ || event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (event->matches(QKeySequence::Copy))
        copySentence();
    else if (event->key() == Qt::Key_Up && before > 1)
        emit eventWanted(rows_.eventAt(before - 2));
    else if (event->key() == Qt::Key_Down && before < rows_.count())
        emit eventWanted(rows_.eventAt(before));
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void EventsView::copySentence() const {
    if (const auto row = presentRow())
        QApplication::clipboard()->setText(sentence(*row));
}

void EventsView::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto row = byKey ? presentRow() : rowAt(event->pos().y());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (row) {
        const QString words = sentence(*row);
        const raft::EventIndex wanted = rows_.eventAt(*row);
        menu->addAction(tr("Go to this moment"), this, [this, wanted] { emit eventWanted(wanted); });
        menu->addAction(tr("Copy the sentence"), this, [words] { QApplication::clipboard()->setText(words); });
    }
    menu->addAction(tr("Find…") + QLatin1Char('\t') +
                        QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText),
                    this, &EventsView::findWanted);
    menu->popup(byKey ? viewport()->mapToGlobal(rowPlace(row.value_or(0)).center()) : event->globalPos());
}

bool EventsView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto row = rowAt(help->pos().y());
    QToolTip::showText(help->globalPos(), row ? sentence(*row) : QString(), viewport());
    return true;
}

} // namespace raftarium
