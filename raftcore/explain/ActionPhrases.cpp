// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for what somebody did to the cluster.

namespace raft::explaining {

namespace {

std::string rangeText(const TimeRange& range) {
    if (range.low == range.high)
        return milliseconds(range.low) + " ms";
    return milliseconds(range.low) + "–" + milliseconds(range.high) + " ms";
}

/// A likelihood in millionths as percent, with at most four decimals.
std::string percentText(std::uint32_t parts) {
    std::string decimals = std::to_string(10'000 + parts % 10'000).substr(1);
    while (!decimals.empty() && decimals.back() == '0')
        decimals.pop_back();
    return number(parts / 10'000) + (decimals.empty() ? "" : "." + decimals) + " %";
}

const char* modeText(TimerMode mode) { return mode == TimerMode::manual ? "manual" : "automatic"; }

/// Settings in a row, by the names that files give them: "heartbeat 50 ms, loss 1 %".
class Settings {
public:
    template <typename T, typename Write>
    void add(const char* name, const std::optional<T>& value, const Write& write) {
        if (!value)
            return;
        text_ += (text_.empty() ? "" : ", ") + std::string(name) + " " + std::string(write(*value));
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::string settingsOf(const action::SetTiming& set) {
    const auto stretch = [](Time time) { return milliseconds(time) + " ms"; };
    Settings settings;
    settings.add("electionTimeout", set.electionTimeout, rangeText);
    settings.add("heartbeat", set.heartbeat, stretch);
    settings.add("latency", set.latency, rangeText);
    settings.add("loss", set.loss, percentText);
    settings.add("duplication", set.duplication, percentText);
    settings.add("diskWrite", set.diskWrite, rangeText);
    settings.add("electionTimers", set.electionTimers, modeText);
    settings.add("heartbeats", set.heartbeats, modeText);
    return settings.text();
}

std::string settingsOf(const action::SetOptions& set) {
    const auto truth = [](bool value) { return value ? "true" : "false"; };
    Settings settings;
    settings.add("preset", set.preset, [](std::size_t position) { return presetNames()[position]; });
    settings.add("noOp", set.noOp, truth);
    settings.add("entriesPerMessage", set.entriesPerMessage, [](std::uint32_t value) { return number(value); });
    settings.add("acceleratedBackoff", set.acceleratedBackoff, truth);
    settings.add("leaderStickiness", set.leaderStickiness, truth);
    settings.add("preVote", set.preVote, truth);
    settings.add("checkQuorum", set.checkQuorum, truth);
    settings.add("leadershipTransfer", set.leadershipTransfer, truth);
    settings.add("snapshots", set.snapshots, [](const SnapshotOptions& value) {
        if (!value.on)
            return std::string("false");
        return "everyEntries " + number(value.everyEntries) + " chunkBytes " + number(value.chunkBytes);
    });
    settings.add("readIndex", set.readIndex, truth);
    settings.add("leaseReads", set.leaseReads, truth);
    settings.add("sessions", set.sessions, truth);
    settings.add("jointConsensus", set.jointConsensus, truth);
    settings.add("singleServerChanges", set.singleServerChanges, truth);
    const auto limit = [](std::uint32_t value) { return value == 0 ? std::string("false") : number(value); };
    settings.add("pipelining", set.pipelining, limit);
    settings.add("batching", set.batching, limit);
    settings.add("bytesPerMessage", set.bytesPerMessage, limit);
    settings.add("inFlightBytes", set.inFlightBytes, limit);
    settings.add("uncommittedEntries", set.uncommittedEntries, limit);
    settings.add("asyncWrites", set.asyncWrites, truth);
    settings.add("applyTimeConfiguration", set.applyTimeConfiguration, truth);
    settings.add("electionPriority", set.electionPriority, truth);
    return settings.text();
}

/// What differs from no load at all, and how many keys there are.
std::string settingsOf(const Load& load) {
    const auto unless = [](std::uint32_t value) { return value == 0 ? std::nullopt : std::optional(value); };
    const auto count = [](std::uint32_t value) { return number(value); };
    Settings settings;
    settings.add("rate", unless(load.rate), count);
    settings.add("clients", unless(load.clients), count);
    settings.add("thinkTime", load.isClosed() ? std::optional(load.thinkTime) : std::nullopt,
                 [](Time time) { return milliseconds(time) + " ms"; });
    settings.add("reads", unless(load.reads), count);
    settings.add("readMode", load.reads == 0 ? std::nullopt : std::optional(load.readMode), readModeName);
    settings.add("compares", unless(load.compares), count);
    settings.add("keys", std::optional(load.keys), count);
    return settings.text();
}

/// Eight sentences: a kind of message or all, from one server or any, to one server or any.
using BlockadeTemplates = std::array<const char*, 8>;

const BlockadeTemplates kBlockTemplates{
    QT_TRANSLATE_NOOP("explain", "Every message is lost from now on."),
    QT_TRANSLATE_NOOP("explain", "Every message to %3 is lost from now on."),
    QT_TRANSLATE_NOOP("explain", "Every message from %2 is lost from now on."),
    QT_TRANSLATE_NOOP("explain", "Every message from %2 to %3 is lost from now on."),
    QT_TRANSLATE_NOOP("explain", "Every %1 is lost from now on."),
    QT_TRANSLATE_NOOP("explain", "Every %1 to %3 is lost from now on."),
    QT_TRANSLATE_NOOP("explain", "Every %1 from %2 is lost from now on."),
    QT_TRANSLATE_NOOP("explain", "Every %1 from %2 to %3 is lost from now on."),
};

const BlockadeTemplates kUnblockTemplates{
    QT_TRANSLATE_NOOP("explain", "Messages are no longer blocked."),
    QT_TRANSLATE_NOOP("explain", "Messages to %3 are no longer blocked."),
    QT_TRANSLATE_NOOP("explain", "Messages from %2 are no longer blocked."),
    QT_TRANSLATE_NOOP("explain", "Messages from %2 to %3 are no longer blocked."),
    QT_TRANSLATE_NOOP("explain", "%1 is no longer blocked."),
    QT_TRANSLATE_NOOP("explain", "%1 to %3 is no longer blocked."),
    QT_TRANSLATE_NOOP("explain", "%1 from %2 is no longer blocked."),
    QT_TRANSLATE_NOOP("explain", "%1 from %2 to %3 is no longer blocked."),
};

/// What an action is told as; nothing when the reasons of its event say more.
using Told = std::optional<Phrase>;

/// Says what each action was; one function a kind of action.
class ActionTeller {
public:
    explicit ActionTeller(const Teller& teller) : teller_(teller) {}

    Told operator()(const action::Stop&) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 stops: it loses all that is not on its disk."),
                      QT_TRANSLATE_NOOP("explain", "stops"), {teller_.self});
    }
    Told operator()(const action::Pause&) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 is paused: it loses nothing and does nothing until it resumes."),
                      QT_TRANSLATE_NOOP("explain", "is paused"), {teller_.self});
    }
    Told operator()(const action::Resume&) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 resumes: what came meanwhile reaches it now, in order."),
                      QT_TRANSLATE_NOOP("explain", "resumes"), {teller_.self});
    }
    // Restart, Timeout, Heartbeat, Submit, Deliver, Transfer, TakeSnapshot, Read and all about membership: the server's
    // own reasons say more.
    Told operator()(const action::Restart&) const { return {}; }
    Told operator()(const action::Timeout&) const { return {}; }
    Told operator()(const action::Heartbeat&) const { return {}; }
    Told operator()(const action::Submit&) const { return {}; }
    Told operator()(const action::Deliver&) const { return {}; }
    Told operator()(const action::Transfer&) const { return {}; }
    Told operator()(const action::TakeSnapshot&) const { return {}; }
    Told operator()(const action::Read&) const { return {}; }
    Told operator()(const action::ChangeConfiguration&) const { return {}; }
    Told operator()(const action::AddServer&) const { return {}; }
    Told operator()(const action::RemoveServer&) const { return {}; }
    Told operator()(const action::Promote&) const { return {}; }
    Told operator()(const action::LeaveJoint&) const { return {}; }

    Told operator()(const action::Cut& cut) const {
        const std::vector<std::string> ends{teller_.name(cut.from), teller_.name(cut.to)};
        if (cut.oneWay) {
            return phrase(QT_TRANSLATE_NOOP("explain", "The link from %1 to %2 is cut in this direction."),
                          QT_TRANSLATE_NOOP("explain", "link %1 → %2 cut"), ends);
        }
        return phrase(QT_TRANSLATE_NOOP("explain", "The link between %1 and %2 is cut."),
                      QT_TRANSLATE_NOOP("explain", "link %1 – %2 cut"), ends);
    }
    Told operator()(const action::Heal& heal) const {
        const std::vector<std::string> ends{teller_.name(heal.from), teller_.name(heal.to)};
        if (heal.oneWay) {
            return phrase(QT_TRANSLATE_NOOP("explain", "The link from %1 to %2 works again in this direction."),
                          QT_TRANSLATE_NOOP("explain", "link %1 → %2 healed"), ends);
        }
        return phrase(QT_TRANSLATE_NOOP("explain", "The link between %1 and %2 works again."),
                      QT_TRANSLATE_NOOP("explain", "link %1 – %2 healed"), ends);
    }
    Told operator()(const action::Partition& partition) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "The cluster is partitioned: nothing passes between %1."),
                      QT_TRANSLATE_NOOP("explain", "partition %1"), {sides(partition)});
    }
    Told operator()(const action::HealAll&) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "All links work again: every cut and partition is healed."),
                      QT_TRANSLATE_NOOP("explain", "all links healed"), {});
    }
    Told operator()(const action::Block& block) const {
        return blockade(kBlockTemplates, QT_TRANSLATE_NOOP("explain", "blocked: %4"),
                        QT_TRANSLATE_NOOP("explain", "all messages blocked"), block.blockade);
    }
    Told operator()(const action::Unblock& unblock) const {
        return blockade(kUnblockTemplates, QT_TRANSLATE_NOOP("explain", "unblocked: %4"),
                        QT_TRANSLATE_NOOP("explain", "all messages unblocked"), unblock.blockade);
    }
    Told operator()(const action::Drop&) const {
        return message(QT_TRANSLATE_NOOP("explain", "%1's %3 to %2 is lost: it was dropped."),
                       QT_TRANSLATE_NOOP("explain", "misses %1's %3: it was dropped"));
    }
    Told operator()(const action::Delay& delay) const {
        return message(QT_TRANSLATE_NOOP("explain", "%1's %3 to %2 is delayed by %4 ms."),
                       QT_TRANSLATE_NOOP("explain", "gets %1's %3 %4 ms later"), milliseconds(delay.by));
    }
    Told operator()(const action::Duplicate&) const {
        return message(QT_TRANSLATE_NOOP("explain", "%1's %3 to %2 will arrive twice."),
                       QT_TRANSLATE_NOOP("explain", "will get %1's %3 twice"));
    }
    Told operator()(const action::SetTiming& set) const {
        const std::vector<std::string> arguments{settingsOf(set), teller_.name(set.from), teller_.name(set.to)};
        if (set.from != 0) {
            return phrase(QT_TRANSLATE_NOOP("explain", "The timing from %2 to %3 changes: %1."),
                          QT_TRANSLATE_NOOP("explain", "timing %2 → %3: %1"), arguments);
        }
        return phrase(QT_TRANSLATE_NOOP("explain", "The timing changes: %1."),
                      QT_TRANSLATE_NOOP("explain", "timing: %1"), arguments);
    }
    Told operator()(const action::SetOptions& set) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "The options of all servers change: %1."),
                      QT_TRANSLATE_NOOP("explain", "options: %1"), {settingsOf(set)});
    }
    Told operator()(const action::Clock& set) const {
        const std::string speed = speedText(set.speed.value_or(kTrueSpeed));
        const std::vector<std::string> arguments{teller_.name(set.server), speed,
                                                 milliseconds(set.jump < 0 ? -set.jump : set.jump)};
        if (set.speed && set.jump == 0) {
            return phrase(QT_TRANSLATE_NOOP("explain", "%1's clock now runs at %2 times the speed of logical time, and "
                                                       "its timers with it."),
                          QT_TRANSLATE_NOOP("explain", "clock of %1: speed %2"), arguments);
        }
        if (set.speed) {
            return phrase(set.jump > 0
                              ? QT_TRANSLATE_NOOP("explain", "%1's clock jumps %3 ms ahead, and now runs at %2 times "
                                                             "the speed of logical time.")
                              : QT_TRANSLATE_NOOP("explain", "%1's clock jumps %3 ms back, and now runs at %2 times "
                                                             "the speed of logical time."),
                          QT_TRANSLATE_NOOP("explain", "clock of %1 jumps, speed %2"), arguments);
        }
        if (set.jump > 0) {
            return phrase(QT_TRANSLATE_NOOP("explain", "%1's clock jumps %3 ms ahead: its timers run out so much "
                                                       "earlier."),
                          QT_TRANSLATE_NOOP("explain", "clock of %1 jumps %3 ms ahead"), arguments);
        }
        return phrase(QT_TRANSLATE_NOOP("explain", "%1's clock jumps %3 ms back: its timers run out so much later."),
                      QT_TRANSLATE_NOOP("explain", "clock of %1 jumps %3 ms back"), arguments);
    }
    Told operator()(const action::SetWeather& set) const {
        const Weather& weather = set.weather;
        if (weather.isCalm()) {
            return phrase(QT_TRANSLATE_NOOP("explain", "The weather is calm: from now on nothing breaks by chance."),
                          QT_TRANSLATE_NOOP("explain", "calm weather"), {});
        }
        return phrase(QT_TRANSLATE_NOOP("explain", "The weather turns: each minute of logical time brings, by chance, "
                                                   "about %1 crashes, %2 cuts, %3 lost messages and %4 pauses, each "
                                                   "mended after about %5 ms."),
                      QT_TRANSLATE_NOOP("explain", "faults by chance"),
                      {number(weather.crashes), number(weather.cuts), number(weather.losses), number(weather.pauses),
                       milliseconds(weather.repair)});
    }
    Told operator()(const action::SetLoad& set) const {
        const Load& load = set.load;
        if (!load.isOn()) {
            return phrase(QT_TRANSLATE_NOOP("explain",
                                            "The clients ask for nothing more; what they have under way they "
                                            "finish."),
                          QT_TRANSLATE_NOOP("explain", "no load"), {});
        }
        const std::vector<std::string> arguments{settingsOf(load), number(load.rate), number(load.clients)};
        if (load.isClosed()) {
            return phrase(QT_TRANSLATE_NOOP("explain", "The load changes; each client has one command under way: %1."),
                          QT_TRANSLATE_NOOP("explain", "load: clients %3"), arguments);
        }
        return phrase(QT_TRANSLATE_NOOP("explain", "The load changes; commands come at a rate, however long the "
                                                   "answers take: %1."),
                      QT_TRANSLATE_NOOP("explain", "load: %2 a second"), arguments);
    }
    Told operator()(const action::SetPriority& set) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 has priority %2 from now on: in an election those of higher "
                                                   "priority campaign first."),
                      QT_TRANSLATE_NOOP("explain", "priority of %1: %2"),
                      {teller_.name(set.server), number(set.priority)});
    }
    Told operator()(const action::Disk& disk) const {
        const std::vector<std::string> arguments{teller_.name(disk.server), milliseconds(kSlowDisk.low),
                                                 milliseconds(kSlowDisk.high)};
        switch (disk.state) {
        case DiskState::slow:
            return phrase(QT_TRANSLATE_NOOP("explain", "%1's disk is slow: each write takes %2 to %3 ms longer."),
                          QT_TRANSLATE_NOOP("explain", "disk of %1 is slow"), arguments);
        case DiskState::full:
            return phrase(QT_TRANSLATE_NOOP("explain", "%1's disk is full: its term and its vote find their place, new "
                                                       "entries do not."),
                          QT_TRANSLATE_NOOP("explain", "disk of %1 is full"), arguments);
        case DiskState::lost:
            return phrase(QT_TRANSLATE_NOOP("explain", "%1 is stopped, and its disk is lost with all that it promised: "
                                                       "term, vote and log. Restarted under the same name it may break "
                                                       "those promises."),
                          QT_TRANSLATE_NOOP("explain", "disk of %1 is lost"), arguments);
        case DiskState::ok:
            break;
        }
        return phrase(QT_TRANSLATE_NOOP("explain", "%1's disk is in order again."),
                      QT_TRANSLATE_NOOP("explain", "disk of %1 is in order"), arguments);
    }
    Told operator()(const action::AlignTimers&) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "All election timers will run out at the same moment, in %1 ms."),
                      QT_TRANSLATE_NOOP("explain", "election timers aligned"),
                      {milliseconds(teller_.after.timing().electionTimeout.low)});
    }
    Told operator()(const action::SpreadTimers&) const {
        return phrase(QT_TRANSLATE_NOOP("explain", "The election timers will run out one after the other, in the order "
                                                   "of the servers, from %1 ms to %2 ms from now."),
                      QT_TRANSLATE_NOOP("explain", "election timers spread"),
                      {milliseconds(teller_.after.timing().electionTimeout.low),
                       milliseconds(teller_.after.timing().electionTimeout.high)});
    }

