// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Hash.h"
#include "raftcore/values/Shared.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

// An ordered map whose copies share what they have in common: a treap whose shape follows from its keys alone.

namespace raft {

/// An ordered map from texts or numbers to values, copied in constant time. A key's priority is its hash, so two maps
/// with equal contents have equal shapes, whatever the order of insertion.
template <typename Key, typename Value>
class PersistentMap {
public:
    /// The number of keys.
    [[nodiscard]] std::size_t size() const { return size_; }
    /// True when there are no keys.
    [[nodiscard]] bool empty() const { return size_ == 0; }

    /// The value of `key`, or null when it has none. Valid until the map changes.
    [[nodiscard]] const Value* find(const Key& key) const {
        const Tree* tree = &root_;
        while (*tree) {
            const int order = compare(key, (*tree)->key);
            if (order == 0)
                return &(*tree)->value;
            tree = order < 0 ? &(*tree)->left : &(*tree)->right;
        }
        return nullptr;
    }

    /// Gives `key` this value, new or instead of the one it had.
    void set(const Key& key, Value value) { size_ += insert(root_, key, std::move(value)) ? 1 : 0; }

    /// Forgets `key`; false when it had no value.
    bool erase(const Key& key) {
        if (!find(key))
            return false;
        remove(root_, key);
        --size_;
        return true;
    }

    /// Calls `visit(key, value)` for each key in ascending order.
    template <typename Visit>
    void forEach(const Visit& visit) const {
        walk(root_, visit);
    }

    bool operator==(const PersistentMap& other) const { return size_ == other.size_ && root_ == other.root_; }

private:
    struct Node;
    using Tree = Shared<Node>;
    struct Node {
        Key key;
        Value value;
        Tree left;
        Tree right;
        bool operator==(const Node&) const = default;
    };

    static std::uint64_t priority(const Key& key) { return Hasher().add(key).value(); }
    /// Below, at or above 0, as `a` comes before, with or after `b`.
    static int compare(const std::string& a, const std::string& b) { return a.compare(b); }
    static int compare(std::uint64_t a, std::uint64_t b) { return a == b ? 0 : a < b ? -1 : 1; }

    static bool insert(Tree& tree, const Key& key, Value value) {
        if (!tree) {
            tree = Tree(Node{key, std::move(value), {}, {}});
            return true;
        }
        Node& node = tree.own();
        const int order = compare(key, node.key);
        if (order == 0) {
            node.value = std::move(value);
            return false;
        }
        Tree& side = order < 0 ? node.left : node.right;
        const bool added = insert(side, key, std::move(value));
        // Only a node that was not there before can stand too low.
        if (added && priority(side->key) > priority(node.key))
            order < 0 ? rotateRight(tree) : rotateLeft(tree);
        return added;
    }

    static void rotateRight(Tree& tree) {
        Tree top = std::move(tree.own().left);
        tree.own().left = std::move(top.own().right);
        top.own().right = std::move(tree);
        tree = std::move(top);
    }
    static void rotateLeft(Tree& tree) {
        Tree top = std::move(tree.own().right);
        tree.own().right = std::move(top.own().left);
        top.own().left = std::move(tree);
        tree = std::move(top);
    }

    static void remove(Tree& tree, const Key& key) {
        Node& node = tree.own();
        const int order = compare(key, node.key);
        if (order == 0) {
            tree = merge(node.left, node.right);
        } else {
            remove(order < 0 ? node.left : node.right, key);
        }
    }
    static Tree merge(Tree left, Tree right) {
        if (!left)
            return right;
        if (!right)
            return left;
        if (priority(left->key) > priority(right->key)) {
            left.own().right = merge(left->right, std::move(right));
            return left;
        }
        right.own().left = merge(std::move(left), right->left);
        return right;
    }

    template <typename Visit>
    static void walk(const Tree& tree, const Visit& visit) {
        if (!tree)
            return;
        walk(tree->left, visit);
        visit(tree->key, tree->value);
        walk(tree->right, visit);
    }

    Tree root_;
    std::size_t size_ = 0;
};

} // namespace raft
