// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/Program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

// `simulate FILE` and `check FILE…`, through the real program.

using tests::Ran;
using tests::run;

namespace {

/// The folder with the scenarios that are shipped.
QDir gallery() {
    return QDir(QDir::cleanPath(QString::fromUtf8(tests::dataFolder()) + QStringLiteral("/../../resources/scenarios")));
}

/// A folder of files that vanishes with the test.
class Folder {
public:
    /// Writes a file; its absolute name.
    [[nodiscard]] QString write(const QString& name, const QByteArray& text) const {
        const QString path = folder_.filePath(name);
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        EXPECT_EQ(file.write(text), text.size());
        return path;
    }
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }

private:
    QTemporaryDir folder_;
};

/// A file with three servers of which nothing happens by itself, and these actions.
QByteArray manual(const QByteArray& actions, const QByteArray& more = {}) {
    return R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3, "seed": 7, "timing":
              {"electionTimers": "manual", "heartbeats": "manual"}}, "actions": [)" +
           actions + "]" + more + "}";
}

QByteArray summary(const Ran& ran, const char* word) {
    for (const QByteArray& line : ran.lines()) {
        if (line.startsWith(QByteArray(word) + ' '))
            return line.mid(10);
    }
    return {};
}

/// What --check finds in a scenario of the gallery; empty when all is well. These leave out a rule, or break what one
/// rests on, to show what it is for.
QByteArray breaks(const QString& scenario) {
    if (scenario == QLatin1String("single-server-bug.raft"))
        return "Leader Completeness";
    if (scenario == QLatin1String("lease-slow-clock.raft"))
        return "Linearizability";
    return {};
}

} // namespace

TEST(SimulateFile, MeetsEveryExpectationOfTheGallerySafely) {
    const QStringList names = gallery().entryList({QStringLiteral("*.raft")}, QDir::Files);
    ASSERT_GE(names.size(), 20);
    for (const QString& name : names) {
        const Ran ran = run(QStringList{"simulate", gallery().filePath(name), "--quiet", "--check"});
        if (const QByteArray broken = breaks(name); !broken.isEmpty()) {
            EXPECT_EQ(ran.status, 1) << name.toStdString();
            EXPECT_NE(ran.errors.indexOf(broken), -1) << ran.errors.toStdString();
            continue;
        }
        EXPECT_EQ(ran.status, 0) << name.toStdString();
        EXPECT_EQ(ran.errors.toStdString(), "") << name.toStdString();
        EXPECT_GT(summary(ran, "events").toInt(), 0) << name.toStdString();
    }
}

TEST(SimulateFile, PrintsTheActionsAmongTheEventsAndEndsWithTheLast) {
    const Folder folder;
    const QString file = folder.write("a.raft", manual(R"({"do": "timeout", "server": 2},
        {"when": {"quiet": true}, "do": "submit", "server": 2, "command": "set x 1"},
        {"when": {"committed": 1}, "do": "stop", "server": 2})"));

    const Ran ran = run({"simulate", file});

    EXPECT_EQ(ran.status, 0);
    const QList<QByteArray> lines = ran.lines();
    EXPECT_TRUE(lines[0].contains("S2 starts an election in term 1")) << lines[0].constData();
    const int events = summary(ran, "events").toInt();
    EXPECT_TRUE(lines[events - 1].contains("S2 stops")) << lines[events - 1].constData();
    EXPECT_EQ(run({"simulate", file, "--json"}).lines().size(), events);
    EXPECT_EQ(summary(ran, "leader"), "none");
}

TEST(SimulateFile, GoesOnToWhereItIsToldTo) {
    const Folder folder;
    const QString file = folder.write("a.raft", R"({"format": "raftarium", "version": "1.0",
        "cluster": {"servers": 3, "seed": 7}, "actions": [{"at": 2000, "do": "stop", "server": 1},
        {"at": 3000, "do": "expect", "server": 1, "stopped": false}]})");

    EXPECT_EQ(summary(run({"simulate", file, "--quiet", "--until", "1s"}), "time"), "1.000000 s");
    const Ran later = run({"simulate", file, "--quiet", "--until", "5s"});
    EXPECT_EQ(later.status, 1);
    EXPECT_EQ(summary(later, "time"), "3.000000 s") << "an expectation that is not met ends the run";
    const QString met = folder.write("b.raft", R"({"format": "raftarium", "version": "1.0",
        "cluster": {"servers": 3, "seed": 7}, "actions": [{"at": 2000, "do": "stop", "server": 1},
        {"at": 3000, "do": "expect", "server": 1, "stopped": true}]})");
    EXPECT_EQ(summary(run({"simulate", met, "--quiet", "--until", "5s"}), "time"), "5.000000 s");
    EXPECT_EQ(summary(run({"simulate", file, "--quiet", "--until-event", "30"}), "events"), "30");

    const Ran before = run({"simulate", file, "--quiet", "--until", "2500ms"});
    EXPECT_EQ(before.status, 0) << "what is expected later is not asked for yet";
    EXPECT_TRUE(before.errors.isEmpty());
}

