// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/ActionMenus.h"

#include "widgets/playback/ActionWords.h"
#include "widgets/playback/TimeWords.h"

#include <QLocale>
#include <QMenu>

#include <set>

// One function a kind of thing; each entry is an action of the core.

namespace raftarium {

static QString name(const raft::Cluster& cluster, raft::ServerId id) {
    return QString::fromStdString(cluster.nameOf(id));
}

/// The text with the key that does the same behind it.
static QString withKey(const QString& text, const char* key) { return text + QLatin1Char('\t') + QLatin1String(key); }

ActionMenus::ActionMenus(Session& session, Player& player, QWidget* parent)
    : QObject(parent)
    , session_(session)
    , player_(player)
    , parent_(parent)
    , prompts_(session, player, parent) {}

QAction* ActionMenus::add(QMenu& menu, const QString& text, const raft::Action& action, const QString& whyIdle) {
    QAction* entry = menu.addAction(text, this, [this, action] { session_.act(action); });
    const QString impossible = session_.whyNot(action);
    const QString why = impossible.isEmpty() ? whyIdle : impossible;
    entry->setEnabled(why.isEmpty());
    entry->setToolTip(why);
    return entry;
}

void ActionMenus::addPrompt(QMenu& menu, const QString& text, const raft::Action& example,
                            const std::function<void()>& ask) {
    QAction* entry = menu.addAction(text, this, ask);
    const QString why = session_.whyNot(example);
    entry->setEnabled(why.isEmpty());
    entry->setToolTip(why);
}

QMenu* ActionMenus::addMenu(QMenu& menu, const QString& title) {
    QMenu* inner = menu.addMenu(title);
    inner->setToolTipsVisible(true);
    return inner;
}

QMenu* ActionMenus::menuFor(const scene::Id& id) {
    auto* menu = new QMenu(parent_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    switch (id.subject) {
    case scene::Subject::server:
    case scene::Subject::entry:
    case scene::Subject::tail:
    case scene::Subject::timer:
    case scene::Subject::snapshot:
        fillServer(*menu, id.server);
        break;
    case scene::Subject::link:
        fillLink(*menu, id.server, id.peer);
        break;
    case scene::Subject::client:
        fillClient(*menu, id.number);
        break;
    case scene::Subject::message:
        fillMessage(*menu, id.number);
        break;
    default:
        fillCluster(*menu);
    }
    return menu;
}

void ActionMenus::popup(const scene::Id& id, const QPoint& globalPlace) {
    QMenu* menu = menuFor(id);
    player_.hold(menu);
    connect(menu, &QMenu::aboutToHide, this, [this, menu] { player_.release(menu); });
    menu->popup(globalPlace);
}

void ActionMenus::addDetails(QMenu& menu, const scene::Id& id) {
    menu.addSeparator();
    menu.addAction(tr("Show every field"), this, [this, id] { emit detailsWanted(id); });
}

void ActionMenus::fillServer(QMenu& menu, raft::ServerId server) {
    const raft::Cluster& cluster = session_.cluster();
    const QString who = name(cluster, server);
    const raft::Host* host = cluster.findHost(server);
    const bool stopped = host && host->stopped;
    add(menu, stopped ? tr("Stop %1").arg(who) : withKey(tr("Stop %1").arg(who), "S"), raft::action::Stop{server});
    add(menu, stopped ? withKey(tr("Restart %1").arg(who), "S") : tr("Restart %1").arg(who),
        raft::action::Restart{server});
    add(menu, tr("Pause %1").arg(who), raft::action::Pause{server});
    add(menu, tr("Resume %1").arg(who), raft::action::Resume{server});
    menu.addSeparator();
    const bool leads = host && host->server.state().role == raft::Role::leader;
    add(menu, withKey(tr("Time %1 out").arg(who), "T"), raft::action::Timeout{server},
        leads ? tr("%1 leads: it has no election timer").arg(who) : QString());
    add(menu, tr("Heartbeat now"), raft::action::Heartbeat{server},
        leads ? QString() : tr("%1 does not lead; only a leader sends heartbeats").arg(who));
    add(menu, tr("Take a snapshot"), raft::action::TakeSnapshot{server});
    add(menu, tr("Hand leadership over to %1").arg(who), raft::action::Transfer{server});
    menu.addAction(tr("Submit a command to %1…").arg(who), this, [this, server] { emit submitWanted(server); });
    if (host)
        addReads(*addMenu(menu, tr("Read from %1").arg(who)), *host);
    if (host)
        fillMembership(menu, *host);
    fillDisk(*addMenu(menu, tr("Disk")), server);
    fillClock(*addMenu(menu, tr("Clock")), server);
    fillPriority(*addMenu(menu, tr("Priority in elections")), server);
    menu.addSeparator();
    add(menu, tr("Part %1 from all others").arg(who), raft::action::Partition{{{server}}});
    addBlocks(*addMenu(menu, tr("Block messages from %1").arg(who)), server, 0);
    addBlocks(*addMenu(menu, tr("Block messages to %1").arg(who)), 0, server);
    addDetails(menu, scene::serverId(server));
}

/// The keys that the server knows, each read in the ways that there are, and any other key.
void ActionMenus::addReads(QMenu& menu, const raft::Host& host) {
    constexpr int kMostKeys = 12;
    std::vector<std::string> keys;
    host.store.keys().forEach([&keys](const std::string& key, const std::string&) {
        if (keys.size() < kMostKeys)
            keys.push_back(key);
    });
    if (keys.empty())
        keys.emplace_back("x");
    using raft::action::ReadMode;
    const std::tuple<ReadMode, QString, QString> ways[] = {
        {ReadMode::log, tr("%1, as an entry of the log"), tr("Other key, as an entry of the log…")},
        {ReadMode::readIndex, tr("%1, by ReadIndex"), tr("Other key, by ReadIndex…")},
        {ReadMode::lease, tr("%1, by lease"), tr("Other key, by lease…")}};
    for (const auto& [mode, words, other] : ways) {
        menu.addSeparator();
        for (const std::string& key : keys)
            add(menu, words.arg(QString::fromStdString(key)), raft::action::Read{key, host.id(), mode});
        const raft::action::Read any{keys.front(), host.id(), mode};
        addPrompt(menu, other, any, [this, any] { prompts_.askRead(any.server, any.mode); });
    }
}

void ActionMenus::fillDisk(QMenu& menu, raft::ServerId server) {
    using raft::DiskState;
    add(menu, tr("In order"), raft::action::Disk{server, DiskState::ok});
    add(menu, tr("Slow"), raft::action::Disk{server, DiskState::slow});
    add(menu, tr("Full"), raft::action::Disk{server, DiskState::full});
    menu.addSeparator();
    add(menu, tr("Lose it, and all that is on it"), raft::action::Disk{server, DiskState::lost});
}

/// Loads of the present mix, and none.
void ActionMenus::fillLoad(QMenu& menu) {
    const raft::Load& now = session_.cluster().load();
    const auto addLoad = [&](std::uint32_t rate, std::uint32_t clients) {
        raft::Load load = now;
        load.rate = rate;
        load.clients = clients;
        QAction* entry = add(menu, loadWords(load), raft::action::SetLoad{load});
        entry->setCheckable(true);
        entry->setChecked(load == now);
    };
    addLoad(0, 0);
    menu.addSeparator();
    for (const std::uint32_t rate : {1U, 10U, 100U})
        addLoad(rate, 0);
    menu.addSeparator();
    for (const std::uint32_t clients : {1U, 3U, 10U})
        addLoad(0, clients);
    menu.addSeparator();
    menu.addAction(tr("Every field of the load…"), this, &ActionMenus::timingWanted);
}

void ActionMenus::fillPriority(QMenu& menu, raft::ServerId server) {
    const raft::Host* host = session_.cluster().findHost(server);
    const std::uint32_t now = host ? host->server.priority() : 0;
    std::set<std::uint32_t> priorities{0, 1, 2, 3, 5, 10};
    priorities.insert(now);
    for (const std::uint32_t priority : priorities) {
        QAction* entry = add(menu, QLocale().toString(priority), raft::action::SetPriority{server, priority});
        entry->setCheckable(true);
        entry->setChecked(priority == now);
    }
}

void ActionMenus::fillWeather(QMenu& menu) {
    const raft::Weather& now = session_.cluster().weather();
    for (std::size_t i = 0; i < raft::weatherNames().size(); ++i) {
        const raft::Weather weather = raft::weatherAt(i);
        QAction* entry = add(menu, weatherWords(i), raft::action::SetWeather{weather});
        entry->setCheckable(true);
        entry->setChecked(weather == now);
    }
    menu.addSeparator();
    menu.addAction(tr("Rates of faults…"), this, &ActionMenus::timingWanted);
}

void ActionMenus::fillClock(QMenu& menu, raft::ServerId server) {
    using raft::action::Clock;
    constexpr std::uint32_t kTenth = raft::kTrueSpeed / 10;
    add(menu, tr("Keeps time"), Clock{server, raft::kTrueSpeed, 0});
    add(menu, tr("Half as fast"), Clock{server, 5 * kTenth, 0});
    add(menu, tr("A tenth slower"), Clock{server, 9 * kTenth, 0});
    add(menu, tr("A tenth faster"), Clock{server, 11 * kTenth, 0});
    add(menu, tr("Twice as fast"), Clock{server, 20 * kTenth, 0});
    addPrompt(menu, tr("Other speed…"), Clock{server, raft::kTrueSpeed, 0},
              [this, server] { prompts_.askSpeed(server); });
    menu.addSeparator();
    for (const raft::Time jump : {20'000, 100'000, 1'000'000})
        add(menu, tr("Jumps %1 ahead").arg(stretchWords(jump)), Clock{server, std::nullopt, jump});
    for (const raft::Time jump : {20'000, 100'000})
        add(menu, tr("Jumps %1 back").arg(stretchWords(jump)), Clock{server, std::nullopt, -jump});
    addPrompt(menu, tr("Other jump…"), Clock{server, raft::kTrueSpeed, 0},
              [this, server] { prompts_.askJump(server); });
}

void ActionMenus::fillLink(QMenu& menu, raft::ServerId low, raft::ServerId high) {
    const raft::Cluster& cluster = session_.cluster();
    const bool cut = cluster.network().isCut(low, high) || cluster.network().isCut(high, low);
    const QString link = name(cluster, low) + QStringLiteral("–") + name(cluster, high);
    add(menu, cut ? tr("Cut %1 both ways").arg(link) : withKey(tr("Cut %1 both ways").arg(link), "X"),
        raft::action::Cut{low, high, false});
    add(menu, cut ? withKey(tr("Heal %1 both ways").arg(link), "X") : tr("Heal %1 both ways").arg(link),
        raft::action::Heal{low, high, false});
    menu.addSeparator();
    const auto way = [&](raft::ServerId from, raft::ServerId to) {
        return name(cluster, from) + QStringLiteral(" → ") + name(cluster, to);
    };
    fillWay(*addMenu(menu, way(low, high)), low, high);
    fillWay(*addMenu(menu, way(high, low)), high, low);
    addDetails(menu, scene::linkId(low, high));
}

void ActionMenus::fillWay(QMenu& menu, raft::ServerId from, raft::ServerId to) {
    add(menu, tr("Cut this way"), raft::action::Cut{from, to, true});
    add(menu, tr("Heal this way"), raft::action::Heal{from, to, true});
    const auto timing = [&](auto change) {
        raft::action::SetTiming set;
        set.from = from;
        set.to = to;
        change(set);
        return set;
    };
    QMenu* latency = addMenu(menu, tr("Latency"));
    const raft::TimeRange usual = session_.cluster().timing().link.latency;
    add(*latency, tr("as everywhere"), timing([&](auto& set) { set.latency = usual; }));
    for (const raft::Time slow : {50'000, 200'000, 1'000'000})
        add(*latency, stretchWords(slow), timing([&](auto& set) { set.latency = raft::TimeRange{slow, slow}; }));
    QMenu* loss = addMenu(menu, tr("Lose at random"));
    const QLocale locale;
    for (const std::uint32_t percent : {0U, 10U, 30U, 50U, 90U}) {
        add(*loss, percent == 0 ? tr("nothing") : tr("%1 %").arg(locale.toString(percent)),
            timing([&](auto& set) { set.loss = percent * 10'000; }));
    }
    QMenu* twice = addMenu(menu, tr("Deliver twice at random"));
    for (const std::uint32_t percent : {0U, 10U, 50U}) {
        add(*twice, percent == 0 ? tr("nothing") : tr("%1 %").arg(locale.toString(percent)),
            timing([&](auto& set) { set.duplication = percent * 10'000; }));
    }
    addBlocks(*addMenu(menu, tr("Block messages")), from, to);
}

/// A tick before each kind of message that is blocked; choosing it blocks it, or ends that.
void ActionMenus::addBlocks(QMenu& menu, raft::ServerId from, raft::ServerId to) {
    const auto& blockades = session_.cluster().network().blockades();
    const auto addKind = [&](const QString& text, std::optional<raft::MessageKind> kind) {
        const raft::Blockade blockade{kind, from, to};
        const bool blocked = std::find(blockades.begin(), blockades.end(), blockade) != blockades.end();
        add(menu, text, blocked ? raft::Action(raft::action::Unblock{blockade}) : raft::action::Block{blockade});
        menu.actions().back()->setCheckable(true);
        menu.actions().back()->setChecked(blocked);
    };
    addKind(tr("every message"), std::nullopt);
    for (std::size_t kind = 0; kind < raft::kMessageKinds; ++kind) {
        const auto each = static_cast<raft::MessageKind>(kind);
        addKind(messageKindWords(each), each);
    }
}

void ActionMenus::fillClient(QMenu& menu, std::uint64_t number) {
    const raft::ServerId client = raft::clientParty(number);
    const QString who = name(session_.cluster(), client);
    const auto& blockades = session_.cluster().network().blockades();
    const std::pair<QString, raft::Blockade> ways[] = {
        {tr("the requests of %1").arg(who), {raft::MessageKind::clientRequest, client, 0}},
        {tr("the replies to %1").arg(who), {raft::MessageKind::clientReply, 0, client}}};
    for (const auto& [what, blockade] : ways) {
        if (std::find(blockades.begin(), blockades.end(), blockade) == blockades.end())
            add(menu, tr("Block %1").arg(what), raft::action::Block{blockade});
        else
            add(menu, tr("Unblock %1").arg(what), raft::action::Unblock{blockade});
    }
    addDetails(menu, scene::clientId(number));
}

void ActionMenus::fillMessage(QMenu& menu, std::uint64_t number) {
    raft::action::MessageChoice choice;
    choice.id = number;
    add(menu, tr("Deliver now"), raft::action::Deliver{choice});
    add(menu, tr("Drop"), raft::action::Drop{choice});
    add(menu, tr("Duplicate"), raft::action::Duplicate{choice});
    QMenu* delay = addMenu(menu, tr("Delay by"));
    for (const raft::Time by : {5'000, 20'000, 50'000, 200'000, 1'000'000})
        add(*delay, stretchWords(by), raft::action::Delay{choice, by});
    menu.addSeparator();
    if (const raft::InFlight* flight = session_.cluster().findMessage(number)) {
        const raft::Message& message = *flight->message;
        const QString from = name(session_.cluster(), message.from);
        const QString to = name(session_.cluster(), message.to);
        add(menu, tr("Block every %1 from %2 to %3").arg(messageKindWords(message.kind()), from, to),
            raft::action::Block{{message.kind(), message.from, message.to}});
        if (!message.isClients()) {
            add(menu, tr("Cut %1 both ways").arg(from + QStringLiteral("–") + to),
                raft::action::Cut{message.from, message.to, false});
        }
    }
    addDetails(menu, scene::messageId(number));
}

void ActionMenus::fillCluster(QMenu& menu) {
    const raft::ServerId leader = session_.cluster().leader();
    if (leader != 0)
        add(menu, tr("Stop the leader, %1").arg(name(session_.cluster(), leader)), raft::action::Stop{leader});
    menu.addAction(tr("Submit a command to the leader…") + QStringLiteral("\t:"), this,
                   [this] { emit submitWanted(0); });
    menu.addSeparator();
    menu.addAction(withKey(tr("Draw a partition"), "P"), this, &ActionMenus::partitionWanted);
    menu.addAction(tr("Partition by names…"), this, &ActionMenus::partitionByNameWanted);
    add(menu, withKey(tr("Heal all links"), "H"), raft::action::HealAll{});
    addBlocks(*addMenu(menu, tr("Block messages")), 0, 0);
    menu.addSeparator();
    fillGrowth(menu);
    menu.addSeparator();
    fillLoad(*addMenu(menu, tr("Load")));
    fillWeather(*addMenu(menu, tr("Weather")));
    add(menu, tr("Align the election timers"), raft::action::AlignTimers{});
    add(menu, tr("Spread the election timers"), raft::action::SpreadTimers{});
    menu.addAction(tr("Timing and options…"), this, &ActionMenus::timingWanted);
}

} // namespace raftarium
