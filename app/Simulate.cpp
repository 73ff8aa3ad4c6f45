// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Simulate.h"

#include "raftcore/check/Safety.h"
#include "raftcore/explain/Explain.h"
#include "raftcore/files/EventJson.h"
#include "raftcore/files/StateJson.h"

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

/// One simulation from beginning to end.
class Simulation {
public:
    Simulation(const SimulateArguments& arguments, std::FILE* results)
        : arguments_(arguments)
        , results_(results)
        , cluster_(arguments.configuration) {
        if (arguments.check)
            safety_.emplace(cluster_);
        for (const raft::Host& host : cluster_.hosts())
            nameWidth_ = std::max(nameWidth_, cluster_.nameOf(host.id()).size());
    }

    void run() {
        const raft::EventIndex events = arguments_.untilEvent.value_or(~raft::EventIndex{0});
        const raft::Time end = arguments_.untilTime.value_or(arguments_.untilEvent ? raft::kNever - 1 : kDefaultRun);
        // An event is told in full only if it is printed: that takes most of the time.
        const bool tells = arguments_.output == Output::text || arguments_.output == Output::json;
        Event event;
        while (cluster_.eventCount() < events && cluster_.nextEventTime() <= end && !std::ferror(results_)) {
            const raft::EventRecord record = cluster_.step(tells ? &event : nullptr);
            if (safety_)
                safety_->observe(cluster_, record);
            if (tells)
                print(event);
        }
        if (!arguments_.untilEvent && !std::ferror(results_))
            cluster_.advanceTo(end);
    }

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
    std::FILE* results_;
    Cluster cluster_;
    std::optional<raft::Safety> safety_;
    std::size_t nameWidth_ = 0;
};

} // namespace

int simulate(const SimulateArguments& arguments, std::FILE* results, std::FILE* errors) {
    Simulation simulation(arguments, results);
    simulation.run();
    simulation.printEnd();
    if (std::fflush(results) != 0 || std::ferror(results)) {
        std::fprintf(errors, "raftarium: stdout: cannot be written: %s\n", std::strerror(errno));
        return 2;
    }
    const std::vector<raft::Violation> violations = simulation.violations();
    for (const raft::Violation& violation : violations) {
        const std::string when =
            violation.event == raft::kNoEvent ? "at the beginning" : "event " + raft::number(violation.event);
        std::fprintf(errors, "raftarium: %s: %s: %s\n", when.c_str(), raft::propertyText(violation.property).title,
                     violation.text.english().c_str());
    }
    return violations.empty() ? 0 : 1;
}

} // namespace raftarium
