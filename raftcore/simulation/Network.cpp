// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Network.h"

#include <algorithm>

// Cutting, parting, blocking and healing.

namespace raft {

bool Blockade::stops(MessageKind kind, ServerId sender, ServerId receiver) const {
    return (!message || *message == kind) && (from == 0 || from == sender) && (to == 0 || to == receiver);
}

bool Network::isAmongBlocked(MessageKind kind, ServerId from, ServerId to) const {
    return std::any_of(blockades_.begin(), blockades_.end(),
                       [=](const Blockade& blockade) { return blockade.stops(kind, from, to); });
}

const LinkTiming* Network::ownTiming(ServerId from, ServerId to) const {
    for (const OwnLinkTiming& own : ownTimings_) {
        if (own.from == from && own.to == to)
            return &own.timing;
    }
    return nullptr;
}

void Network::cut(ServerId from, ServerId to) {
    cut_[from].insert(to);
    noteCuts();
}

void Network::heal(ServerId from, ServerId to) {
    cut_[from].erase(to);
    apart_[from].erase(to);
    noteCuts();
}

void Network::partition(const std::vector<std::vector<ServerId>>& groups, const ServerSet& all) {
    std::vector<ServerSet> sides;
    ServerSet unnamed = all;
    for (const auto& group : groups) {
        ServerSet side;
        for (const ServerId id : group) {
            side.insert(id);
            unnamed.erase(id);
        }
        sides.push_back(side);
    }
    if (!unnamed.empty())
        sides.push_back(unnamed);
    apart_ = {};
    for (const ServerSet& side : sides) {
        for (const ServerId from : side) {
            for (const ServerId to : all) {
                if (!side.contains(to))
                    apart_[from].insert(to);
            }
        }
    }
    noteCuts();
}

void Network::healAll() {
    cut_ = {};
    apart_ = {};
    noteCuts();
}

void Network::block(const Blockade& blockade) {
    if (std::find(blockades_.begin(), blockades_.end(), blockade) == blockades_.end())
        blockades_.push_back(blockade);
}

bool Network::unblock(const Blockade& blockade) {
    const auto found = std::find(blockades_.begin(), blockades_.end(), blockade);
    if (found == blockades_.end())
        return false;
    blockades_.erase(found);
    return true;
}

void Network::setOwnTiming(ServerId from, ServerId to, const LinkTiming& timing) {
    const auto place = std::lower_bound(ownTimings_.begin(), ownTimings_.end(), std::pair(from, to),
                                        [](const OwnLinkTiming& own, const std::pair<ServerId, ServerId>& link) {
                                            return std::pair(own.from, own.to) < link;
                                        });
    if (place != ownTimings_.end() && place->from == from && place->to == to) {
        place->timing = timing;
    } else {
        ownTimings_.insert(place, {from, to, timing});
    }
}

std::uint64_t Network::hash() const {
    Hasher hasher;
    for (const Links* links : {&cut_, &apart_}) {
        for (std::size_t from = 0; from < links->size(); ++from) {
            if ((*links)[from].empty())
                continue;
            hasher.add(static_cast<std::uint64_t>(from));
            for (const auto word : (*links)[from].words())
                hasher.add(word);
        }
        hasher.add(std::uint64_t{0});
    }
    for (const Blockade& blockade : blockades_) {
        hasher.add(blockade.message ? static_cast<std::uint64_t>(*blockade.message) + 1 : 0);
        hasher.add(blockade.from).add(blockade.to);
    }
    for (const OwnLinkTiming& own : ownTimings_) {
        hasher.add(own.from).add(own.to).add(own.timing.latency.low).add(own.timing.latency.high);
        hasher.add(own.timing.loss).add(own.timing.duplication);
    }
    return hasher.value();
}

void Network::noteCuts() {
    const auto any = [](const Links& links) {
        return std::any_of(links.begin(), links.end(), [](const ServerSet& set) { return !set.empty(); });
    };
    cuts_ = any(cut_) || any(apart_);
}

} // namespace raft
