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

/// Runs the steps of one branch at the end of what a timeline knows.
class BranchRun {
public:
    BranchRun(Timeline& timeline, std::string pointer, WhenRefuted whenRefuted, RunResult& result)
        : timeline_(timeline)
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
            if (!std::visit([this](const auto& placement) { return reach(placement); }, steps[i].placement))
                break;
            std::visit([this](const auto& what) { take(what); }, steps[i].what);
        }
        timeline_.setSheltered(false);
    }

private:
    bool reach(const placement::Next&) { return true; }

    bool reach(const placement::AtTime& at) {
        // Actions precede what is due at the same time.
        if (at.time > now().now())
            timeline_.seekTime(at.time - 1, kMaximumWait);
        if (timeline_.nextTime() < at.time)
            return fail(RunStatus::notReached,
                        {QT_TRANSLATE_NOOP("core", "the time %1 ms was not reached"), {milliseconds(at.time)}});
        if (at.time > now().now())
            timeline_.advanceTo(at.time);
        return true;
    }

    bool reach(const placement::AtEvent& at) {
        if (at.event < now().eventCount())
            return fail(RunStatus::impossible, {QT_TRANSLATE_NOOP("core", "event %1 is over; event %2 comes next"),
                                                {number(at.event), number(now().eventCount())}});
        if (!timeline_.seek(at.event, kMaximumWait))
            return fail(RunStatus::notReached,
                        {QT_TRANSLATE_NOOP("core", "event %1 was not reached; the run stands at event %2"),
                         {number(at.event), number(now().eventCount())}});
        return !at.time || reachWithin(*at.time);
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
        return waiting.goOn(timeline_, kMaximumWait) == ConditionWait::State::came ||
               fail(RunStatus::notReached, waiting.failureText(now()));
    }

    void take(const Action& action) {
        const auto done = timeline_.act(action);
        if (!done) {
            Error error = done.error();
            if (!error.where.empty())
                error.problem = {"%1: %2", {error.where, error.problem.english()}};
            error.where = where_;
            result_.status = RunStatus::impossible;
            result_.problems.push_back(std::move(error));
        }
        since_ = timeline_.moment();
    }

    void take(const BookmarkStep& bookmark) {
        timeline_.setBookmark({timeline_.branch(), now().eventCount(), bookmark.caption});
    }

    void take(const Expectation& expectation) {
        for (Text& difference : differences(expectation, now()))
            fail(RunStatus::refuted, std::move(difference));
    }

    void take(const UnknownStep&) {
        fail(RunStatus::impossible, QT_TRANSLATE_NOOP("core", "this step needs a newer version of the program"));
    }

    bool fail(RunStatus status, Text problem) {
        result_.status = status;
        result_.problems.push_back(Error{where_, std::move(problem), {}});
        return false;
    }

    [[nodiscard]] const Cluster& now() const { return timeline_.present(); }

    Timeline& timeline_;
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
    ScenarioRun(const Scenario& scenario, Timeline& timeline, WhenRefuted whenRefuted)
        : scenario_(scenario)
        , timeline_(timeline)
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
        numbers_[branch.name] = timeline_.branch();
        BranchRun(timeline_, pointer, whenRefuted_, result_).run(branch.steps);
        if (mayGoOn(result_, whenRefuted_))
            compareOutcome(branch.name);
    }

    /// Goes to where a branch begins and starts it there.
    bool enter(const ScenarioBranch& branch, const std::string& pointer) {
        timeline_.go({numbers_.at(branch.from->branch), 0, 0});
        if (!timeline_.seek(branch.from->event, kMaximumWait)) {
            result_.status = RunStatus::notReached;
            result_.problems.push_back({pointer,
                                        {QT_TRANSLATE_NOOP("core", "branch \"%1\" has no event %2 to begin at"),
                                         {branch.from->branch, number(branch.from->event)}},
                                        {}});
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

    void compareOutcome(const std::string& branch) {
        const auto expected = scenario_.outcome.find(branch);
        if (expected == scenario_.outcome.end() || expected->second == timeline_.present().hash())
            return;
        result_.status = RunStatus::refuted;
        result_.problems.push_back(
            {"/outcome/" + branch,
             {QT_TRANSLATE_NOOP("core", "the run differs from the recording: another state after event %1"),
              {number(timeline_.present().eventCount())}},
             {}});
    }

    void setBookmarks() {
        const Moment end = timeline_.moment();
        // What is computed for a bookmark that lies behind the last action is no part of the run.
        timeline_.setListener({});
        for (std::size_t i = 0; i < scenario_.bookmarks.size(); ++i) {
            const ScenarioBookmark& bookmark = scenario_.bookmarks[i];
            const auto branch = numbers_.find(bookmark.branch);
            if (branch == numbers_.end())
                continue;
            timeline_.go({branch->second, 0, 0});
            if (timeline_.seek(bookmark.event, kMaximumWait)) {
                timeline_.setBookmark({branch->second, bookmark.event, bookmark.caption});
                continue;
            }
            result_.status = RunStatus::notReached;
            result_.problems.push_back({"/bookmarks/" + number(std::uint64_t{i}),
                                        {QT_TRANSLATE_NOOP("core", "branch \"%1\" does not reach event %2"),
                                         {bookmark.branch, number(bookmark.event)}},
                                        {}});
        }
        timeline_.go(end);
    }

    const Scenario& scenario_;
    Timeline& timeline_;
    WhenRefuted whenRefuted_;
    RunResult result_;
    std::map<std::string, BranchId> numbers_;
};

} // namespace

