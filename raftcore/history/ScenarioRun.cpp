// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/ScenarioRun.h"

#include "raftcore/history/ConditionWait.h"

#include <algorithm>

// Taking steps strictly in order, each at its placement.

namespace raft {

namespace {

bool mayGoOn(const RunResult& result, WhenRefuted whenRefuted) {
    return result.status == RunStatus::good ||
           (result.status == RunStatus::refuted && whenRefuted == WhenRefuted::goOn);
}

/// Moves a timeline on, as far as all that is computed for a scenario stays within its measure.
class Computing {
public:
    Computing(Timeline& timeline, const RunLimits& limits)
        : timeline_(timeline)
        , most_(limits.events.value_or(maximumEvents(timeline.configuration())))
        , goOn_(limits.goOn) {}

    /// Goes to just after the first `events` events of the branch; false when it did not get there.
    bool seek(EventIndex events) {
        while (timeline_.known() < events) {
            const std::size_t piece = nextPiece();
            if (piece == 0 || !count([&] { timeline_.seek(std::min(events, timeline_.known() + piece), piece); }))
                return false;
        }
        return timeline_.seek(events);
    }

    /// Goes to a logical time, under the same conditions.
    bool seekTime(Time time) {
        for (;;) {
            const std::size_t piece = nextPiece();
            bool isThere = false;
            if (piece == 0)
                return false;
            count([&] { isThere = timeline_.seekTime(time, piece); });
            if (isThere)
                return true;
        }
    }

    ConditionWait::State wait(const ConditionWait& waiting) {
        auto state = ConditionWait::State::goesOn;
        while (state == ConditionWait::State::goesOn) {
            const std::size_t piece = nextPiece();
            if (piece == 0)
                break;
            count([&] { state = waiting.goOn(timeline_, piece); });
        }
        return state;
    }

    /// True once somebody has said that it is to end.
    bool isStopped() {
        isStopped_ = isStopped_ || (goOn_ && !goOn_(done_));
        return isStopped_;
    }

    /// Why it may not go on; empty when it may.
    [[nodiscard]] Text reason() const {
        if (isStopped_)
            return {QT_TRANSLATE_NOOP("core", "it was stopped after %1 events"), {number(done_)}};
        if (done_ < most_)
            return {};
        return {QT_TRANSLATE_NOOP("core", "more than %1 events would have to be computed; the run stands at event %2"),
                {number(most_), number(timeline_.present().eventCount())}};
    }

private:
    /// How many events may be computed before it is asked again; 0 when none may.
    std::size_t nextPiece() {
        constexpr EventIndex kPiece = 4'096;
        return isStopped() ? 0 : static_cast<std::size_t>(std::min(kPiece, most_ - done_));
    }

    /// Counts what is computed; false when it was nothing.
    template <typename Move>
    bool count(const Move& move) {
        const EventIndex before = timeline_.known();
        move();
        done_ += timeline_.known() - before;
        return timeline_.known() > before;
    }

    Timeline& timeline_;
    EventIndex most_;
    const GoOn& goOn_;
    EventIndex done_ = 0;
    bool isStopped_ = false;
};

/// Runs the steps of one branch at the end of what a timeline knows.
class BranchRun {
public:
    BranchRun(Timeline& timeline, Computing& computing, std::string pointer, WhenRefuted whenRefuted, RunResult& result)
        : timeline_(timeline)
        , computing_(computing)
        , pointer_(std::move(pointer))
        , whenRefuted_(whenRefuted)
        , result_(result)
        , since_(timeline.moment()) {}

