// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Message.h"
#include "raftcore/simulation/Timing.h"

#include <array>
#include <optional>
#include <vector>

// The links between servers: which are cut, which kinds of message are blocked, and which are slow or lossy.

namespace raft {

/// Messages that are lost until unblocked; an absent field means any.
struct Blockade {
    std::optional<MessageKind> message;
    /// The sender; 0 means any.
    ServerId from = 0;
    /// The receiver; 0 means any.
    ServerId to = 0;
    bool operator==(const Blockade&) const = default;
    /// True when such a message is lost.
    [[nodiscard]] bool stops(MessageKind kind, ServerId sender, ServerId receiver) const;
};

/// The timing of one link, in one direction, where it differs from the cluster's.
struct OwnLinkTiming {
    ServerId from = 0;
    ServerId to = 0;
    LinkTiming timing;
    bool operator==(const OwnLinkTiming&) const = default;
};

/// The state of all links. Each direction of a link stands for itself.
class Network {
public:
    /// True when nothing passes from `from` to `to`.
    [[nodiscard]] bool isCut(ServerId from, ServerId to) const {
        return cut_[from].contains(to) || apart_[from].contains(to);
    }
    /// True when such a message is blocked.
    [[nodiscard]] bool isBlocked(MessageKind kind, ServerId from, ServerId to) const {
        return !blockades_.empty() && isAmongBlocked(kind, from, to);
    }
    /// True when any link is cut, by hand or by a partition.
    [[nodiscard]] bool hasCuts() const { return cuts_; }
    /// The link's own timing, or null when it has the cluster's.
    [[nodiscard]] const LinkTiming* ownTiming(ServerId from, ServerId to) const;

    /// Cuts one direction.
    void cut(ServerId from, ServerId to);
    /// Heals one direction, whether it was cut by hand or by a partition.
    void heal(ServerId from, ServerId to);
    /// Parts the servers: nothing passes between two groups. Replaces an earlier partition; servers of `all` that no
    /// group names form one more.
    void partition(const std::vector<std::vector<ServerId>>& groups, const ServerSet& all);
    /// Ends all cuts and the partition; blockades stay.
    void healAll();
    /// Blocks messages.
    void block(const Blockade& blockade);
    /// Ends this very blockade; false when there is none such.
    bool unblock(const Blockade& blockade);
    /// Gives one direction a timing of its own.
    void setOwnTiming(ServerId from, ServerId to, const LinkTiming& timing);

    /// The blockades, oldest first.
    [[nodiscard]] const std::vector<Blockade>& blockades() const { return blockades_; }
    /// The links with a timing of their own, by sender and receiver.
    [[nodiscard]] const std::vector<OwnLinkTiming>& ownTimings() const { return ownTimings_; }

    bool operator==(const Network&) const = default;
    /// A hash of all links.
    [[nodiscard]] std::uint64_t hash() const;

private:
    [[nodiscard]] bool isAmongBlocked(MessageKind kind, ServerId from, ServerId to) const;
    void noteCuts();

    using Links = std::array<ServerSet, kMaximumServerId + 1>;
    Links cut_;
    Links apart_;
    std::vector<Blockade> blockades_;
    std::vector<OwnLinkTiming> ownTimings_;
    bool cuts_ = false;
};

} // namespace raft
