// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"
#include "tests/app/Program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <gtest/gtest.h>

// The command line, through the real program: what it prints, where, and how it ends.

using tests::Ran;
using tests::run;

namespace {

QJsonObject object(const QByteArray& line) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    EXPECT_EQ(error.error, QJsonParseError::NoError) << line.constData();
    return document.object();
}

/// The value that the summary gives to a word.
QByteArray summary(const Ran& ran, const char* word) {
    for (const QByteArray& line : ran.lines()) {
        if (line.startsWith(QByteArray(word) + ' '))
            return line.mid(10);
    }
    return {};
}

} // namespace

TEST(CommandLine, OptionsOneByOneOverrideThePresetAndTheLaterTheEarlier) {
    const auto optionsOf = [](const QStringList& arguments) {
        const auto command = raftarium::parseCommandLine(arguments);
        EXPECT_TRUE(command.has_value()) << command.error().message();
        return std::get<raftarium::WindowArguments>(*command).configuration.options;
    };
    raft::Options expected = raft::presetAt(3);
    expected.noOp = false;
    expected.pipelining = 0;
    expected.electionPriority = true;
    expected.snapshots = {true, 20, 1'000};

    EXPECT_EQ(optionsOf({"--option", "noOp=false", "--preset", "production", "--option", "pipelining=4", "--option",
                         "pipelining=false", "--option", "electionPriority", "--option",
                         R"(snapshots={"everyEntries": 20})"}),
              expected);
    expected = {};
    expected.snapshots.on = true;
    EXPECT_EQ(optionsOf({"--option", "snapshots"}), expected);
}

TEST(CommandLine, OptionsThatNeedOthersSaySo) {
    const Ran ran = run("simulate --option leaseReads");
    EXPECT_EQ(ran.status, 2);
    EXPECT_TRUE(ran.errors.startsWith("raftarium: --option leaseReads: leaseReads needs checkQuorum and "
                                      "leaderStickiness"))
        << ran.errors.constData();
    EXPECT_EQ(run("simulate --quiet --option leaseReads --option checkQuorum --option leaderStickiness").status, 0);
}

TEST(CommandLine, RefusesBadArgumentsOnOneLineThatNamesThemAndWhatIsAllowed) {
    const std::pair<const char*, const char*> rows[] = {
        {"-n 0", "raftarium: -n: \"0\"; allowed: a whole number from 1 to 101\n"},
        {"-n 102", "raftarium: -n: \"102\"; allowed: a whole number from 1 to 101\n"},
        {"simulate -n three", "raftarium: -n: \"three\"; allowed: a whole number from 1 to 101\n"},
        {"simulate -n -3", "raftarium: -n: \"-3\"; allowed: a whole number from 1 to 101\n"},
        {"simulate -n 5x", "raftarium: -n: \"5x\"; allowed: a whole number from 1 to 101\n"},
        {"simulate -n 18446744073709551619",
         "raftarium: -n: \"18446744073709551619\"; allowed: a whole number from 1 to 101\n"},
        {"-n", "raftarium: -n: the value is missing; allowed: 1 to 101\n"},
        {"--seed 9007199254740992",
         "raftarium: --seed: \"9007199254740992\"; allowed: a whole number from 0 to 9007199254740991\n"},
        {"simulate --seed 1.5", "raftarium: --seed: \"1.5\"; allowed: a whole number from 0 to 9007199254740991\n"},
        {"--preset fast", "raftarium: --preset: \"fast\" is not available; allowed: paper-basic, "
                          "paper-complete, dissertation, production\n"},
        {"--preset", "raftarium: --preset: the value is missing; allowed: paper-basic, paper-complete, dissertation, "
                     "production\n"},
        {"simulate --weather fog", "raftarium: --weather: \"fog\" is not available; allowed: calm, rough, storm\n"},
        {"--weather", "raftarium: --weather: the value is missing; allowed: calm, rough, storm\n"},
        {"simulate --load 100001", "raftarium: --load: \"100001\"; allowed: a whole number from 0 to 100000\n"},
        {"simulate --clients 101", "raftarium: --clients: \"101\"; allowed: a whole number from 0 to 100\n"},
        {"simulate --clients 2 --reads 60 --compares 41",
         "raftarium: --compares: more than all commands, with --reads; allowed: together at most 100\n"},
        {"simulate --clients 2 --read-mode stale",
         "raftarium: --read-mode: \"stale\"; allowed: log, readIndex, lease\n"},
        {"simulate --reads 50", "raftarium: --load: nothing is asked, so the other options of the load mean nothing; "
                                "allowed: --load R or --clients N beside them\n"},
        {"simulate --until 10", "raftarium: --until: \"10\"; allowed: a number with a unit: us, ms, s, m or h, as in "
                                "500ms, 10s, 1.5h\n"},
        {"simulate --until-event -1",
         "raftarium: --until-event: \"-1\"; allowed: a whole number from 0 to 9007199254740991\n"},
        {"simulate --until 1s --until-event 5",
         "raftarium: --until-event: it does not go together with --until; allowed: one of --until, --until-event\n"},
        {"simulate --json --state",
         "raftarium: --state: it does not go together with --json; allowed: one of --json, --state, --quiet\n"},
        {"simulate --state --quiet",
         "raftarium: --quiet: it does not go together with --state; allowed: one of --json, --state, --quiet\n"},
        {"simulate --json=1", "raftarium: --json: it takes no value; allowed: --json alone\n"},
        {"--load 5", "raftarium: --load: there is no such option; allowed: -n, --seed, --preset, --weather, --option, "
                     "--help, --version\n"},
        {"--colour", "raftarium: --colour: there is no such option; allowed: -n, --seed, --preset, --weather, "
                     "--option, --help, --version\n"},
        {"a.raft b.raft", "raftarium: \"b.raft\": there is a file already; allowed: one file, -n, --seed, --preset, "
                          "--weather, --option, "
                          "--help, --version\n"},
        {"simulat", "raftarium: \"simulat\": there is no such file; allowed: simulate, check, or a file\n"},
        {"a.raft --seed 3",
         "raftarium: --seed: the file says it; allowed: a file, or -n, --seed, --preset, --weather, --option\n"},
        {"a.raft --option preVote",
         "raftarium: --option: the file says it; allowed: a file, or -n, --seed, --preset, --weather, --option\n"},
        {"simulate --option prevote",
         "raftarium: --option prevote: there is no option \"prevote\"; allowed: noOp, acceleratedBackoff, "
         "leaderStickiness, preVote, checkQuorum, leadershipTransfer, readIndex, leaseReads, sessions, jointConsensus, "
         "singleServerChanges, applyTimeConfiguration, electionPriority, asyncWrites, entriesPerMessage, pipelining, "
         "batching, bytesPerMessage, inFlightBytes, uncommittedEntries, snapshots\n"},
        {"simulate --option pipelining", "raftarium: --option pipelining: found true; allowed: false, or 1 to 1000\n"},
        {"--option noOp=perhaps", "raftarium: --option noOp=perhaps: found \"perhaps\"; allowed: true, false\n"},
        {"--option entriesPerMessage=0",
         "raftarium: --option entriesPerMessage=0: found 0; allowed: an integer from 1 to 1000\n"},
        {"--option", "raftarium: --option: the value is missing; allowed: a name, or NAME=VALUE\n"},
    };
    for (const auto& [arguments, error] : rows) {
        const Ran ran = run(arguments);
        EXPECT_EQ(ran.status, 2) << arguments;
        EXPECT_EQ(ran.errors.toStdString(), error);
        EXPECT_EQ(ran.results.toStdString(), "") << arguments;
    }
}

TEST(CommandLine, ErrorsStayOnOneLineWhateverTheArgumentsAre) {
    const Ran ran = run(QStringList{"simulate", "--preset", QStringLiteral("a\n\x1b[31mb\u009b")});

    EXPECT_EQ(ran.errors.toStdString(), "raftarium: --preset: \"a??[31mb?\" is not available; allowed: paper-basic, "
                                        "paper-complete, dissertation, production\n");
}

TEST(CommandLine, TheWeatherOfANewClusterBreaksThingsAsThatOfAFileDoes) {
    const Ran calm = run("simulate -n 3 --seed 5 --until 20s --weather calm");
    const Ran storm = run("simulate -n 3 --seed 5 --until 20s --weather storm");

    EXPECT_EQ(calm.results, run("simulate -n 3 --seed 5 --until 20s").results);
    EXPECT_EQ(storm.status, 0);
    EXPECT_TRUE(storm.results.contains(" stops")) << storm.results.left(2000).constData();
    EXPECT_NE(summary(storm, "hash"), summary(calm, "hash"));
    const auto command = raftarium::parseCommandLine({"--weather", "rough"});
    ASSERT_TRUE(command.has_value());
    EXPECT_EQ(std::get<raftarium::WindowArguments>(*command).configuration.weather, raft::weatherAt(1));
}

TEST(CommandLine, RefusesEmptyArguments) {
    EXPECT_EQ(run(QStringList{"-n", ""}).errors.toStdString(),
              "raftarium: -n: \"\"; allowed: a whole number from 1 to 101\n");
    EXPECT_EQ(run(QStringList{"simulate", ""}).status, 2);
    EXPECT_EQ(run(QStringList{""}).status, 2);
}

TEST(CommandLine, TellsHelpAndVersion) {
    const Ran help = run("--help");
    EXPECT_EQ(help.status, 0);
    EXPECT_TRUE(help.errors.isEmpty());
    for (const char* option :
         {"-n N",          "--seed S",        "--preset P", "--weather W",  "--option NAME", "--load R",
          "--clients N",   "--think-time MS", "--reads P",  "--compares P", "--read-mode M", "--keys N",
          "--until TIME",  "--until-event K", "--json",     "--state",      "--quiet",       "--branch B",
          "check FILE...", "--help",          "--version"})
        EXPECT_TRUE(help.results.contains(option)) << option;
    for (const QByteArray& line : help.lines())
        EXPECT_LE(line.size(), 80) << line.constData();
    EXPECT_EQ(run("simulate --help").results, help.results);
    EXPECT_EQ(run("simulate -h").results, help.results);
    EXPECT_EQ(run("--version").results.toStdString(), "raftarium " RAFTARIUM_VERSION "\n");
}

TEST(CommandLine, OpensTheWindowOnTheClusterThatIsAskedFor) {
    const auto command = raftarium::parseCommandLine({"-n", "5", "--seed", "7", "--preset", "paper-basic"});
    ASSERT_TRUE(command);
    EXPECT_EQ(std::get<raftarium::WindowArguments>(*command).configuration, raft::ClusterConfiguration::ofSize(5, 7));

    const QString program = QString::fromUtf8(tests::program());
    const auto file = raftarium::parseCommandLine({program});
    ASSERT_TRUE(file);
    EXPECT_EQ(std::get<raftarium::WindowArguments>(*file).file, program);

    const auto nothing = raftarium::parseCommandLine({});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(std::get<raftarium::WindowArguments>(*nothing).configuration, raft::ClusterConfiguration::ofSize(3, 0));
}

TEST(Simulate, PrintsAnEventALineAndThenASummary) {
    const Ran ran = run("simulate -n 3 --seed 7 --until 1s");

    EXPECT_EQ(ran.status, 0);
    EXPECT_TRUE(ran.errors.isEmpty());
    const QList<QByteArray> lines = ran.lines();
    const int events = summary(ran, "events").toInt();
    ASSERT_GT(events, 10);
    ASSERT_EQ(lines.size(), events + 1 + 7);
    for (int i = 0; i < events; ++i) {
        const QList<QByteArray> words = lines[i].simplified().split(' ');
        EXPECT_EQ(words[0].toInt(), i);
        EXPECT_EQ(words[2], "s");
        EXPECT_TRUE(words[3].startsWith('S')) << lines[i].constData();
        EXPECT_TRUE(lines[i].endsWith('.')) << lines[i].constData();
    }
    EXPECT_TRUE(lines[0].contains("starts an election in term 1")) << lines[0].constData();
    EXPECT_TRUE(lines[events].isEmpty());
    EXPECT_EQ(summary(ran, "time"), "1.000000 s");
    EXPECT_EQ(summary(ran, "term"), "1");
    EXPECT_TRUE(summary(ran, "leader").startsWith('S'));
    EXPECT_EQ(summary(ran, "hash").size(), 16);
}

TEST(Simulate, RunsTenSecondsOfThreeServersWhenNothingIsSaid) {
    const Ran ran = run("simulate --quiet");

    EXPECT_EQ(ran.lines().size(), 7);
    EXPECT_EQ(summary(ran, "time"), "10.000000 s");
    EXPECT_EQ(ran.results, run("simulate --quiet -n 3 --seed 0 --preset paper-basic --load 0 --until 10s").results);
}

TEST(Simulate, GivesTheSameRunForTheSameArgumentsAndAnotherForAnotherSeed) {
    const char* arguments = "simulate -n 5 --seed 42 --load 50 --until 2s";
    const Ran first = run(arguments);

    EXPECT_EQ(first.results, run(arguments).results);
    EXPECT_NE(summary(first, "hash"), summary(run("simulate -n 5 --seed 43 --load 50 --until 2s"), "hash"));
    EXPECT_EQ(summary(first, "hash"), summary(run("simulate -n 5 --seed 42 --load 50 --until 2s --quiet"), "hash"));
}

TEST(Simulate, EndsAfterSoManyEvents) {
    EXPECT_EQ(run("simulate --json --until-event 25").lines().size(), 25);
    EXPECT_EQ(run("simulate --json --until-event 0").lines().size(), 0);
    EXPECT_EQ(summary(run("simulate --quiet --until-event 25"), "events"), "25");
}

TEST(Simulate, PrintsAJsonObjectAnEvent) {
    const Ran ran = run("simulate -n 5 --seed 3 --load 20 --until 2s --json");

    const QList<QByteArray> lines = ran.lines();
    ASSERT_GT(lines.size(), 100);
    for (int i = 0; i < lines.size(); ++i) {
        const QJsonObject event = object(lines[i]);
        ASSERT_EQ(event["event"].toInt(), i);
        for (const char* key : {"time", "kind", "server", "cause", "rules", "message", "changes", "text"})
            ASSERT_TRUE(event.contains(QLatin1String(key))) << lines[i].constData();
    }
}

TEST(CommandLine, ClientsAskByMessagesInTheMixThatIsWanted) {
    const char* arguments = "simulate -n 3 --seed 4 --preset paper-complete --clients 3 --think-time 20 --reads 50 "
                            "--compares 20 --read-mode readIndex --keys 2 --until 3s --check";
    const Ran ran = run(arguments);

    EXPECT_EQ(ran.status, 0);
    for (const char* words : {"C3 asks ", "“get k1”", "“cas k0 ", "C1 has the answer of "})
        EXPECT_TRUE(ran.results.contains(words)) << words;
    EXPECT_FALSE(ran.results.contains("“set k2 ")) << "there are two keys";
    EXPECT_EQ(ran.results, run(arguments).results);
}

TEST(Simulate, PrintsTheFinalStateAsOneJsonObject) {
    const Ran ran = run("simulate -n 3 --seed 7 --load 5 --until 3s --state");

    ASSERT_EQ(ran.lines().size(), 1);
    const QJsonObject state = object(ran.results);
    EXPECT_EQ(state["time"].toInt(), 3'000'000);
    EXPECT_EQ(state["hash"].toString().toUtf8(),
              summary(run("simulate -n 3 --seed 7 --load 5 --until 3s --quiet"), "hash"));
    EXPECT_TRUE(state["violations"].isArray());
    EXPECT_TRUE(state["inFlight"].isArray());
    const QJsonArray servers = state["servers"].toArray();
    ASSERT_EQ(servers.size(), 3);
    int leaders = 0;
    for (const auto& each : servers) {
        const QJsonObject server = each.toObject();
        const bool leads = server["role"] == QLatin1String("leader");
        leaders += leads ? 1 : 0;
        EXPECT_EQ(server["nextIndex"].isObject(), leads);
        EXPECT_GT(server["log"].toArray().size(), 5);
        EXPECT_EQ(server["log"].toArray().first().toObject()["kind"].toString(), "command");
        EXPECT_FALSE(server["keys"].toObject().isEmpty());
    }
    EXPECT_EQ(leaders, 1);
}

TEST(Simulate, RunsClustersOfEverySizeThatIsAllowed) {
    for (const char* size : {"1", "2", "101"}) {
        const Ran ran = run(QStringList{"simulate", "-n", size, "--until", "2s", "--state"});
        EXPECT_EQ(ran.status, 0);
        EXPECT_EQ(object(ran.results)["servers"].toArray().size(), QByteArray(size).toInt());
    }
}

TEST(Simulate, ChecksSafetyWhenAskedTo) {
    const Ran ran = run("simulate -n 5 --seed 9 --load 100 --until 5s --quiet --check");

    EXPECT_EQ(ran.status, 0);
    EXPECT_TRUE(ran.errors.isEmpty());
    EXPECT_EQ(ran.results, run("simulate -n 5 --seed 9 --load 100 --until 5s --quiet").results);
}

TEST(Simulate, NamesEachViolationOnALineAndEndsWithOne) {
    raftarium::SimulateArguments arguments;
    arguments.configuration = raft::ClusterConfiguration::ofSize(3, 1);
    // Two logs that no correct run leads to: both have index 1 of term 1, and differ there.
    arguments.configuration.servers[0].log = {{1, raft::Shared(*raft::Command::parse("set x 1"))}};
    arguments.configuration.servers[1].log = {{1, raft::Shared(*raft::Command::parse("set x 2"))}};
    arguments.output = raftarium::Output::state;
    arguments.check = true;
    std::FILE* results = std::tmpfile();
    std::FILE* errors = std::tmpfile();

    EXPECT_EQ(raftarium::simulate(arguments, results, errors), 1);

    const auto content = [](std::FILE* file) {
        std::rewind(file);
        QByteArray text(1 << 20, '\0');
        text.resize(static_cast<qsizetype>(std::fread(text.data(), 1, static_cast<std::size_t>(text.size()), file)));
        std::fclose(file);
        return text;
    };
    EXPECT_EQ(content(errors).split('\n').front().toStdString(),
              "raftarium: at the beginning: Log Matching: S2 and S1 both hold an entry of term 1 at index 1, but with "
              "different commands: set x 2 and set x 1");
    const QJsonObject violation = object(content(results))["violations"].toArray().first().toObject();
    EXPECT_EQ(violation["property"].toString(), "log-matching");
    EXPECT_TRUE(violation["event"].isNull());
}

TEST(Simulate, SaysWhenItsResultsCannotBeWritten) {
    QProcess process;
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    process.start(QString::fromLocal8Bit(tests::program()), {"simulate", "--until", "60s"}, QIODevice::ReadOnly);
    ASSERT_TRUE(process.waitForFinished(60'000));

    EXPECT_EQ(process.exitCode(), 2);
    EXPECT_TRUE(process.readAllStandardError().startsWith("raftarium: stdout: cannot be written: "));
}