    void run(const std::vector<ScenarioStep>& steps) {
        const auto isPlaced = [](const ScenarioStep& step) {
            return std::holds_alternative<placement::AtEvent>(step.placement);
        };
        const auto lastPlaced = std::find_if(steps.rbegin(), steps.rend(), isPlaced);
        const auto recorded = static_cast<std::size_t>(steps.rend() - lastPlaced);
        for (std::size_t i = 0; i < steps.size() && mayGoOn(result_, whenRefuted_); ++i) {
            where_ = pointer_ + "/" + number(std::uint64_t{i});
            // What broke while it was recorded stands in the recording.
            timeline_.setSheltered(i < recorded);
            if (computing_.isStopped()) {
                fail(RunStatus::notReached, computing_.reason());
                break;
            }
            if (!std::visit([this](const auto& placement) { return reach(placement); }, steps[i].placement))
                break;
            const std::vector<UnknownField> said = lastingFields(steps[i]);
            std::visit([&](const auto& what) { take(what, said); }, steps[i].what);
        }
        timeline_.setSheltered(false);
    }

private:
    /// What a newer program has said of a step, without what it said of the waiting, which is over.
    static std::vector<UnknownField> lastingFields(const ScenarioStep& step) {
        const bool isBookmark = std::holds_alternative<BookmarkStep>(step.what);
        std::vector<UnknownField> fields = step.unknownFields;
        std::erase_if(fields, [isBookmark](const UnknownField& field) {
            // A bookmark that is reached has a branch.
            return field.parent.rfind("/when", 0) == 0 || (isBookmark && field.name == "branch");
        });
        return fields;
    }

    bool reach(const placement::Next&) { return true; }

    bool reach(const placement::AtTime& at) {
        // Actions precede what is due at the same time.
        if (at.time <= now().now())
            return true;
        if (!computing_.seekTime(at.time - 1))
            return fail(RunStatus::notReached, computing_.reason());
        timeline_.advanceTo(at.time);
        return true;
    }

    bool reach(const placement::AtEvent& at) {
        if (at.event < now().eventCount())
            return fail(RunStatus::impossible, {QT_TRANSLATE_NOOP("core", "event %1 is over; event %2 comes next"),
                                                {number(at.event), number(now().eventCount())}});
        if (!computing_.seek(at.event))
            return failToReach(at.event);
        return !at.time || reachWithin(*at.time);
    }

    bool failToReach(EventIndex event) {
        const Text over = {QT_TRANSLATE_NOOP("core", "event %1 was not reached; the run stands at event %2"),
                           {number(event), number(now().eventCount())}};
        const Text reason = computing_.reason();
        return fail(RunStatus::notReached, reason.empty() ? over : reason);
    }

    /// Lets time pass to a moment before the next event.
    bool reachWithin(Time time) {
        if (time < now().now() || time > now().nextEventTime())
            return fail(RunStatus::impossible,
                        {QT_TRANSLATE_NOOP("core", "the time %1 ms does not lie between the events around it"),
                         {milliseconds(time)}});
        timeline_.advanceTo(time);
        return true;
    }

    bool reach(const placement::When& when) {
        const ConditionWait waiting(when.condition, since_, when.within.value_or(kDefaultWithin));
        const auto state = computing_.wait(waiting);
        return state == ConditionWait::State::came ||
               fail(RunStatus::notReached,
                    state == ConditionWait::State::over ? waiting.failureText(now()) : computing_.reason());
    }

    void take(const Action& action, const std::vector<UnknownField>& unknownFields) {
        const auto done = timeline_.act(action);
        if (!done) {
            Error error = done.error();
            if (!error.where.empty())
                error.problem = {"%1: %2", {error.where, error.problem.english()}};
            error.where = where_;
            result_.status = RunStatus::impossible;
            result_.problems.push_back(std::move(error));
        } else if (!unknownFields.empty()) {
            timeline_.addRemark({done->index, std::nullopt, unknownFields});
        }
        since_ = timeline_.moment();
    }

    void take(const BookmarkStep& bookmark, const std::vector<UnknownField>& unknownFields) {
        timeline_.setBookmark({timeline_.branch(), now().eventCount(), bookmark.caption, unknownFields});
    }

    void take(const Expectation& expectation, const std::vector<UnknownField>& unknownFields) {
        timeline_.addRemark({now().eventCount(), expectation, unknownFields});
        for (Text& difference : differences(expectation, now()))
            fail(RunStatus::refuted, std::move(difference));
    }

