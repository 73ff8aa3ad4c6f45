// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <ostream>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

// Histories of clients that one store could have answered so, and histories that none could.

namespace raft {

/// How RapidCheck prints a request of a history that it found to be judged wrongly.
void showValue(const Request& request, std::ostream& stream) {
    stream << request.id << ": " << request.command->text() << " [" << request.submitted << "," << request.ended
           << "] status " << static_cast<int>(request.status) << " result " << static_cast<int>(request.result.kind)
           << " " << request.result.value.text();
}

} // namespace raft

namespace tests {

namespace {

using raft::checkLinearizability;
using raft::Command;
using raft::CommandKind;
using raft::PersistentVector;
using raft::Request;
using raft::RequestStatus;
using raft::Result;
using raft::ResultKind;
using raft::Time;
using raft::Verdict;

const Result kDone{};
const Result kNothing{ResultKind::absent, {}};
Result value(const char* text) { return {ResultKind::value, text}; }
Result mismatch(const char* text) { return {ResultKind::mismatch, text}; }

/// A history that a test writes down, request by request.
class History {
public:
    /// A request with an answer.
    void answered(Time submitted, Time ended, const char* command, Result result) {
        add(submitted, ended, command, RequestStatus::answered, std::move(result));
    }
    /// A request whose fate nobody knows.
    void unknown(Time submitted, Time ended, const char* command) {
        add(submitted, ended, command, RequestStatus::unknown, {});
    }
    void add(Time submitted, Time ended, const char* command, RequestStatus status, Result result) {
        Request request;
        request.id = requests.size() + 1;
        request.command = raft::Shared(*Command::parse(command));
        request.submitted = submitted;
        request.ended = ended;
        request.status = status;
        request.result = std::move(result);
        requests.push_back(std::move(request));
    }
    [[nodiscard]] raft::LinearizabilityResult check(raft::SearchLimit limit = {}) const {
        return checkLinearizability(requests, earlier, limit);
    }
    [[nodiscard]] Verdict verdict() const { return check().verdict; }

