// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Commands.h"
#include "app/Document.h"

#include <QObject>

#include <functional>

class QMenu;
class QMimeData;

/// New, open, save: what people do with files.
namespace raftarium {

/// The entries of the File menu and their dialogs. Nothing that is unsaved goes without a question; dialogs never block
/// the program.
class FileCommands : public QObject {
    Q_OBJECT

public:
    /// All must outlive it; dialogs belong to `window`.
    FileCommands(Session& session, Document& document, Commands& commands, QWidget* window);

    /// Puts the entries into a menu.
    void fill(QMenu& menu);

    /// Opens a file, after the question about unsaved changes. What is wrong with it is said in a dialog.
    void open(const QString& path);
    /// Calls `goOn` once nothing unsaved would be lost: at once, or after the person saved or gave it up.
    void whenSettled(const std::function<void()>& goOn);
    /// Offers the runs that a crash of the program left unsaved.
    void offerRecovery();
    /// True when the data holds a file, or the text of a run, that can be opened.
    [[nodiscard]] static bool canTake(const QMimeData& data);
    /// Opens what was dropped or pasted.
    void take(const QMimeData& data);

private:
    void askNew();
    void askOpen();
    void showGallery();
    void save(const std::function<void()>& then);
    void saveAs(const std::function<void()>& then);
    void copyRun();
    void pasteRun();
    void fillRecent(QMenu& menu);
    void remember(const QString& path);
    void openText(const QByteArray& text, const QString& name);
    void showOutcome(const QString& name, const QStringList& problems);
    void complain(const QString& what, const QStringList& problems);

    Session& session_;
    Document& document_;
    Commands& commands_;
    QWidget* window_;
};

} // namespace raftarium