    void take(const UnknownStep&, const std::vector<UnknownField>&) {
        fail(RunStatus::impossible, QT_TRANSLATE_NOOP("core", "this step needs a newer version of the program"));
    }

    bool fail(RunStatus status, Text problem) {
        result_.status = status;
        result_.problems.push_back(Error{where_, std::move(problem), {}});
        return false;
    }

    [[nodiscard]] const Cluster& now() const { return timeline_.present(); }

    Timeline& timeline_;
    Computing& computing_;
    std::string pointer_;
    std::string where_;
    WhenRefuted whenRefuted_;
    RunResult& result_;
    /// When the action before was taken.
    Moment since_;
};

/// Runs branches in the order in which they stand.
class ScenarioRun {
public:
    ScenarioRun(const Scenario& scenario, Timeline& timeline, WhenRefuted whenRefuted, const RunLimits& limits)
        : scenario_(scenario)
        , timeline_(timeline)
        , computing_(timeline, limits)
        , whenRefuted_(whenRefuted) {}

    RunResult run(const std::vector<bool>& wanted) {
        for (std::size_t i = 0; i < scenario_.branches.size() && mayGoOn(result_, whenRefuted_); ++i) {
            if (wanted[i])
                runBranch(i);
        }
        if (mayGoOn(result_, whenRefuted_))
            setBookmarks();
        return std::move(result_);
    }

private:
    void runBranch(std::size_t position) {
        const ScenarioBranch& branch = scenario_.branches[position];
        const std::string pointer =
            scenario_.isOneBranch() ? "/actions" : "/branches/" + number(std::uint64_t{position}) + "/actions";
        if (branch.from && !enter(branch, pointer))
            return;
        if (!branch.from)
            timeline_.rename(kMainBranch, branch.name);
        timeline_.setUnknownFields(branch.unknownFields);
        numbers_[branch.name] = timeline_.branch();
        BranchRun(timeline_, computing_, pointer, whenRefuted_, result_).run(branch.steps);
        if (mayGoOn(result_, whenRefuted_))
            compareOutcome(branch);
        else if (result_.status != RunStatus::refuted)
            tellDifference("/waypoints/", branch);
    }

    /// Goes to where a branch begins and starts it there.
    bool enter(const ScenarioBranch& branch, const std::string& pointer) {
        const BranchId parent = numbers_.at(branch.from->branch);
        timeline_.go({parent, std::min(branch.from->event, timeline_.branchInfo(parent).known), 0});
        if (!computing_.seek(branch.from->event)) {
            const Text over = {QT_TRANSLATE_NOOP("core", "branch \"%1\" has no event %2 to begin at"),
                               {branch.from->branch, number(branch.from->event)}};
            const Text reason = computing_.reason();
            result_.status = RunStatus::notReached;
            result_.problems.push_back({pointer, reason.empty() ? over : reason, {}});
            return false;
        }
        const Time begins = branch.from->time.value_or(timeline_.present().now());
        if (begins < timeline_.present().now() || begins > timeline_.present().nextEventTime()) {
            result_.status = RunStatus::impossible;
            result_.problems.push_back(
                {pointer,
                 {QT_TRANSLATE_NOOP("core", "branch \"%1\" cannot begin at %2 ms after event %3"),
                  {branch.name, milliseconds(begins), number(branch.from->event)}},
                 {}});
            return false;
        }
        timeline_.advanceTo(begins);
        const auto started = timeline_.startBranch(branch.name);
        if (started)
            return true;
        result_.status = RunStatus::impossible;
        result_.problems.push_back({pointer, started.error().problem, started.error().allowed});
        return false;
    }

    void compareOutcome(const ScenarioBranch& branch) {
        const auto expected = scenario_.outcome.find(branch.name);
        if (expected == scenario_.outcome.end() || expected->second == timeline_.present().hash())
            return;
        result_.status = RunStatus::refuted;
        if (tellDifference("/outcome/", branch))
            return;
        const EventIndex events = timeline_.present().eventCount();
        const Text beginning = QT_TRANSLATE_NOOP("core", "the run differs from the recording at its beginning");
        const Text end = {QT_TRANSLATE_NOOP("core", "the run differs from the recording: another state after event %1"),
                          {number(events - 1)}};
        result_.problems.push_back({"/outcome/" + pointerPart(branch.name), events == 0 ? beginning : end, {}});
    }

