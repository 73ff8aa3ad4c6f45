// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/Saving.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

// The calls of the operating system, each judged.

namespace raft {

namespace {

/// Why a call of the system failed.
Text reasonOf(int code) {
    switch (code) {
    case ENOENT:
    case ENOTDIR:
        return QT_TRANSLATE_NOOP("core", "there is no such file or folder");
    case EACCES:
    case EPERM:
    case EROFS:
        return QT_TRANSLATE_NOOP("core", "the permission is missing");
    case ENOSPC:
    case EDQUOT:
        return QT_TRANSLATE_NOOP("core", "the disk is full");
    case EISDIR:
        return QT_TRANSLATE_NOOP("core", "this is a folder");
    default:
        return {"%1", {std::generic_category().message(code)}};
    }
}

/// An open file that is closed when it goes.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool isOpen() const { return number_ >= 0; }
    /// False when the system failed to store what was written.
    bool close() {
        const int number = std::exchange(number_, -1);
        return number < 0 || ::close(number) == 0;
    }

private:
    int number_;
};

/// Where a path leads when it is a link to a file that exists; else the path.
std::string followed(const std::string& path) {
    std::array<char, PATH_MAX> real{};
    return ::realpath(path.c_str(), real.data()) ? std::string(real.data()) : path;
}

std::string folderOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

constexpr std::string_view kTemporaryStem = ".raftarium-";
constexpr std::string_view kTemporaryEnd = ".part";

bool isTemporary(std::string_view name) {
    return name.size() > kTemporaryStem.size() + kTemporaryEnd.size() &&
           name.substr(0, kTemporaryStem.size()) == kTemporaryStem &&
           name.substr(name.size() - kTemporaryEnd.size()) == kTemporaryEnd;
}

/// Removes what programs left in a folder when they were killed while saving. Nobody writes for an hour; the hour is
/// the file system's, told by the file that was made `now`.
void removeLeftovers(const std::string& folder, const struct stat& now) {
    constexpr std::time_t kHour = 3600;
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
    while (const dirent* entry = entries ? ::readdir(entries.get()) : nullptr) {
        const std::string path = folder + "/" + entry->d_name;
        struct stat status {};
        if (isTemporary(entry->d_name) && ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
            status.st_uid == now.st_uid && status.st_mtime + kHour < now.st_mtime)
            ::unlink(path.c_str());
    }
}

/// A file of a new name in a folder; it is removed when it goes, unless it was renamed.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& folder) : file_(create(folder)) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        if (!name_.empty())
            ::unlink(name_.c_str());
    }

    [[nodiscard]] bool isOpen() const { return file_.isOpen(); }

    /// What the file system knows of it.
    [[nodiscard]] struct stat status() const {
        struct stat result {};
        ::fstat(file_.number(), &result);
        return result;
    }

    bool write(std::string_view content) {
        while (!content.empty()) {
            const ssize_t written = ::write(file_.number(), content.data(), content.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return false;
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

    /// Takes the permissions of the file that it will replace, if there is one.
    bool takePermissionsOf(const std::string& path) {
        struct stat old {};
        return ::stat(path.c_str(), &old) != 0 || ::fchmod(file_.number(), old.st_mode & 07777) == 0;
    }

    bool replace(const std::string& path) {
        if (::fsync(file_.number()) != 0 || !file_.close() || ::rename(name_.c_str(), path.c_str()) != 0)
            return false;
        name_.clear();
        return true;
    }

private:
    int create(const std::string& folder) {
        const std::string stem =
            folder + "/" + std::string(kTemporaryStem) + number(static_cast<std::int64_t>(::getpid())) + "-";
        for (std::uint64_t i = 0; i < kAttempts; ++i) {
            const std::string name = stem + number(i) + std::string(kTemporaryEnd);
            const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (file >= 0)
                name_ = name;
            if (file >= 0 || errno != EEXIST)
                return file;
        }
        return -1;
    }

    /// More than programs of this number can have left behind when they were killed while saving.
    static constexpr std::uint64_t kAttempts = 10'000;

    std::string name_;
    Descriptor file_;
};

} // namespace

Expected<void> saveFile(const std::string& path, std::string_view content) {
    const std::string target = followed(path);
    const std::string folder = folderOf(target);
    struct stat old {};
    // A new file would take the place of a device, too.
    if (::stat(target.c_str(), &old) == 0 && !S_ISREG(old.st_mode))
        return failure(path, S_ISDIR(old.st_mode) ? reasonOf(EISDIR) : QT_TRANSLATE_NOOP("core", "this is no file"));
    TemporaryFile file(folder);
    if (!file.isOpen() || !file.write(content) || !file.takePermissionsOf(target))
        return failure(path, reasonOf(errno));
    const struct stat written = file.status();
    if (!file.replace(target))
        return failure(path, reasonOf(errno));
    removeLeftovers(folder, written);
    // The new name is on the disk only when the folder is. Some file systems cannot flush one; the file is whole there
    // all the same.
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.isOpen())
        ::fsync(directory.number());
    return {};
}

Expected<std::string> loadFile(const std::string& path) {
    // Without O_NONBLOCK a pipe would be waited for until somebody writes into it.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (!file.isOpen() || ::fstat(file.number(), &status) != 0)
        return failure(path, reasonOf(errno));
    if (S_ISDIR(status.st_mode))
        return failure(path, reasonOf(EISDIR));
    if (!S_ISREG(status.st_mode))
        return failure(path, QT_TRANSLATE_NOOP("core", "this is no file"));
    std::string content;
    std::array<char, 65536> piece{};
    for (;;) {
        const ssize_t size = ::read(file.number(), piece.data(), piece.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return failure(path, reasonOf(errno));
        if (size == 0)
            return content;
        content.append(piece.data(), static_cast<std::size_t>(size));
        if (content.size() > kMaximumFileBytes) {
            return failure(
                path, QT_TRANSLATE_NOOP("core", "the file is too large"),
                {QT_TRANSLATE_NOOP("core", "allowed: at most %1 bytes"), {number(std::uint64_t{kMaximumFileBytes})}});
        }
    }
}

} // namespace raft
