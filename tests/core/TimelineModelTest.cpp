// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/Timeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

// Acting, undoing, naming, removing, bringing back and bookmarks in any order, against a model that keeps its own lists
// and computes everything from the beginning.

namespace {

using namespace raft;

/// What a person expects of a timeline, without any cleverness: each branch is its whole list of actions.
class NaiveTimeline {
public:
    struct NaiveBranch {
        std::string name;
        BranchId parent = kMainBranch;
        EventIndex fork = 0;
        Time forkTime = 0;
        EventIndex known = 0;
        std::vector<PlacedAction> actions;
        bool named = false;
        bool removed = false;
    };

    explicit NaiveTimeline(ClusterConfiguration configuration) : configuration_(std::move(configuration)) {
        branches_[kMainBranch].name = "main";
    }

    // ---- What a person does.
    bool act(const Action& action) {
        Cluster cluster = present();
        if (!cluster.act(action))
            return false;
        if (now_.events < branch().known)
            grow({});
        branch().actions.push_back({now_.events, now_.time, action});
        branch().known = ++now_.events;
        undone_.clear();
        forgetVain();
        return true;
    }

    bool undo() {
        if (branch().actions.empty())
            return false;
        undone_.push_back(now_);
        const PlacedAction last = branch().actions.back();
        now_ = {now_.branch, last.event, last.time};
        grow({});
        return true;
    }

    bool redo() {
        if (undone_.empty())
            return false;
        now_ = undone_.back();
        undone_.pop_back();
        forgetVain();
        return true;
    }

    void seek(EventIndex events) {
        Cluster cluster = after(now_.branch, branch().known);
        while (branch().known < events && cluster.nextEventTime() != kNever) {
            cluster.step();
            ++branch().known;
        }
        stand(now_.branch, std::min(events, branch().known));
    }

    void seekTime(Time time) {
        Cluster cluster = after(now_.branch, branch().known);
        while (cluster.nextEventTime() <= time) {
            cluster.step();
            ++branch().known;
        }
        stand(now_.branch, eventsAt(now_.branch, time));
        now_.time = std::max(now_.time, time);
    }

    void switchTo(BranchId id) {
        const Time time = now_.time;
        const EventIndex events = eventsAt(id, time);
        stand(id, events);
        if (events < branches_[id].known)
            now_.time = std::max(now_.time, time);
        forgetVain();
    }

    bool startBranch(const std::string& name) {
        if (!isFree(name))
            return false;
        grow(name);
        branch().named = true;
        return true;
    }

    bool rename(BranchId id, const std::string& name) {
        if (branches_[id].name == name)
            return true;
        if (!isFree(name))
            return false;
        branches_[id].name = name;
        branches_[id].named = true;
        return true;
    }

    bool remove(BranchId id) {
        if (id == kMainBranch)
            return false;
        branches_[id].removed = true;
        gone_.emplace_back(id, marksOf(id));
        for (const auto& [events, caption] : gone_.back().second)
            bookmarks_.erase({id, events});
        std::erase_if(undone_, [id](const Moment& moment) { return moment.branch == id; });
        if (now_.branch == id)
            switchTo(shownParent(id));
        return true;
    }

    bool bringBack() {
        if (gone_.empty())
            return false;
        const auto [id, marks] = gone_.back();
        gone_.pop_back();
        if (!isFree(branches_[id].name))
            branches_[id].name = freeName();
        branches_[id].removed = false;
        for (const auto& [events, caption] : marks)
            bookmarks_[{id, events}] = caption;
        switchTo(id);
        return true;
    }

    void setBookmark(const std::string& caption) { bookmarks_[{now_.branch, now_.events}] = caption; }
    bool removeBookmark() { return bookmarks_.erase({now_.branch, now_.events}) > 0; }

    // ---- What is there then.
    [[nodiscard]] const Moment& moment() const { return now_; }
    [[nodiscard]] std::vector<BranchId> ids() const {
        std::vector<BranchId> found;
        for (const auto& [id, each] : branches_) {
            if (!each.removed)
                found.push_back(id);
        }
        return found;
    }
    [[nodiscard]] const NaiveBranch& at(BranchId id) const { return branches_.at(id); }
    /// The branch that it grew from as far as that is there.
    [[nodiscard]] BranchId shownParent(BranchId id) const {
        BranchId parent = branches_.at(id).parent;
        while (branches_.at(parent).removed)
            parent = branches_.at(parent).parent;
        return parent;
    }
    [[nodiscard]] const std::map<std::pair<BranchId, EventIndex>, std::string>& bookmarks() const { return bookmarks_; }
    [[nodiscard]] std::string lastRemoved() const { return gone_.empty() ? "" : branches_.at(gone_.back().first).name; }

