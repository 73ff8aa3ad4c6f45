// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Shared.h"

#include <cstdint>
#include <utility>

// A shared value of one of two types, in the room of one pointer.

namespace raft {

/// An immutable value of one of two types, or nothing. As Shared, but for long sequences whose elements have one or the
/// other and should not take the room of both.
template <typename A, typename B>
class EitherShared {
public:
    EitherShared() = default;
    /// Shares a value of the first type, if there is one.
    EitherShared(Shared<A> value) : bits_(value ? reinterpret_cast<std::uintptr_t>(value.release()) : 0) {}
    /// Shares a value of the second type, if there is one.
    EitherShared(Shared<B> value) : bits_(value ? reinterpret_cast<std::uintptr_t>(value.release()) | kSecond : 0) {}
    EitherShared(const EitherShared& other) noexcept : bits_(other.bits_) { retain(); }
    EitherShared(EitherShared&& other) noexcept : bits_(std::exchange(other.bits_, 0)) {}
    EitherShared& operator=(EitherShared other) noexcept {
        std::swap(bits_, other.bits_);
        return *this;
    }
    ~EitherShared() { release(); }

    /// The value when it is of the first type; null otherwise.
    [[nodiscard]] const A* first() const { return isSecond() || bits_ == 0 ? nullptr : &cellOf<A>()->value; }
    /// The value when it is of the second type; null otherwise.
    [[nodiscard]] const B* second() const { return isSecond() ? &cellOf<B>()->value : nullptr; }

    bool operator==(const EitherShared& other) const {
        if (bits_ == other.bits_ || bits_ == 0 || other.bits_ == 0)
            return bits_ == other.bits_;
        if (isSecond() != other.isSecond())
            return false;
        return isSecond() ? *second() == *other.second() : *first() == *other.first();
    }

private:
    /// Cells lie at even addresses; the lowest bit tells the type.
    static constexpr std::uintptr_t kSecond = 1;

    [[nodiscard]] bool isSecond() const { return (bits_ & kSecond) != 0; }
    template <typename T>
    [[nodiscard]] typename Shared<T>::Cell* cellOf() const {
        return reinterpret_cast<typename Shared<T>::Cell*>(bits_ & ~kSecond);
    }
    void retain() const {
        if (bits_ != 0)
            isSecond() ? Shared<B>::retain(cellOf<B>()) : Shared<A>::retain(cellOf<A>());
    }
    void release() const {
        if (bits_ != 0)
            isSecond() ? Shared<B>::letGo(cellOf<B>()) : Shared<A>::letGo(cellOf<A>());
    }

    std::uintptr_t bits_ = 0;
};

} // namespace raft
