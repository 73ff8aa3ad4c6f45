// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Action.h"
#include "raftcore/simulation/Client.h"
#include "raftcore/simulation/ClusterConfiguration.h"
#include "raftcore/simulation/Event.h"
#include "raftcore/simulation/Host.h"
#include "raftcore/simulation/Network.h"
#include "raftcore/values/Generator.h"

#include <optional>
#include <vector>

// A whole cluster on a logical clock: servers, disks, network and clients, as one value.

namespace raft {

/// A cluster at one moment. A regular value: a copy goes on exactly as the original does. It advances by one event at a
/// time; the same configuration, seed and actions give the same events everywhere.
class Cluster {
public:
    /// A cluster at time 0, before its first event. The configuration must be sound (`problemsOf` finds nothing).
    explicit Cluster(ClusterConfiguration configuration);
    /// `servers` empty servers (1 to kMaximumServers) and a seed.
    Cluster(std::size_t servers, std::uint64_t seed) : Cluster(ClusterConfiguration::ofSize(servers, seed)) {}

    /// What it started from.
    [[nodiscard]] const ClusterConfiguration& configuration() const { return *configuration_; }
    /// The logical time of the last event, or at which time was last advanced.
    [[nodiscard]] Time now() const { return now_; }
    /// How many events have happened.
    [[nodiscard]] EventIndex eventCount() const { return events_; }
    /// When the next event happens by itself; kNever when nothing is due.
    [[nodiscard]] Time nextEventTime() const;
    /// True when no message is in flight, no write under way, and nothing is due at the present microsecond.
    [[nodiscard]] bool isQuiet() const;

    /// Advances by exactly one event; something must be due (`nextEventTime() != kNever`). With `detail`, tells the
    /// event in full, which takes longer.
    EventRecord step(Event* detail = nullptr);
    /// Lets time pass, without an event; `time` is from now() to nextEventTime().
    void advanceTo(Time time);
    /// Does what somebody wants done, now; it is one event. An impossible action changes nothing and gets an error.
    Expected<EventRecord> act(const Action& action, Event* detail = nullptr);
    /// Why the action is impossible now, or nothing.
    [[nodiscard]] Expected<void> check(const Action& action) const;

    /// The hosts, in ascending order of their servers' numbers.
    [[nodiscard]] const std::vector<Host>& hosts() const { return hosts_; }
    /// The host with this server, or null.
    [[nodiscard]] const Host* findHost(ServerId id) const {
        // Servers are numbered without gaps as a rule; then a server's place follows from its number.
        if (id >= 1 && id <= hosts_.size() && hosts_[id - 1].id() == id)
            return &hosts_[id - 1];
        return searchHost(id);
    }
    /// The state of a server, which must exist.
    [[nodiscard]] const ServerState& server(ServerId id) const;
    /// What people call a server: its own name, or "S" and its number; or a client, as an end of messages: "C" and its
    /// number.
    [[nodiscard]] std::string nameOf(ServerId id) const;
    /// The running leader of the highest term; 0 when there is none. A paused one counts as running.
    [[nodiscard]] ServerId leader() const;
    /// All servers that exist.
    [[nodiscard]] ServerSet servers() const;
    /// Messages in flight, those that wait at paused servers not among them, in no particular order.
    [[nodiscard]] const std::vector<InFlight>& inFlight() const { return inFlight_; }
    /// The message in flight with this number, or null.
    [[nodiscard]] const InFlight* findMessage(std::uint64_t id) const;
    /// The message that will be delivered next, when nothing comes before it; null when something else does.
    [[nodiscard]] const InFlight* nextDelivery() const;
    /// The message that a choice means, or an error that says why there is none.
    [[nodiscard]] Expected<std::uint64_t> choose(const action::MessageChoice& choice) const;
    [[nodiscard]] const Network& network() const { return *network_; }
    [[nodiscard]] const Timing& timing() const { return timing_; }
    [[nodiscard]] const Options& options() const { return options_; }
    /// What breaks by chance; a Timeline makes it come true.
    [[nodiscard]] const Weather& weather() const { return weather_; }
    /// What clients ask for by themselves.
    [[nodiscard]] const Load& load() const { return demand_; }
    /// The timing of one direction of a link.
    [[nodiscard]] const LinkTiming& linkTiming(ServerId from, ServerId to) const;
    /// All requests of clients, oldest first; request number n is at position n − 1.
    [[nodiscard]] const PersistentVector<Request>& requests() const { return requests_; }

    /// The load's clients that send messages, by their numbers; none when its commands are handed over without.
    [[nodiscard]] const std::vector<Client>& clients() const { return clients_; }

    bool operator==(const Cluster& other) const;
    /// A hash of the whole cluster, the same on every platform.
    [[nodiscard]] std::uint64_t hash() const;

private:
    friend class ActionTaker;
    struct Work;
    /// Which sending of a client's request is meant.
    struct Attempt {
        std::uint64_t request;
        std::uint32_t number;
    };