    PersistentVector<Request> requests;
    std::vector<Command> earlier;
};

} // namespace

TEST(Linearizability, requestsOneAfterTheOtherMustFindWhatWasLeft) {
    History history;
    history.answered(0, 10, "get x", kNothing);
    history.answered(11, 20, "set x 1", kDone);
    history.answered(21, 30, "cas x 1 2", kDone);
    history.answered(31, 40, "cas x 1 3", mismatch("2"));
    history.answered(41, 50, "get x", value("2"));
    history.answered(51, 60, "del x", kDone);
    history.answered(61, 70, "del x", kNothing);
    history.answered(71, 80, "cas x 2 3", kNothing);

    EXPECT_EQ(history.verdict(), Verdict::linearizable);
    EXPECT_TRUE(history.check().text.empty());
}

TEST(Linearizability, aStaleReadIsFoundWithItsWitness) {
    History history;
    history.answered(0, 10, "set x 1", kDone);
    history.answered(20, 30, "set x 2", kDone);
    history.answered(40, 50, "get x", value("1"));
    history.answered(60, 70, "get x", value("9"));

    const auto result = history.check();

    EXPECT_EQ(result.verdict, Verdict::violated);
    EXPECT_EQ(result.key, "x");
    EXPECT_EQ(result.request, 3U);
    EXPECT_EQ(result.order, (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(result.text.english(), "No order of the requests for x explains that request 3, get x, found 1");
}

TEST(Linearizability, requestsAtOneTimeMayTakeEffectInEitherOrder) {
    for (const char* last : {"1", "2"}) {
        History history;
        history.answered(0, 30, "set x 1", kDone);
        history.answered(10, 20, "set x 2", kDone);
        history.answered(40, 50, "get x", value(last));

        EXPECT_EQ(history.verdict(), Verdict::linearizable) << last;
    }
}

TEST(Linearizability, twoReadsOneAfterTheOtherAgreeOnTheOrderOfWrites) {
    History history;
    history.answered(0, 100, "set x 1", kDone);
    history.answered(0, 100, "set x 2", kDone);
    history.answered(10, 20, "get x", value("1"));
    history.answered(30, 40, "get x", value("2"));
    EXPECT_EQ(history.verdict(), Verdict::linearizable);

    history.answered(50, 60, "get x", value("1"));

    EXPECT_EQ(history.check().request, 5U);
}

TEST(Linearizability, anAnswerAndASubmissionAtOneMomentMayBeInEitherOrder) {
    History history;
    history.answered(0, 10, "set x 1", kDone);
    history.answered(10, 20, "get x", kNothing);

    EXPECT_EQ(history.verdict(), Verdict::linearizable);
}

TEST(Linearizability, aRequestOfUnknownFateMayTakeEffectLateOrNever) {
    History never;
    never.unknown(0, 5, "set x 1");
    never.answered(10, 20, "get x", kNothing);
    EXPECT_EQ(never.verdict(), Verdict::linearizable);

    History late = never;
    late.answered(30, 40, "get x", value("1"));
    EXPECT_EQ(late.verdict(), Verdict::linearizable);

    History twice = late;
    twice.answered(50, 60, "set x 2", kDone);
    twice.answered(70, 80, "get x", value("1"));
    EXPECT_EQ(twice.check().request, 5U) << "but it takes effect only once";
}

TEST(Linearizability, aRequestTakesNoEffectBeforeItIsSubmitted) {
    History history;
    history.answered(0, 10, "get x", value("1"));
    history.unknown(20, 30, "set x 1");

    EXPECT_EQ(history.check().request, 1U);
}

TEST(Linearizability, aWaitingRequestMayHaveTakenEffect) {
    History history;
    history.add(0, 0, "set x 1", RequestStatus::waiting, {});
    history.answered(10, 20, "get x", value("1"));

    EXPECT_EQ(history.verdict(), Verdict::linearizable);
}

TEST(Linearizability, aRefusedRequestTookNoEffect) {
    History history;
    history.add(0, 5, "set x 1", RequestStatus::refused, {});
    history.answered(10, 20, "get x", value("1"));

    EXPECT_EQ(history.verdict(), Verdict::violated);
}

TEST(Linearizability, openRequestsCanPrepareOneAnother) {
    History history;
    history.unknown(0, 5, "cas x 2 3");
    history.unknown(0, 5, "cas x 1 2");
    history.unknown(0, 5, "set x 1");
    history.answered(10, 20, "get x", value("3"));
    history.unknown(21, 22, "del x");
    history.answered(30, 40, "get x", kNothing);
    EXPECT_EQ(history.verdict(), Verdict::linearizable);

    history.answered(50, 60, "get x", value("2"));

    EXPECT_EQ(history.check().request, 7U);
    EXPECT_EQ(history.check().order, (std::vector<std::uint64_t>{3, 2, 1, 4, 5, 6}));
}

TEST(Linearizability, aDeletionThatWasDoneFoundSomeValue) {
    History history;
    history.answered(10, 20, "del x", kDone);
    EXPECT_EQ(history.verdict(), Verdict::violated);

    history.unknown(0, 5, "set x 1");

    EXPECT_EQ(history.verdict(), Verdict::linearizable);
}

TEST(Linearizability, aLostUpdateIsFound) {
    History history;
    history.answered(0, 10, "set x 0", kDone);
    history.answered(20, 40, "cas x 0 1", kDone);
    history.answered(20, 40, "cas x 0 2", kDone);

    EXPECT_EQ(history.verdict(), Verdict::violated);
}

TEST(Linearizability, anAnswerThatNoStoreGivesIsFound) {
    History set;
    set.answered(0, 10, "set x 1", kNothing);
    EXPECT_EQ(set.verdict(), Verdict::violated);

    History compare;
    compare.answered(0, 10, "set x 1", kDone);
    compare.answered(20, 30, "cas x 1 2", mismatch("1"));
    EXPECT_EQ(compare.verdict(), Verdict::violated);

    History get;
    get.answered(0, 10, "get x", kDone);
    EXPECT_EQ(get.verdict(), Verdict::violated);
}

TEST(Linearizability, keysDoNotConcernEachOther) {
    History history;
    history.answered(0, 10, "set x 1", kDone);
    history.answered(0, 10, "set y 2", kDone);
    history.answered(20, 30, "get x", value("1"));
    history.answered(20, 30, "get y", value("2"));
    history.answered(20, 30, "noop", kDone);
    EXPECT_EQ(history.verdict(), Verdict::linearizable);

    history.answered(40, 50, "get y", value("1"));

    EXPECT_EQ(history.check().key, "y");
}

TEST(Linearizability, commandsOfStartingLogsMayTakeEffectAtAnyTime) {
    auto configuration = raft::ClusterConfiguration::ofSize(1, 1);
    const raft::Entry entry{1, raft::Shared(*Command::parse("set x 7"))};
    configuration.servers[0].log = {entry};
    raft::Cluster cluster(configuration);
    while (cluster.leader() == 0)
        cluster.step();
    for (const char* command : {"set y 1", "get x"}) {
        ASSERT_TRUE(cluster.act(raft::action::Submit{*Command::parse(command), 0}));
        while (cluster.nextEventTime() == cluster.now())
            cluster.step();
    }

    ASSERT_EQ(cluster.requests()[1].result, value("7"));
    EXPECT_EQ(checkLinearizability(cluster).verdict, Verdict::linearizable);
    EXPECT_EQ(checkLinearizability(cluster.requests(), {}).verdict, Verdict::violated);
}

TEST(Linearizability, manyRequestsOfUnknownFateCostLittle) {
    History history;
    for (int i = 0; i < 2'000; ++i)
        history.unknown(i, i, ("set x " + std::to_string(i)).c_str());
    for (int i = 0; i < 500; ++i)
        history.answered(3'000 + 2 * i, 3'000 + 2 * i + 1, "get x", value(std::to_string(i).c_str()));
    EXPECT_EQ(history.check({10}).verdict, Verdict::linearizable);

    history.answered(5'000, 5'001, "get x", value("3"));

    EXPECT_EQ(history.check({1'000}).request, 2'501U);
}

TEST(Linearizability, longHistoriesNeedNoMemoryOfDeadEnds) {
    History history;
    for (int i = 0; i < 20'000; ++i) {
        history.answered(20 * i, 20 * i + 30, ("set x " + std::to_string(i)).c_str(), kDone);
        history.answered(20 * i + 35, 20 * i + 38, "get x", value(std::to_string(i).c_str()));
    }

    EXPECT_EQ(history.check({100}).verdict, Verdict::linearizable);
}

TEST(Linearizability, aSearchThatTakesTooLongGivesUp) {
    History history;
    for (int i = 0; i < 30; ++i)
        history.answered(0, 100, ("set x " + std::to_string(i)).c_str(), kDone);
    history.answered(200, 210, "get x", value("31"));

    const auto result = history.check({1'000});

    EXPECT_EQ(result.verdict, Verdict::gaveUp);
    EXPECT_EQ(result.key, "x");
    EXPECT_EQ(result.text.english(), "The requests for x leave too many orders to try them all");
}

namespace {

/// The plain truth: tries every choice of open requests in every order.
class Naive {
public:
    explicit Naive(const std::vector<Request>& requests) : requests_(requests), used_(requests.size()) {}

    bool explains(const raft::Store& store) {
        const bool allAnswered = std::all_of(requests_.begin(), requests_.end(), [this](const Request& request) {
            return request.status != RequestStatus::answered || used_[position(request)];
        });
        if (allAnswered)
            return true;
        for (const Request& request : requests_) {
            if (used_[position(request)] || request.status == RequestStatus::refused || mustWait(request))
                continue;
            raft::Store after = store;
            const Result result = after.apply(*request.command);
            if (request.status == RequestStatus::answered && !(result == request.result))
                continue;
            used_[position(request)] = true;
            const bool good = explains(after);
            used_[position(request)] = false;
            if (good)
                return true;
        }
        return false;
    }

private:
    [[nodiscard]] std::size_t position(const Request& request) const {
        return static_cast<std::size_t>(&request - requests_.data());
    }
    [[nodiscard]] bool mustWait(const Request& request) const {
        return std::any_of(requests_.begin(), requests_.end(), [&](const Request& other) {
            return other.status == RequestStatus::answered && !used_[position(other)] &&
                   other.ended < request.submitted;
        });
    }

    const std::vector<Request>& requests_;
    std::vector<bool> used_;
};

/// A few requests for one key, with answers as a store would have given them in the order of the numbers, one of which
/// may be wrong.
rc::Gen<std::vector<Request>> histories() {
    const auto one = rc::gen::map(
        rc::gen::tuple(rc::gen::inRange(0, 8), rc::gen::inRange(0, 12), rc::gen::inRange(0, 8), rc::gen::inRange(0, 6)),
        [](const std::tuple<int, int, int, int>& drawn) {
            static const char* const kCommands[] = {"get x",     "get x",     "set x 1", "set x 2",
                                                    "cas x 1 2", "cas x 2 1", "del x",   "cas x 2 3"};
            Request request;
            request.command = raft::Shared(*Command::parse(kCommands[std::get<0>(drawn)]));
            request.submitted = std::get<1>(drawn);
            request.ended = request.submitted + std::get<2>(drawn);
            request.status = std::get<3>(drawn) < 4   ? RequestStatus::answered
                             : std::get<3>(drawn) < 5 ? RequestStatus::unknown
                                                      : RequestStatus::refused;
            return request;
        });
    const auto drawn = rc::gen::pair(rc::gen::resize(7, rc::gen::container<std::vector<Request>>(one)),
                                     rc::gen::inRange<std::size_t>(0, 14));
    return rc::gen::map(drawn, [](std::pair<std::vector<Request>, std::size_t> pair) {
        auto& requests = pair.first;
        std::stable_sort(requests.begin(), requests.end(), [](const Request& a, const Request& b) {
            return a.submitted + a.ended < b.submitted + b.ended;
        });
        raft::Store store;
        for (Request& request : requests) {
            if (request.status != RequestStatus::refused)
                request.result = store.apply(*request.command);
        }
        if (pair.second < requests.size() && requests[pair.second].command->kind == CommandKind::get)
            requests[pair.second].result = value("2");
        std::stable_sort(requests.begin(), requests.end(),
                         [](const Request& a, const Request& b) { return a.submitted < b.submitted; });
        for (std::size_t i = 0; i < requests.size(); ++i)
            requests[i].id = i + 1;
        return std::move(requests);
    });
}

PersistentVector<Request> asHistory(const std::vector<Request>& requests) {
    PersistentVector<Request> history;
    for (const Request& request : requests)
        history.push_back(request);
    return history;
}

} // namespace

RC_GTEST_PROP(Linearizability, isJudgedAsByTryingAllOrders, ()) {
    const std::vector<Request> requests = *histories();

    const bool good = Naive(requests).explains({});
    const auto result = checkLinearizability(asHistory(requests), {});

    RC_CLASSIFY(good, "linearizable");
    RC_ASSERT(result.verdict == (good ? Verdict::linearizable : Verdict::violated));
}

RC_GTEST_PROP(Linearizability, theWitnessExplainsAllAnswersBeforeTheWrongOne, ()) {
    const std::vector<Request> requests = *histories();
    const auto result = checkLinearizability(asHistory(requests), {});
    RC_PRE(result.verdict == Verdict::violated);

    raft::Store store;
    const Request& wrong = requests[static_cast<std::size_t>(result.request - 1)];
    for (const std::uint64_t id : result.order) {
        const Request& request = requests[static_cast<std::size_t>(id - 1)];
        const Result found = store.apply(*request.command);
        if (request.status == RequestStatus::answered && request.ended < wrong.ended)
            RC_ASSERT(found == request.result);
    }
    for (const Request& request : requests) {
        if (request.status == RequestStatus::answered && request.ended < wrong.ended)
            RC_ASSERT(std::count(result.order.begin(), result.order.end(), request.id) == 1);
    }
}

} // namespace tests
