// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/ClusterConfiguration.h"
#include "raftcore/simulation/Event.h"

#include <QString>
#include <cstdio>
#include <optional>
#include <string>

/// The program: command line and main window.
namespace raftarium {

/// What a simulation prints.
enum class Output : std::uint8_t {
    text,    ///< a line an event, then a summary
    json,    ///< a JSON object an event, a line each
    state,   ///< the final state as one JSON object
    summary, ///< the summary alone
};

/// What `raftarium simulate` is asked for.
struct SimulateArguments {
    /// What the run starts from, unless a file says it; it must be sound (`raft::problemsOf` finds nothing).
    raft::ClusterConfiguration configuration;
    /// The file whose scenario is run; empty when there is none.
    QString file;
    /// The branch of the file that is run; empty means the one that begins with the run.
    std::string branch;
    /// Until when it runs, in microseconds of logical time; all events at that moment happen.
    std::optional<raft::Time> untilTime;
    /// How many events are to happen.
    std::optional<raft::EventIndex> untilEvent;
    Output output = Output::text;
    /// Looks after every event whether the properties of Figure 3 still hold.
    bool check = false;
};

/// How long a cluster that comes from no file runs when nothing is said, in microseconds.
inline constexpr raft::Time kDefaultRun = 10'000'000;

/// Runs a cluster without any window and prints what is asked for. Of a file, runs the steps up to where it is to end.
/// The exit status, as of the program.
int simulate(const SimulateArguments& arguments, std::FILE* results, std::FILE* errors);

} // namespace raftarium
