// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Explain.h"
#include "tests/core/GoldenRun.h"

#include <gtest/gtest.h>
#include <regex>
#include <set>

// Events in words: exact sentences for what a lecture shows, and some sentence for everything that can happen.

using namespace raft;

namespace {

std::vector<Entry> terms(std::initializer_list<Term> list) {
    std::vector<Entry> log;
    for (const Term term : list)
        log.push_back({term, {}});
    return log;
}

/// A cluster of which nothing happens by itself, with fixed latencies.
ClusterConfiguration manual(std::size_t servers) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(servers, 1);
    configuration.timing.electionTimers = configuration.timing.heartbeats = TimerMode::manual;
    configuration.timing.link.latency = {10'000, 10'000};
    return configuration;
}

/// A cluster that tells each of its events.
struct Told {
    explicit Told(const ClusterConfiguration& configuration) : cluster(configuration) {}

    Cluster cluster;
    Event event{};
    std::vector<std::string> sentences{};

    void act(const Action& action) {
        const auto done = cluster.act(action, &event);
        ASSERT_TRUE(done) << done.error().message();
        sentences.push_back(explain(event, cluster).sentence.english());
    }
    void step() {
        cluster.step(&event);
        sentences.push_back(explain(event, cluster).sentence.english());
    }
    void settle() {
        while (cluster.nextEventTime() != kNever)
            step();
    }
    [[nodiscard]] bool has(const std::string& sentence) const {
        return std::find(sentences.begin(), sentences.end(), sentence) != sentences.end();
    }
    [[nodiscard]] std::vector<std::string> more() const {
        std::vector<std::string> texts;
        for (const Text& text : explain(event, cluster).more)
            texts.push_back(text.english());
        return texts;
    }
    [[nodiscard]] std::vector<std::string> changes() const {
        std::vector<std::string> texts;
        for (const ChangeText& change : explain(event, cluster).changes)
            texts.push_back(change.english());
        return texts;
    }
    [[nodiscard]] std::string brief() const { return headline(event, cluster).text.english(); }
};

Command command(const char* line) { return *Command::parse(line); }

using Strings = std::vector<std::string>;

} // namespace

TEST(Explain, TellsARefusalByBothEntries) {
    // §5.3: S1 probes at its own last entry, which is none of S2's.
    ClusterConfiguration configuration = manual(3);
    configuration.servers[0].log = terms({1, 4});
    configuration.servers[1].log = terms({1, 2});
    configuration.servers[2].log = terms({1});
    Told run(configuration);

    run.act(action::Timeout{1});
    run.settle();

    EXPECT_TRUE(run.has("S2 refuses S1's AppendEntries: it has no entry at index 2 with term 4; its own entry there is "
                        "of term 2."));
    EXPECT_TRUE(run.has("S3 refuses S1's AppendEntries: it has no entry at index 2 with term 4; its log ends at index "
                        "1."));
    EXPECT_TRUE(run.has("S1 steps nextIndex[S2] back from 3 to 2 and tries again: S2's log does not match at index "
                        "2."));
    EXPECT_TRUE(run.has("S2 deletes its entry at index 2: it is of term 2, S1's entry there of term 4."));
    EXPECT_TRUE(run.has("S1 does not commit index 2, although a majority holds it: that entry is of term 4, and S1 "
                        "counts only entries of its own term 5."));
}

TEST(Explain, TellsAnElectionFromTimeoutToHeartbeat) {
    // §5.2
    Told run(manual(3));

    run.act(action::Timeout{1});
    EXPECT_EQ(run.sentences.back(), "S1 starts an election in term 1 and votes for itself: its election timer was made "
                                    "to run out; votes needed: 2.");
    EXPECT_EQ(run.brief(), "starts an election, term 1");
    EXPECT_EQ(run.more(), Strings{"S1 asks S2, S3 for their votes; its log is empty."});
    EXPECT_EQ(run.changes(), (Strings{"S1 role follower → candidate", "S1 currentTerm 0 → 1", "S1 votedFor — → S1",
                                      "S1 votes 0 → 1"}));

    run.step();
    EXPECT_EQ(run.sentences.back(), "S2 votes for S1: its vote is free, and both logs are empty.");
    EXPECT_EQ(headline(run.event, run.cluster).server, "S2");
    EXPECT_EQ(run.brief(), "votes for S1");
    EXPECT_EQ(run.more(), Strings{"S2 adopts term 1, which it sees in S1's RequestVote; its own term was 0."});

    run.step();
    run.step();
    EXPECT_EQ(run.sentences.back(), "S1 becomes leader of term 1: it has the votes of 2 of the 3 voters, a majority.");
    EXPECT_EQ(run.more(), (Strings{"S1 receives S2's vote and has 2 of the 2 that it needs.",
                                   "S1 sends AppendEntries to S2, S3 at once, which shows that it leads term 1."}));

    run.step();
    EXPECT_EQ(run.sentences.back(), "S1 ignores S3's answer: its election in term 1 is over.");

    run.step();
    EXPECT_EQ(run.sentences.back(), "S2 follows S1, which leads term 1, as its AppendEntries shows.");
    EXPECT_EQ(run.brief(), "follows S1, leader of term 1");

    run.settle();
    run.act(action::Heartbeat{1});
    EXPECT_EQ(run.brief(), "sends heartbeats to S2, S3");
    run.step();
    EXPECT_EQ(run.sentences.back(), "S2 accepts S1's heartbeat: it begins at index 0, where all logs agree.");
}

