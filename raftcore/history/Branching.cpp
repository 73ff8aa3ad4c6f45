// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/Branch.h"

#include <algorithm>
#include <iterator>

// Acting, undoing, and the tree of branches that comes of it.

namespace raft {

const PersistentVector<PlacedAction>& Timeline::actions() const { return find(branch_).actions; }

Expected<EventRecord> Timeline::act(const Action& action) {
    if (auto possible = present_.check(action); !possible)
        return tl::unexpected(possible.error());
    if (present_.eventCount() < find(branch_).known())
        grow({});
    Branch& branch = find(branch_);
    const PlacedAction placed{present_.eventCount(), present_.now(), action};
    branch.actions.push_back(placed);
    branch.end = present_;
    Event event;
    const auto record = branch.end.act(action, listener_ ? &event : nullptr);
    RAFT_ASSERT(record.has_value());
    keep(branch, *record);
    present_ = branch.end;
    if (listener_)
        listener_(event, present_);
    undone_.clear();
    dropVain();
    return record;
}

const PlacedAction* Timeline::undoable() const {
    const auto& actions = find(branch_).actions;
    return actions.empty() ? nullptr : &actions.back();
}

bool Timeline::undo() {
    const PlacedAction* last = undoable();
    if (!last)
        return false;
    const PlacedAction undone = *last;
    undone_.push_back(moment());
    show(branch_, undone.event, undone.time);
    grow({});
    return true;
}

const PlacedAction* Timeline::redoable() const {
    if (undone_.empty())
        return nullptr;
    const auto& actions = find(undone_.back().branch).actions;
    return actions.empty() ? nullptr : &actions.back();
}

bool Timeline::redo() {
    if (undone_.empty())
        return false;
    const Moment back = undone_.back();
    undone_.pop_back();
    go(back);
    return true;
}

std::vector<BranchInfo> Timeline::branches() const {
    std::vector<BranchInfo> all;
    for (const auto& [id, branch] : branches_) {
        if (!branch->removed)
            all.push_back(branchInfo(id));
    }
    return all;
}

BranchInfo Timeline::branchInfo(BranchId id) const {
    const Branch& branch = find(id);
    BranchInfo info{id,
                    branch.name,
                    branch.parent,
                    branch.fork,
                    branch.forkTime,
                    branch.known(),
                    timeBefore(branch, branch.known()),
                    branch.ownActions(),
                    branch.named,
                    branch.unknownFields};
    while (find(info.parent).removed) {
        if (find(info.parent).fork < info.fork) {
            info.fork = find(info.parent).fork;
            info.forkTime = find(info.parent).forkTime;
        }
        info.parent = find(info.parent).parent;
    }
    return info;
}

const PersistentVector<PlacedAction>& Timeline::actionsOf(BranchId id) const { return find(id).actions; }

EventRecord Timeline::recordOf(BranchId id, EventIndex index) const {
    return ownerOf(find(id), index).records.at(index);
}

void Timeline::switchTo(BranchId id) {
    const Time time = present_.now();
    const Branch& branch = find(id);
    const EventIndex events = eventsAt(branch, time);
    show(id, events, events < branch.known() ? time : 0);
    dropVain();
}

Expected<BranchId> Timeline::startBranch(const std::string& name) {
    if (auto free = checkName(name); !free)
        return tl::unexpected(free.error());
    const BranchId id = grow(name);
    find(id).named = true;
    return id;
}

Expected<void> Timeline::rename(BranchId id, const std::string& name) {
    Branch& branch = find(id);
    if (branch.name == name)
        return {};
    if (auto free = checkName(name); !free)
        return free;
    branch.name = name;
    branch.named = true;
    return {};
}

Expected<void> Timeline::checkName(const std::string& name) const {
    if (name.empty())
        return failure("name", QT_TRANSLATE_NOOP("core", "a branch needs a name"));
    const bool taken = std::any_of(branches_.begin(), branches_.end(), [&name](const auto& each) {
        return !each.second->removed && each.second->name == name;
    });
    if (taken)
        return failure("name", {QT_TRANSLATE_NOOP("core", "there is a branch \"%1\" already"), {name}});
    return {};
}

Expected<void> Timeline::remove(BranchId id) {
    if (id == kMainBranch)
        return failure("main", QT_TRANSLATE_NOOP("core", "the main branch cannot be removed"));
    Branch& branch = find(id);
    branch.removed = true;
    removed_.push_back({id, {}});
    std::copy_if(bookmarks_.begin(), bookmarks_.end(), std::back_inserter(removed_.back().bookmarks),
                 [id](const Bookmark& bookmark) { return bookmark.branch == id; });
    std::erase_if(bookmarks_, [id](const Bookmark& bookmark) { return bookmark.branch == id; });
    std::erase_if(undone_, [id](const Moment& moment) { return moment.branch == id; });
    if (branch_ == id) {
        BranchId shown = branch.parent;
        while (find(shown).removed)
            shown = find(shown).parent;
        switchTo(shown);
    }
    dropUnneeded();
    return {};
}

const std::string* Timeline::lastRemoved() const { return removed_.empty() ? nullptr : &find(removed_.back().id).name; }

bool Timeline::bringBack() {
    if (removed_.empty())
        return false;
    const Removed back = std::move(removed_.back());
    removed_.pop_back();
    Branch& branch = find(back.id);
    if (!checkName(branch.name))
        branch.name = freeName();
    branch.removed = false;
    for (const Bookmark& bookmark : back.bookmarks)
        setBookmark(bookmark);
    switchTo(back.id);
    return true;
}

std::optional<EventIndex> Timeline::firstDifference(BranchId a, BranchId b) const {
    const Branch& one = find(a);
    const Branch& other = find(b);
    const EventIndex both = std::min(one.known(), other.known());
    for (EventIndex i = sharedEvents(one, other); i < both; ++i) {
        const PlacedAction* mine = one.actionAt(i);
        const PlacedAction* theirs = other.actionAt(i);
        const bool sameAction = (!mine && !theirs) || (mine && theirs && *mine == *theirs);
        if (!sameAction || recordOf(a, i) != recordOf(b, i))
            return i;
    }
    return std::nullopt;
}

/// How many events two branches have from one and the same branch.
EventIndex Timeline::sharedEvents(const Branch& a, const Branch& b) const {
    EventIndex shared = std::min(a.known(), b.known());
    const Branch* one = &a;
    const Branch* other = &b;
    while (one->id != other->id) {
        // The younger of the two grew from something older, which both may have in common.
        const Branch*& younger = one->id > other->id ? one : other;
        shared = std::min(shared, younger->fork);
        younger = &find(younger->parent);
    }
    return shared;
}

/// Keeps the present moment as a keyframe of the branch that its events belong to, so that those who come back to where
/// branches grow replay little, however many they are.
void Timeline::keepFork() {
    constexpr EventIndex kNear = 1'000;
    const EventIndex events = present_.eventCount();
    const Branch& shown = find(branch_);
    if (present_.now() != timeBefore(shown, events) || events - keyframeBefore(shown, events).eventCount() < kNear)
        return;
    auto& keyframes = find(ownerOf(shown, events - 1).id).keyframes;
    const auto after =
        std::upper_bound(keyframes.begin(), keyframes.end(), events,
                         [](EventIndex wanted, const Cluster& frame) { return wanted < frame.eventCount(); });
    keyframes.insert(after, present_);
}

/// Starts a branch at the present moment and shows it. Without a name it gets a free one.
BranchId Timeline::grow(const std::string& name) {
    const Branch& parent = ownerOf(find(branch_), present_.eventCount());
    const BranchId id = nextBranch_++;
    auto branch = std::make_unique<Branch>(id, parent.id, present_.eventCount(), present_);
    branch->name = name.empty() ? freeName() : name;
    const Branch& shown = find(branch_);
    branch->actions = shown.actions;
    branch->actions.truncate(
        static_cast<std::size_t>(shown.firstActionFrom(present_.eventCount()) - shown.actions.begin()));
    keepFork();
    branches_.emplace(id, std::move(branch));
    branch_ = id;
    dropVain();
    return id;
}

/// Forgets the branches that were opened without a name and in which nothing was done, unless somebody may come back.
void Timeline::dropVain() {
    for (const auto& each : branches_) {
        Branch& branch = *each.second;
        const BranchId id = each.first;
        const auto isHere = [id](const auto& place) { return place.branch == id; };
        const bool awaited = std::any_of(undone_.begin(), undone_.end(), isHere) ||
                             std::any_of(bookmarks_.begin(), bookmarks_.end(), isHere);
        if (id == kMainBranch || id == branch_ || branch.named || branch.ownActions() > 0 || awaited)
            continue;
        branch.removed = true;
    }
    dropUnneeded();
}

/// Lets go of removed branches from which none has grown and that nobody can bring back. A branch is younger than its
/// parent, so one pass from the youngest to the oldest is enough.
void Timeline::dropUnneeded() {
    for (auto each = branches_.end(); each != branches_.begin();) {
        --each;
        const BranchId id = each->first;
        if (!each->second->removed || id == branch_)
            continue;
        const bool isParent = std::any_of(branches_.begin(), branches_.end(), [id](const auto& other) {
            return other.first != id && other.second->parent == id;
        });
        const bool mayComeBack =
            std::any_of(removed_.begin(), removed_.end(), [id](const Removed& removed) { return removed.id == id; });
        if (isParent || mayComeBack)
            continue;
        if (tellerBranch_ == id) {
            tellerBranch_ = kMainBranch;
            teller_ = find(kMainBranch).keyframes.front();
        }
        each = branches_.erase(each);
    }
}

std::string Timeline::freeName() const {
    for (std::uint32_t n = 1;; ++n) {
        std::string name = "branch " + number(n);
        if (checkName(name))
            return name;
    }
}

void Timeline::addRemark(Remark remark) {
    Branch& branch = find(branch_);
    RAFT_ASSERT(remark.event >= branch.fork);
    RAFT_ASSERT(branch.remarks.empty() || branch.remarks.back().event <= remark.event);
    branch.remarks.push_back(std::move(remark));
}

std::vector<Remark> Timeline::remarks(BranchId id) const {
    const Branch* owner = &find(id);
    std::vector<Remark> found = owner->remarks;
    while (owner->id != kMainBranch && find(owner->parent).removed) {
        const EventIndex limit = owner->fork;
        owner = &find(owner->parent);
        std::vector<Remark> before;
        std::copy_if(owner->remarks.begin(), owner->remarks.end(), std::back_inserter(before),
                     [limit](const Remark& remark) {
                         // What is expected at the fork is expected of both; the action there is not shared.
                         return remark.event < limit || (remark.event == limit && remark.expectation);
                     });
        found.insert(found.begin(), before.begin(), before.end());
    }
    return found;
}

void Timeline::setUnknownFields(std::vector<UnknownField> fields) { find(branch_).unknownFields = std::move(fields); }

void Timeline::setBookmark(Bookmark bookmark) {
    const auto place =
        std::lower_bound(bookmarks_.begin(), bookmarks_.end(), bookmark, [](const Bookmark& a, const Bookmark& b) {
            return a.branch != b.branch ? a.branch < b.branch : a.events < b.events;
        });
    if (place != bookmarks_.end() && place->branch == bookmark.branch && place->events == bookmark.events) {
        place->caption = std::move(bookmark.caption);
        if (!bookmark.unknownFields.empty())
            place->unknownFields = std::move(bookmark.unknownFields);
    } else {
        bookmarks_.insert(place, std::move(bookmark));
    }
}

bool Timeline::removeBookmark(BranchId branch, EventIndex events) {
    return std::erase_if(bookmarks_,
                         [=](const Bookmark& each) { return each.branch == branch && each.events == events; }) > 0;
}

/// True when the first `events` events of `other` are also the first ones of `branch`, because one grew from the other.
bool Timeline::includes(const Branch& branch, BranchId other, EventIndex events) const {
    const Branch* owner = &branch;
    while (owner->id != other) {
        if (owner->id == kMainBranch || events > owner->fork)
            return false;
        owner = &find(owner->parent);
    }
    return true;
}

bool Timeline::includes(BranchId other, EventIndex events) const { return includes(find(branch_), other, events); }

const Bookmark* Timeline::bookmarkAt(const Moment& moment) const {
    const Bookmark* found = nullptr;
    for (const Bookmark& bookmark : bookmarks_) {
        if (bookmark.events > moment.events || !includes(find(moment.branch), bookmark.branch, bookmark.events))
            continue;
        if (!found || bookmark.events > found->events)
            found = &bookmark;
    }
    return found;
}

} // namespace raft
