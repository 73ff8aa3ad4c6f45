// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/ScenarioRun.h"
#include "widgets/playback/Session.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <memory>

class QLockFile;

/// The run that a window shows, as a file.
namespace raftarium {

/// Opens, saves and watches over the run of a session: which file it is, whether it has changed, and a copy of unsaved
/// work that survives a crash of the program.
class Document : public QObject {
    Q_OBJECT

public:
    /// A run without a file. The session must outlive it.
    explicit Document(Session& session, QObject* parent = nullptr);
    ~Document() override;

    /// The file; empty while the run was never saved.
    [[nodiscard]] const QString& path() const { return path_; }
    /// What to call the run: its title, else the file's name; empty when it has neither.
    [[nodiscard]] QString title() const;
    /// What the run is about, in a sentence or two; may be empty.
    [[nodiscard]] QString description() const;
    /// What came out otherwise than the file says when it was opened, a line each; empty when all was as it says.
    [[nodiscard]] const QStringList& differences() const { return differences_; }
    /// True when something was done since the run was opened, saved or begun.
    [[nodiscard]] bool isChanged() const { return changed_; }

    /// Makes a file's `view` (a JSON object) from what it was until now.
    using ViewWriter = std::function<QByteArray(const QByteArray& before)>;
    /// How the run is shown is asked for whenever it is written.
    void setViewWriter(ViewWriter writer) { viewWriter_ = std::move(writer); }

    /// Makes what is asked, while a file's run is computed, whether to go on; it is gone again when that is done.
    using GoOnMaker = std::function<raft::GoOn()>;
    /// Without one, opening a file cannot be stopped.
    void setGoOnMaker(GoOnMaker maker) { goOnMaker_ = std::move(maker); }

    /// Begins a run without a file. The configuration must be sound.
    void begin(const raft::ClusterConfiguration& configuration);
    /// Opens a file. What is wrong with it, a line a problem; empty when it is shown now, at its beginning. A file that
    /// cannot be opened changes nothing.
    QStringList open(const QString& path);
    /// Opens a text that stands in no file of the person's, such as a scenario of the gallery, in the same way.
    QStringList openText(const QByteArray& text);
    /// Saves to a file, which is written whole or not at all. Why it failed; empty when it is saved.
    QString save(const QString& path);
    /// The run as the text of a file; an error when it is more than a file may hold.
    [[nodiscard]] raft::Expected<QByteArray> text() const;

    /// The copies of runs that a crash left unsaved, as files' paths, latest first; those of programs that still run
    /// are not among them.
    [[nodiscard]] static QStringList leftBehind();
    /// Removes such copies.
    static void forget(const QStringList& copies);
    /// Takes over a run that a crash left: it is shown, counts as changed, and is kept in a copy of this program's;
    /// only then is the old copy removed. As `open`.
    QStringList recover(const QString& copy);

    /// How long after a change a copy of unsaved work is written, in milliseconds.
    static constexpr int kCopyDelay = 3000;
    void setCopyDelay(int milliseconds) { copyTimer_.setInterval(milliseconds); }

signals:
    /// Path, title, or whether it has changed.
    void stateChanged();
    /// A file was opened that says how its run is to be shown: its `view`.
    void viewOpened(const QByteArray& json);
    /// The copy of unsaved work could not be written, and why.
    void copyFailed(const QString& why);

private:
    QStringList show(const raft::Scenario& scenario);
    raft::RunResult compute(const raft::Scenario& scenario, raft::Timeline& timeline);
    void setState(const QString& path, bool changed);
    void noteChange();
    bool writeCopy();
    void removeCopy();

    Session& session_;
    raft::Scenario words_;
    QStringList differences_;
    ViewWriter viewWriter_;
    GoOnMaker goOnMaker_;
    QString path_;
    QString copy_;
    /// Held while the copy is there: who finds a copy whose lock is free knows that its program has gone.
    std::unique_ptr<QLockFile> lock_;
    QTimer copyTimer_;
    bool changed_ = false;
    /// True while a run is being put in place, which is no change.
    bool loading_ = false;
    /// True while a file's run is computed; the window lives meanwhile, but opens no other one.
    bool opening_ = false;
    /// True while the copy cannot be written and the person knows.
    bool copyFailed_ = false;
};

} // namespace raftarium
