// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/history/Faults.h"
#include "raftcore/history/RecordStore.h"
#include "raftcore/history/Remark.h"
#include "raftcore/simulation/Cluster.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// A run that can be moved through in both directions, with all its branches: configuration, seed and actions are kept,
// states are computed again from keyframes.

namespace raft {

/// A branch's number; it is never used again.
using BranchId = std::uint32_t;
/// The branch that every run begins with.
inline constexpr BranchId kMainBranch = 0;

/// An action and where it stands: it is event `event`, at logical time `time`.
struct PlacedAction {
    EventIndex event = 0;
    Time time = 0;
    Action action;
    bool operator==(const PlacedAction&) const = default;
};

/// A place in a run: after the first `events` events of a branch, at logical time `time`.
struct Moment {
    BranchId branch = kMainBranch;
    /// How many events have happened.
    EventIndex events = 0;
    /// From the time of the last event to that of the next.
    Time time = 0;
    bool operator==(const Moment&) const = default;
};

/// What is known of a branch.
struct BranchInfo {
    BranchId id = kMainBranch;
    /// Unique among the branches.
    std::string name;
    /// The branch that it grew from, as far as it is still there; of the main branch, itself.
    BranchId parent = kMainBranch;
    /// How many events it shares with its parent.
    EventIndex fork = 0;
    /// The moment at which it began.
    Time forkTime = 0;
    /// How many of its events have been computed so far, the shared ones included.
    EventIndex known = 0;
    /// The time of the last of them.
    Time knownTime = 0;
    /// How many actions were taken in it, those before the fork not counted.
    std::size_t ownActions = 0;
    /// True when somebody gave it its name.
    bool named = false;
    /// What its file says of it beyond this version.
    std::vector<UnknownField> unknownFields = {};
};

/// A moment with a caption.
struct Bookmark {
    BranchId branch = kMainBranch;
    /// How many events have happened there.
    EventIndex events = 0;
    std::string caption;
    /// What its file says of it beyond this version.
    std::vector<UnknownField> unknownFields = {};
    bool operator==(const Bookmark&) const = default;
};

/// A run with its branches, and the present moment in it. Nothing that happened is ever overwritten: acting where a
/// future is known starts a branch.
class Timeline {
public:
    /// A run at its beginning. The configuration must be sound (`problemsOf` finds nothing).
    explicit Timeline(ClusterConfiguration configuration);
    ~Timeline();
    Timeline(Timeline&&) noexcept;
    Timeline& operator=(Timeline&&) noexcept;

    [[nodiscard]] const ClusterConfiguration& configuration() const { return configuration_; }

    /// Is told an event in full; `after` is the cluster just after it.
    using Listener = std::function<void(const Event& event, const Cluster& after)>;
    /// From now on tells every event when it is computed for the first time, in the order of computing.
    void setListener(Listener listener) { listener_ = std::move(listener); }

    /// While it is sheltered, nothing breaks by chance: a recording brings its own faults.
    void setSheltered(bool sheltered) { isSheltered_ = sheltered; }

    // ---- The present.
    /// The cluster at the present moment.
    [[nodiscard]] const Cluster& present() const { return present_; }
    /// The present moment.
    [[nodiscard]] Moment moment() const { return {branch_, present_.eventCount(), present_.now()}; }
    /// The branch that is shown.
    [[nodiscard]] BranchId branch() const { return branch_; }