    // Cluster.cpp: one event from beginning to end.
    Host& host(ServerId id) { return const_cast<Host&>(*findHost(id)); }
    [[nodiscard]] const Host* searchHost(ServerId id) const;
    void ensureHost(ServerId id);
    Server& awake(Host& host);
    void begin(EventKind kind, const Due& due, ServerId server, Work& work);
    EventRecord finish(Work& work);
    void noteDue(const Work& work);
    void noteDueEverywhere();
    void stepHost(Host& host, const Due& due, Work& work);
    void stepMessage(Work& work);
    void startLoad(EventIndex cause);
    [[nodiscard]] LossReason lossOf(const InFlight& message) const;
    void stepLoad(Work& work);

    // Settling.cpp: carrying out the effects of an input.
    void settle(Host& host, Work& work);
    void noteReasons(Work& work);
    void write(Host& host, Work& work);
    void beginWrite(Host& host, const Work& work);
    Due writeDue(const Host& host, EventIndex cause);
    void noteSentAhead(const Host& host);
    void orderTimers(Host& host, EventIndex cause);
    [[nodiscard]] bool writesTakeTime(const Host& host) const;
    void orderLimit(const Host& host, Due& limit, const LimitOrder& order, EventIndex cause);
    void startElectionTimer(Host& host, EventIndex cause);
    void startHeartbeatTimer(Host& host, EventIndex cause);
    void send(Message&& message, EventIndex cause, Work& work);
    [[nodiscard]] LossReason lossOnLink(const Message& message) const;
    void launch(InFlight&& message, Work& work);
    InFlight takeMessage(std::size_t position);
    void restoreHeap();
    void lose(const InFlight& message, LossReason reason, Work& work);
    void deliver(Host& host, const InFlight& message, Work& work);
    void endWrite(Host& host, Work& work);
    void applyCommitted(Host& host, Work& work);

    // Clients.cpp: requests and their ends.
    void submit(Host* host, Shared<Command> command, Work& work);
    void answerApplied(Host& host, Index index, const Result& result, Work& work);
    void read(Host& host, const action::Read& read, Work& work);
    void endReads(Host& host, Work& work);
    void giveUpReads(const Host& host, Work& work);
    void giveUpWaiting(Host& host, Work& work);
    void endRequest(Request request, Work& work);

    // Sessions.cpp: the load's clients.
    [[nodiscard]] bool hasClients() const;
    void ensureClients();
    void startClients(EventIndex cause);
    void changeLoad(const Load& load, EventIndex cause);
    void settleClients();
    [[nodiscard]] bool goesOn(const Client& client) const;
    Command nextCommand();
    [[nodiscard]] ReadMode readModeNow() const;
    void enqueue(Shared<Command> command, EventIndex cause);
    void stepClient(Client& client, Work& work);
    void beginRequest(Client& client, Work& work);
    ServerId anyServer();
    void deliverToClient(const InFlight& flight, Work& work);
    void takeAnswer(Client& client, ServerId from, const ClientReply& reply, Work& work);

    // Serving.cpp: servers and the messages of clients.
    void takeRequest(Host& host, const Message& message, Work& work);
    void takeRead(Host& host, ServerId from, const ClientRequest& request, Work& work);
    void beginReads(Host& host);
    void endRead(Host& host, const ReadEnd& end, Work& work);
    void refuseClient(const Host& host, const Attempt& attempt, Work& work);
    void replyToClient(const Host& host, ClientReply reply, Work& work);

    Due dueIn(Time delay, EventIndex cause) { return {now_ + delay, ++sequence_, cause}; }

    Shared<ClusterConfiguration> configuration_;
    Time now_ = 0;
    EventIndex events_ = 0;
    std::uint64_t sequence_ = 0;
    std::uint64_t messageIds_ = 0;
    Generator generator_;
    Timing timing_;
    Options options_;
    Weather weather_;
    /// What each server is told of priorities; none where all are 0.
    Shared<Priorities> priorities_;
    Shared<Network> network_;
    std::vector<Host> hosts_;
    /// What is due first on each host, by its place in `hosts_`: every step looks at all of them, and the hosts are
    /// large.
    std::vector<Due> hostsDue_;
    /// A heap: the first element is due first.
    std::vector<InFlight> inFlight_;
    PersistentVector<Request> requests_;
    /// Gathers every change of `requests_`, so that hashing does not visit them all.
    std::uint64_t requestsHash_ = 0;
    /// What clients ask for now.
    Load demand_;
    /// When the next command of an open load comes.
    Due load_;
    std::uint64_t loadCount_ = 0;
    /// Since when commands have come at this rate, and how many had come before.
    Time loadSince_ = 0;
    std::uint64_t loadBefore_ = 0;
    std::vector<Client> clients_;
    /// Room for the effects of an input; empty between events.
    Effects effects_;
};

} // namespace raft
