// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Command.h"
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

// Commands in the words of a person, and the errors about others.

namespace raft {

namespace {

struct Line {
    const char* name;
    std::string line;
    Command command;
};

std::ostream& operator<<(std::ostream& out, const Line& line) { return out << line.line; }

class CommandLine : public testing::TestWithParam<Line> {};

TEST_P(CommandLine, IsUnderstoodAndWrittenBack) {
    const auto command = Command::parse(GetParam().line);

    ASSERT_TRUE(command) << command.error().message();
    EXPECT_EQ(*command, GetParam().command);
    EXPECT_EQ(Command::parse(command->text()).value(), *command);
}

const std::vector<Line> kLines{
    {"Set", "set x 1", {CommandKind::set, "x", "1", {}}},
    {"Get", "get x", {CommandKind::get, "x", {}, {}}},
    {"Delete", "del x", {CommandKind::del, "x", {}, {}}},
    {"CompareAndSet", "cas x 1 2", {CommandKind::compareAndSet, "x", "2", "1"}},
    {"NoOp", "noop", {CommandKind::noOp, {}, {}, {}}},
    {"Blanks", " \t set   x\t1 \r\n", {CommandKind::set, "x", "1", {}}},
    {"KeysThatLookLikeVerbs", "set set set", {CommandKind::set, "set", "set", {}}},
    {"OtherScripts", "set größe 五", {CommandKind::set, "größe", "五", {}}},
    {"LongestWord", "get " + std::string(256, 'k'), {CommandKind::get, std::string(256, 'k'), {}, {}}},
};

INSTANTIATE_TEST_SUITE_P(Lines, CommandLine, testing::ValuesIn(kLines), ByName());

struct BadLine {
    const char* name;
    std::string line;
    std::string message;
};

std::ostream& operator<<(std::ostream& out, const BadLine& line) { return out << line.name; }

class BadCommandLine : public testing::TestWithParam<BadLine> {};

TEST_P(BadCommandLine, IsRefusedWithAReason) {
    const auto command = Command::parse(GetParam().line);

    ASSERT_FALSE(command);
    EXPECT_EQ(command.error().message(), GetParam().message);
}

const std::string kForms = "; allowed: set KEY VALUE, get KEY, del KEY, cas KEY EXPECTED NEW, noop";

const std::vector<BadLine> kBadLines{
    {"Nothing", "", "command: no command" + kForms},
    {"OnlyBlanks", " \t ", "command: no command" + kForms},
    {"UnknownVerb", "put x 1", "command: unknown command \"put\"" + kForms},
    {"CapitalsAreOtherWords", "SET x 1", "command: unknown command \"SET\"" + kForms},
    {"TooFewWords", "set x", "command: \"set\" takes 2 words, not 1" + kForms},
    {"TooManyWords", "get x y", "command: \"get\" takes 1 words, not 2" + kForms},
    {"NoOpWithWords", "noop x", "command: \"noop\" takes 0 words, not 1" + kForms},
    {"TooLongAWord", "get " + std::string(257, 'k'),
     "command: the word \"" + std::string(40, 'k') + "…\" is too long; at most 256 bytes"},
    {"ALongVerbIsShortened", std::string(41, 'v'),
     "command: unknown command \"" + std::string(40, 'v') + "…\"" + kForms},
    {"ShortenedBetweenCharacters", std::string(39, 'v') + "五五",
     "command: unknown command \"" + std::string(39, 'v') + "…\"" + kForms},
};

INSTANTIATE_TEST_SUITE_P(Lines, BadCommandLine, testing::ValuesIn(kBadLines), ByName());

TEST(Command, AnyLineIsUnderstoodOrRefusedAndWhatIsUnderstoodIsWrittenBackAlike) {
    EXPECT_TRUE(rc::check("any bytes", [](const std::string& bytes, int verb) {
        const std::vector<std::string> verbs{"", "set ", "get ", "del ", "cas ", "noop "};
        const std::string line = verbs[static_cast<std::size_t>(verb & 0xff) % verbs.size()] + bytes;
        const auto command = Command::parse(line);
        if (command)
            RC_ASSERT(Command::parse(command->text()).value() == *command);
        else
            RC_ASSERT(!command.error().message().empty());
    }));
}

TEST(Command, HashesTellDifferentCommandsApart) {
    const std::vector<const char*> lines{"set x 1", "set x 2",   "set y 1",   "get x",
                                         "del x",   "cas x 1 2", "cas x 2 1", "noop"};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (std::size_t j = 0; j < lines.size(); ++j)
            EXPECT_EQ(commandOf(lines[i])->hash() == commandOf(lines[j])->hash(), i == j) << lines[i] << lines[j];
    }
}

} // namespace

} // namespace raft