    // ---- Moving.
    /// Goes to just after the first `events` events of this branch, and computes on where they are not known yet, as
    /// long as anything is due and at most `maximumNew` events. False when it did not get there.
    bool seek(EventIndex events, std::size_t maximumNew = kNoLimit);
    /// Goes to a logical time (from 0), after all events up to it, under the same conditions.
    bool seekTime(Time time, std::size_t maximumNew = kNoLimit);
    /// Lets time pass after the present event, at most to the next one; `time` is not before the present.
    void advanceTo(Time time);
    /// Goes to a moment of any branch that exists; it must be known.
    void go(const Moment& moment);
    /// The first event from `from` on that is sought, computing on when needed, at most `maximumNew` events.
    std::optional<EventIndex> next(EventIndex from, Sought sought, std::size_t maximumNew = kNoLimit);
    /// The last event before `before` that is sought.
    [[nodiscard]] std::optional<EventIndex> previous(EventIndex before, Sought sought) const;
    /// When the event after the present moment happens; kNever when nothing is due.
    [[nodiscard]] Time nextTime() const;
    /// No limit to how much may be computed.
    static constexpr std::size_t kNoLimit = ~std::size_t{0};

    // ---- What is known of this branch.
    /// How many events are known.
    [[nodiscard]] EventIndex known() const;
    /// The time of the last known event.
    [[nodiscard]] Time knownTime() const;
    /// The record of a known event.
    [[nodiscard]] EventRecord record(EventIndex index) const;
    /// How many known events have happened at `time`.
    [[nodiscard]] EventIndex eventsAt(Time time) const;
    /// A known event in full, and in `after` the cluster just after it. Asked in ascending order, events come fast.
    [[nodiscard]] Event event(EventIndex index, Cluster* after = nullptr) const;
    /// The same of any branch, which must exist.
    [[nodiscard]] Event eventOf(BranchId id, EventIndex index, Cluster& after) const;
    /// The cluster just after the first `events` known events.
    [[nodiscard]] Cluster stateAfter(EventIndex events) const;
    /// The same in any branch, which must exist.
    [[nodiscard]] Cluster stateOf(BranchId id, EventIndex events) const;
    /// The hashes of the states just after so many events each, which are known and ascend, in any branch.
    [[nodiscard]] std::vector<std::uint64_t> hashesOf(BranchId id, const std::vector<EventIndex>& events) const;
    /// How many events lie between keyframes, from the first event on: replaying so many takes about three
    /// milliseconds.
    static constexpr EventIndex kKeyframeEvery = 16'000;
    /// All actions of this branch, the shared ones included, in order.
    [[nodiscard]] const PersistentVector<PlacedAction>& actions() const;

    // ---- Acting.
    /// Acts at the present moment. Where a future is known, a branch is started and shown; else this branch goes on.
    Expected<EventRecord> act(const Action& action);
    /// The action that undo would take back; null when there is none.
    [[nodiscard]] const PlacedAction* undoable() const;
    /// Goes to just before this branch's last action and opens a branch there; false when there is none.
    bool undo();
    /// The action that redo would bring back; null when there is none.
    [[nodiscard]] const PlacedAction* redoable() const;
    /// Returns to the branch and moment that undo left.
    bool redo();

    // ---- Branches.
    /// All branches, oldest first.
    [[nodiscard]] std::vector<BranchInfo> branches() const;
    /// What is known of one branch, which must exist.
    [[nodiscard]] BranchInfo branchInfo(BranchId id) const;
    /// The actions of one branch, which must exist, the shared ones included.
    [[nodiscard]] const PersistentVector<PlacedAction>& actionsOf(BranchId id) const;
    /// The record of a known event of any branch, which must exist.
    [[nodiscard]] EventRecord recordOf(BranchId id, EventIndex index) const;
    /// Shows another branch, at the present time or at its end if it is shorter.
    void switchTo(BranchId id);
    /// Starts an empty branch at the present moment under a name of its own, and shows it.
    Expected<BranchId> startBranch(const std::string& name);
    /// Gives a branch another name; an error when it is empty or taken.
    Expected<void> rename(BranchId id, const std::string& name);
    /// Takes away a branch, which must exist and not be the main one; branches that grew from it stay. When it is
    /// shown, its parent is shown instead. It can be brought back.
    Expected<void> remove(BranchId id);
    /// The name of the branch that was removed last and not brought back; null when there is none.
    [[nodiscard]] const std::string* lastRemoved() const;
    /// Brings back that branch with its bookmarks, under another name if its own is taken, and shows it; false when
    /// there is none.
    bool bringBack();
    /// The first event in which two branches differ; nothing when one is, as far as known, the beginning of the other.
    [[nodiscard]] std::optional<EventIndex> firstDifference(BranchId a, BranchId b) const;

