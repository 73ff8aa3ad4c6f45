// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <unistd.h>

// A disk that can really be full, for tests of what happens then.

namespace tests {

/// With which a child process ends when it may not mount anything, so that its test is left out.
inline constexpr int kMayNotMount = 77;

/// Writes into a file of the system; true when that was done.
inline bool tell(const char* file, const std::string& text) {
    const int opened = ::open(file, O_WRONLY | O_CLOEXEC);
    const bool done = opened >= 0 && ::write(opened, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (opened >= 0)
        ::close(opened);
    return done;
}

/// Puts a disk of 64 kilobytes in the place of a folder, for this process alone: in a namespace of its own, as root or
/// as whoever may be root of one. False where the system does not permit that.
inline bool mountSmallDisk(const std::string& folder) {
    const std::string user = std::to_string(::getuid());
    const std::string group = std::to_string(::getgid());
    if (::unshare(CLONE_NEWNS) != 0) {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !tell("/proc/self/setgroups", "deny") ||
            !tell("/proc/self/uid_map", user + " " + user + " 1") ||
            !tell("/proc/self/gid_map", group + " " + group + " 1"))
            return false;
    }
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=64k") == 0;
}

} // namespace tests