private:
    /// The sides of a partition, servers that were not named on one of their own: "S1 S2 | S3 S4 S5".
    [[nodiscard]] std::string sides(const action::Partition& partition) const {
        std::vector<std::vector<ServerId>> groups = partition.groups;
        ServerSet rest = teller_.after.servers();
        for (const auto& group : groups) {
            for (const ServerId id : group)
                rest.erase(id);
        }
        auto& unnamed = groups.emplace_back();
        for (const ServerId id : rest)
            unnamed.push_back(id);
        std::string text;
        for (const auto& group : groups) {
            if (group.empty())
                continue;
            text += text.empty() ? "" : " | ";
            for (std::size_t i = 0; i < group.size(); ++i)
                text += (i == 0 ? "" : " ") + teller_.name(group[i]);
        }
        return text;
    }

    [[nodiscard]] Phrase blockade(const BlockadeTemplates& templates, const char* brief, const char* briefForAll,
                                  const Blockade& blockade) const {
        const std::size_t which =
            (blockade.message ? 4U : 0U) + (blockade.from != 0 ? 2U : 0U) + (blockade.to != 0 ? 1U : 0U);
        const std::string kind = blockade.message ? messageKindName(*blockade.message) : "";
        const std::string from = blockade.from != 0 ? teller_.name(blockade.from) : "…";
        const std::string to = blockade.to != 0 ? teller_.name(blockade.to) : "…";
        const bool ends = blockade.from != 0 || blockade.to != 0;
        const std::string way = ends ? from + " → " + to : "";
        const std::string both = kind + (kind.empty() || way.empty() ? "" : " ") + way;
        return phrase(templates[which], which == 0 ? briefForAll : brief, {kind, from, to, both});
    }

    [[nodiscard]] Phrase message(const char* sentence, const char* brief, const std::string& more = {}) const {
        const Message& message = *teller_.event.message->message;
        return phrase(sentence, brief,
                      {teller_.name(message.from), teller_.name(message.to), teller_.messageKind(), more});
    }

    const Teller& teller_;
};

} // namespace

std::optional<Phrase> actionPhrase(const Teller& teller) {
    if (!teller.event.action)
        return {};
    return std::visit(ActionTeller(teller), *teller.event.action);
}

} // namespace raft::explaining
