// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/OrderSearch.h"

#include "raftcore/values/Assert.h"
#include "raftcore/values/Hash.h"

#include <algorithm>
#include <limits>

// Depth first: put an operation next, go on, and come back when no order follows from that. What led nowhere is
// remembered, so that the same operations in another order, with the same value at the end, are not tried again.

namespace raft {

namespace {

/// How many steps are spent on finding ways to prepare one operation by open ones.
constexpr std::size_t kPatience = 1'000;

/// The name by which an answered operation goes into fingerprints; none is 0, and none is a kind's.
std::uint64_t nameOfOperation(std::size_t operation) { return 2 * std::uint64_t{operation} + 2; }
std::uint64_t nameOfKind(std::size_t kind) { return 2 * std::uint64_t{kind} + 1; }

} // namespace

OrderSearch::OrderSearch(const std::vector<Operation>& answered, const std::vector<Operation>& open)
    : answered_(answered)
    , open_(open) {
    const std::size_t head = answered_.size();
    for (std::size_t i = 0; i <= head; ++i) {
        next_.push_back(i == head ? 0 : i + 1);
        previous_.push_back(i == 0 ? head : i - 1);
    }
    gatherAlike();
}

void OrderSearch::gatherAlike() {
    for (std::size_t i = 0; i < open_.size(); ++i) {
        const Operation& operation = open_[i];
        // What changes nothing for anybody need not take effect.
        const bool same = operation.finds == Found::value && operation.found == operation.left;
        if (!operation.writes || same || operation.finds == Found::impossible)
            continue;
        alikeOf(operation).members.push_back(i);
    }
}

/// The kind of an open operation, known or new.
OrderSearch::Alike& OrderSearch::alikeOf(const Operation& operation) {
    if (operation.left >= leaving_.size())
        leaving_.resize(std::size_t{operation.left} + 1);
    for (const std::size_t kind : leaving_[operation.left]) {
        if (alike_[kind].finds == operation.finds && alike_[kind].found == operation.found)
            return alike_[kind];
    }
    leaving_[operation.left].push_back(alike_.size());
    return alike_.emplace_back(Alike{operation.finds, operation.found, operation.left, {}, 0});
}

OrderSearch::Outcome OrderSearch::run(std::size_t limit) {
    if (answered_.empty())
        return Outcome::found;
    places_.push_back(placeHere());
    while (!places_.empty()) {
        Place& place = places_.back();
        if (place.tried == place.choices.size()) {
            if (dead_.size() >= limit)
                return Outcome::gaveUp;
            dead_.insert(fingerprint());
            places_.pop_back();
            if (!places_.empty())
                takeBack(places_.back());
            continue;
        }
        take(place);
        if (next_.back() == answered_.size())
            return Outcome::found;
        if (dead_.count(fingerprint()) > 0) {
            takeBack(place);
        } else {
            places_.push_back(placeHere());
        }
    }
    return curtailed_ ? Outcome::gaveUp : Outcome::none;
}

/// What may come next: each operation that was submitted before the first of the missing answers came.
OrderSearch::Place OrderSearch::placeHere() {
    const std::size_t head = answered_.size();
    firstAnswer_ = std::numeric_limits<Time>::max();
    std::vector<std::size_t> candidates;
    for (std::size_t i = next_[head]; i != head && answered_[i].submitted <= firstAnswer_; i = next_[i]) {
        candidates.push_back(i);
        firstAnswer_ = std::min(firstAnswer_, answered_[i].answered);
    }
    Place place;
    for (const std::size_t i : candidates) {
        if (!fits(answered_[i]))
            continue;
        // What leaves the key as it is may as well come now: everything else remains possible afterwards.
        if (!answered_[i].writes) {
            place.choices.assign(1, Choice{i, {}});
            return place;
        }
        place.choices.push_back({i, {}});
    }
    for (const std::size_t i : candidates) {
        if (!fits(answered_[i]))
            addChains(i, place.choices);
    }
    return place;
}

bool OrderSearch::fits(const Operation& operation) const {
    switch (operation.finds) {
    case Found::anything:
        return true;
    case Found::value:
        return value_ == operation.found;
    case Found::present:
        return value_ != kAbsent;
    case Found::impossible:
        return false;
    }
    return false;
}

bool OrderSearch::isUsable(const Alike& alike) const {
    return alike.used < alike.members.size() && open_[alike.members[alike.used]].submitted <= firstAnswer_;
}

/// Every way in which open operations can prepare what the operation found.
void OrderSearch::addChains(std::size_t operation, std::vector<Choice>& choices) {
    const Operation& wanting = answered_[operation];
    patience_ = kPatience;
    Chain after;
    if (wanting.finds == Found::value)
        addChainsTo(wanting.found, after, operation, choices);
    if (wanting.finds != Found::present)
        return;
    // Some value, where there is none: only operations that find anything can leave one.
    for (std::size_t kind = 0; kind < alike_.size(); ++kind) {
        if (alike_[kind].finds == Found::anything && isUsable(alike_[kind]))
            choices.push_back({operation, {kind}});
    }
}

/// `after` holds what comes later in the chain, the last first.
void OrderSearch::addChainsTo(ValueNumber value, Chain& after, std::size_t operation, std::vector<Choice>& choices) {
    if (value >= leaving_.size())
        return;
    for (const std::size_t kind : leaving_[value]) {
        Alike& alike = alike_[kind];
        if (!isUsable(alike) || isPassed(alike.found, after))
            continue;
        if (patience_ == 0) {
            curtailed_ = true;
            return;
        }
        --patience_;
        after.push_back(kind);
        const bool ready = alike.finds == Found::anything || (alike.finds == Found::present && value_ != kAbsent) ||
                           (alike.finds == Found::value && alike.found == value_);
        if (ready) {
            choices.push_back({operation, Chain(after.rbegin(), after.rend())});
        } else if (alike.finds == Found::value) {
            addChainsTo(alike.found, after, operation, choices);
        }
        after.pop_back();
    }
}

/// True when the chain comes by this value later; coming by it twice would be a detour.
bool OrderSearch::isPassed(ValueNumber value, const Chain& after) const {
    return value != kAbsent &&
           std::any_of(after.begin(), after.end(), [&](std::size_t kind) { return alike_[kind].left == value; });
}

void OrderSearch::take(Place& place) {
    const Choice& choice = place.choices[place.tried++];
    place.value = value_;
    for (const std::size_t kind : choice.before)
        count(kind, true);
    const Operation& operation = answered_[choice.operation];
    if (!choice.before.empty())
        value_ = alike_[choice.before.back()].left;
    RAFT_ASSERT(fits(operation));
    if (operation.writes)
        value_ = operation.left;
    next_[previous_[choice.operation]] = next_[choice.operation];
    previous_[next_[choice.operation]] = previous_[choice.operation];
    taken_.first += mixBits(nameOfOperation(choice.operation));
    taken_.second += mixBits(~nameOfOperation(choice.operation));
}

void OrderSearch::takeBack(Place& place) {
    const Choice& choice = place.choices[place.tried - 1];
    for (const std::size_t kind : choice.before)
        count(kind, false);
    value_ = place.value;
    next_[previous_[choice.operation]] = choice.operation;
    previous_[next_[choice.operation]] = choice.operation;
    taken_.first -= mixBits(nameOfOperation(choice.operation));
    taken_.second -= mixBits(~nameOfOperation(choice.operation));
}

/// One more, or one less, of a kind of open operation has taken effect.
void OrderSearch::count(std::size_t kind, bool taken) {
    const std::uint64_t name = nameOfKind(kind);
    alike_[kind].used += taken ? 1 : 0;
    alike_[kind].used -= taken ? 0 : 1;
    taken_.first += taken ? mixBits(name) : 0 - mixBits(name);
    taken_.second += taken ? mixBits(~name) : 0 - mixBits(~name);
}

OrderSearch::Fingerprint OrderSearch::fingerprint() const {
    return {mixBits(taken_.first + value_), Hasher().add(taken_.second).add(value_).value()};
}

std::vector<std::uint64_t> OrderSearch::order() const {
    std::vector<std::uint64_t> order;
    std::vector<std::size_t> used(alike_.size());
    for (const Place& place : places_) {
        const Choice& choice = place.choices[place.tried - 1];
        for (const std::size_t kind : choice.before)
            order.push_back(open_[alike_[kind].members[used[kind]++]].request);
        order.push_back(answered_[choice.operation].request);
    }
    return order;
}

} // namespace raft
