// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Simulate.h"

#include "app/ScenarioInput.h"
#include "raftcore/check/Linearizability.h"
#include "raftcore/check/Safety.h"
#include "raftcore/explain/Explain.h"
#include "raftcore/files/EventJson.h"
#include "raftcore/files/StateJson.h"
#include "raftcore/history/Faults.h"
#include "raftcore/history/ScenarioRun.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

// Running a cluster as fast as it goes, and printing it.

namespace raftarium {

namespace {

using raft::Cluster;
using raft::Event;

/// A logical time in seconds with six decimals.
std::string seconds(raft::Time time) {
    const std::string decimals = std::to_string(1'000'000 + time % 1'000'000).substr(1);
    return std::to_string(time / 1'000'000) + "." + decimals + " s";
}

std::string padded(std::string text, std::size_t width) {
    // Names may be longer in bytes than on the screen; then the column is a little wide, and nothing else.
    return text.size() < width ? text.append(width - text.size(), ' ') : text;
}

std::string atRight(const std::string& text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

/// "2", or "2 to 5" when the servers differ.
std::string span(const std::vector<std::uint64_t>& values) {
    const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    return *least == *greatest ? raft::number(*least) : raft::number(*least) + " to " + raft::number(*greatest);
}

std::string requestsText(const Cluster& cluster) {
    std::array<std::uint64_t, 4> counts{};
    for (std::size_t i = 0; i < cluster.requests().size(); ++i)
        ++counts[static_cast<std::size_t>(cluster.requests()[i].status)];
    const auto count = [&counts](raft::RequestStatus status) {
        return raft::number(counts[static_cast<std::size_t>(status)]);
    };
    return count(raft::RequestStatus::answered) + " answered, " + count(raft::RequestStatus::refused) + " refused, " +
           count(raft::RequestStatus::unknown) + " unknown, " + count(raft::RequestStatus::waiting) + " waiting";
}

/// Where a run ends.
struct Ending {
    /// At most so many events.
    raft::EventIndex events = kEndless;
    /// All events up to this time.
    raft::Time time = raft::kNever - 1;

    static constexpr raft::EventIndex kEndless = ~raft::EventIndex{0};
    [[nodiscard]] bool isByTime() const { return time < raft::kNever - 1; }
    [[nodiscard]] bool isEndless() const { return !isByTime() && events == kEndless; }
    [[nodiscard]] bool includes(const raft::EventRecord& record) const {
        return record.index < events && record.time <= time;
    }
};

/// One simulation from beginning to end.
class Simulation {
public:
    Simulation(const SimulateArguments& arguments, const raft::ClusterConfiguration& configuration, Ending ending,
               std::FILE* results)
        : arguments_(arguments)
        , ending_(ending)
        , tells_(arguments.output == Output::text || arguments.output == Output::json)
        , results_(results)
        , cluster_(configuration)
        , seed_(configuration.seed) {
        if (arguments.check)
            safety_.emplace(cluster_);
        for (const raft::Host& host : cluster_.hosts())
            nameWidth_ = std::max(nameWidth_, cluster_.nameOf(host.id()).size());
    }

    /// Tells what is computed in a timeline from now on. `shared` says for each branch that has to be run how many of
    /// its events are also those of the wanted one: the others are no part of this run.
    void follow(raft::Timeline& timeline, std::map<std::string, raft::EventIndex> shared) {
        if (!tells_ && !safety_)
            return;
        timeline.setListener([this, &timeline, shared = std::move(shared)](const Event& event, const Cluster& after) {
            if (timeline.branch() != followed_) {
                followed_ = timeline.branch();
                const auto limit = shared.find(timeline.branchInfo(*followed_).name);
                shared_ = limit == shared.end() ? 0 : limit->second;
            }
            if (event.record.index < shared_ && ending_.includes(event.record))
                note(event.record, after, event);
        });
    }

    /// Stands where a timeline has come to; then goes on to where this run ends, or back to it. What has failed does
    /// not go on.
    void standIn(const raft::Timeline& timeline, bool hasFailed) {
        cluster_ = timeline.present();
        if (ending_.isEndless() || hasFailed)
            return;
        const raft::EventIndex end = cluster_.eventCount();
        const raft::EventIndex events = ending_.isByTime() ? timeline.eventsAt(ending_.time) : ending_.events;
        if (events < end)
            cluster_ = timeline.stateAfter(events);
        if (events >= end)
            run();
        else if (ending_.isByTime())
            cluster_.advanceTo(ending_.time);
    }

    void run() {
        Event event;
        auto fault = raft::nextFault(cluster_, seed_);
        while (cluster_.eventCount() < ending_.events && raft::timeOfNext(cluster_, fault) <= ending_.time &&
               !std::ferror(results_)) {
            // An event is told in full only if it is printed: that takes most of the time.
            note(raft::doNext(cluster_, fault, tells_ ? &event : nullptr), cluster_, event);
            fault = raft::nextFault(cluster_, seed_);
        }
        if (ending_.isByTime() && ending_.time >= cluster_.now() && ending_.time <= raft::timeOfNext(cluster_, fault))
            cluster_.advanceTo(ending_.time);
    }

    /// How many events have happened.
    [[nodiscard]] raft::EventIndex events() const { return cluster_.eventCount(); }

    void printEnd() {
        if (arguments_.output == Output::state)
            print(raft::stateJson(cluster_, violations()) + "\n");
        if (arguments_.output == Output::text)
            print("\n");
        if (arguments_.output == Output::text || arguments_.output == Output::summary)
            printSummary();
    }

    /// The violations found, oldest first; none without --check.
    [[nodiscard]] std::vector<raft::Violation> violations() const {
        std::vector<raft::Violation> found;
        for (std::size_t i = 0; safety_ && i < safety_->violations().size(); ++i)
            found.push_back(safety_->violations()[i]);
        return found;
    }

    /// What the clients saw, compared with one server that does one thing after the other; all well without --check.
    [[nodiscard]] raft::LinearizabilityResult history() const {
        return safety_ ? raft::checkLinearizability(cluster_) : raft::LinearizabilityResult();
    }

private:
    void note(const raft::EventRecord& record, const Cluster& after, const Event& event) {
        if (safety_)
            safety_->observe(after, record);
        if (tells_)
            print(event, after);
    }

    void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), results_); }

