// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ScenarioInput.h"
#include "app/Simulate.h"
#include "app/Window.h"

#include <QStringList>
#include <variant>

/// The program: command line and main window.
namespace raftarium {

/// A text that was asked for: the help or the version.
struct ShowText {
    std::string text;
};

/// Files that are to be checked.
struct CheckArguments {
    QStringList files;
};

/// What the command line asks for.
using Command = std::variant<ShowText, WindowArguments, SimulateArguments, CheckArguments>;

/// Reads the program's arguments, its own name not among them. An error names the argument and what is allowed.
raft::Expected<Command> parseCommandLine(const QStringList& arguments);

/// Does what the command line asks for. Results go to stdout, errors to stderr, a line each. The exit status: 0 good,
/// 1 the run said no, 2 bad arguments or a bad file, 3 a condition was not reached in its time.
int runCommandLine(int& argc, char** argv);

} // namespace raftarium