    /// Says between which waypoints a branch first differs from the recording; false when they do not tell. What comes
    /// after the first branch that differs mostly follows from it, and is not looked into.
    bool tellDifference(const char* field, const ScenarioBranch& branch) {
        const auto waypoints = scenario_.waypoints.find(branch.name);
        if (waypoints == scenario_.waypoints.end() || hasToldDifference_)
            return false;
        std::vector<EventIndex> places;
        for (const auto& [events, hash] : waypoints->second) {
            if (events <= timeline_.known())
                places.push_back(events);
        }
        const std::vector<std::uint64_t> hashes = timeline_.hashesOf(timeline_.branch(), places);
        EventIndex same = branch.from ? branch.from->event : 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (hashes[i] != waypoints->second.at(places[i]))
                return differsBetween(field, branch, same, places[i]);
            same = std::max(same, places[i]);
        }
        return result_.status == RunStatus::refuted &&
               differsBetween(field, branch, same, timeline_.present().eventCount());
    }

    /// `same` events were as they were recorded, the first `other` events were not.
    bool differsBetween(const char* field, const ScenarioBranch& branch, EventIndex same, EventIndex other) {
        if (other <= same)
            return false;
        hasToldDifference_ = true;
        result_.problems.push_back(
            {field + pointerPart(branch.name),
             {QT_TRANSLATE_NOOP("core", "the run differs from the recording: first between event %1 and event %2"),
              {number(same), number(other - 1)}},
             {}});
        return true;
    }

    /// In ascending order, so that each branch is computed on once however many bookmarks it has.
    void setBookmarks() {
        const Moment end = timeline_.moment();
        // What is computed for a bookmark that lies behind the last action is no part of the run.
        timeline_.setListener({});
        std::vector<std::pair<BranchId, std::size_t>> places;
        for (std::size_t i = 0; i < scenario_.bookmarks.size(); ++i) {
            if (const auto branch = numbers_.find(scenario_.bookmarks[i].branch); branch != numbers_.end())
                places.emplace_back(branch->second, i);
        }
        const auto eventAt = [this](std::size_t i) { return scenario_.bookmarks[i].event; };
        std::stable_sort(places.begin(), places.end(), [&](const auto& a, const auto& b) {
            return a.first != b.first ? a.first < b.first : eventAt(a.second) < eventAt(b.second);
        });
        BranchId over = kNoBranch;
        for (const auto& [branch, position] : places) {
            // One that lies behind another that was not reached is not reached either.
            if (branch != over && !setBookmark(branch, position))
                over = branch;
        }
        timeline_.go(end);
    }

    /// False when the branch does not reach the bookmark.
    bool setBookmark(BranchId branch, std::size_t position) {
        const ScenarioBookmark& bookmark = scenario_.bookmarks[position];
        const EventIndex known = timeline_.branchInfo(branch).known;
        if (bookmark.event > known)
            timeline_.go({branch, known, 0});
        if (bookmark.event <= known || computing_.seek(bookmark.event)) {
            timeline_.setBookmark({branch, bookmark.event, bookmark.caption, bookmark.unknownFields});
            return true;
        }
        const Text over = {QT_TRANSLATE_NOOP("core", "branch \"%1\" does not reach event %2"),
                           {bookmark.branch, number(bookmark.event)}};
        const Text reason = computing_.reason();
        result_.status = RunStatus::notReached;
        result_.problems.push_back(
            {"/bookmarks/" + number(std::uint64_t{position}), reason.empty() ? over : reason, {}});
        return false;
    }

    /// No branch has this number.
    static constexpr BranchId kNoBranch = ~BranchId{0};

