// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"

#include "app/Duration.h"
#include "raftcore/files/OptionText.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

// From arguments to what they ask for.

namespace raftarium {

namespace {

using raft::Expected;
using raft::failure;

constexpr const char* kHelp = R"(Raftarium: watch, steer and rewind a whole Raft cluster.

Usage:
  raftarium [FILE | -n N --seed S --preset P --weather W --option O]
      opens the window on the scenario or recording in a file, or on a new
      cluster.
  raftarium simulate [FILE [--branch B] |
                      -n N --seed S --preset P --weather W --option O]
                     [--load R] [--clients N] [--think-time MS]
                     [--reads P] [--compares P] [--read-mode M] [--keys N]
                     [--until TIME | --until-event K]
                     [--check] [--json | --state | --quiet]
      runs the scenario or recording in a file, or a new cluster, without a
      window or a screen and prints its events, one a line, and a summary.
  raftarium check FILE...
      tells whether files are valid, and each problem on a line.

The cluster:
  -n N             number of servers, 1 to 101; 3 when nothing is said
  --seed S         seed of all that is random, 0 to 9007199254740991; 0 when
                   nothing is said. The same arguments give the same run.
  --preset P       features of the protocol: paper-basic, Figure 2 alone,
                   paper-complete, dissertation or production; paper-basic when
                   nothing is said
  --weather W      what breaks by chance: calm, rough or storm; calm when
                   nothing is said
  --option NAME    the feature of this name is on, whatever the preset says;
  --option NAME=V  or has this value, as in noOp=false, pipelining=4. As often
                   as you like; the names are those of files: preVote,
                   checkQuorum, sessions, ...

The load, instead of that of the file:
  --load R         R commands a second of logical time come, however long the
                   answers take, 0 to 100000; to the leader at once, unless
                   there are clients
  --clients N      N clients, 0 to 100, send the commands as messages, and
                   again until they have the answer; without --load each has
                   one command under way
  --think-time MS  a client without --load waits so many milliseconds after
                   an answer, 1 to 3600000; 100 when nothing is said
  --reads P        P commands in a hundred read a key; 0 when nothing is said
  --compares P     P in a hundred compare a key and set it; 0 when nothing is
                   said
  --read-mode M    how reads are done: log, readIndex or lease; log when
                   nothing is said, and where the preset has no such option
  --keys N         the number of keys, 1 to 1000; 10 when nothing is said

The branch:
  --branch B       the branch of the file that is run; the one that begins
                   with the run when nothing is said

How far:
  --until TIME     until this logical time: a number with a unit, us, ms, s,
                   m or h, as in 500ms, 10s, 1.5h; when nothing is said, 10s,
                   or until the last action of a file
  --until-event K  until K events have happened

  --check          looks after every event whether the five properties of
                   the paper's Figure 3 hold, and at the end whether what
                   the clients saw is linearizable; exit status 1 when not

What is printed:
  --json           a JSON object an event, a line each
  --state          only the final state, as one JSON object
  --quiet          only the summary

  -h, --help       this text
  --version        the version

Exit status: 0 good, 1 the run said no, 2 bad arguments or a bad file,
3 a condition was not reached in its time.
)";

/// What the program is to do.
enum Mode : unsigned { kWindow = 1, kSimulate = 2, kCheck = 4, kAll = 7 };

/// An option of the command line.
struct OptionRow {
    const char* name;
    /// What its value may be; null for an option that takes none.
    const char* allowed;
    /// The modes that know it, as bits.
    unsigned modes;
};

constexpr OptionRow kOptions[] = {
    {"n", "1 to 101", kWindow | kSimulate},
    {"seed", "0 to 9007199254740991", kWindow | kSimulate},
    {"preset", "paper-basic, paper-complete, dissertation, production", kWindow | kSimulate},
    {"weather", "calm, rough, storm", kWindow | kSimulate},
    {"option", "a name, or NAME=VALUE", kWindow | kSimulate},
    {"branch", "the name of a branch", kSimulate},
    {"load", "0 to 100000", kSimulate},
    {"clients", "0 to 100", kSimulate},
    {"think-time", "1 to 3600000", kSimulate},
    {"reads", "0 to 100", kSimulate},
    {"compares", "0 to 100", kSimulate},
    {"read-mode", "log, readIndex, lease", kSimulate},
    {"keys", "1 to 1000", kSimulate},
    {"until", kDurationForms, kSimulate},
    {"until-event", "0 to 9007199254740991", kSimulate},
    {"check", nullptr, kSimulate},
    {"json", nullptr, kSimulate},
    {"state", nullptr, kSimulate},
    {"quiet", nullptr, kSimulate},
    {"help", nullptr, kAll},
    {"version", nullptr, kAll},
};

std::string dashed(const std::string& name) { return (name.size() == 1 ? "-" : "--") + name; }

std::string allowedOptions(Mode mode) {
    std::string names;
    for (const OptionRow& row : kOptions) {
        if ((row.modes & mode) != 0)
            names += (names.empty() ? "" : ", ") + dashed(row.name);
    }
    return names;
}

/// An error about an argument; its text is for the terminal and not translated.
tl::unexpected<raft::Error> refuse(const std::string& argument, const std::string& problem,
                                   const std::string& allowed) {
    return failure(argument, raft::Text("%1", {problem}), raft::Text("allowed: %1", {allowed}));
}

/// The arguments of one command, read by their grammar.
class Reader {
public:
    explicit Reader(Mode mode) : mode_(mode) {
        for (const OptionRow& row : kOptions) {
            if ((row.modes & mode) == 0)
                continue;
            QStringList names{QString::fromLatin1(row.name)};
            if (names.front() == QLatin1String("help"))
                names << QStringLiteral("h");
            parser_.addOption({names, {}, row.allowed ? QStringLiteral("value") : QString()});
        }
    }

