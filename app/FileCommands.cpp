// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/FileCommands.h"

#include "app/GalleryDialog.h"
#include "app/OpeningProgress.h"
#include "app/Settings.h"
#include "raftcore/files/RunText.h"
#include "widgets/views/NewRunDialog.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

#include <memory>

// The dialogs around files.

namespace raftarium {

/// How many files the list of recent ones keeps.
static constexpr qsizetype kRecent = 9;

/// The file that a text from a chat or a mail holds: a run as short text, or a file's own text.
static raft::Expected<std::string> fileIn(const QString& text) {
    std::string plain = text.trimmed().toStdString();
    if (plain.starts_with('{'))
        return plain;
    return raft::fromRunText(plain);
}

static QString filter() { return FileCommands::tr("Raftarium runs (*.raft)"); }

FileCommands::FileCommands(Session& session, Document& document, Commands& commands, QWidget* window)
    : QObject(window)
    , session_(session)
    , document_(document)
    , commands_(commands)
    , window_(window) {
    document.setGoOnMaker([window] {
        return [progress = std::make_shared<OpeningProgress>(window)](raft::EventIndex events) {
            return progress->goOn(events);
        };
    });
}

void FileCommands::fill(QMenu& menu) {
    const QString group = tr("Files");
    const auto add = [&](const QString& text, const QList<QKeySequence>& keys, auto verb) {
        menu.addAction(commands_.command(group, text, keys, [this, verb] { (this->*verb)(); }));
    };
    add(tr("New…"), {QKeySequence::New}, &FileCommands::askNew);
    add(tr("Open…"), {QKeySequence::Open}, &FileCommands::askOpen);
    add(tr("Gallery…"), {Qt::CTRL | Qt::Key_G}, &FileCommands::showGallery);
    QMenu* recent = menu.addMenu(tr("Open recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(*recent); });
    menu.addSeparator();
    menu.addAction(commands_.command(group, tr("Save"), {QKeySequence::Save}, [this] { save({}); }));
    menu.addAction(
        commands_.command(group, tr("Save as…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_S}, [this] { saveAs({}); }));
    menu.addSeparator();
    add(tr("Copy run"), {Qt::CTRL | Qt::SHIFT | Qt::Key_C}, &FileCommands::copyRun);
    add(tr("Paste run"), {Qt::CTRL | Qt::SHIFT | Qt::Key_V}, &FileCommands::pasteRun);
}

void FileCommands::whenSettled(const std::function<void()>& goOn) {
    if (!document_.isChanged()) {
        goOn();
        return;
    }
    auto* question = new QMessageBox(QMessageBox::Question, tr("Unsaved run"),
                                     tr("This run has not been saved. Save it first?"), QMessageBox::NoButton, window_);
    question->setObjectName(QStringLiteral("unsavedQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("What was done in it is lost otherwise."));
    const auto* keep = question->addButton(tr("Save"), QMessageBox::AcceptRole);
    const auto* discard = question->addButton(tr("Do not save"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(question, &QMessageBox::buttonClicked, this, [this, keep, discard, goOn](const QAbstractButton* pressed) {
        if (pressed == keep)
            save(goOn);
        else if (pressed == discard)
            goOn();
    });
    question->open();
}

void FileCommands::askNew() {
    auto* dialog = new NewRunDialog(session_.timeline().configuration(), window_);
    connect(dialog, &NewRunDialog::chosen, this, [this](const raft::ClusterConfiguration& configuration) {
        whenSettled([this, configuration] { document_.begin(configuration); });
    });
    dialog->open();
}

void FileCommands::askOpen() {
    auto* dialog = new QFileDialog(window_, tr("Open a run"), QFileInfo(document_.path()).path(), filter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &FileCommands::open);
    dialog->open();
}

void FileCommands::open(const QString& path) {
    whenSettled([this, path] {
        const QStringList problems = document_.open(path);
        if (problems.isEmpty())
            remember(path);
        showOutcome(QFileInfo(path).fileName(), problems);
    });
}

void FileCommands::openText(const QByteArray& text, const QString& name) {
    whenSettled([this, text, name] { showOutcome(name, document_.openText(text)); });
}

/// Says what was wrong with a file, or what came out otherwise than it says.
void FileCommands::showOutcome(const QString& name, const QStringList& problems) {
    if (!problems.isEmpty())
        complain(tr("%1 cannot be opened.").arg(name), problems);
    else if (!document_.differences().isEmpty())
        complain(tr("%1 is open, but it does not come out as it says.").arg(name), document_.differences());
}

void FileCommands::showGallery() {
    auto* gallery = new GalleryDialog(window_);
    connect(gallery, &GalleryDialog::chosen, this,
            [this](const QByteArray& text, const QString& title) { openText(text, title); });
    gallery->open();
}

void FileCommands::save(const std::function<void()>& then) {
    if (document_.path().isEmpty()) {
        saveAs(then);
        return;
    }
    const QString path = document_.path();
    const QString failure = document_.save(path);
    if (!failure.isEmpty()) {
        complain(tr("%1 could not be saved. What was in the file before is still there.").arg(path), {failure});
        return;
    }
    remember(path);
    emit commands_.told(tr("Saved: %1").arg(path));
    if (then)
        then();
}

void FileCommands::saveAs(const std::function<void()>& then) {
    auto* dialog = new QFileDialog(window_, tr("Save the run"), document_.path(), filter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("raft"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, then](const QString& path) {
        const QString failure = document_.save(path);
        if (!failure.isEmpty()) {
            complain(tr("%1 could not be saved.").arg(path), {failure});
            return;
        }
        remember(path);
        if (then)
            then();
    });
    dialog->open();
}

void FileCommands::copyRun() {
    const auto text = document_.text();
    if (!text) {
        complain(tr("This run cannot be copied."), {QString::fromStdString(text.error().message())});
        return;
    }
    QGuiApplication::clipboard()->setText(QString::fromStdString(raft::toRunText(text->toStdString())));
    emit commands_.told(tr("The run is on the clipboard, as text."));
}

void FileCommands::pasteRun() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (data && canTake(*data)) {
        take(*data);
        return;
    }
    const auto file = fileIn(data ? data->text() : QString());
    complain(tr("There is no run on the clipboard."),
             file ? QStringList() : QStringList(QString::fromStdString(file.error().message())));
}

bool FileCommands::canTake(const QMimeData& data) {
    const auto urls = data.urls();
    return (urls.size() == 1 && urls.constFirst().isLocalFile()) || (data.hasText() && fileIn(data.text()).has_value());
}

void FileCommands::take(const QMimeData& data) {
    if (data.urls().size() == 1)
        open(data.urls().constFirst().toLocalFile());
    else if (const auto file = fileIn(data.text()))
        openText(QByteArray::fromStdString(*file), tr("The text"));
}

void FileCommands::offerRecovery() {
    const QStringList copies = Document::leftBehind();
    if (copies.isEmpty())
        return;
    auto* question = new QMessageBox(QMessageBox::Question, tr("Unsaved run"),
                                     tr("Raftarium ended unexpectedly, and a run was not saved. Go on with it?"),
                                     QMessageBox::NoButton, window_);
    question->setObjectName(QStringLiteral("recoveryQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    const auto* goOn = question->addButton(tr("Go on with it"), QMessageBox::AcceptRole);
    const auto* forget = question->addButton(tr("Forget it"), QMessageBox::DestructiveRole);
    question->addButton(tr("Ask again next time"), QMessageBox::RejectRole);
    connect(question, &QMessageBox::buttonClicked, this, [this, copies, goOn, forget](const QAbstractButton* pressed) {
        if (pressed == goOn) {
            const QStringList problems = document_.recover(copies.constFirst());
            if (!problems.isEmpty())
                complain(tr("The unsaved run cannot be opened."), problems);
        } else if (pressed == forget) {
            Document::forget(copies);
        }
    });
    question->open();
}

void FileCommands::fillRecent(QMenu& menu) {
    menu.clear();
    for (const QString& path : Settings().recentFiles()) {
        QAction* entry = menu.addAction(QFileInfo(path).fileName(), this, [this, path] { open(path); });
        entry->setToolTip(path);
        entry->setEnabled(QFileInfo::exists(path));
    }
    if (menu.isEmpty())
        menu.addAction(tr("No files yet"))->setEnabled(false);
}

void FileCommands::remember(const QString& path) {
    Settings settings;
    QStringList files = settings.recentFiles();
    files.removeAll(path);
    files.prepend(path);
    settings.setRecentFiles(files.mid(0, kRecent));
}

void FileCommands::complain(const QString& what, const QStringList& problems) {
    static constexpr qsizetype kShown = 5;
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Raftarium"), what, QMessageBox::Close, window_);
    box->setObjectName(QStringLiteral("problems"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(problems.mid(0, kShown).join(QLatin1Char('\n')));
    if (problems.size() > kShown)
        box->setDetailedText(problems.join(QLatin1Char('\n')));
    box->open();
}

} // namespace raftarium
