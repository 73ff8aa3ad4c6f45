// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/BranchesPanel.h"

#include "raftcore/explain/Explain.h"
#include "widgets/paint/PicturePainter.h"
#include "widgets/playback/Catalogue.h"
#include "widgets/playback/TimeWords.h"
#include "widgets/views/FlowLayout.h"
#include "widgets/views/Renewal.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <map>

// A tree of branches, filled anew whenever the structure of the run changes.

namespace raftarium {

static constexpr int kBranchRole = Qt::UserRole;

BranchesPanel::BranchesPanel(Session& session, const ViewState& view, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , view_(view)
    , list_(new QTreeWidget)
    , comparison_(new QLabel)
    , renewal_(new Renewal(*this, [this] { compare(); })) {
    setObjectName(QStringLiteral("branches"));
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(14, 4, 14, 10);
    column->setSpacing(8);
    prepareList();
    column->addWidget(list_, 1);
    column->addWidget(makeButtons());
    comparison_->setObjectName(QStringLiteral("branchComparison"));
    comparison_->setWordWrap(true);
    comparison_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    column->addWidget(comparison_);
    auto* area = new QScrollArea;
    area->setWidget(inside);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(area);
    connect(comparison_, &QLabel::linkActivated, this,
            [this](const QString& event) { session_.seek(event.toULongLong()); });
    connect(&session, &Session::structureChanged, this, [this] {
        if (!renaming_)
            fill();
    });
    connect(&view, &ViewState::themeChanged, renewal_, &Renewal::ask);
    fill();
}

void BranchesPanel::prepareList() {
    list_->setObjectName(QStringLiteral("branchList"));
    list_->setAccessibleName(tr("Branches"));
    list_->setHeaderLabels({tr("Branch"), tr("Begins at"), tr("Actions")});
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setRootIsDecorated(false);
    list_->setItemsExpandable(false);
    list_->setMinimumHeight(96);
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    auto* removal = new QAction(tr("Remove"), list_);
    removal->setShortcut(QKeySequence::Delete);
    removal->setShortcutContext(Qt::WidgetShortcut);
    connect(removal, &QAction::triggered, this, &BranchesPanel::removeBranch);
    list_->addAction(removal);
    connect(list_, &QTreeWidget::itemActivated, this, &BranchesPanel::showBranch);
    connect(list_, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem* item) { finishRename(*item); });
    connect(list_, &QTreeWidget::currentItemChanged, this, [this] {
        renewButtons();
        renewal_->ask();
    });
    connect(list_, &QWidget::customContextMenuRequested, this, [this](const QPoint& place) {
        if (const QTreeWidgetItem* item = list_->itemAt(place))
            emit menuWanted(item->data(0, kBranchRole).toUInt(), list_->viewport()->mapToGlobal(place));
    });
}

QWidget* BranchesPanel::makeButtons() {
    auto* buttons = new QWidget;
    buttons->setLayout(new FlowLayout(6));
    const auto add = [&](const QString& text, const char* name, auto verb) {
        auto* button = new QPushButton(text);
        button->setObjectName(QString::fromLatin1(name));
        connect(button, &QPushButton::clicked, this, verb);
        buttons->layout()->addWidget(button);
        return button;
    };
    show_ = add(tr("Show"), "showBranch", [this] { showBranch(); });
    rename_ = add(tr("Rename"), "renameBranch", [this] { list_->editItem(list_->currentItem(), 0); });
    remove_ = add(tr("Remove"), "removeBranch", [this] { removeBranch(); });
    back_ = add(tr("Bring back"), "bringBack", [this] { session_.bringBack(); });
    return buttons;
}

std::optional<raft::BranchId> BranchesPanel::chosen() const {
    const QTreeWidgetItem* item = list_->currentItem();
    return item ? std::optional(item->data(0, kBranchRole).toUInt()) : std::nullopt;
}

void BranchesPanel::fill() {
    const QScopedValueRollback<bool> filling(filling_, true);
    const std::optional<raft::BranchId> before = chosen();
    const raft::BranchId present = session_.timeline().branch();
    list_->clear();
    std::map<raft::BranchId, QTreeWidgetItem*> items;
    for (const raft::BranchInfo& info : session_.branches()) {
        auto* item = new QTreeWidgetItem;
        item->setText(0, QString::fromStdString(info.name));
        const raft::Time begin = info.fork == 0 ? 0 : session_.timeline().recordOf(info.id, info.fork - 1).time;
        item->setText(1, timeWords(begin));
        item->setText(2, session_.hidesFuture() ? QString() : QLocale().toString(static_cast<int>(info.ownActions)));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, kBranchRole, info.id);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        QFont font = list_->font();
        font.setBold(info.id == present);
        for (int part = 0; part < 3; ++part)
            item->setFont(part, font);
        if (info.id == present)
            item->setToolTip(0, tr("This branch is shown"));
        const auto parent = items.find(info.parent);
        if (info.id == raft::kMainBranch || parent == items.end())
            list_->addTopLevelItem(item);
        else
            parent->second->addChild(item);
        items[info.id] = item;
    }
    list_->expandAll();
    const auto wanted = before ? items.find(*before) : items.end();
    list_->setCurrentItem(wanted != items.end() ? wanted->second : items[present]);
    renewButtons();
    renewal_->ask();
}