    Expected<void> read(const QStringList& arguments) {
        // The parser takes the first for the name of the program.
        if (parser_.parse(QStringList(QStringLiteral("raftarium")) + arguments))
            return countFiles();
        if (!parser_.unknownOptionNames().empty()) {
            return refuse(dashed(parser_.unknownOptionNames().front().toStdString()), "there is no such option",
                          allowedOptions(mode_));
        }
        return badOption();
    }

    [[nodiscard]] bool has(const char* name) const { return parser_.isSet(QString::fromLatin1(name)); }

    [[nodiscard]] std::string value(const char* name) const {
        return parser_.value(QString::fromLatin1(name)).toStdString();
    }

    /// All values of an option that is given as often as one likes.
    [[nodiscard]] QStringList values(const char* name) const { return parser_.values(QString::fromLatin1(name)); }

    /// The arguments that are no options.
    [[nodiscard]] QStringList files() const { return parser_.positionalArguments(); }

    /// The whole number that an option gives, or `fallback` without the option.
    [[nodiscard]] Expected<std::uint64_t> number(const char* name, std::uint64_t least, std::uint64_t greatest,
                                                 std::uint64_t fallback) const {
        if (!has(name))
            return fallback;
        const std::string text = value(name);
        const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        bool fits = false;
        const std::uint64_t result = QString::fromStdString(text).toULongLong(&fits);
        if (!digits || !fits || result < least || result > greatest) {
            return refuse(dashed(name), "\"" + text + "\"",
                          "a whole number from " + raft::number(least) + " to " + raft::number(greatest));
        }
        return result;
    }

    /// The position of the name that an option gives, or 0 without the option.
    [[nodiscard]] Expected<std::size_t> nameOf(const char* name, const std::vector<const char*>& names) const {
        if (!has(name))
            return 0;
        const auto found = std::find(names.begin(), names.end(), value(name));
        if (found != names.end())
            return static_cast<std::size_t>(found - names.begin());
        std::string allowed;
        for (const char* each : names)
            allowed += (allowed.empty() ? "" : ", ") + std::string(each);
        return refuse(dashed(name), "\"" + value(name) + "\" is not available", allowed);
    }

private:
    /// The window opens one file at most, a simulation runs one at most, a check needs one at least.
    [[nodiscard]] Expected<void> countFiles() const {
        const QStringList given = files();
        if (mode_ == kCheck && given.empty() && !has("help") && !has("version"))
            return refuse("check", "no file is named", "check FILE...");
        const qsizetype most = mode_ == kCheck ? given.size() : 1;
        if (given.size() <= most)
            return {};
        return refuse("\"" + given[most].toStdString() + "\"", "there is a file already",
                      "one file, " + allowedOptions(mode_));
    }

    /// An option that lacks its value, or has one that it does not take; Qt tells its name only within a sentence.
    [[nodiscard]] Expected<void> badOption() const {
        static const QRegularExpression kQuoted(QStringLiteral("'-*([^']*)'"));
        const std::string name = kQuoted.match(parser_.errorText()).captured(1).toStdString();
        for (const OptionRow& row : kOptions) {
            if (name != row.name)
                continue;
            return row.allowed ? refuse(dashed(name), "the value is missing", row.allowed)
                               : refuse(dashed(name), "it takes no value", dashed(name) + " alone");
        }
        return refuse(name, parser_.errorText().toStdString(), allowedOptions(mode_));
    }

