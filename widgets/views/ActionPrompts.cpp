// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/ActionPrompts.h"

#include <QInputDialog>

#include <cmath>

// A line of text or a number, never outside what the core allows.

namespace raftarium {

static constexpr double kMillisecond = 1000;

ActionPrompts::ActionPrompts(Session& session, Player& player, QWidget* parent)
    : QObject(parent)
    , session_(session)
    , player_(player)
    , parent_(parent) {}

QInputDialog* ActionPrompts::ask(const char* name, const QString& title, const QString& label) {
    auto* dialog = new QInputDialog(parent_);
    dialog->setObjectName(QLatin1String(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(label);
    player_.hold(dialog);
    connect(&session_, &Session::runReplaced, dialog, &QDialog::reject);
    return dialog;
}

void ActionPrompts::askRead(raft::ServerId server, raft::ReadMode mode) {
    const QString who = QString::fromStdString(session_.cluster().nameOf(server));
    QInputDialog* dialog = ask("keyDialog", tr("Read from %1").arg(who), tr("The key to read:"));
    dialog->setOkButtonText(tr("Read"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, server, mode](const QString& key) {
        session_.act(raft::action::Read{key.trimmed().toStdString(), server, mode});
    });
    dialog->open();
}

void ActionPrompts::askSpeed(raft::ServerId server) {
    const raft::Host* host = session_.cluster().findHost(server);
    const QString who = QString::fromStdString(session_.cluster().nameOf(server));
    QInputDialog* dialog =
        ask("speedDialog", tr("Clock of %1").arg(who), tr("Its speed, from 0.01 to 100; 1 keeps time:"));
    dialog->setInputMode(QInputDialog::DoubleInput);
    dialog->setDoubleDecimals(6);
    dialog->setDoubleRange(static_cast<double>(raft::kSlowestClock) / raft::kTrueSpeed,
                           static_cast<double>(raft::kFastestClock) / raft::kTrueSpeed);
    dialog->setDoubleStep(0.1);
    dialog->setDoubleValue(static_cast<double>(host->clock.speed()) / raft::kTrueSpeed);
    connect(dialog, &QInputDialog::doubleValueSelected, this, [this, server](double speed) {
        const auto millionths = static_cast<std::uint32_t>(std::lround(speed * raft::kTrueSpeed));
        session_.act(raft::action::Clock{server, millionths, 0});
    });
    dialog->open();
}

void ActionPrompts::askJump(raft::ServerId server) {
    const QString who = QString::fromStdString(session_.cluster().nameOf(server));
    QInputDialog* dialog = ask("jumpDialog", tr("Clock of %1").arg(who),
                               tr("It jumps so many milliseconds ahead, or back where there is a minus:"));
    dialog->setInputMode(QInputDialog::DoubleInput);
    dialog->setDoubleDecimals(3);
    const double farthest = static_cast<double>(raft::kMaximumStretch) / kMillisecond;
    dialog->setDoubleRange(-farthest, farthest);
    dialog->setDoubleStep(10);
    dialog->setDoubleValue(50);
    connect(dialog, &QInputDialog::doubleValueSelected, this, [this, server](double milliseconds) {
        session_.act(raft::action::Clock{server, std::nullopt, std::llround(milliseconds * kMillisecond)});
    });
    dialog->open();
}

} // namespace raftarium
