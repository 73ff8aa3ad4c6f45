// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

// A value that is seldom there, in the room of a pointer.

namespace raft {

/// A value or nothing, like std::optional; what is absent takes the room of a pointer alone. For large parts of a state
/// that most states do not have: they then neither spread apart what is looked at all the time nor cost its copies
/// anything.
template <typename T>
class Rare {
public:
    Rare() = default;
    /// Holds `value`.
    Rare(T value) : value_(std::make_unique<T>(std::move(value))) {}
    Rare(const Rare& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
    Rare(Rare&&) noexcept = default;
    Rare& operator=(Rare other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~Rare() = default;

    /// True when there is a value.
    [[nodiscard]] bool has_value() const { return value_ != nullptr; }
    /// True when there is a value.
    explicit operator bool() const { return has_value(); }
    /// The value; there must be one.
    T& operator*() { return *value_; }
    /// The value; there must be one.
    const T& operator*() const { return *value_; }
    /// The value's members; there must be one.
    T* operator->() { return value_.get(); }
    /// The value's members; there must be one.
    const T* operator->() const { return value_.get(); }
    /// Holds nothing from now on.
    void reset() { value_.reset(); }

    bool operator==(const Rare& other) const {
        return value_ && other.value_ ? *value_ == *other.value_ : has_value() == other.has_value();
    }

private:
    std::unique_ptr<T> value_;
};

} // namespace raft
