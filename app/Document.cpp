// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Document.h"

#include "raftcore/files/Saving.h"
#include "raftcore/files/ScenarioFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QScopedValueRollback>
#include <QStandardPaths>
#include <QUuid>

// Reading, writing, and the copy of what is not saved.

namespace raftarium {

static QString copiesFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/unsaved");
}

static QString lockOf(const QString& copy) { return copy + QStringLiteral(".lock"); }

static QStringList linesOf(const std::vector<raft::Error>& problems) {
    QStringList lines;
    for (const raft::Error& problem : problems)
        lines += QString::fromStdString(problem.message());
    return lines;
}

static std::string_view viewOf(const QByteArray& text) {
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

/// Writes a file whole or not at all; why it failed, or nothing.
static QString writeWhole(const QString& path, const raft::Expected<QByteArray>& text) {
    if (!text)
        return QString::fromStdString(text.error().message());
    const auto saved = raft::saveFile(QFile::encodeName(path).toStdString(), viewOf(*text));
    return saved ? QString() : QString::fromStdString(saved.error().message());
}

Document::Document(Session& session, QObject* parent)
    : QObject(parent)
    , session_(session)
    , copy_(copiesFolder() + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces) +
            QStringLiteral(".raft")) {
    copyTimer_.setSingleShot(true);
    copyTimer_.setInterval(kCopyDelay);
    connect(&copyTimer_, &QTimer::timeout, this, &Document::writeCopy);
    connect(&session, &Session::structureChanged, this, &Document::noteChange);
}

Document::~Document() { removeCopy(); }

QString Document::title() const {
    if (!words_.title.empty())
        return QString::fromStdString(words_.title);
    return path_.isEmpty() ? QString() : QFileInfo(path_).completeBaseName();
}

QString Document::description() const { return QString::fromStdString(words_.description); }

void Document::begin(const raft::ClusterConfiguration& configuration) {
    const QScopedValueRollback<bool> loading(loading_, true);
    words_ = {};
    differences_.clear();
    session_.replace(configuration);
    setState({}, false);
}

QStringList Document::open(const QString& path) {
    const auto content = raft::loadFile(QFile::encodeName(path).toStdString());
    if (!content)
        return {QString::fromStdString(content.error().message())};
    const QStringList problems = openText(QByteArray::fromStdString(*content));
    if (problems.isEmpty())
        setState(path, false);
    return problems;
}

QStringList Document::openText(const QByteArray& text) {
    if (opening_)
        return {tr("Another file is being opened.")};
    const auto scenario = raft::readScenario(viewOf(text));
    return scenario ? show(*scenario) : linesOf(scenario.error());
}

raft::RunResult Document::compute(const raft::Scenario& scenario, raft::Timeline& timeline) {
    const QScopedValueRollback<bool> opening(opening_, true);
    return raft::run(scenario, timeline, raft::WhenRefuted::goOn,
                     {std::nullopt, goOnMaker_ ? goOnMaker_() : raft::GoOn()});
}

/// Runs a scenario to its end and shows its beginning. Expectations that are not met are no reason not to look at it,
/// but are to be told.
QStringList Document::show(const raft::Scenario& scenario) {
    raft::Timeline timeline(scenario.cluster);
    const raft::RunResult result = compute(scenario, timeline);
    if (result.status == raft::RunStatus::impossible || result.status == raft::RunStatus::notReached)
        return linesOf(result.problems);
    timeline.go({raft::kMainBranch, 0, 0});
    const QScopedValueRollback<bool> loading(loading_, true);
    words_ = scenario;
    differences_ = linesOf(result.problems);
    session_.replace(std::move(timeline));
    setState({}, false);
    if (!words_.view.empty())
        emit viewOpened(QByteArray::fromStdString(words_.view));
    return {};
}

QString Document::save(const QString& path) {
    const QString failure = writeWhole(path, text());
    if (failure.isEmpty())
        setState(path, false);
    return failure;
}

raft::Expected<QByteArray> Document::text() const {
    raft::Scenario recording = raft::recordingOf(session_.timeline());
    // What the file said besides its run stays as it was.
    raft::Scenario whole = words_;
    whole.cluster = std::move(recording.cluster);
    whole.branches = std::move(recording.branches);
    whole.bookmarks = std::move(recording.bookmarks);
    whole.outcome = std::move(recording.outcome);
    whole.waypoints = std::move(recording.waypoints);
    if (viewWriter_)
        whole.view = viewWriter_(QByteArray::fromStdString(words_.view)).toStdString();
    return raft::writeRecording(whole).map(&QByteArray::fromStdString);
}

void Document::setState(const QString& path, bool changed) {
    path_ = path;
    changed_ = changed;
    if (!changed)
        removeCopy();
    emit stateChanged();
}

void Document::noteChange() {
    if (loading_)
        return;
    // Not begun anew by each change: somebody who never pauses is kept safe too.
    if (!copyTimer_.isActive())
        copyTimer_.start();
    if (!changed_)
        setState(path_, true);
}

bool Document::writeCopy() {
    QDir().mkpath(copiesFolder());
    if (!lock_)
        lock_ = std::make_unique<QLockFile>(lockOf(copy_));
    lock_->tryLock(0);
    const QString failure = writeWhole(copy_, text());
    if (!failure.isEmpty() && !copyFailed_)
        emit copyFailed(failure);
    copyFailed_ = !failure.isEmpty();
    return !copyFailed_;
}

void Document::removeCopy() {
    copyTimer_.stop();
    QFile::remove(copy_);
    lock_.reset();
}

QStringList Document::leftBehind() {
    QStringList found;
    const QDir folder(copiesFolder());
    for (const QFileInfo& copy : folder.entryInfoList({QStringLiteral("*.raft")}, QDir::Files, QDir::Time)) {
        QLockFile lock(lockOf(copy.absoluteFilePath()));
        lock.setStaleLockTime(0);
        if (lock.tryLock(0))
            found += copy.absoluteFilePath();
    }
    return found;
}

void Document::forget(const QStringList& copies) {
    for (const QString& copy : copies)
        QFile::remove(copy);
}

QStringList Document::recover(const QString& copy) {
    const QStringList problems = open(copy);
    if (!problems.isEmpty())
        return problems;
    setState({}, true);
    // Until this program's own copy is there, the old one is all that there is.
    if (writeCopy())
        QFile::remove(copy);
    return {};
}

} // namespace raftarium