    void print(const Event& event, const Cluster& after) {
        if (arguments_.output == Output::json) {
            print(raft::eventJson(event, after) + "\n");
            return;
        }
        const raft::EventRecord& record = event.record;
        const std::string server = record.server == 0 ? "-" : after.nameOf(record.server);
        print(raft::printable(atRight(raft::number(record.index), 6) + "  " + atRight(seconds(record.time), 12) + "  " +
                              padded(server, nameWidth_) + "  " + raft::explainBriefly(event, after).english()) +
              "\n");
    }

    void printSummary() {
        std::vector<std::uint64_t> terms;
        std::vector<std::uint64_t> commits;
        for (const raft::Host& host : cluster_.hosts()) {
            terms.push_back(host.server.state().persistent.currentTerm);
            commits.push_back(host.server.state().commitIndex);
        }
        const raft::ServerId leader = cluster_.leader();
        print("time      " + seconds(cluster_.now()) + "\n");
        print("events    " + raft::number(cluster_.eventCount()) + "\n");
        print("leader    " + (leader == 0 ? "none" : raft::printable(cluster_.nameOf(leader))) + "\n");
        print("term      " + span(terms) + "\n");
        print("commit    " + span(commits) + "\n");
        print("requests  " + requestsText(cluster_) + "\n");
        print("hash      " + raft::hexadecimal(cluster_.hash()) + "\n");
    }

    const SimulateArguments& arguments_;
    Ending ending_;
    bool tells_;
    std::FILE* results_;
    Cluster cluster_;
    /// From which the weather is drawn.
    std::uint64_t seed_;
    std::optional<raft::Safety> safety_;
    std::size_t nameWidth_ = 0;
    /// The branch that is being computed, and how many of its events are those of the wanted one.
    std::optional<raft::BranchId> followed_;
    raft::EventIndex shared_ = 0;
};

/// Where the run is to end; `otherwise` when the arguments do not say so.
Ending endingOf(const SimulateArguments& arguments, Ending otherwise) {
    if (!arguments.untilTime && !arguments.untilEvent)
        return otherwise;
    return {arguments.untilEvent.value_or(Ending::kEndless), arguments.untilTime.value_or(raft::kNever - 1)};
}

/// The branches that have to be run for one of them: for each, how many of its events are those of that one, too.
std::map<std::string, raft::EventIndex> sharedEvents(const raft::Scenario& scenario, const std::string& branch) {
    std::map<std::string, raft::EventIndex> shared{{branch, Ending::kEndless}};
    raft::EventIndex limit = Ending::kEndless;
    std::string wanted = branch;
    for (auto each = scenario.branches.rbegin(); each != scenario.branches.rend(); ++each) {
        if (each->name != wanted || !each->from)
            continue;
        // What a branch grew from gives no more of itself than the branch does.
        limit = std::min(limit, each->from->event);
        wanted = each->from->branch;
        shared.emplace(wanted, limit);
    }
    return shared;
}

bool hasBranch(const raft::Scenario& scenario, const std::string& name) {
    return std::any_of(scenario.branches.begin(), scenario.branches.end(),
                       [&name](const raft::ScenarioBranch& branch) { return branch.name == name; });
}