QTreeWidgetItem* BranchesPanel::itemOf(raft::BranchId branch) const {
    for (QTreeWidgetItemIterator each(list_); *each; ++each) {
        if ((*each)->data(0, kBranchRole).toUInt() == branch)
            return *each;
    }
    return nullptr;
}

void BranchesPanel::choose(raft::BranchId branch) { list_->setCurrentItem(itemOf(branch)); }

void BranchesPanel::rename(raft::BranchId branch) {
    choose(branch);
    list_->setFocus();
    list_->editItem(list_->currentItem(), 0);
}

void BranchesPanel::finishRename(const QTreeWidgetItem& item) {
    if (filling_)
        return;
    const QScopedValueRollback<bool> renaming(renaming_, true);
    const QString why = session_.rename(item.data(0, kBranchRole).toUInt(), item.text(0));
    QMetaObject::invokeMethod(this, &BranchesPanel::fill, Qt::QueuedConnection);
    if (!why.isEmpty())
        emit told(why);
}

void BranchesPanel::showBranch() {
    if (const auto branch = chosen(); branch && *branch != session_.timeline().branch())
        session_.switchTo(*branch);
}

void BranchesPanel::removeBranch() {
    if (const auto branch = chosen())
        session_.remove(*branch);
}

void BranchesPanel::renewButtons() {
    const auto branch = chosen();
    const bool other = branch && *branch != session_.timeline().branch();
    show_->setEnabled(other);
    show_->setToolTip(other ? QString() : tr("This branch is shown already."));
    rename_->setEnabled(branch.has_value());
    const bool removable = branch && *branch != raft::kMainBranch;
    remove_->setEnabled(removable);
    remove_->setToolTip(removable ? QString() : tr("The run begins with this branch; it stays."));
    const std::string* removed = session_.timeline().lastRemoved();
    back_->setVisible(removed != nullptr && !session_.hidesFuture());
    if (removed)
        back_->setText(tr("Bring back “%1”").arg(QString::fromStdString(*removed)));
}

QString BranchesPanel::eventLine(raft::BranchId branch, raft::EventIndex event) const {
    raft::Cluster after = session_.cluster();
    const raft::Event told = session_.timeline().eventOf(branch, event, after);
    const raft::Headline headline = raft::headline(told, after);
    const QString who = QString::fromStdString(headline.server);
    const QString what = (who.isEmpty() ? QString() : who + QLatin1Char(' ')) + sayText(headline.text);
    return tr("<p style='margin:2px 0'>“%1”: <b>%2</b>, at %3</p>")
        .arg(QString::fromStdString(session_.timeline().branchInfo(branch).name).toHtmlEscaped(), what.toHtmlEscaped(),
             timeWords(told.record.time).toHtmlEscaped());
}

QString BranchesPanel::comparison() const { return comparison_->text(); }

void BranchesPanel::compare() {
    const raft::BranchId present = session_.timeline().branch();
    const auto other = chosen();
    if (session_.hidesFuture()) {
        comparison_->setText(tr("While the future is hidden, branches are not compared."));
        return;
    }
    if (!other || *other == present) {
        comparison_->setText(tr("Choose another branch to see where it parts from the one that is shown."));
        return;
    }
    const auto event = session_.timeline().firstDifference(present, *other);
    if (!event) {
        comparison_->setText(tr("As far as both are known, nothing differs."));
        return;
    }
    QString words =
        tr("The first %1 events are the same. Then:").arg(QLocale().toString(static_cast<qulonglong>(*event)));
    words += eventLine(present, *event) + eventLine(*other, *event);
    words +=
        QStringLiteral("<p style='margin:6px 0 0 0'><a href='%1' style='color:%2; text-decoration:none'>%3</a></p>")
            .arg(*event)
            .arg(toQColor(view_.theme().accent).name(), tr("→ go to where they part"));
    comparison_->setText(words);
}

} // namespace raftarium
