// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Scenario.h"

#include <QStringList>
#include <cstdio>
#include <tl/expected.hpp>
#include <vector>

/// The program: command line and main window.
namespace raftarium {

/// The scenario in a file, or all that is wrong with it: the file cannot be read, or what it says is not allowed.
tl::expected<raft::Scenario, std::vector<raft::Error>> loadScenario(const QString& file);

/// Prints each error on a line that begins with the file's name.
void printErrors(const QString& file, const std::vector<raft::Error>& problems, std::FILE* errors);

/// Prints of each file whether it is valid; every problem goes to `errors`, on a line of its own. The exit status, as
/// of the program.
int checkFiles(const QStringList& files, std::FILE* results, std::FILE* errors);

} // namespace raftarium
