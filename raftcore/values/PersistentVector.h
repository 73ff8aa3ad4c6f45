// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Assert.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <new>
#include <utility>

// A sequence whose copies share what they have in common: a tree of 32-wide nodes and a tail.

namespace raft {

/// A sequence that is copied in constant time. Appending, cutting off the end and replacing an element cost a few nodes
/// at most, and nothing is copied while no other sequence shares the nodes concerned. The counts are atomic: copies may
/// live in several threads.
template <typename T>
class PersistentVector {
public:
    PersistentVector() = default;
    PersistentVector(const PersistentVector& other) noexcept
        : size_(other.size_)
        , height_(other.height_)
        , root_(other.root_)
        , tail_(other.tail_) {
        retain(root_);
        retain(tail_);
    }
    PersistentVector(PersistentVector&& other) noexcept { swap(other); }
    PersistentVector& operator=(PersistentVector other) noexcept {
        swap(other);
        return *this;
    }
    ~PersistentVector() {
        releaseTree(root_, height_);
        releaseLeaf(tail_);
    }

    /// The number of elements.
    [[nodiscard]] std::size_t size() const { return size_; }
    /// True when there are no elements.
    [[nodiscard]] bool empty() const { return size_ == 0; }
    /// The element at `position`, counted from 0; it must exist.
    const T& operator[](std::size_t position) const {
        RAFT_ASSERT(position < size_);
        return leafOf(position)->at(position % kWidth);
    }
    /// The last element; there must be one.
    [[nodiscard]] const T& back() const { return (*this)[size_ - 1]; }

    /// The first element; there must be one.
    [[nodiscard]] const T& front() const { return (*this)[0]; }

    /// Goes over the elements in order; it holds as long as the sequence is neither changed nor gone.
    class Iterator {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T*;
        using reference = const T&;

        Iterator() = default;
        Iterator(const PersistentVector& sequence, std::size_t position) : sequence_(&sequence), position_(position) {}

        reference operator*() const { return (*sequence_)[position_]; }
        pointer operator->() const { return &**this; }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this += -1; }
        Iterator operator++(int) { return std::exchange(*this, *this + 1); }
        Iterator operator--(int) { return std::exchange(*this, *this - 1); }
        Iterator& operator+=(difference_type by) {
            position_ += static_cast<std::size_t>(by);
            return *this;
        }
        Iterator operator+(difference_type by) const { return Iterator(*this) += by; }
        Iterator operator-(difference_type by) const { return Iterator(*this) += -by; }
        difference_type operator-(const Iterator& other) const {
            return static_cast<difference_type>(position_) - static_cast<difference_type>(other.position_);
        }
        bool operator==(const Iterator& other) const { return position_ == other.position_; }
        bool operator<(const Iterator& other) const { return position_ < other.position_; }

    private:
        const PersistentVector* sequence_ = nullptr;
        std::size_t position_ = 0;
    };
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size_}; }

    /// Appends an element.
    void push_back(T value) {
        if (tail_ && tail_->count == kWidth) {
            pushTail();
            tail_ = nullptr;
        }
        if (!tail_)
            tail_ = new Leaf();
        ownLeaf(tail_).append(std::move(value));
        ++size_;
    }

    /// Replaces the element at `position`, which must exist.
    void set(std::size_t position, T value) {
        RAFT_ASSERT(position < size_);
        if (position >= tailStart()) {
            ownLeaf(tail_).at(position % kWidth) = std::move(value);
            return;
        }
        Node** slot = &root_;
        for (unsigned level = height_; level > 0; --level) {
            slot = &ownInner(*slot, level).children[childAt(position, level)];
        }
        Leaf* leaf = static_cast<Leaf*>(*slot);
        ownLeaf(leaf).at(position % kWidth) = std::move(value);
        *slot = leaf;
    }

    /// Keeps the first `length` elements and drops the rest; `length` is at most size().
    void truncate(std::size_t length) {
        RAFT_ASSERT(length <= size_);
        if (length == size_)
            return;
        if (length == 0) {
            *this = PersistentVector();
            return;
        }
        if (length > tailStart()) {
            ownLeaf(tail_).truncate(length - tailStart());
        } else {
            Leaf* kept = const_cast<Leaf*>(leafOf(length - 1));
            retain(kept);
            releaseLeaf(tail_);
            tail_ = kept;
            const std::size_t leaves = (length - 1) / kWidth;
            if (tail_->count > length - leaves * kWidth)
                ownLeaf(tail_).truncate(length - leaves * kWidth);
            trimTree(leaves);
        }
        size_ = length;
    }

    /// True when both hold equal elements; parts that they share are not looked at.
    bool operator==(const PersistentVector& other) const {
        if (size_ != other.size_ || size_ == 0)
            return size_ == other.size_;
        // Trees of equal sizes have equal shapes.
        return equalLeaves(tail_, other.tail_) && equalTrees(root_, other.root_, height_);
    }

