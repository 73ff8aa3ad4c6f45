// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/Inspector.h"

#include "widgets/views/FieldsModel.h"
#include "widgets/views/Renewal.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

// A heading and a table without lines.

namespace raftarium {

Inspector::Inspector(Session& session, const ViewState& view, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , view_(view)
    , title_(new QLabel)
    , hint_(new QLabel)
    , model_(new FieldsModel(this))
    , table_(makeTable())
    , priority_(new QSpinBox)
    , priorityRow_(makePriority())
    , renewal_(new Renewal(*this, [this] { renew(); })) {
    setObjectName(QStringLiteral("inspector"));
    title_->setObjectName(QStringLiteral("inspectorTitle"));
    hint_->setObjectName(QStringLiteral("inspectorHint"));
    hint_->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(title_);
    column->addWidget(hint_);
    column->addWidget(priorityRow_);
    column->addWidget(table_, 1);
    column->addStretch(0);
    connect(&session, &Session::momentChanged, renewal_, &Renewal::ask);
    connect(&view, &ViewState::selectionChanged, renewal_, &Renewal::ask);
}

QTableView* Inspector::makeTable() {
    auto* table = new QTableView;
    table->setObjectName(QStringLiteral("fields"));
    table->setModel(model_);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setTabKeyNavigation(false);
    table->setWordWrap(false);
    table->setAccessibleName(tr("Fields"));
    return table;
}

QWidget* Inspector::makePriority() {
    priority_->setObjectName(QStringLiteral("priority"));
    priority_->setRange(0, raft::kMaximumPriority);
    priority_->setKeyboardTracking(false);
    connect(priority_, &QSpinBox::valueChanged, this, [this](int value) {
        // Hiding a field in which something is typed takes it, too; then it is nobody's any more.
        if (prioritized_ != 0 &&
            !session_.act(raft::action::SetPriority{prioritized_, static_cast<std::uint32_t>(value)}))
            showPriority();
    });
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins({});
    auto* label = new QLabel(tr("Priority in elections"));
    label->setBuddy(priority_);
    row->addWidget(label);
    row->addWidget(priority_);
    row->addStretch();
    return line;
}

void Inspector::showPriority() {
    const bool isServer = view_.selected() && view_.selected()->subject == scene::Subject::server;
    const raft::Host* host = isServer ? session_.cluster().findHost(view_.selected()->server) : nullptr;
    const raft::ServerId server = host && session_.cluster().options().electionPriority ? host->id() : 0;
    const bool isTyping = priority_->hasFocus() && server == prioritized_;
    prioritized_ = server;
    priorityRow_->setVisible(server != 0);
    // What somebody is typing stays while the run goes on.
    if (server == 0 || isTyping)
        return;
    const QSignalBlocker quiet(priority_);
    priority_->setValue(static_cast<int>(host->server.priority()));
}

void Inspector::renew() {
    const std::vector<FieldLine> lines = view_.selected() ? fieldsOf(session_.cluster(), *view_.selected(),
                                                                     session_.hidesFuture() ? Fate::hidden : Fate::told)
                                                          : std::vector<FieldLine>();
    title_->setText(view_.selected() ? titleOf(session_.cluster(), *view_.selected()) : QString());
    title_->setVisible(!title_->text().isEmpty());
    if (!view_.selected())
        hint_->setText(tr("Click a server, a message, a link or a log entry to see every field of it."));
    else
        hint_->setText(tr("It is not there at this moment."));
    hint_->setVisible(lines.empty());
    table_->setVisible(!lines.empty());
    model_->setLines(lines);
    showPriority();
    spanHeadings(lines);
}

void Inspector::spanHeadings(const std::vector<FieldLine>& lines) {
    std::vector<int> headings;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        if (lines[row].heading)
            headings.push_back(static_cast<int>(row));
    }
    if (headings == headings_)
        return;
    headings_ = headings;
    table_->clearSpans();
    for (const int row : headings_)
        table_->setSpan(row, 0, 1, 2);
}

void Inspector::keyPressEvent(QKeyEvent* event) {
    if (!event->matches(QKeySequence::Copy)) {
        QWidget::keyPressEvent(event);
        return;
    }
    QStringList lines;
    for (const QModelIndex& index : table_->selectionModel()->selectedRows())
        lines += index.data().toString().trimmed() + QLatin1Char('\t') + index.siblingAtColumn(1).data().toString();
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace raftarium
