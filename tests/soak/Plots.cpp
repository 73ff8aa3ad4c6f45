// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/Weather.h"

// Sequences of actions that lead towards what single random actions seldom reach: votes forgotten in a crash, and the
// entries of Figure 8 that are on some servers only when their leader goes.

namespace tests {

namespace action = raft::action;
using raft::Cluster;
using raft::ServerId;

const std::array<Weather::Plot, 4> Weather::kPlots{&Weather::reboot, &Weather::duel, &Weather::loneEntry,
                                                   &Weather::comeback};

/// A server crashes and is back at once.
void Weather::reboot(const Cluster& cluster) {
    const ServerId server = anyServer(cluster);
    plan(0, action::Stop{server});
    plan(0, action::Restart{server});
}

/// Two servers campaign at one time, and a third crashes while their messages are under way.
void Weather::duel(const Cluster& cluster) {
    plan(0, action::Timeout{anyServer(cluster)});
    plan(0, action::Timeout{anyServer(cluster)});
    const ServerId voter = anyServer(cluster);
    plan(generator_.between(0, 30'000), action::Stop{voter});
    plan(0, action::Restart{voter});
}

/// A leader appends an entry that reaches one other server or none, and crashes.
void Weather::loneEntry(const Cluster& cluster) {
    const ServerId leader = cluster.leader();
    const ServerId friendly = anyServer(cluster);
    if (leader == 0)
        return comeback(cluster);
    const bool isShared = friendly != leader && oneIn(2);
    plan(0, action::Partition{{isShared ? std::vector{leader, friendly} : std::vector{leader}}});
    plan(0, action::Submit{command(cluster), leader});
    plan(isShared ? generator_.between(0, 60'000) : 0, action::Stop{leader});
    plan(0, action::HealAll{});
}

/// A server that was down is back and wants to lead; its first campaign may only teach it the present term.
void Weather::comeback(const Cluster& cluster) {
    const ServerId server = serverThat(cluster, [](const raft::Host& host) { return host.stopped; });
    plan(0, action::Restart{server});
    plan(0, action::Timeout{server});
    plan(generator_.between(0, 60'000), action::Timeout{server});
    plan(generator_.between(20'000, 120'000), action::Stop{server});
}

} // namespace tests