private:
    static constexpr std::size_t kBits = 5;
    static constexpr std::size_t kWidth = 1U << kBits;

    struct Node {
        std::atomic<std::uint32_t> owners{1};
    };
    struct Leaf : Node {
        std::size_t count = 0;
        alignas(T) unsigned char room[kWidth * sizeof(T)];

        Leaf() = default;
        Leaf(const Leaf& other) : Node() {
            for (std::size_t i = 0; i < other.count; ++i)
                append(other.at(i));
        }
        Leaf& operator=(const Leaf&) = delete;
        ~Leaf() { truncate(0); }
        T& at(std::size_t i) { return reinterpret_cast<T*>(room)[i]; }
        const T& at(std::size_t i) const { return reinterpret_cast<const T*>(room)[i]; }
        void append(T value) { new (room + sizeof(T) * count++) T(std::move(value)); }
        void truncate(std::size_t length) {
            while (count > length)
                at(--count).~T();
        }
    };
    struct Inner : Node {
        Node* children[kWidth] = {};
    };

    void swap(PersistentVector& other) noexcept {
        std::swap(size_, other.size_);
        std::swap(height_, other.height_);
        std::swap(root_, other.root_);
        std::swap(tail_, other.tail_);
    }

    static std::size_t childAt(std::size_t position, unsigned level) {
        return (position >> (kBits * level)) & (kWidth - 1);
    }
    [[nodiscard]] std::size_t tailStart() const { return size_ == 0 ? 0 : (size_ - 1) / kWidth * kWidth; }

    [[nodiscard]] const Leaf* leafOf(std::size_t position) const {
        if (position >= tailStart())
            return tail_;
        const Node* node = root_;
        for (unsigned level = height_; level > 0; --level) {
            node = static_cast<const Inner*>(node)->children[childAt(position, level)];
        }
        return static_cast<const Leaf*>(node);
    }

    static bool equalLeaves(const Leaf* a, const Leaf* b) {
        if (a == b)
            return true;
        for (std::size_t i = 0; i < a->count; ++i) {
            if (!(a->at(i) == b->at(i)))
                return false;
        }
        return true;
    }
    static bool equalTrees(const Node* a, const Node* b, unsigned level) {
        if (a == b)
            return true;
        if (level == 0)
            return equalLeaves(static_cast<const Leaf*>(a), static_cast<const Leaf*>(b));
        for (std::size_t i = 0; i < kWidth; ++i) {
            if (!equalTrees(static_cast<const Inner*>(a)->children[i], static_cast<const Inner*>(b)->children[i],
                            level - 1))
                return false;
        }
        return true;
    }

    static void retain(Node* node) {
        if (node)
            node->owners.fetch_add(1, std::memory_order_relaxed);
    }
    static bool lastOwner(Node* node) { return node->owners.fetch_sub(1, std::memory_order_acq_rel) == 1; }
    static void releaseLeaf(Leaf* leaf) {
        if (leaf && lastOwner(leaf))
            delete leaf;
    }
    static void releaseTree(Node* node, unsigned level) {
        if (!node)
            return;
        if (level == 0) {
            releaseLeaf(static_cast<Leaf*>(node));
            return;
        }
        if (!lastOwner(node))
            return;
        Inner* inner = static_cast<Inner*>(node);
        for (Node* child : inner->children)
            releaseTree(child, level - 1);
        delete inner;
    }

    static Leaf& ownLeaf(Leaf*& leaf) {
        if (leaf->owners.load(std::memory_order_acquire) != 1) {
            Leaf* copy = new Leaf(*leaf);
            releaseLeaf(leaf);
            leaf = copy;
        }
        return *leaf;
    }
    static Inner& ownInner(Node*& node, unsigned level) {
        Inner* inner = static_cast<Inner*>(node);
        if (node->owners.load(std::memory_order_acquire) == 1)
            return *inner;
        Inner* copy = new Inner();
        for (std::size_t i = 0; i < kWidth; ++i) {
            copy->children[i] = inner->children[i];
            retain(copy->children[i]);
        }
        releaseTree(node, level);
        node = copy;
        return *copy;
    }

    /// Moves the full tail into the tree as its last leaf.
    void pushTail() {
        const std::size_t position = tailStart();
        if (!root_) {
            root_ = tail_;
            height_ = 0;
            return;
        }
        if (position == std::size_t{1} << (kBits * (height_ + 1))) {
            Inner* top = new Inner();
            top->children[0] = root_;
            root_ = top;
            ++height_;
        }
        Node** slot = &root_;
        for (unsigned level = height_; level > 0; --level) {
            if (!*slot)
                *slot = new Inner();
            slot = &ownInner(*slot, level).children[childAt(position, level)];
        }
        *slot = tail_;
    }

    /// Keeps the first `leaves` leaves of the tree.
    void trimTree(std::size_t leaves) {
        if (leaves == 0) {
            releaseTree(root_, height_);
            root_ = nullptr;
            height_ = 0;
            return;
        }
        const std::size_t last = (leaves - 1) * kWidth;
        while (height_ > 0 && last < (std::size_t{1} << (kBits * height_))) {
            Node* child = static_cast<Inner*>(root_)->children[0];
            retain(child);
            releaseTree(root_, height_);
            root_ = child;
            --height_;
        }
        Node** slot = &root_;
        for (unsigned level = height_; level > 0; --level) {
            Inner& inner = ownInner(*slot, level);
            const std::size_t kept = childAt(last, level);
            for (std::size_t i = kept + 1; i < kWidth; ++i)
                releaseTree(std::exchange(inner.children[i], nullptr), level - 1);
            slot = &inner.children[kept];
        }
    }

    std::size_t size_ = 0;
    unsigned height_ = 0;
    Node* root_ = nullptr;
    Leaf* tail_ = nullptr;
};

} // namespace raft
