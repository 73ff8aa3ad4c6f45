// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

// A value behind a counted pointer: copies share it, and it never changes while it is shared.

namespace raft {

/// An immutable value or nothing. Copying costs one count; comparing compares the values. The count is atomic, so that
/// copies may live in several threads.
template <typename T>
class Shared {
public:
    Shared() = default;
    /// Shares `value` from now on.
    explicit Shared(T value) : cell_(new Cell{{1}, std::move(value)}) {}
    Shared(const Shared& other) noexcept : cell_(other.cell_) {
        if (cell_)
            cell_->count.fetch_add(1, std::memory_order_relaxed);
    }
    Shared(Shared&& other) noexcept : cell_(std::exchange(other.cell_, nullptr)) {}
    Shared& operator=(Shared other) noexcept {
        std::swap(cell_, other.cell_);
        return *this;
    }
    ~Shared() {
        if (cell_ && cell_->count.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete cell_;
    }

    /// True when there is a value.
    explicit operator bool() const { return cell_ != nullptr; }
    /// The value; there must be one.
    const T& operator*() const { return cell_->value; }
    /// The value's members; there must be one.
    const T* operator->() const { return &cell_->value; }
    /// The value, for changing it: a copy of one's own when others share it. There must be one.
    T& own() {
        if (cell_->count.load(std::memory_order_acquire) != 1)
            *this = Shared(cell_->value);
        return cell_->value;
    }

    bool operator==(const Shared& other) const {
        return cell_ == other.cell_ || (cell_ && other.cell_ && cell_->value == other.cell_->value);
    }

private:
    struct Cell {
        std::atomic<std::uint32_t> count;
        T value;
    };
    Cell* cell_ = nullptr;
};

} // namespace raft
