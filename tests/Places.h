// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a test finds what lies outside of it. Functions in one generated file and no macros: an absolute path on every
// command line would keep the compiler cache from being shared between clones.

namespace tests {

/// The folder tests/data, absolute, without a slash at the end.
const char* dataFolder();

/// The folder resources, absolute, without a slash at the end.
const char* resourcesFolder();

/// The program `raftarium` of the same build, absolute.
const char* program();

} // namespace tests