RunResult run(const Scenario& scenario, Timeline& timeline, WhenRefuted whenRefuted) {
    return ScenarioRun(scenario, timeline, whenRefuted).run(std::vector<bool>(scenario.branches.size(), true));
}

RunResult runBranch(const Scenario& scenario, const std::string& branch, Timeline& timeline) {
    std::vector<bool> wanted(scenario.branches.size(), false);
    std::string needed = branch;
    for (std::size_t i = scenario.branches.size(); i-- > 0;) {
        if (scenario.branches[i].name != needed)
            continue;
        wanted[i] = true;
        if (scenario.branches[i].from)
            needed = scenario.branches[i].from->branch;
    }
    return ScenarioRun(scenario, timeline, WhenRefuted::end).run(wanted);
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
        const bool isParent = std::any_of(
            each, branches.end(), [id](const BranchInfo& other) { return other.id != id && other.parent == id; });
        const bool isMarked = std::any_of(bookmarks.begin(), bookmarks.end(),
                                          [id](const Bookmark& bookmark) { return bookmark.branch == id; });
        if (id != kMainBranch && each->ownActions == 0 && !each->named && !isParent && !isMarked)
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

Scenario recordingOf(const Timeline& timeline) {
    Scenario scenario;
    scenario.cluster = timeline.configuration();
    scenario.branches.clear();
    for (const BranchInfo& info : tellingBranches(timeline)) {
        ScenarioBranch branch;
        branch.name = info.name;
        if (info.id != kMainBranch)
            branch.from = originOf(timeline, info);
        for (const PlacedAction& placed : timeline.actionsOf(info.id)) {
            if (placed.event >= info.fork)
                branch.steps.push_back({placement::AtEvent{placed.event, placed.time}, placed.action});
        }
        // A run ends with its last action's event; what comes after it follows from it.
        const EventIndex end = branch.steps.empty() ? info.fork : timeline.actionsOf(info.id).back().event + 1;
        Cluster last = timeline.stateOf(info.id, end);
        if (branch.steps.empty() && branch.from && branch.from->time)
            last.advanceTo(*branch.from->time);
        scenario.outcome[info.name] = last.hash();
        scenario.branches.push_back(std::move(branch));
    }
    for (const Bookmark& bookmark : timeline.bookmarks()) {
        scenario.bookmarks.push_back({timeline.branchInfo(bookmark.branch).name, bookmark.events, bookmark.caption});
    }
    return scenario;
}

} // namespace raft
