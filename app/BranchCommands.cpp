// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/BranchCommands.h"

#include "widgets/views/BranchesPanel.h"

#include <QMenu>

// Branches by key, by the strip's menu, and by the list.

namespace raftarium {

static const QString kPanel = QStringLiteral("branchesPanel");

BranchCommands::BranchCommands(Session& session, Player& player, Commands& commands, PanelArea& panels,
                               BranchesPanel& list)
    : QObject(&panels)
    , session_(session)
    , player_(player)
    , commands_(commands)
    , panels_(panels)
    , list_(list)
    , bringBack_(
          commands.command(tr("Branches"), tr("Bring back the removed branch"), {}, [this] { session_.bringBack(); })) {
    connect(&session, &Session::structureChanged, this, &BranchCommands::renew);
    connect(&list, &BranchesPanel::menuWanted, this, &BranchCommands::popup);
    connect(&list, &BranchesPanel::told, &commands, &Commands::told);
    renew();
}

void BranchCommands::fill(QMenu& menu) {
    const QString group = tr("Branches");
    menu.addAction(commands_.command(group, tr("Branch above"), {Qt::CTRL | Qt::Key_Up}, [this] { switchBy(-1); }));
    menu.addAction(commands_.command(group, tr("Branch below"), {Qt::CTRL | Qt::Key_Down}, [this] { switchBy(1); }));
    menu.addAction(
        commands_.command(group, tr("All branches"), {Qt::CTRL | Qt::Key_B}, [this] { panels_.bringUp(kPanel); }));
    commands_.listKey(group, tr("F2  Delete"), tr("Rename or remove the branch chosen in the list"));
}

void BranchCommands::switchBy(int places) {
    player_.pause();
    if (!session_.switchBy(places))
        emit commands_.told(places < 0 ? tr("There is no branch above.") : tr("There is no branch below."));
}

void BranchCommands::renew() {
    const std::string* removed = session_.timeline().lastRemoved();
    bringBack_->setEnabled(removed != nullptr);
    bringBack_->setText(removed ? tr("Bring back “%1”").arg(QString::fromStdString(*removed))
                                : tr("Bring back the removed branch"));
}

void BranchCommands::popup(raft::BranchId branch, const QPoint& globalPlace) {
    auto* menu = new QMenu(&panels_);
    menu->setObjectName(QStringLiteral("branchMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const bool present = branch == session_.timeline().branch();
    const QString name = QString::fromStdString(session_.timeline().branchInfo(branch).name);
    QAction* show = menu->addAction(tr("Show “%1”").arg(name), this, [this, branch] {
        player_.pause();
        session_.switchTo(branch);
    });
    QAction* compare = menu->addAction(tr("Compare with what is shown"), this, [this, branch] {
        panels_.bringUp(kPanel);
        list_.choose(branch);
    });
    for (QAction* entry : {show, compare}) {
        entry->setEnabled(!present);
        if (present)
            entry->setToolTip(tr("This branch is shown already."));
    }
    menu->addAction(tr("Rename…"), this, [this, branch] {
        panels_.bringUp(kPanel);
        list_.rename(branch);
    });
    QAction* remove = menu->addAction(tr("Remove"), this, [this, branch] { session_.remove(branch); });
    remove->setEnabled(branch != raft::kMainBranch);
    if (branch == raft::kMainBranch)
        remove->setToolTip(tr("The run begins with this branch; it stays."));
    menu->addSeparator();
    menu->addAction(bringBack_);
    menu->popup(globalPlace);
}

} // namespace raftarium
