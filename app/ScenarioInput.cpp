// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ScenarioInput.h"

#include "raftcore/files/Saving.h"
#include "raftcore/files/ScenarioFile.h"

#include <QFile>

// Reading scenarios from files, and saying what is wrong with them.

namespace raftarium {

tl::expected<raft::Scenario, std::vector<raft::Error>> loadScenario(const QString& file) {
    auto text = raft::loadFile(QFile::encodeName(file).toStdString());
    if (text)
        return raft::readScenario(*text);
    text.error().where.clear(); // the file's name, which stands before each problem anyway
    return tl::unexpected(std::vector<raft::Error>{text.error()});
}

/// A file's name on a line: as the system has it, but for what would break the line.
static std::string shownName(const QString& file) { return raft::printable(QFile::encodeName(file).toStdString()); }

void printErrors(const QString& file, const std::vector<raft::Error>& problems, std::FILE* errors) {
    for (const raft::Error& problem : problems)
        std::fprintf(errors, "%s: %s\n", shownName(file).c_str(), raft::printable(problem.message()).c_str());
}

int checkFiles(const QStringList& files, std::FILE* results, std::FILE* errors) {
    int status = 0;
    for (const QString& file : files) {
        const auto scenario = loadScenario(file);
        if (scenario) {
            std::fprintf(results, "%s: valid\n", shownName(file).c_str());
        } else {
            printErrors(file, scenario.error(), errors);
            status = 2;
        }
    }
    return status;
}

} // namespace raftarium
