// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ScenarioInput.h"

#include "raftcore/files/ScenarioFile.h"

#include <QFile>
#include <QFileInfo>

// Reading scenarios from files, and saying what is wrong with them.

namespace raftarium {

namespace {

tl::unexpected<std::vector<raft::Error>> refuse(const std::string& problem, const std::string& allowed) {
    raft::Error error;
    error.problem = {"%1", {problem}};
    if (!allowed.empty())
        error.allowed = {"%1", {allowed}};
    return tl::unexpected(std::vector<raft::Error>{error});
}

} // namespace

tl::expected<raft::Scenario, std::vector<raft::Error>> loadScenario(const QString& file) {
    QFile opened(file);
    if (QFileInfo(file).isDir())
        return refuse("this is a folder", "allowed: a file");
    if (!opened.open(QIODevice::ReadOnly))
        return refuse("cannot be read: " + opened.errorString().toStdString(), {});
    const QByteArray text = opened.read(kLargestFile + 1);
    if (opened.error() != QFileDevice::NoError)
        return refuse("cannot be read: " + opened.errorString().toStdString(), {});
    if (text.size() > kLargestFile)
        return refuse("the file is too large", "allowed: up to 256 MB");
    return raft::readScenario(std::string_view(text.data(), static_cast<std::size_t>(text.size())));
}

void printErrors(const QString& file, const std::vector<raft::Error>& problems, std::FILE* errors) {
    for (const raft::Error& problem : problems)
        std::fprintf(errors, "%s: %s\n", QFile::encodeName(file).constData(), problem.message().c_str());
}

int checkFiles(const QStringList& files, std::FILE* results, std::FILE* errors) {
    int status = 0;
    for (const QString& file : files) {
        const auto scenario = loadScenario(file);
        if (scenario) {
            std::fprintf(results, "%s: valid\n", QFile::encodeName(file).constData());
        } else {
            printErrors(file, scenario.error(), errors);
            status = 2;
        }
    }
    return status;
}

} // namespace raftarium
