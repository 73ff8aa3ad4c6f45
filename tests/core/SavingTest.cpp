// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/Saving.h"
#include "tests/core/SmallDisk.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

// Whatever happens while a file is saved, the old one or the new one is there whole, and the person is told.

namespace {

using namespace raft;

class Saving : public testing::Test {
protected:
    Saving() {
        std::string pattern = (std::filesystem::temp_directory_path() / "raftarium-saving-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~Saving() override {
        std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::string file(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::size_t filesInFolder() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator()));
    }

    std::filesystem::path folder_;
};

/// Does something in a child process, and returns what it tells.
template <typename Do>
std::string toldByChild(const Do& doIt) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string told = doIt();
        ::_exit(::write(ends[1], told.data(), told.size()) < 0 ? 1 : 0);
    }
    ::close(ends[1]);
    std::string told(4096, '\0');
    const ssize_t size = ::read(ends[0], told.data(), told.size());
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return told.substr(0, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
}

/// Saves in a child process after `prepare`, and returns its error's message; "saved" when there was none.
template <typename Prepare>
std::string savedByChild(const std::string& path, const std::string& content, const Prepare& prepare) {
    return toldByChild([&] {
        prepare();
        const auto saved = saveFile(path, content);
        return saved ? std::string("saved") : saved.error().message();
    });
}