TEST(SimulateFile, EndsWithOneAndALineADifference) {
    const Folder folder;
    const QString file = folder.write("a.raft", manual(R"({"do": "timeout", "server": 2},
        {"when": {"quiet": true}, "do": "expect", "server": 1, "role": "leader", "currentTerm": 4})"));

    const Ran ran = run({"simulate", file, "--quiet"});

    EXPECT_EQ(ran.status, 1);
    const QList<QByteArray> lines = ran.errors.trimmed().split('\n');
    ASSERT_EQ(lines.size(), 2);
    for (const QByteArray& line : lines)
        EXPECT_TRUE(line.startsWith(file.toUtf8() + ": /actions/1: ")) << line.constData();
    EXPECT_EQ(ran.lines().size(), 7);
}

TEST(SimulateFile, EndsWithTwoAndThePointerOfAnImpossibleAction) {
    const Folder folder;
    const QString file = folder.write("a.raft", manual(R"({"do": "restart", "server": 2})"));

    const Ran ran = run({"simulate", file, "--quiet"});

    EXPECT_EQ(ran.status, 2);
    EXPECT_EQ(ran.errors.toStdString(),
              file.toStdString() + ": /actions/0: S2: is running; only a stopped server can be restarted\n");
}

TEST(SimulateFile, EndsWithThreeWhenAConditionIsNotReached) {
    const Folder folder;
    const QString file =
        folder.write("a.raft", manual(R"({"when": {"role": "leader"}, "within": 200, "do": "stop", "server": 1})"));

    const Ran ran = run({"simulate", file, "--quiet"});

    EXPECT_EQ(ran.status, 3);
    EXPECT_TRUE(ran.errors.startsWith(file.toUtf8() + ": /actions/0: ")) << ran.errors.constData();
    EXPECT_EQ(run({"simulate", folder.write("b.raft", manual("")), "--until-event", "5"}).status, 3);
}

TEST(SimulateFile, ComparesTheRecordedHash) {
    const Folder folder;
    const QByteArray actions = R"({"event": 0, "do": "timeout", "server": 2})";
    const QByteArray hash = summary(run({"simulate", folder.write("a.raft", manual(actions)), "--quiet"}), "hash");
    const auto withHash = [&](const QByteArray& text) {
        return manual(actions, R"(, "outcome": {"main": ")" + text + R"("})");
    };

    EXPECT_EQ(run({"simulate", folder.write("good.raft", withHash(hash)), "--quiet"}).status, 0);
    const QString file = folder.write("bad.raft", withHash("0123456789abcdef"));
    const Ran bad = run({"simulate", file, "--quiet"});
    EXPECT_EQ(bad.status, 1);
    EXPECT_TRUE(bad.errors.startsWith(file.toUtf8() + ": /outcome/main: ")) << bad.errors.constData();
    EXPECT_EQ(run({"simulate", file, "--quiet", "--load", "5", "--until", "1s"}).status, 0);
}

TEST(SimulateFile, RunsTheBranchThatIsNamed) {
    const Folder folder;
    const QString file = folder.write("a.raft", R"({"format": "raftarium", "version": "1.0",
        "cluster": {"servers": 3, "timing": {"electionTimers": "manual", "heartbeats": "manual"}}, "branches": [
        {"name": "main", "actions": [{"event": 0, "do": "timeout", "server": 1}, {"event": 5, "do": "stop", "server": 1}]},
        {"name": "other", "from": {"branch": "main", "event": 3}, "actions": [{"event": 4, "do": "stop", "server": 3}]}]})");

    EXPECT_EQ(summary(run({"simulate", file, "--quiet"}), "events"), "6");
    EXPECT_EQ(summary(run({"simulate", file, "--quiet", "--branch", "main"}), "events"), "6");
    const Ran other = run({"simulate", file, "--branch", "other"});
    EXPECT_EQ(summary(other, "events"), "5");
    EXPECT_TRUE(other.lines()[4].contains("S3 stops"));

    // What comes after the fork in the branch that it grew from is no part of the run.
    EXPECT_EQ(other.errors, "");
    for (int event = 0; event < 5; ++event)
        EXPECT_EQ(other.lines()[event].left(6).trimmed(), QByteArray::number(event));
    EXPECT_TRUE(other.lines()[5].isEmpty()) << other.lines()[5].constData();
    EXPECT_EQ(summary(run({"simulate", file, "--quiet", "--branch", "other", "--until-event", "4"}), "events"), "4");
    EXPECT_EQ(run({"simulate", file, "--json", "--branch", "other", "--until-event", "2"}).lines().size(), 2);

    const Ran unknown = run({"simulate", file, "--branch", "third"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_EQ(unknown.errors.toStdString(),
              "raftarium: --branch: \"third\" is no branch of the file; allowed: main, other\n");
}

TEST(SimulateFile, TellsTheEventsOfABranchThatGrewFromOneWithoutEventsOfItsOwn) {
    const Folder folder;
    const QString file =
        folder.write("empty-between.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3},
        "branches": [{"name": "main", "actions": [{"event": 30, "do": "stop", "server": 1}]},
        {"name": "B", "from": {"branch": "main", "event": 20}, "actions": []},
        {"name": "C", "from": {"branch": "B", "event": 20}, "actions": [{"event": 40, "do": "stop", "server": 3}]}]})");

    const Ran ran = run({"simulate", file, "--branch", "C", "--json"});

    EXPECT_EQ(ran.errors.toStdString(), "");
    EXPECT_EQ(ran.lines().size(), 41);
}

TEST(SimulateFile, EndsAtItsLimitAlsoWhenABookmarkLiesBehindIt) {
    const Folder folder;
    const QString file =
        folder.write("bookmark.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3},
        "actions": [{"event": 5, "do": "stop", "server": 1}],
        "bookmarks": [{"branch": "main", "event": 9000, "caption": "far"}]})");

    const Ran ran = run({"simulate", file, "--until-event", "10"});

    EXPECT_EQ(ran.errors.toStdString(), "");
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(summary(ran, "events"), "10");
    EXPECT_EQ(summary(run({"simulate", file, "--quiet", "--until-event", "9500"}), "events"), "9500");
    EXPECT_EQ(run({"simulate", file, "--until-event", "9500"}).lines().size() - ran.lines().size(), 9490)
        << "each event is told once";
}