    /// The cluster at the present moment.
    [[nodiscard]] Cluster present() const {
        Cluster cluster = after(now_.branch, now_.events);
        cluster.advanceTo(now_.time);
        return cluster;
    }

private:
    using Marks = std::map<EventIndex, std::string>;

    [[nodiscard]] NaiveBranch& branch() { return branches_[now_.branch]; }

    /// Everything from the beginning.
    [[nodiscard]] Cluster after(BranchId id, EventIndex events) const {
        Cluster cluster(configuration_);
        while (cluster.eventCount() < events)
            goOn(cluster, branches_.at(id));
        return cluster;
    }

    /// The next event of a branch: the action that stands there, or what happens by itself.
    static void goOn(Cluster& cluster, const NaiveBranch& branch) {
        const EventIndex event = cluster.eventCount();
        const auto placed = std::find_if(branch.actions.begin(), branch.actions.end(),
                                         [event](const PlacedAction& each) { return each.event == event; });
        if (placed == branch.actions.end()) {
            cluster.step();
            return;
        }
        cluster.advanceTo(placed->time);
        EXPECT_TRUE(cluster.act(placed->action).has_value());
    }

    /// How many known events of a branch have happened at a time.
    [[nodiscard]] EventIndex eventsAt(BranchId id, Time time) const {
        Cluster cluster(configuration_);
        while (cluster.eventCount() < branches_.at(id).known) {
            Cluster next = cluster;
            goOn(next, branches_.at(id));
            if (next.now() > time)
                break;
            cluster = next;
        }
        return cluster.eventCount();
    }

    void stand(BranchId id, EventIndex events) {
        now_ = {id, events, after(id, events).now()};
        if (events == branches_[id].known && events == branches_[id].fork)
            now_.time = branches_[id].forkTime;
    }

    void grow(const std::string& name) {
        BranchId parent = now_.branch;
        while (now_.events < branches_[parent].fork)
            parent = branches_[parent].parent;
        NaiveBranch grown{
            name.empty() ? freeName() : name, parent, now_.events, now_.time, now_.events, {}, false, false};
        for (const PlacedAction& placed : branch().actions) {
            if (placed.event < now_.events)
                grown.actions.push_back(placed);
        }
        now_.branch = next_++;
        branches_[now_.branch] = std::move(grown);
        forgetVain();
    }

    /// Unnamed branches in which nothing was done vanish, unless somebody may come back.
    void forgetVain() {
        for (auto& [id, each] : branches_) {
            const bool acted = !each.actions.empty() && each.actions.back().event >= each.fork;
            const bool awaited = std::any_of(undone_.begin(), undone_.end(),
                                             [id = id](const Moment& moment) { return moment.branch == id; });
            if (id != kMainBranch && id != now_.branch && !each.named && !acted && !awaited && marksOf(id).empty())
                each.removed = true;
        }
    }

    [[nodiscard]] Marks marksOf(BranchId id) const {
        Marks marks;
        for (const auto& [place, caption] : bookmarks_) {
            if (place.first == id)
                marks[place.second] = caption;
        }
        return marks;
    }

    [[nodiscard]] bool isFree(const std::string& name) const {
        return !name.empty() && std::none_of(branches_.begin(), branches_.end(), [&name](const auto& each) {
            return !each.second.removed && each.second.name == name;
        });
    }

    [[nodiscard]] std::string freeName() const {
        int n = 1;
        while (!isFree("branch " + std::to_string(n)))
            ++n;
        return "branch " + std::to_string(n);
    }

    ClusterConfiguration configuration_;
    std::map<BranchId, NaiveBranch> branches_;
    BranchId next_ = 1;
    Moment now_;
    std::map<std::pair<BranchId, EventIndex>, std::string> bookmarks_;
    std::vector<Moment> undone_;
    std::vector<std::pair<BranchId, Marks>> gone_;
};

/// Does the same to a timeline and to the model of it.
class Hands {
public:
    Hands(std::uint64_t seed, const ClusterConfiguration& configuration)
        : timeline(configuration)
        , model(configuration)
        , random_(seed) {}