/// The scenario in the file, made fit for running; nothing when it is bad, which has then been said.
std::optional<raft::Scenario> scenarioOf(const SimulateArguments& arguments, std::FILE* errors) {
    auto scenario = loadScenario(arguments.file);
    if (!scenario) {
        printErrors(arguments.file, scenario.error(), errors);
        return {};
    }
    if (!arguments.branch.empty() && !hasBranch(*scenario, arguments.branch)) {
        std::string names;
        for (const raft::ScenarioBranch& branch : scenario->branches)
            names += (names.empty() ? "" : ", ") + branch.name;
        std::fprintf(errors, "raftarium: --branch: \"%s\" is no branch of the file; allowed: %s\n",
                     raft::printable(arguments.branch).c_str(), raft::printable(names).c_str());
        return {};
    }
    if (arguments.configuration.load.isOn()) {
        // Commands that the file knows nothing of: its recorded end does not count.
        scenario->cluster.load = arguments.configuration.load;
        scenario->outcome.clear();
        scenario->waypoints.clear();
    }
    return std::move(*scenario);
}

void printViolations(const std::vector<raft::Violation>& violations, std::FILE* errors) {
    for (const raft::Violation& violation : violations) {
        const std::string when =
            violation.event == raft::kNoEvent ? "at the beginning" : "event " + raft::number(violation.event);
        std::fprintf(errors, "raftarium: %s: %s: %s\n", when.c_str(), raft::propertyText(violation.property).title,
                     raft::printable(violation.text.english()).c_str());
    }
}

void printHistory(const raft::LinearizabilityResult& history, std::FILE* errors) {
    if (history.verdict != raft::Verdict::linearizable)
        std::fprintf(errors, "raftarium: Linearizability: %s\n", raft::printable(history.text.english()).c_str());
}

/// Ends a simulation: prints what remains to be printed, and says what the run said. The exit status.
int finish(const SimulateArguments& arguments, Simulation& simulation, const raft::RunResult& scenario,
           std::FILE* results, std::FILE* errors) {
    simulation.printEnd();
    if (std::fflush(results) != 0 || std::ferror(results)) {
        std::fprintf(errors, "raftarium: stdout: cannot be written: %s\n", std::strerror(errno));
        return 2;
    }
    printErrors(arguments.file, scenario.problems, errors);
    const std::vector<raft::Violation> violations = simulation.violations();
    printViolations(violations, errors);
    const raft::LinearizabilityResult history = simulation.history();
    printHistory(history, errors);
    if (scenario.status != raft::RunStatus::good)
        return static_cast<int>(scenario.status);
    if (!violations.empty() || history.verdict == raft::Verdict::violated)
        return 1;
    if (arguments.untilEvent && simulation.events() < *arguments.untilEvent) {
        std::fprintf(errors, "raftarium: --until-event: nothing is due any more after %s events\n",
                     raft::number(simulation.events()).c_str());
        return 3;
    }
    return 0;
}

/// Runs a branch of a file, once: what it prints is printed as it is computed.
int simulateFile(const SimulateArguments& arguments, std::FILE* results, std::FILE* errors) {
    const auto scenario = scenarioOf(arguments, errors);
    if (!scenario)
        return 2;
    const std::string branch = arguments.branch.empty() ? scenario->branches.front().name : arguments.branch;
    raft::Timeline timeline(scenario->cluster);
    const Ending ending = endingOf(arguments, {});
    Simulation simulation(arguments, scenario->cluster, ending, results);
    simulation.follow(timeline, sharedEvents(*scenario, branch));
    // What lies behind the limit need not be computed.
    bool isOver = false;
    const auto goOn = [&](raft::EventIndex) {
        isOver = timeline.branchInfo(timeline.branch()).name == branch &&
                 (timeline.known() > ending.events || timeline.knownTime() > ending.time);
        return !isOver;
    };
    raft::RunResult result = raft::runBranch(*scenario, branch, timeline, {std::nullopt, goOn});
    const raft::Moment end = timeline.moment();
    // Without a limit the run ends with its last action; what went wrong behind a limit is left out.
    if (isOver || end.events > ending.events || end.time > ending.time)
        result = {};
    simulation.standIn(timeline, result.status != raft::RunStatus::good);
    return finish(arguments, simulation, result, results, errors);
}

} // namespace

int simulate(const SimulateArguments& arguments, std::FILE* results, std::FILE* errors) {
    if (!arguments.file.isEmpty())
        return simulateFile(arguments, results, errors);
    Simulation simulation(arguments, arguments.configuration, endingOf(arguments, {Ending::kEndless, kDefaultRun}),
                          results);
    simulation.run();
    return finish(arguments, simulation, {}, results, errors);
}

} // namespace raftarium
