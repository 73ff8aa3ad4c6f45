// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/ClusterConfiguration.h"

#include <QString>

/// The program's window.
namespace raftarium {

/// What the window opens with.
struct WindowArguments {
    /// What the run starts from; it must be sound (`raft::problemsOf` finds nothing).
    raft::ClusterConfiguration configuration;
    /// A file to open; empty for a new run.
    QString file;
};

/// Opens the window and stays until it is closed. `argc` and `argv` are the program's, from which Qt takes its own
/// options. The exit status.
int openWindow(const WindowArguments& arguments, int& argc, char** argv);

} // namespace raftarium
