// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Simulate.h"

#include "app/ScenarioInput.h"
#include "raftcore/check/Safety.h"
#include "raftcore/explain/Explain.h"
#include "raftcore/files/EventJson.h"
#include "raftcore/files/StateJson.h"
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

/// A run that is known beforehand: what it starts from, what is done in it, and where it ends.
struct Plan {
    raft::ClusterConfiguration configuration;
    /// In the order of events.
    std::vector<raft::PlacedAction> actions;
    /// At most so many events.
    raft::EventIndex events = ~raft::EventIndex{0};
    /// All events up to this time.
    raft::Time time = raft::kNever - 1;
    /// How the scenario ended, and what was wrong.
    raft::RunResult scenario;
};

/// One simulation from beginning to end.
class Simulation {
public:
    Simulation(const SimulateArguments& arguments, const Plan& plan, std::FILE* results)
        : arguments_(arguments)
        , plan_(plan)
        , tells_(arguments.output == Output::text || arguments.output == Output::json)
        , results_(results)
        , cluster_(plan.configuration) {
        if (arguments.check)
            safety_.emplace(cluster_);
        for (const raft::Host& host : cluster_.hosts())
            nameWidth_ = std::max(nameWidth_, cluster_.nameOf(host.id()).size());
    }

    void run() {
        while (cluster_.eventCount() < plan_.events && !std::ferror(results_)) {
            if (nextAction_ < plan_.actions.size() && plan_.actions[nextAction_].event == cluster_.eventCount()) {
                if (plan_.actions[nextAction_].time > plan_.time)
                    break;
                act(plan_.actions[nextAction_++]);
            } else if (cluster_.nextEventTime() <= plan_.time) {
                // An event is told in full only if it is printed: that takes most of the time.
                note(cluster_.step(tells_ ? &event_ : nullptr));
            } else {
                break;
            }
        }
        const bool byTime = plan_.time < raft::kNever - 1;
        if (byTime && plan_.time >= cluster_.now() && plan_.time <= cluster_.nextEventTime())
            cluster_.advanceTo(plan_.time);
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

private:
    void act(const raft::PlacedAction& placed) {
        cluster_.advanceTo(placed.time);
        const auto record = cluster_.act(placed.action, tells_ ? &event_ : nullptr);
        RAFT_ASSERT(record); // it was taken once already, in the same state
        note(*record);
    }

    void note(const raft::EventRecord& record) {
        if (safety_)
            safety_->observe(cluster_, record);
        if (tells_)
            print(event_);
    }

    void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), results_); }

    void print(const Event& event) {
        if (arguments_.output == Output::json) {
            print(raft::eventJson(event, cluster_) + "\n");
            return;
        }
        const raft::EventRecord& record = event.record;
        const std::string server = record.server == 0 ? "-" : cluster_.nameOf(record.server);
        print(atRight(raft::number(record.index), 6) + "  " + atRight(seconds(record.time), 12) + "  " +
              padded(server, nameWidth_) + "  " + raft::explainBriefly(event, cluster_).english() + "\n");
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
        print("leader    " + (leader == 0 ? "none" : cluster_.nameOf(leader)) + "\n");
        print("term      " + span(terms) + "\n");
        print("commit    " + span(commits) + "\n");
        print("requests  " + requestsText(cluster_) + "\n");
        print("hash      " + raft::hexadecimal(cluster_.hash()) + "\n");
    }

    const SimulateArguments& arguments_;
    const Plan& plan_;
    bool tells_;
    std::FILE* results_;
    Cluster cluster_;
    Event event_;
    std::size_t nextAction_ = 0;
    std::optional<raft::Safety> safety_;
    std::size_t nameWidth_ = 0;
};

/// Where the run is to end, if the arguments say so.
void limit(Plan& plan, const SimulateArguments& arguments) {
    if (!arguments.untilTime && !arguments.untilEvent)
        return;
    plan.events = arguments.untilEvent.value_or(~raft::EventIndex{0});
    plan.time = arguments.untilTime.value_or(raft::kNever - 1);
}

/// The plan of a scenario's branch, found by running it; what went wrong behind the limit is left out.
Plan planOf(raft::Scenario scenario, const SimulateArguments& arguments) {
    if (arguments.configuration.load > 0) {
        // Commands that the file knows nothing of: its recorded end does not count.
        scenario.cluster.load = arguments.configuration.load;
        scenario.outcome.clear();
    }
    const std::string branch = arguments.branch.empty() ? scenario.branches.front().name : arguments.branch;
    raft::Timeline timeline(scenario.cluster);
    Plan plan;
    plan.scenario = raft::runBranch(scenario, branch, timeline);
    plan.configuration = timeline.configuration();
    plan.actions = timeline.actions();
    plan.events = timeline.moment().events;
    plan.time = timeline.moment().time;
    const raft::Moment end = timeline.moment();
    limit(plan, arguments);
    if (end.events > plan.events || end.time > plan.time)
        plan.scenario = {};
    return plan;
}

bool hasBranch(const raft::Scenario& scenario, const std::string& name) {
    return std::any_of(scenario.branches.begin(), scenario.branches.end(),
                       [&name](const raft::ScenarioBranch& branch) { return branch.name == name; });
}

/// The plan that the arguments ask for; nothing when the file is bad, which has then been said.
std::optional<Plan> makePlan(const SimulateArguments& arguments, std::FILE* errors) {
    if (arguments.file.isEmpty()) {
        Plan plan;
        plan.configuration = arguments.configuration;
        plan.time = kDefaultRun;
        limit(plan, arguments);
        return plan;
    }
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
                     arguments.branch.c_str(), names.c_str());
        return {};
    }
    return planOf(std::move(*scenario), arguments);
}

void printViolations(const std::vector<raft::Violation>& violations, std::FILE* errors) {
    for (const raft::Violation& violation : violations) {
        const std::string when =
            violation.event == raft::kNoEvent ? "at the beginning" : "event " + raft::number(violation.event);
        std::fprintf(errors, "raftarium: %s: %s: %s\n", when.c_str(), raft::propertyText(violation.property).title,
                     violation.text.english().c_str());
    }
}

} // namespace

int simulate(const SimulateArguments& arguments, std::FILE* results, std::FILE* errors) {
    const std::optional<Plan> plan = makePlan(arguments, errors);
    if (!plan)
        return 2;
    Simulation simulation(arguments, *plan, results);
    simulation.run();
    simulation.printEnd();
    if (std::fflush(results) != 0 || std::ferror(results)) {
        std::fprintf(errors, "raftarium: stdout: cannot be written: %s\n", std::strerror(errno));
        return 2;
    }
    printErrors(arguments.file, plan->scenario.problems, errors);
    const std::vector<raft::Violation> violations = simulation.violations();
    printViolations(violations, errors);
    if (plan->scenario.status != raft::RunStatus::good)
        return static_cast<int>(plan->scenario.status);
    if (!violations.empty())
        return 1;
    if (arguments.untilEvent && simulation.events() < *arguments.untilEvent) {
        std::fprintf(errors, "raftarium: --until-event: nothing is due any more after %s events\n",
                     raft::number(simulation.events()).c_str());
        return 3;
    }
    return 0;
}

} // namespace raftarium