    const Scenario& scenario_;
    Timeline& timeline_;
    Computing computing_;
    WhenRefuted whenRefuted_;
    RunResult result_;
    bool hasToldDifference_ = false;
    std::map<std::string, BranchId> numbers_;
};

} // namespace

EventIndex maximumEvents(const ClusterConfiguration& cluster) {
    constexpr EventIndex kMost = 50'000'000;
    constexpr EventIndex kServers = 16;
    return kMost * kServers / std::max<EventIndex>(kServers, cluster.servers.size());
}

RunResult run(const Scenario& scenario, Timeline& timeline, WhenRefuted whenRefuted, const RunLimits& limits) {
    return ScenarioRun(scenario, timeline, whenRefuted, limits).run(std::vector<bool>(scenario.branches.size(), true));
}

RunResult runBranch(const Scenario& scenario, const std::string& branch, Timeline& timeline, const RunLimits& limits) {
    std::vector<bool> wanted(scenario.branches.size(), false);
    std::string needed = branch;
    for (std::size_t i = scenario.branches.size(); i-- > 0;) {
        if (scenario.branches[i].name != needed)
            continue;
        wanted[i] = true;
        if (scenario.branches[i].from)
            needed = scenario.branches[i].from->branch;
    }
    return ScenarioRun(scenario, timeline, WhenRefuted::end, limits).run(wanted);
}

/// The branches that say something: one in which nothing was done, and that nobody named, does so only by its bookmarks
/// or by what grew from it.
static std::vector<BranchInfo> tellingBranches(const Timeline& timeline) {
    std::vector<BranchInfo> branches = timeline.branches();
    const std::vector<Bookmark>& bookmarks = timeline.bookmarks();
    // A branch is younger than its parent: what grew from it is known to stay, or not, before it is asked itself.
    for (auto each = branches.end(); each != branches.begin();) {
        --each;
        const BranchId id = each->id;
        if (id == kMainBranch || each->ownActions > 0 || each->named)
            continue;
        const bool isParent = std::any_of(
            each, branches.end(), [id](const BranchInfo& other) { return other.id != id && other.parent == id; });
        const bool isMarked = std::any_of(bookmarks.begin(), bookmarks.end(),
                                          [id](const Bookmark& bookmark) { return bookmark.branch == id; });
        if (!isParent && !isMarked)
            each = branches.erase(each);
    }
    return branches;
}

/// The weather where a branch begins: the last that somebody set before.
static Weather weatherAtFork(const Timeline& timeline, const BranchInfo& info) {
    Weather weather = timeline.configuration().weather;
    for (const PlacedAction& placed : timeline.actionsOf(info.id)) {
        if (placed.event >= info.fork)
            break;
        if (const auto* set = std::get_if<action::SetWeather>(&placed.action))
            weather = set->weather;
    }
    return weather;
}

static BranchOrigin originOf(const Timeline& timeline, const BranchInfo& info) {
    BranchOrigin origin{timeline.branchInfo(info.parent).name, info.fork, {}};
    const Time last = info.fork == 0 ? 0 : timeline.recordOf(info.id, info.fork - 1).time;
    if (info.forkTime > last && !weatherAtFork(timeline, info).isCalm())
        origin.time = info.forkTime;
    return origin;
}

/// A branch's own actions as steps, and among them what is expected: before the event at which it stands.
static std::vector<ScenarioStep> stepsOf(const Timeline& timeline, const BranchInfo& info) {
    std::vector<ScenarioStep> steps;
    const std::vector<Remark> remarks = timeline.remarks(info.id);
    auto remark = remarks.begin();
    const auto addExpectations = [&](EventIndex upTo) {
        for (; remark != remarks.end() && remark->expectation && remark->event <= upTo; ++remark)
            steps.push_back({placement::AtEvent{remark->event, {}}, *remark->expectation, remark->unknownFields});
    };
    for (const PlacedAction& placed : timeline.actionsOf(info.id)) {
        if (placed.event < info.fork)
            continue;
        addExpectations(placed.event);
        steps.push_back({placement::AtEvent{placed.event, placed.time}, placed.action, {}});
        if (remark != remarks.end() && remark->event == placed.event)
            steps.back().unknownFields = (remark++)->unknownFields;
    }
    addExpectations(~EventIndex{0});
    return steps;
}