    // ---- What files say besides.
    /// Keeps a remark with the branch that is shown; it does not lie before those that are there.
    void addRemark(Remark remark);
    /// The remarks of a branch in their order, with those of removed branches that it grew from.
    [[nodiscard]] std::vector<Remark> remarks(BranchId id) const;
    /// Keeps what a file says of the branch that is shown beyond this version.
    void setUnknownFields(std::vector<UnknownField> fields);

    // ---- Bookmarks.
    /// By branch and event.
    [[nodiscard]] const std::vector<Bookmark>& bookmarks() const { return bookmarks_; }
    /// Sets a bookmark, or changes the caption of the one at that place.
    void setBookmark(Bookmark bookmark);
    /// Removes the bookmark at a place; false when there is none.
    bool removeBookmark(BranchId branch, EventIndex events);
    /// The bookmark shown at the present moment: the last one that this branch has reached; null when there is none.
    [[nodiscard]] const Bookmark* bookmarkAt(const Moment& moment) const;
    /// True when the first `events` events of another branch are also the first ones of the branch that is shown.
    [[nodiscard]] bool includes(BranchId other, EventIndex events) const;

private:
    struct Branch;
    /// A branch that was removed, and the bookmarks that stood in it.
    struct Removed {
        BranchId id = kMainBranch;
        std::vector<Bookmark> bookmarks;
    };

    [[nodiscard]] const Branch& find(BranchId id) const;
    Branch& find(BranchId id);

    // Timeline.cpp
    [[nodiscard]] const Branch& ownerOf(const Branch& branch, EventIndex index) const;
    [[nodiscard]] Time timeBefore(const Branch& branch, EventIndex events) const;
    [[nodiscard]] EventIndex eventsAt(const Branch& branch, Time time) const;
    [[nodiscard]] Cluster keyframeBefore(const Branch& branch, EventIndex events) const;
    static void replay(Cluster& cluster, const Branch& branch, EventIndex events);
    static EventRecord stepOnce(Cluster& cluster, const Branch& branch, Event* detail);
    bool extend(Branch& branch, Time latest = kNever);
    [[nodiscard]] std::optional<Fault> faultDue(const Cluster& cluster) const;
    [[nodiscard]] std::optional<EventIndex> lookAhead(const Branch& branch, EventIndex from, Sought sought,
                                                      std::size_t most) const;
    static EventRecord take(Cluster& cluster, Time time, const Action& action, Event* detail);
    [[nodiscard]] Time nextDue(const Branch& branch) const;
    static void keep(Branch& branch, const EventRecord& record);
    void keepFork();
    void show(BranchId id, EventIndex events, Time time);

    // Branching.cpp
    BranchId grow(const std::string& name);
    void dropVain();
    void dropUnneeded();
    [[nodiscard]] std::string freeName() const;
    [[nodiscard]] Expected<void> checkName(const std::string& name) const;
    [[nodiscard]] EventIndex sharedEvents(const Branch& a, const Branch& b) const;
    [[nodiscard]] bool includes(const Branch& branch, BranchId other, EventIndex events) const;

    ClusterConfiguration configuration_;
    bool isSheltered_ = false;
    Listener listener_;
    std::map<BranchId, std::unique_ptr<Branch>> branches_;
    BranchId nextBranch_ = 1;
    BranchId branch_ = kMainBranch;
    Cluster present_;
    std::vector<Bookmark> bookmarks_;
    /// Where undo left, oldest first.
    std::vector<Moment> undone_;
    /// What can be brought back, the last one last.
    std::vector<Removed> removed_;
    /// The last place where a full event was told, so that the next one is near.
    mutable Cluster teller_;
    mutable BranchId tellerBranch_ = kMainBranch;
};

} // namespace raft