TEST(Explain, TellsACommandFromClientToAnswer) {
    // §5.3
    Told run(manual(3));
    run.act(action::Timeout{1});
    run.settle();

    run.act(action::Submit{command("set x 3"), 0});
    EXPECT_EQ(run.sentences.back(), "S1 appends a client's “set x 3” at index 1 as an entry of its term 1.");
    EXPECT_EQ(run.brief(), "appends “set x 3” at index 1");
    EXPECT_EQ(run.more(), (Strings{"S1 sends AppendEntries to S2, S3, each from its nextIndex.",
                                   "The client waits until S1 has applied “set x 3”."}));
    EXPECT_EQ(run.changes(), Strings{"S1 log empty → up to index 1, term 1"});

    run.step();
    EXPECT_EQ(run.sentences.back(), "S2 accepts S1's AppendEntries: it begins at index 0, where all logs agree; now "
                                    "they agree up to index 1.");
    EXPECT_EQ(run.brief(), "accepts, matches to index 1");
    EXPECT_EQ(run.more(), Strings{"S2 appends “set x 3” at index 1, an entry of term 1."});

    run.step();
    run.step();
    EXPECT_EQ(run.sentences.back(),
              "S1 commits up to index 1: 2 of the 3 voters hold that entry, and it is of its own term 1.");
    EXPECT_EQ(run.more(), Strings{"S1 raises matchIndex[S2] from 0 to 1: S2 has all entries up to there."});
    EXPECT_EQ(run.changes(), (Strings{"S1 commitIndex 0 → 1", "S1 nextIndex[S2] 1 → 2", "S1 matchIndex[S2] 0 → 1"}));

    run.step();
    run.step();
    EXPECT_EQ(run.sentences.back(), "S1 applies “set x 3”, its entry at index 1: it is committed.");
    EXPECT_EQ(run.more(), Strings{"S1 answers “set x 3”: done."});
    EXPECT_EQ(run.changes(), (Strings{"S1 lastApplied 0 → 1", "S1 key x — → 3"}));
    const std::vector<Rule> rules = explain(run.event, run.cluster).rules;
    EXPECT_EQ(rules, (std::vector<Rule>{Rule::allServers1, Rule::answerAfterApply}));
    run.settle();

    run.act(action::Submit{command("get x"), 2});
    EXPECT_EQ(run.sentences.back(), "S2 refuses a client's “get x”: it does not lead; the leader it knows is S1.");
    EXPECT_TRUE(run.more().empty());
}

TEST(Explain, TellsWhyAVoteIsDenied) {
    // §5.4.1 and §5.2
    ClusterConfiguration configuration = manual(4);
    configuration.servers[0].log = terms({1, 1});
    configuration.servers[1].log = terms({1, 1, 1});
    configuration.servers[2].log = terms({1, 2});
    Told run(configuration);

    run.act(action::Timeout{1});
    run.act(action::Timeout{4});
    run.settle();

    EXPECT_TRUE(run.has("S2 denies S1 its vote: both logs end with term 1, but S1's at index 2 and its own at index "
                        "3."));
    EXPECT_TRUE(run.has("S3 denies S1 its vote: S1's log ends with term 1, its own with the higher term 2."));
    EXPECT_TRUE(run.has("S2 denies S4 its vote: S4 asks for term 1, and S2 is in term 2."));
    EXPECT_TRUE(run.has("S1 is denied S2's vote and has 1 of the 3 that it needs."));
    EXPECT_TRUE(run.has("S4 votes for S1: its vote is free, and its own log is empty, S1's ends at index 2."));
}

TEST(Explain, TellsWhereAMessageWasLost) {
    Told run(manual(3));
    run.act(action::Cut{1, 2, false});
    EXPECT_EQ(run.sentences.back(), "The link between S1 and S2 is cut.");
    EXPECT_EQ(headline(run.event, run.cluster).server, "");
    run.act(action::Stop{3});
    EXPECT_EQ(run.sentences.back(), "S3 stops: it loses all that is not on its disk.");
    EXPECT_EQ(run.brief(), "stops");

    run.act(action::Timeout{1});
    run.settle();

    EXPECT_TRUE(run.has("S1's RequestVote to S2 is lost: the link from S1 to S2 is cut."));
    EXPECT_TRUE(run.has("S1's RequestVote to S3 is lost: S3 is stopped."));
    run.act(action::Restart{3});
    EXPECT_EQ(run.sentences.back(), "S3 restarts as a follower with what its disk holds: term 0 and an empty log.");
    EXPECT_EQ(run.changes(), Strings{"S3 process stopped → running"});
}

