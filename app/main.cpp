// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"

// Where the program begins.

int main(int argc, char** argv) { return raftarium::runCommandLine(argc, argv); }