TEST(SimulateFile, PrintsOfABranchsForebearsNoMoreThanTheBranchHasOfThem) {
    // B grew from A, but earlier than A itself grew from the main branch.
    const Folder folder;
    const QString file = folder.write("a.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3},
        "branches": [{"name": "main", "actions": [{"event": 20, "do": "stop", "server": 1}]},
        {"name": "A", "from": {"branch": "main", "event": 10}, "actions": [{"event": 12, "do": "stop", "server": 2}]},
        {"name": "B", "from": {"branch": "A", "event": 2}, "actions": [{"event": 4, "do": "stop", "server": 3}]}]})");

    const Ran ran = run({"simulate", file, "--branch", "B", "--json", "--until-event", "6"});

    ASSERT_EQ(ran.lines().size(), 6);
    for (int event = 0; event < 6; ++event)
        EXPECT_TRUE(ran.lines()[event].startsWith("{\"event\":" + QByteArray::number(event) + ","));
}

TEST(SimulateFile, TheWeatherGoesOnAfterTheLastAction) {
    const Folder folder;
    const auto stormy = [&](const QString& name, const QByteArray& actions) {
        return folder.write(name, R"({"format": "raftarium", "version": "1.0",
            "cluster": {"servers": 3, "seed": 5, "weather": "storm"}, "actions": [)" +
                                      actions + "]}");
    };
    const QString none = stormy("none.raft", "");
    const QString early = stormy("early.raft", R"({"at": 1000, "do": "bookmark", "caption": "b"})");
    const QString late = stormy("late.raft", R"({"at": 60000, "do": "bookmark", "caption": "b"})");

    const Ran ran = run({"simulate", late, "--until", "60s"});

    EXPECT_TRUE(ran.results.contains(" stops"));
    EXPECT_EQ(run({"simulate", none, "--until", "60s"}).results, ran.results);
    EXPECT_EQ(run({"simulate", early, "--until", "60s"}).results, ran.results);
    EXPECT_EQ(run({"simulate", none, "--until-event", "3000"}).results,
              run({"simulate", late, "--until-event", "3000"}).results);
    EXPECT_EQ(run("simulate -n 3 --seed 5 --weather storm --until 60s").results, ran.results);
}

