// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Explain.h"
#include "raftcore/files/ScenarioFile.h"
#include "tests/soak/RandomRun.h"
#include "tests/soak/RecordedRun.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string_view>

// Runs random clusters, one after the other, until stopped, and tells each that goes wrong with the command that plays
// it again.

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kHelp =
    "soak [--seed S] [--runs N] [--minutes M] [--defect RULE] [--trace] [--save FILE]\n"
    "\n"
    "Runs random clusters through storms of faults and checks them at every event: the five properties of Raft, the\n"
    "invariants of each server, progress after all faults have ended, and the clients' history.\n"
    "\n"
    "  --seed S       the first seed, from 0 to 2^53 - 1; the next run takes the next. By default the time of day.\n"
    "  --runs N       ends after N runs\n"
    "  --minutes M    ends after M minutes\n"
    "  --defect RULE  leaves out a rule: ignorePrevLogTerm, forgetVote, ignoreLogComparison, commitOldTerms or\n"
    "                 changeTooEarly\n"
    "  --trace        tells every event in words\n"
    "  --save FILE    writes the last run that went wrong to a file that raftarium opens\n"
    "\n"
    "Without --runs and --minutes it goes on until it is interrupted. It ends with status 0 when nothing went wrong,\n"
    "1 when something did, 2 when the arguments are wrong.\n";

constexpr std::array<const char*, raft::kDefects> kDefectNames{"ignorePrevLogTerm", "forgetVote", "ignoreLogComparison",
                                                               "commitOldTerms", "changeTooEarly"};

struct Arguments {
    std::uint64_t seed = 0;
    std::uint64_t runs = ~std::uint64_t{0};
    std::uint64_t minutes = 0;
    tests::RunSettings settings;
    bool trace = false;
    /// Where a run that went wrong is written; empty when nowhere.
    std::string file;
};

/// What all runs so far came to.
struct Sum {
    std::uint64_t runs = 0;
    std::uint64_t events = 0;
    std::uint64_t answered = 0;
    std::uint64_t gaveUp = 0;
    std::uint64_t problems = 0;
    raft::Time longestRecovery = 0;
};

std::sig_atomic_t volatile interrupted = 0;

bool parseNumber(const char* text, std::uint64_t& number) {
    const char* end = text + std::strlen(text);
    const auto [rest, error] = std::from_chars(text, end, number);
    return error == std::errc() && rest == end && number <= raft::kMaximumSeed;
}

bool parseDefect(const char* name, raft::Defects& defects) {
    for (std::size_t i = 0; i < kDefectNames.size(); ++i) {
        if (std::strcmp(name, kDefectNames[i]) == 0) {
            defects.insert(static_cast<raft::Defect>(i));
            return true;
        }
    }
    return false;
}

/// Reads the arguments; false when they are wrong, which has been told then.
bool parse(int count, char** words, Arguments& arguments) {
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        const char* value = i + 1 < count ? words[i + 1] : "";
        bool good = true;
        if (word == "--trace") {
            arguments.trace = true;
            continue;
        }
        if (word == "--seed") {
            good = parseNumber(value, arguments.seed);
        } else if (word == "--runs") {
            good = parseNumber(value, arguments.runs);
        } else if (word == "--minutes") {
            good = parseNumber(value, arguments.minutes);
        } else if (word == "--defect") {
            good = parseDefect(value, arguments.settings.defects);
        } else if (word == "--save") {
            arguments.file = value;
            good = !arguments.file.empty();
        } else {
            std::fprintf(stderr, "soak: unknown argument '%s'; --help tells which there are\n", words[i]);
            return false;
        }
        if (!good) {
            std::fprintf(stderr, "soak: '%s' is no value for %s; --help tells what is allowed\n", value, words[i]);
            return false;
        }
        ++i;
    }
    return true;
}

void tell(const raft::Event& event, const raft::Cluster& after) {
    const raft::Explanation words = raft::explain(event, after);
    std::printf("%7llu %11s ms  %s", static_cast<unsigned long long>(event.record.index),
                raft::milliseconds(event.record.time).c_str(), words.sentence.english().c_str());
    for (const raft::Text& more : words.more)
        std::printf(" %s", more.english().c_str());
    std::printf("\n");
}

/// The command that plays a run again, with every event in words.
std::string again(std::uint64_t seed, const raft::Defects& defects) {
    std::string command = tests::replayCommand(seed) + " --trace";
    for (std::size_t i = 0; i < kDefectNames.size(); ++i) {
        if (defects.has(static_cast<raft::Defect>(i)))
            command += " --defect " + std::string(kDefectNames[i]);
    }
    return command;
}

void add(const tests::RunReport& report, Sum& sum) {
    ++sum.runs;
    sum.events += report.events;
    sum.answered += report.answered;
    sum.gaveUp += report.gaveUp ? 1 : 0;
    sum.longestRecovery = std::max(sum.longestRecovery, report.recovery);
    sum.problems += report.problem.empty() ? 0 : 1;
}

void tellProblem(const tests::RunReport& report, const Arguments& arguments) {
    std::printf("seed %llu: %s\n    again: %s\n", static_cast<unsigned long long>(report.seed), report.problem.c_str(),
                again(report.seed, arguments.settings.defects).c_str());
    if (arguments.file.empty())
        return;
    std::ofstream file(arguments.file, std::ios::binary);
    file << raft::writeScenario(tests::recordedRun(report.seed, arguments.settings));
    file.close();
    if (!file)
        std::fprintf(stderr, "soak: %s could not be written\n", arguments.file.c_str());
}

void print(const Sum& sum, std::uint64_t first, Clock::time_point start) {
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::printf("%llu runs, seeds %llu to %llu: %llu events in %.0f s, %llu requests answered, recovered within %s ms, "
                "%llu histories undecided, %llu problems\n",
                static_cast<unsigned long long>(sum.runs), static_cast<unsigned long long>(first),
                static_cast<unsigned long long>(first + sum.runs - 1), static_cast<unsigned long long>(sum.events),
                seconds, static_cast<unsigned long long>(sum.answered), raft::milliseconds(sum.longestRecovery).c_str(),
                static_cast<unsigned long long>(sum.gaveUp), static_cast<unsigned long long>(sum.problems));
    std::fflush(stdout);
}

} // namespace

int main(int count, char** words) {
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(words[i], "--help") == 0) {
            std::fputs(kHelp, stdout);
            return 0;
        }
    }
    Arguments arguments;
    arguments.seed = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count()) %
                     1'000'000'000'000ULL * 1'000;
    if (!parse(count, words, arguments))
        return 2;
    if (arguments.trace)
        arguments.settings.listener = tell;
    if (arguments.settings.defects != raft::Defects() && arguments.file.empty())
        arguments.settings.afterwards = 2'000;
    std::signal(SIGINT, [](int) { interrupted = 1; });
    std::signal(SIGTERM, [](int) { interrupted = 1; });

    Sum sum;
    const auto start = Clock::now();
    auto told = start;
    while (interrupted == 0 && sum.runs < arguments.runs) {
        const auto now = Clock::now();
        if (arguments.minutes > 0 && now - start >= std::chrono::minutes(arguments.minutes))
            break;
        const tests::RunReport report = tests::randomRun(arguments.seed + sum.runs, arguments.settings);
        add(report, sum);
        if (!report.problem.empty())
            tellProblem(report, arguments);
        if (now - told >= std::chrono::seconds(10)) {
            print(sum, arguments.seed, start);
            told = now;
        }
    }
    if (sum.runs > 0)
        print(sum, arguments.seed, start);
    return sum.problems == 0 ? 0 : 1;
}