    void move() {
        switch (random_.below(14)) {
        case 0:
        case 1:
        case 2:
            act();
            break;
        case 3:
            ASSERT_EQ(timeline.undo(), model.undo());
            break;
        case 4:
            ASSERT_EQ(timeline.redo(), model.redo());
            break;
        case 5: {
            const BranchId id = someBranch();
            timeline.switchTo(id);
            model.switchTo(id);
            break;
        }
        case 6: {
            const std::string name = someName();
            ASSERT_EQ(timeline.startBranch(name).has_value(), model.startBranch(name));
            break;
        }
        case 7: {
            const BranchId id = someBranch();
            const std::string name = someName();
            ASSERT_EQ(timeline.rename(id, name).has_value(), model.rename(id, name));
            break;
        }
        case 8: {
            const BranchId id = someBranch();
            ASSERT_EQ(timeline.remove(id).has_value(), model.remove(id));
            break;
        }
        case 9:
            ASSERT_EQ(timeline.bringBack(), model.bringBack());
            break;
        case 10:
            mark();
            break;
        case 11: {
            const Time time = random_.between(0, model.moment().time + 200'000);
            timeline.seekTime(time);
            model.seekTime(time);
            break;
        }
        default: {
            const EventIndex events = random_.below(model.at(model.moment().branch).known + 30);
            timeline.seek(events);
            model.seek(events);
        }
        }
    }

    /// True when both are alike.
    void compare() {
        ASSERT_EQ(timeline.moment(), model.moment());
        ASSERT_EQ(timeline.present().hash(), model.present().hash());
        std::vector<BranchId> ids;
        for (const BranchInfo& info : timeline.branches()) {
            const auto& expected = model.at(info.id);
            ids.push_back(info.id);
            ASSERT_EQ(info.name, expected.name);
            ASSERT_EQ(info.named, expected.named);
            ASSERT_EQ(info.known, expected.known);
            ASSERT_EQ(info.id == kMainBranch ? kMainBranch : model.shownParent(info.id), info.parent);
            const auto& actions = timeline.actionsOf(info.id);
            ASSERT_EQ(std::vector<PlacedAction>(actions.begin(), actions.end()), expected.actions);
        }
        ASSERT_EQ(ids, model.ids());
        std::map<std::pair<BranchId, EventIndex>, std::string> bookmarks;
        for (const Bookmark& bookmark : timeline.bookmarks())
            bookmarks[{bookmark.branch, bookmark.events}] = bookmark.caption;
        ASSERT_EQ(bookmarks, model.bookmarks());
        ASSERT_EQ(timeline.lastRemoved() ? *timeline.lastRemoved() : "", model.lastRemoved());
    }

    Timeline timeline;
    NaiveTimeline model;

private:
    void act() {
        const auto server = static_cast<ServerId>(random_.between(1, 3));
        const std::vector<Action> all{action::Stop{server}, action::Restart{server}, action::Timeout{server},
                                      action::Cut{server, server % 3 + 1, false}, action::HealAll{}};
        const Action& action = all[static_cast<std::size_t>(random_.below(all.size()))];
        ASSERT_EQ(timeline.act(action).has_value(), model.act(action));
    }

    void mark() {
        if (random_.below(4) == 0) {
            ASSERT_EQ(timeline.removeBookmark(timeline.branch(), timeline.moment().events), model.removeBookmark());
            return;
        }
        const std::string caption = someName();
        timeline.setBookmark({timeline.branch(), timeline.moment().events, caption});
        model.setBookmark(caption);
    }

    [[nodiscard]] BranchId someBranch() {
        const std::vector<BranchId> ids = model.ids();
        return ids[static_cast<std::size_t>(random_.below(ids.size()))];
    }

    /// Few names, so that some are taken.
    [[nodiscard]] std::string someName() {
        const std::vector<std::string> names{"", "a", "b", "c", "branch 1", "main"};
        return names[static_cast<std::size_t>(random_.below(names.size()))];
    }

    Generator random_;
};

/// Architecture, decision 4: nothing is overwritten, undo opens a branch, redo returns, what was removed comes back.
TEST(TimelineModel, AnySequenceOfMovesLeavesWhatANaiveModelHas) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        SCOPED_TRACE(seed);
        Hands hands(seed, ClusterConfiguration::ofSize(3, seed));
        for (int i = 0; i < 80; ++i) {
            SCOPED_TRACE(i);
            hands.move();
            hands.compare();
            if (testing::Test::HasFatalFailure())
                return;
        }
    }
}

} // namespace