/// Where the last step of a branch stands: what comes after it follows from it.
static EventIndex endOf(const std::vector<ScenarioStep>& steps, EventIndex fork) {
    if (steps.empty())
        return fork;
    const auto* last = std::get_if<placement::AtEvent>(&steps.back().placement);
    RAFT_ASSERT(last);
    return std::holds_alternative<Action>(steps.back().what) ? last->event + 1 : last->event;
}

/// Where the waypoints of a branch stand: at most kMostWaypoints, evenly; in a long one at keyframes.
static std::vector<EventIndex> waypointPlaces(EventIndex fork, EventIndex end) {
    constexpr EventIndex kMostWaypoints = 24;
    constexpr EventIndex kShortest = 64;
    EventIndex stride = kShortest;
    while ((end - fork) / stride > kMostWaypoints)
        stride *= 2;
    if (stride > Timeline::kKeyframeEvery)
        stride = (stride / Timeline::kKeyframeEvery + 1) * Timeline::kKeyframeEvery;
    std::vector<EventIndex> places;
    for (EventIndex place = (fork / stride + 1) * stride; place < end; place += stride)
        places.push_back(place);
    return places;
}

/// The hashes at the waypoints of a branch that ends after `end` events.
static std::map<EventIndex, std::uint64_t> waypointsOf(const Timeline& timeline, const BranchInfo& info,
                                                       EventIndex end) {
    std::map<EventIndex, std::uint64_t> waypoints;
    const std::vector<EventIndex> places = waypointPlaces(info.fork, end);
    const std::vector<std::uint64_t> hashes = timeline.hashesOf(info.id, places);
    for (std::size_t i = 0; i < places.size(); ++i)
        waypoints[places[i]] = hashes[i];
    return waypoints;
}

EventIndex eventsOf(const Scenario& recording) {
    std::map<std::string, EventIndex> ends;
    const auto reach = [&ends](const std::string& branch, EventIndex event) {
        ends[branch] = std::max(ends[branch], event);
    };
    for (const ScenarioBranch& branch : recording.branches) {
        const EventIndex fork = branch.from ? branch.from->event : 0;
        reach(branch.name, endOf(branch.steps, fork));
        if (branch.from)
            reach(branch.from->branch, fork);
    }
    for (const ScenarioBookmark& bookmark : recording.bookmarks)
        reach(bookmark.branch, bookmark.event);
    EventIndex events = 0;
    for (const ScenarioBranch& branch : recording.branches)
        events += ends[branch.name] - (branch.from ? branch.from->event : 0);
    return events;
}

Scenario recordingOf(const Timeline& timeline) {
    Scenario scenario;
    scenario.cluster = timeline.configuration();
    scenario.branches.clear();
    for (const BranchInfo& info : tellingBranches(timeline)) {
        ScenarioBranch branch;
        branch.name = info.name;
        if (info.id != kMainBranch)
            branch.from = originOf(timeline, info);
        branch.unknownFields = info.unknownFields;
        branch.steps = stepsOf(timeline, info);
        const EventIndex end = endOf(branch.steps, info.fork);
        Cluster last = timeline.stateOf(info.id, end);
        if (end == info.fork && branch.from && branch.from->time)
            last.advanceTo(*branch.from->time);
        scenario.outcome[info.name] = last.hash();
        if (auto waypoints = waypointsOf(timeline, info, end); !waypoints.empty())
            scenario.waypoints[info.name] = std::move(waypoints);
        scenario.branches.push_back(std::move(branch));
    }
    for (const Bookmark& bookmark : timeline.bookmarks()) {
        scenario.bookmarks.push_back(
            {timeline.branchInfo(bookmark.branch).name, bookmark.events, bookmark.caption, bookmark.unknownFields});
    }
    return scenario;
}

} // namespace raft
