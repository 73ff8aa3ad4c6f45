// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Scenario.h"

#include <functional>
#include <string>
#include <vector>

// Running a scenario: its steps become actions placed at events of a timeline.

namespace raft {

/// How a run ended; the numbers are the program's exit statuses.
enum class RunStatus : std::uint8_t {
    good = 0,       ///< every step was taken and every expectation met
    refuted = 1,    ///< an expectation was not met, or the outcome's hash differs
    impossible = 2, ///< an action was impossible
    notReached = 3, ///< a condition was not reached in its time
};

/// What came of running a scenario.
struct RunResult {
    RunStatus status = RunStatus::good;
    /// What was wrong, each with the JSON pointer of its step; empty when all was good.
    std::vector<Error> problems;
};

/// How many events running a scenario computes at most, for all steps, branches and bookmarks together: fifty million
/// for up to sixteen servers, and in proportion fewer for more, since each event of a larger cluster takes more memory.
EventIndex maximumEvents(const ClusterConfiguration& cluster);

/// Is asked now and then while a scenario runs, with how many events were computed so far; when it says no, the run
/// ends there.
using GoOn = std::function<bool(EventIndex events)>;

/// How far a scenario is run at most.
struct RunLimits {
    /// How many events are computed; absent: maximumEvents.
    std::optional<EventIndex> events = {};
    /// May be empty.
    GoOn goOn = {};
};

/// What a run does when an expectation is not met, or a branch ends elsewhere than it was recorded to.
enum class WhenRefuted : std::uint8_t {
    end,  ///< it ends there, as a test does
    goOn, ///< it goes on with the next step: somebody wants to look at it
};

/// Runs all branches of a scenario in `timeline`, which is at the beginning of a run of the scenario's cluster, and
/// stops at the first step that fails. Afterwards every action is placed at an event, and bookmarks and branches stand
/// in the timeline. Shows the end of the last branch.
RunResult run(const Scenario& scenario, Timeline& timeline, WhenRefuted whenRefuted = WhenRefuted::end,
              const RunLimits& limits = {});

/// The same for one branch and those that it grew from; a listener of the timeline hears of these branches' events
/// only. There must be a branch of that name.
RunResult runBranch(const Scenario& scenario, const std::string& branch, Timeline& timeline,
                    const RunLimits& limits = {});

/// A timeline as a recording: every action at its event, all branches, bookmarks, and the hash of each branch's end.
/// `title` and the other words are left empty; branches in which nothing was done and that nobody named are left out.
Scenario recordingOf(const Timeline& timeline);

/// How many events running a recording computes: of each branch up to its last action, bookmark, or branch that grows
/// from it.
EventIndex eventsOf(const Scenario& recording);

} // namespace raft