TEST_F(Saving, WhatWasSavedIsLoaded) {
    std::string content(200'000, 'x');
    content[1] = '\0';
    content[2] = '\n';

    ASSERT_TRUE(saveFile(file("run.raft"), content).has_value());

    EXPECT_EQ(loadFile(file("run.raft")), content);
    EXPECT_EQ(filesInFolder(), 1U);
}

TEST_F(Saving, AnOldFileIsReplacedAndItsPermissionsStay) {
    ASSERT_TRUE(saveFile(file("run.raft"), "old").has_value());
    ASSERT_EQ(::chmod(file("run.raft").c_str(), 0640), 0);

    ASSERT_TRUE(saveFile(file("run.raft"), "new").has_value());

    struct stat status {};
    ASSERT_EQ(::stat(file("run.raft").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0640U);
    EXPECT_EQ(loadFile(file("run.raft")), "new");
    EXPECT_EQ(filesInFolder(), 1U);
}

TEST_F(Saving, ALinkIsFollowedAndStays) {
    ASSERT_TRUE(saveFile(file("run.raft"), "old").has_value());
    std::filesystem::create_symlink("run.raft", file("link.raft"));

    ASSERT_TRUE(saveFile(file("link.raft"), "new").has_value());

    EXPECT_TRUE(std::filesystem::is_symlink(file("link.raft")));
    EXPECT_EQ(loadFile(file("run.raft")), "new");
}

TEST_F(Saving, AMissingFolderIsNamed) {
    const auto saved = saveFile(file("nowhere/run.raft"), "new");

    ASSERT_FALSE(saved.has_value());
    EXPECT_EQ(saved.error().message(), file("nowhere/run.raft") + ": there is no such file or folder");
}

TEST_F(Saving, AFolderInThePlaceOfTheFileStays) {
    std::filesystem::create_directory(file("run.raft"));

    const auto saved = saveFile(file("run.raft"), "new");

    ASSERT_FALSE(saved.has_value());
    EXPECT_EQ(saved.error().message(), file("run.raft") + ": this is a folder");
    EXPECT_EQ(filesInFolder(), 1U);
}

TEST_F(Saving, AFolderThatCannotBeWrittenToKeepsTheOldFile) {
    ASSERT_TRUE(saveFile(file("run.raft"), "old").has_value());
    ASSERT_EQ(::chmod(folder_.c_str(), 0555), 0);

    // The administrator may write everywhere, so that the child becomes nobody.
    const std::string told = savedByChild(file("run.raft"), "new", [] {
        if (::geteuid() == 0 && ::seteuid(65534) != 0)
            ::_exit(1);
    });

    EXPECT_EQ(told, file("run.raft") + ": the permission is missing");
    EXPECT_EQ(loadFile(file("run.raft")), "old");
    EXPECT_EQ(filesInFolder(), 1U);
}

TEST_F(Saving, WhenThereIsNoRoomForTheNewFileTheOldOneStays) {
    ASSERT_TRUE(saveFile(file("run.raft"), "old").has_value());

    for (const rlim_t room : {rlim_t{0}, rlim_t{1}, rlim_t{4096}, rlim_t{99'999}}) {
        const std::string told = savedByChild(file("run.raft"), std::string(100'000, 'n'), [room] {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{room, room};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });

        EXPECT_EQ(told, file("run.raft") + ": File too large") << room;
        EXPECT_EQ(loadFile(file("run.raft")), "old") << room;
        EXPECT_EQ(filesInFolder(), 1U) << room;
    }
}

TEST_F(Saving, AProcessKilledWhileSavingLeavesTheOldOrTheNewFileWhole) {
    const std::string one(300'000, '1');
    const std::string two(500'000, '2');
    ASSERT_TRUE(saveFile(file("run.raft"), one).has_value());
    std::mt19937 random(20140619);
    std::size_t replaced = 0;

    for (int i = 0; i < 40; ++i) {
        const auto before = loadFile(file("run.raft"));
        const pid_t child = ::fork();
        if (child == 0) {
            for (;;) {
                saveFile(file("run.raft"), two);
                saveFile(file("run.raft"), one);
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 12'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);

        const auto after = loadFile(file("run.raft"));
        ASSERT_TRUE(after.has_value());
        ASSERT_TRUE(*after == one || *after == two) << after->size() << " bytes";
        replaced += *after == *before ? 0 : 1;
    }

    EXPECT_GT(replaced, 0U) << "no child came far enough";
}

/// A disk that is really full: not one that only says so.
TEST_F(Saving, OnAFullDiskTheOldFileStaysAndThePersonIsTold) {
    const std::string path = file("run.raft");
    const std::string old(40'000, 'o');
    const std::string kept = "the old file is whole";

    const std::string told = toldByChild([&]() -> std::string {
        if (!tests::mountSmallDisk(folder_.string()))
            return "no disk may be mounted here";
        if (!saveFile(path, old))
            return "nothing can be saved there at all";
        const auto saved = saveFile(path, std::string(100'000, 'x'));
        const bool isWhole = loadFile(path) == old && filesInFolder() == 1;
        return (saved ? "saved" : saved.error().message()) + (isWhole ? "; " + kept : "");
    });

    if (told == "no disk may be mounted here") {
        std::cout << "left out: " << told << "\n";
        return;
    }
    EXPECT_EQ(told, path + ": the disk is full; " + kept);
}

TEST_F(Saving, WhatAProgramKilledWhileSavingLeftIsRemovedWhenItIsAnHourOld) {
    for (const char* name : {".raftarium-1-0.part", ".raftarium-2-0.part", "notes.part", ".raftarium-3.raft"})
        std::ofstream(file(name)) << "half";
    const auto hoursAgo = std::filesystem::last_write_time(file("notes.part")) - std::chrono::hours(2);
    for (const char* name : {".raftarium-1-0.part", "notes.part", ".raftarium-3.raft"})
        std::filesystem::last_write_time(file(name), hoursAgo);

    ASSERT_TRUE(saveFile(file("run.raft"), "new").has_value());

    EXPECT_FALSE(std::filesystem::exists(file(".raftarium-1-0.part")));
    EXPECT_TRUE(std::filesystem::exists(file(".raftarium-2-0.part"))) << "somebody may be writing it";
    EXPECT_TRUE(std::filesystem::exists(file("notes.part"))) << "it is not ours";
    EXPECT_TRUE(std::filesystem::exists(file(".raftarium-3.raft"))) << "it is not ours";
}

TEST_F(Saving, WhatIsNoFileIsNotReplaced) {
    ASSERT_EQ(::mkfifo(file("pipe").c_str(), 0600), 0);

    const auto saved = saveFile(file("pipe"), "new");

    ASSERT_FALSE(saved.has_value());
    EXPECT_EQ(saved.error().message(), file("pipe") + ": this is no file");
    EXPECT_TRUE(std::filesystem::is_fifo(file("pipe")));
    EXPECT_EQ(filesInFolder(), 1U);
}

TEST_F(Saving, WhatIsNoFileIsNotRead) {
    ASSERT_EQ(::mkfifo(file("pipe").c_str(), 0600), 0);

    EXPECT_EQ(loadFile(file("pipe")).error().message(), file("pipe") + ": this is no file");
    EXPECT_EQ(loadFile("/dev/zero").error().message(), "/dev/zero: this is no file");
    EXPECT_EQ(loadFile(folder_.string()).error().message(), folder_.string() + ": this is a folder");
    EXPECT_EQ(loadFile(file("none")).error().message(), file("none") + ": there is no such file or folder");
}

TEST_F(Saving, AFileThatIsTooLargeIsNotRead) {
    std::ofstream(file("large")).close();
    std::filesystem::resize_file(file("large"), kMaximumFileBytes + 1);

    EXPECT_EQ(loadFile(file("large")).error().message(),
              file("large") + ": the file is too large; allowed: at most 67108864 bytes");
}

} // namespace