TEST(Explain, UsesTheNamesThatServersWereGiven) {
    ClusterConfiguration configuration = manual(2);
    configuration.servers[0].name = "Ann";
    configuration.servers[1].name = "Bob";
    Told run(configuration);

    run.act(action::Timeout{1});
    run.step();

    EXPECT_EQ(run.sentences.back(), "Bob votes for Ann: its vote is free, and both logs are empty.");
}

TEST(Explain, ShortensLongRowsOfNames) {
    Told run(manual(25));

    run.act(action::Timeout{3});

    EXPECT_EQ(run.more(), Strings{"S3 asks S1, S2, S4, S5, S6, …, S25 (24) for their votes; its log is empty."});
}

TEST(Explain, RoundsWhatIsLeftOfTimers) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(3, 7);
    configuration.timing.electionTimeout = {200'400, 200'400};
    Told run(configuration);

    run.cluster.advanceTo(50'100);
    run.act(action::AlignTimers{});
    EXPECT_EQ(run.changes().at(0), "S1 election timer 150 ms left → 200 ms");
    run.step();
    EXPECT_EQ(run.changes().back(), "S1 election timer run out → 200 ms");
}

TEST(Explain, SaysNothingThatARuleLeftOutWouldBelie) {
    ClusterConfiguration configuration = manual(3);
    configuration.servers[0].log = terms({1, 3});
    configuration.servers[1].log = terms({1, 4});
    configuration.servers[2].log = terms({1, 3});
    configuration.defects.insert(Defect::ignorePrevLogTerm);
    configuration.defects.insert(Defect::ignoreLogComparison);
    configuration.defects.insert(Defect::commitOldTerms);
    configuration.options.noOp = true;
    Told run(configuration);

    run.act(action::Timeout{1});
    run.act(action::Timeout{1});
    run.settle();

    EXPECT_TRUE(run.has("S2 votes for S1 although its own log is more up to date: here the logs are not compared."));
    EXPECT_TRUE(run.has("S2 accepts S1's AppendEntries and takes the logs to agree up to index 3: here prevLogTerm is "
                        "not compared."));

    configuration.options.noOp = false;
    Told old(configuration);
    old.act(action::Timeout{3});
    old.settle();
    EXPECT_TRUE(old.has("S3 commits up to index 2: 2 of the 3 voters hold that entry; it is of the older term 3, which "
                        "here is not looked at."));
}

TEST(Explain, HasWholeSentencesForAllThatHappensInALongRun) {
    const std::regex unfilled("%[0-9]");
    Cluster cluster(tests::goldenConfiguration());
    std::vector<tests::TimedAction> actions = tests::goldenActions();
    std::set<std::string> kinds;
    std::size_t next = 0;
    const auto check = [&](const Event& event) {
        const Explanation explanation = explain(event, cluster);
        std::vector<Text> sentences = explanation.more;
        sentences.push_back(explanation.sentence);
        for (const Text& text : sentences) {
            const std::string sentence = text.english();
            ASSERT_FALSE(sentence.empty());
            EXPECT_EQ(sentence.back(), '.') << sentence;
            EXPECT_FALSE(std::regex_search(sentence, unfilled)) << sentence;
            EXPECT_EQ(sentence.find("  "), std::string::npos) << sentence;
        }
        EXPECT_EQ(explainBriefly(event, cluster), explanation.sentence);
        const Headline line = headline(event, cluster);
        EXPECT_FALSE(line.text.empty());
        EXPECT_FALSE(std::regex_search(line.text.english(), unfilled)) << line.text.english();
        for (const ChangeText& change : explanation.changes)
            EXPECT_FALSE(std::regex_search(change.english(), unfilled)) << change.english();
        kinds.insert(event.action ? actionName(*event.action) : eventKindName(event.record.kind));
    };

    Event event;
    while (cluster.eventCount() < tests::kGoldenStride * tests::kGoldenHashes.size()) {
        while (next < actions.size() && actions[next].first < cluster.nextEventTime()) {
            cluster.advanceTo(actions[next].first);
            if (cluster.act(actions[next].second, &event))
                check(event);
            ++next;
        }
        cluster.step(&event);
        check(event);
    }

    for (std::size_t i = 0; i < kActions; ++i)
        EXPECT_TRUE(kinds.contains(actionName(i))) << actionName(i);
    for (const char* kind :
         {"timeout", "heartbeat", "deliver", "wait", "lose", "persisted", "apply", "client", "limit"})
        EXPECT_TRUE(kinds.contains(kind)) << kind;
}