TEST(SimulateFile, EndsWhereAStepHasFailed) {
    const Folder folder;
    const QString impossible = folder.write("a.raft", R"({"format": "raftarium", "version": "1.0",
        "cluster": {"servers": 3}, "actions": [{"at": 100, "do": "restart", "server": 1}]})");
    const QString inVain = folder.write("b.raft", R"({"format": "raftarium", "version": "1.0",
        "cluster": {"servers": 3}, "actions": [{"when": {"term": 1000, "server": 1}, "do": "stop", "server": 1}]})");

    const Ran refused = run({"simulate", impossible, "--quiet", "--until", "1s"});
    const Ran waited = run({"simulate", inVain, "--quiet", "--until", "20s"});

    EXPECT_EQ(refused.status, 2);
    EXPECT_EQ(summary(refused, "time"), "0.100000 s");
    EXPECT_EQ(waited.status, 3);
    EXPECT_EQ(summary(waited, "time").left(2), "9.") << "it waits for ten seconds";
    const Ran before = run({"simulate", inVain, "--quiet", "--until", "5s"});
    EXPECT_EQ(before.status, 0);
    EXPECT_EQ(summary(before, "time"), "5.000000 s");
}

TEST(SimulateFile, NamesFromFilesBreakNoLineAndSteerNoTerminal) {
    const Folder folder;
    const QString file = folder.write("a.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers":
        [{"id": 1, "name": "A\nB\u001b[31m\u009b"}, {"id": 2}, {"id": 3}],
        "timing": {"electionTimers": "manual", "heartbeats": "manual"}}, "actions": [{"do": "timeout", "server": 1},
        {"when": {"quiet": true}, "do": "expect", "server": 1, "currentTerm": 7, "keys": {"k\n\u001b": "v\n"}}]})");

    const Ran ran = run({"simulate", file});

    EXPECT_EQ(ran.status, 1);
    for (const QByteArray& text : {ran.results, ran.errors}) {
        EXPECT_FALSE(text.contains('\x1b')) << text.constData();
        EXPECT_FALSE(QString::fromUtf8(text).contains(QChar(0x9b))) << text.constData();
        EXPECT_TRUE(text.contains("A?B?[31m?")) << text.constData();
    }
    EXPECT_EQ(ran.errors.count('\n'), 2);
    EXPECT_EQ(summary(ran, "leader"), "A?B?[31m?");
    const int events = summary(ran, "events").toInt();
    for (int event = 0; event < events; ++event)
        EXPECT_EQ(ran.lines()[event].left(6).trimmed(), QByteArray::number(event));
}

TEST(SimulateFile, ADifferingEndIsToldWithThePointerOfItsBranch) {
    const Folder folder;
    const QString file = folder.write("a.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3},
        "branches": [{"name": "a/b~c", "actions": [{"event": 5, "do": "stop", "server": 1}]}],
        "outcome": {"a/b~c": "0000000000000000"}})");

    EXPECT_EQ(run({"simulate", file, "--quiet"}).errors.toStdString(),
              file.toStdString() +
                  ": /outcome/a~1b~0c: the run differs from the recording: another state after event 5\n");
}

TEST(SimulateFile, FindsThatALeftOutRuleBreaksSafety) {
    // RequestVote, receiver 2: without the comparison of logs S3 wins and lacks what was committed.
    const Folder folder;
    const QString file = folder.write("a.raft", R"({"format": "raftarium", "version": "1.0",
        "cluster": {"servers": 3, "defects": ["ignoreLogComparison"],
                    "timing": {"electionTimers": "manual", "heartbeats": "manual"}},
        "actions": [{"do": "cut", "from": 1, "to": 3}, {"do": "timeout", "server": 1},
        {"when": {"quiet": true}, "do": "submit", "server": 1, "command": "set x 1"},
        {"when": {"quiet": true}, "do": "healAll"}, {"do": "timeout", "server": 3},
        {"when": {"quiet": true}, "do": "timeout", "server": 3},
        {"when": {"quiet": true}, "do": "bookmark", "caption": "S3 leads"}]})");

    const Ran ran = run({"simulate", file, "--quiet", "--check"});

    EXPECT_EQ(ran.status, 1);
    EXPECT_TRUE(ran.errors.contains(": Leader Completeness: S3 leads term ")) << ran.errors.constData();
    EXPECT_EQ(run({"simulate", file, "--quiet"}).status, 0);
}

