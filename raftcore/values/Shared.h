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
    explicit Shared(const T& value) : cell_(new Cell{{1}, value}) {}
    /// Shares `value` from now on.
    explicit Shared(T&& value) : cell_(new Cell{{1}, std::move(value)}) {}
    Shared(const Shared& other) noexcept : cell_(other.cell_) {
        if (cell_)
            retain(cell_);
    }
    Shared(Shared&& other) noexcept : cell_(std::exchange(other.cell_, nullptr)) {}
    Shared& operator=(Shared other) noexcept {
        std::swap(cell_, other.cell_);
        return *this;
    }
    ~Shared() {
        if (cell_)
            letGo(cell_);
    }

    /// True when there is a value.
    explicit operator bool() const { return cell_ != nullptr; }
    /// The value, or null.
    [[nodiscard]] const T* get() const { return cell_ ? &cell_->value : nullptr; }
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
    template <typename A, typename B>
    friend class EitherShared;

    struct Cell {
        std::atomic<std::uint32_t> count;
        T value;
    };

    static void retain(Cell* cell) noexcept { cell->count.fetch_add(1, std::memory_order_relaxed); }
    static void letGo(Cell* cell) noexcept {
        if (cell->count.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete cell;
    }
    /// Gives up this owner's part without letting go of it.
    [[nodiscard]] Cell* release() { return std::exchange(cell_, nullptr); }

    Cell* cell_ = nullptr;
};

} // namespace raft