    Mode mode_;
    QCommandLineParser parser_;
};

/// The preset, and what --option says beside it.
Expected<raft::Options> optionsOf(const Reader& reader) {
    raft::Options options;
    if (reader.has("preset")) {
        const auto& presets = raft::presetNames();
        const auto preset = std::find(presets.begin(), presets.end(), reader.value("preset"));
        if (preset == presets.end())
            return refuse("--preset", "\"" + reader.value("preset") + "\" is not available",
                          "paper-basic, paper-complete, dissertation, production");
        options = raft::presetAt(static_cast<std::size_t>(preset - presets.begin()));
    }
    for (const QString& text : reader.values("option")) {
        if (auto set = raft::setOption(options, text.toStdString()); !set) {
            set.error().where = "--option " + text.toStdString();
            return tl::unexpected(set.error());
        }
    }
    if (auto sound = raft::validate(options); !sound) {
        sound.error().where = "--option " + sound.error().where;
        return tl::unexpected(sound.error());
    }
    return options;
}

Expected<raft::ClusterConfiguration> clusterOf(const Reader& reader) {
    const auto servers = reader.number("n", 1, raft::kMaximumServers, 3);
    if (!servers)
        return tl::unexpected(servers.error());
    const auto seed = reader.number("seed", 0, raft::kMaximumSeed, 0);
    if (!seed)
        return tl::unexpected(seed.error());
    auto configuration = raft::ClusterConfiguration::ofSize(static_cast<std::size_t>(*servers), *seed);
    const auto options = optionsOf(reader);
    if (!options)
        return tl::unexpected(options.error());
    configuration.options = *options;
    const auto weather = reader.nameOf("weather", raft::weatherNames());
    if (!weather)
        return tl::unexpected(weather.error());
    configuration.weather = raft::weatherAt(*weather);
    return configuration;
}

Expected<Output> outputOf(const Reader& reader) {
    Output output = Output::text;
    std::string chosen;
    for (const auto& [name, meaning] :
         {std::pair{"json", Output::json}, std::pair{"state", Output::state}, std::pair{"quiet", Output::summary}}) {
        if (!reader.has(name))
            continue;
        if (!chosen.empty())
            return refuse(dashed(name), "it does not go together with " + chosen, "one of --json, --state, --quiet");
        chosen = dashed(name);
        output = meaning;
    }
    return output;
}

/// What a run begins with: a file, or a new cluster.
struct Source {
    raft::ClusterConfiguration configuration;
    QString file;
};

Expected<Source> sourceOf(const Reader& reader) {
    auto cluster = clusterOf(reader);
    if (!cluster)
        return tl::unexpected(cluster.error());
    if (reader.files().empty())
        return Source{std::move(*cluster), {}};
    for (const char* option : {"n", "seed", "preset", "weather", "option"}) {
        if (reader.has(option))
            return refuse(dashed(option), "the file says it", "a file, or -n, --seed, --preset, --weather, --option");
    }
    const QString file = reader.files().front();
    if (!QFileInfo::exists(file))
        return refuse("\"" + file.toStdString() + "\"", "there is no such file", "simulate, check, or a file");
    return Source{std::move(*cluster), file};
}

Expected<Command> windowOf(const Reader& reader) {
    auto source = sourceOf(reader);
    if (!source)
        return tl::unexpected(source.error());
    return WindowArguments{std::move(source->configuration), source->file};
}

/// How reads are done; `fallback` without the option.
Expected<raft::ReadMode> readModeOf(const Reader& reader, raft::ReadMode fallback) {
    if (!reader.has("read-mode"))
        return fallback;
    for (std::size_t i = 0; i < raft::kReadModes; ++i) {
        const auto mode = static_cast<raft::ReadMode>(i);
        if (reader.value("read-mode") == raft::readModeName(mode))
            return mode;
    }
    return refuse("--read-mode", "\"" + reader.value("read-mode") + "\"", "log, readIndex, lease");
}

Expected<raft::Load> loadOf(const Reader& reader) {
    raft::Load load;
    const auto take = [&reader](const char* name, std::uint32_t least, std::uint32_t greatest,
                                std::uint32_t& into) -> Expected<void> {
        const auto number = reader.number(name, least, greatest, into);
        if (!number)
            return tl::unexpected(number.error());
        into = static_cast<std::uint32_t>(*number);
        return {};
    };
    constexpr std::uint32_t kMostThinking = raft::kMaximumStretch / 1'000;
    auto thinkTime = static_cast<std::uint32_t>(load.thinkTime / 1'000);
    for (const auto& taken :
         {take("load", 0, raft::kMaximumLoad, load.rate), take("clients", 0, raft::kMaximumClients, load.clients),
          take("think-time", 1, kMostThinking, thinkTime), take("reads", 0, raft::kWhole, load.reads),
          take("compares", 0, raft::kWhole, load.compares), take("keys", 1, raft::kMaximumLoadKeys, load.keys)}) {
        if (!taken)
            return tl::unexpected(taken.error());
    }
    load.thinkTime = raft::Time{thinkTime} * 1'000;
    const auto mode = readModeOf(reader, load.readMode);
    if (!mode)
        return tl::unexpected(mode.error());
    load.readMode = *mode;
    if (!load.isOn() && load != raft::Load())
        return refuse("--load", "nothing is asked, so the other options of the load mean nothing",
                      "--load R or --clients N beside them");
    if (raft::kWhole - load.reads < load.compares)
        return refuse("--compares", "more than all commands, with --reads", "together at most 100");
    return load;
}

Expected<Command> simulationOf(const Reader& reader) {
    SimulateArguments simulation;
    auto source = sourceOf(reader);
    if (!source)
        return tl::unexpected(source.error());
    simulation.configuration = std::move(source->configuration);
    simulation.file = source->file;
    simulation.branch = reader.has("branch") ? reader.value("branch") : std::string();
    if (reader.has("branch") && simulation.file.isEmpty())
        return refuse("--branch", "only a file has branches", "simulate FILE --branch B");
    const auto load = loadOf(reader);
    if (!load)
        return tl::unexpected(load.error());
    simulation.configuration.load = *load;
    if (reader.has("until") && reader.has("until-event"))
        return refuse("--until-event", "it does not go together with --until", "one of --until, --until-event");
    if (reader.has("until")) {
        simulation.untilTime = parseDuration(reader.value("until"));
        if (!simulation.untilTime)
            return refuse("--until", "\"" + reader.value("until") + "\"", kDurationForms);
    }
    if (reader.has("until-event")) {
        const auto events = reader.number("until-event", 0, raft::kMaximumSeed, 0);
        if (!events)
            return tl::unexpected(events.error());
        simulation.untilEvent = *events;
    }
    simulation.check = reader.has("check");
    const auto output = outputOf(reader);
    if (!output)
        return tl::unexpected(output.error());
    simulation.output = *output;
    return simulation;
}

} // namespace

Expected<Command> parseCommandLine(const QStringList& arguments) {
    Mode mode = kWindow;
    if (!arguments.empty() && arguments.front() == QLatin1String("simulate"))
        mode = kSimulate;
    if (!arguments.empty() && arguments.front() == QLatin1String("check"))
        mode = kCheck;
    Reader reader(mode);
    if (auto read = reader.read(mode == kWindow ? arguments : arguments.mid(1)); !read)
        return tl::unexpected(read.error());
    if (reader.has("help"))
        return ShowText{kHelp};
    if (reader.has("version"))
        return ShowText{"raftarium " RAFTARIUM_VERSION "\n"};
    if (mode == kCheck)
        return CheckArguments{reader.files()};
    return mode == kSimulate ? simulationOf(reader) : windowOf(reader);
}

int runCommandLine(int& argc, char** argv) {
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const Expected<Command> command = parseCommandLine(arguments);
    if (!command) {
        std::fprintf(stderr, "raftarium: %s\n", raft::printable(command.error().message()).c_str());
        return 2;
    }
    if (const auto* shown = std::get_if<ShowText>(&*command)) {
        std::fputs(shown->text.c_str(), stdout);
        return 0;
    }
    if (const auto* simulation = std::get_if<SimulateArguments>(&*command))
        return simulate(*simulation, stdout, stderr);
    if (const auto* check = std::get_if<CheckArguments>(&*command))
        return checkFiles(check->files, stdout, stderr);
    const auto& window = std::get<WindowArguments>(*command);
    if (!window.file.isEmpty()) {
        // A bad file is told where the program was called, and no window opens on nothing.
        if (const auto scenario = loadScenario(window.file); !scenario) {
            printErrors(window.file, scenario.error(), stderr);
            return 2;
        }
    }
    return openWindow(window, argc, argv);
}

} // namespace raftarium