TEST(SimulateFile, RefusesWhatTheFileSaysItself) {
    const Folder folder;
    const QString file = folder.write("a.raft", manual(""));
    EXPECT_EQ(run({"simulate", file, "-n", "5"}).errors.toStdString(),
              "raftarium: -n: the file says it; allowed: a file, or -n, --seed, --preset, --weather, --option\n");
    EXPECT_EQ(run("simulate --branch main").errors.toStdString(),
              "raftarium: --branch: only a file has branches; allowed: simulate FILE --branch B\n");
    const Ran two = run({"simulate", file, file});
    EXPECT_EQ(two.status, 2);
    EXPECT_TRUE(two.errors.endsWith("--help, --version\n"));
}

TEST(Check, TellsOfEachFileWhetherItIsValid) {
    const Folder folder;
    const QString good = folder.write("good.raft", manual(R"({"do": "timeout", "server": 2})"));
    const QString bad = folder.write("bad.raft", R"({"format": "raftarium", "version": "1.0", "colour": 1,
        "cluster": {"servers": [{"id": 1, "log": [2, 1]}]}, "actions": [{"do": "dance"}]})");

    const Ran ran = run({"check", good, bad, good});

    EXPECT_EQ(ran.status, 2);
    EXPECT_EQ(ran.results.toStdString(), good.toStdString() + ": valid\n" + good.toStdString() + ": valid\n");
    const QList<QByteArray> lines = ran.errors.trimmed().split('\n');
    ASSERT_EQ(lines.size(), 3);
    const QByteArray prefix = bad.toUtf8() + ": ";
    for (const QByteArray& line : lines) {
        EXPECT_TRUE(line.startsWith(prefix)) << line.constData();
        EXPECT_LE(QString::fromUtf8(line).size(), prefix.size() + 200) << line.constData();
    }
    EXPECT_TRUE(ran.errors.contains(prefix + "/colour: "));
    EXPECT_TRUE(ran.errors.contains(prefix + "/cluster/servers/0/log/1: term 1 after term 2; terms never decrease"));
    EXPECT_TRUE(ran.errors.contains(prefix + "/actions/0/do: "));
    EXPECT_EQ(run({"check", good}).status, 0);
}

TEST(Check, SaysWhyAFileCannotBeRead) {
    const Folder folder;
    const Ran missing = run({"check", folder.path("none.raft")});
    EXPECT_EQ(missing.status, 2);
    EXPECT_TRUE(missing.errors.startsWith(folder.path("none.raft").toUtf8() + ": ")) << missing.errors.constData();
    EXPECT_EQ(missing.errors.count('\n'), 1);
    EXPECT_EQ(missing.errors.count("none.raft"), 1) << missing.errors.constData();
    EXPECT_EQ(run({"check", folder.path("")}).status, 2);
    EXPECT_EQ(run({"simulate", folder.path("none.raft")}).status, 2);
    const Ran nothing = run("check");
    EXPECT_EQ(nothing.status, 2);
    EXPECT_EQ(nothing.errors.toStdString(), "raftarium: check: no file is named; allowed: check FILE...\n");
}

TEST(Check, KeepsTheWindowFromOpeningOnABadFile) {
    const Folder folder;
    const QString file = folder.write("bad.raft", "{");

    const Ran ran = run({file});

    EXPECT_EQ(ran.status, 2);
    EXPECT_EQ(ran.errors, run({"check", file}).errors);
    EXPECT_TRUE(ran.errors.startsWith(file.toUtf8() + ": "));
}

TEST(Check, FindsTheWholeGalleryValid) {
    QStringList arguments{"check"};
    for (const QString& name : gallery().entryList({QStringLiteral("*.raft")}, QDir::Files))
        arguments << gallery().filePath(name);

    const Ran ran = run(arguments);

    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.lines().size(), arguments.size() - 1);
}
