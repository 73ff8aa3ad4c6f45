// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AboutDialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFile>
#include <QIcon>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QVBoxLayout>

// Two tabs: the program and its parts, and the licence of the font as it must be shown.

namespace raftarium {

static QLabel* makeText(const QString& html) {
    auto* text = new QLabel(html);
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    text->setOpenExternalLinks(true);
    text->setAlignment(Qt::AlignTop);
    text->setMargin(12);
    return text;
}

static QString fontLicence() {
    QFile file(QStringLiteral(":/fonts/OFL.txt"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About Raftarium"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    auto* icon = new QLabel;
    icon->setPixmap(QIcon(QStringLiteral(":/icons/raftarium.svg")).pixmap(64, 64));
    row->addWidget(icon);
    row->addWidget(makeText(tr("<h3>Raftarium %1</h3><p>Watch, steer and rewind a whole Raft cluster.</p>")
                                .arg(QStringLiteral(RAFTARIUM_VERSION))),
                   1);
    auto* tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->addTab(
        makeText(tr("<p>Raftarium is free software under the GNU General Public Licence, version 3 or later. It comes "
                    "with no warranty.</p>"
                    "<p>It stands on:</p><ul>"
                    "<li>Qt %1 (Widgets, Charts, Svg, DBus): LGPL-3.0, Charts GPL-3.0</li>"
                    "<li>Inter, the typeface by The Inter Project Authors: SIL Open Font Licence 1.1</li>"
                    "<li>tl::expected: CC0-1.0</li>"
                    "<li>JSON for Modern C++: MIT</li></ul>"
                    "<p>The protocol: Diego Ongaro and John Ousterhout, “In Search of an Understandable Consensus "
                    "Algorithm (Extended Version)”, 2014; rules and sections are cited from it.</p>")
                     .arg(QString::fromLatin1(qVersion()))),
        tr("Program"));
    auto* licence = new QPlainTextEdit(fontLicence());
    licence->setReadOnly(true);
    tabs->addTab(licence, tr("Font licence"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(head);
    column->addWidget(tabs, 1);
    column->addWidget(buttons);
    resize(560, 480);
}

} // namespace raftarium
