// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/Parts.h"

#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>

#include <algorithm>

// Qt's accessibility interfaces over a list of parts.

namespace raftarium {

namespace {

/// One part for a reader. It finds its part by id, so that it stays valid as long as the thing is there.
class PartInterface final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    PartInterface(QWidget* view, const scene::Id& id) : view_(view), id_(id) {}

    [[nodiscard]] bool isValid() const override { return view_ && part() != nullptr; }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override { return view_ ? view_->window()->windowHandle() : nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(view_); }
    [[nodiscard]] QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        const Part* found = part();
        return found && kind == QAccessible::Name ? found->words : QString();
    }
    void setText(QAccessible::Text /*kind*/, const QString& /*text*/) override {}
    [[nodiscard]] QRect rect() const override {
        const Part* found = part();
        return found ? QRect(view_->mapToGlobal(found->place.topLeft()), found->place.size()) : QRect();
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessible::State state() const override {
        QAccessible::State state;
        const Part* found = part();
        state.invalid = !found;
        state.focusable = state.selectable = true;
        state.selected = found && found->selected;
        state.focused = state.selected && view_->hasFocus();
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override {
        if (isValid() && name == pressAction())
            Parts::of(view_)->choose(id_);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString& /*name*/) const override { return {}; }

private:
    [[nodiscard]] const Part* part() const {
        const Parts* parts = view_ ? Parts::of(view_) : nullptr;
        return parts ? parts->find(id_) : nullptr;
    }

    QPointer<QWidget> view_;
    scene::Id id_;
};

/// A view for a reader: a list of its parts.
class PartsInterface final : public QAccessibleWidget {
public:
    explicit PartsInterface(QWidget* view) : QAccessibleWidget(view, QAccessible::List) { parts().beginReading(); }

    [[nodiscard]] int childCount() const override { return static_cast<int>(parts().all().size()); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override {
        return index >= 0 && index < childCount() ? parts().interfaceAt(static_cast<std::size_t>(index)) : nullptr;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* wanted) const override {
        for (int index = 0; index < childCount(); ++index) {
            if (child(index) == wanted)
                return index;
        }
        return -1;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override {
        for (int index = childCount() - 1; index >= 0; --index) {
            if (child(index)->rect().contains(x, y))
                return child(index);
        }
        return nullptr;
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override {
        const auto& all = parts().all();
        const auto chosen = std::find_if(all.begin(), all.end(), [](const Part& part) { return part.selected; });
        return chosen == all.end() ? nullptr : child(static_cast<int>(chosen - all.begin()));
    }

private:
    [[nodiscard]] Parts& parts() const { return *Parts::of(object()); }
};

QAccessibleInterface* makeInterface(const QString& /*className*/, QObject* object) {
    return Parts::of(object) ? new PartsInterface(static_cast<QWidget*>(object)) : nullptr;
}

} // namespace

Parts::Parts(QWidget& view, const Session& session, const Player& player, const ViewState& state, Find find,
             Choose choose)
    : QObject(&view)
    , view_(view)
    , player_(player)
    , find_(std::move(find))
    , choose_(std::move(choose)) {
    connect(&session, &Session::momentChanged, this, [this] {
        if (!player_.isPlaying())
            renew();
    });
    connect(&player, &Player::stateChanged, this, &Parts::renew);
    connect(&state, &ViewState::selectionChanged, this, &Parts::renew);
}

Parts* Parts::of(const QObject* view) { return view->findChild<Parts*>(QString(), Qt::FindDirectChildrenOnly); }

const Part* Parts::find(const scene::Id& id) const {
    const auto found = std::find_if(parts_.begin(), parts_.end(), [&id](const Part& part) { return part.id == id; });
    return found == parts_.end() ? nullptr : &*found;
}

QAccessibleInterface* Parts::interfaceAt(std::size_t position) {
    const scene::Id& id = parts_[position].id;
    const auto known =
        std::find_if(handles_.begin(), handles_.end(), [&id](const auto& each) { return each.first == id; });
    if (known != handles_.end())
        return QAccessible::accessibleInterface(known->second);
    auto* made = new PartInterface(&view_, id);
    handles_.emplace_back(id, QAccessible::registerAccessibleInterface(made));
    return made;
}

void Parts::beginReading() {
    isRead_ = true;
    parts_ = find_();
}

void Parts::renew() {
    if (!isRead_)
        return;
    std::vector<Part> parts = find_();
    if (parts == parts_)
        return;
    parts_ = std::move(parts);
    std::erase_if(handles_, [this](const auto& each) {
        const bool gone = find(each.first) == nullptr;
        if (gone)
            QAccessible::deleteAccessibleInterface(each.second);
        return gone;
    });
    QAccessibleEvent reordered(&view_, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&reordered);
    const auto chosen = std::find_if(parts_.begin(), parts_.end(), [](const Part& part) { return part.selected; });
    if (chosen == parts_.end())
        return;
    QAccessibleEvent focus(interfaceAt(static_cast<std::size_t>(chosen - parts_.begin())),
                           view_.hasFocus() ? QAccessible::Focus : QAccessible::Selection);
    QAccessible::updateAccessibility(&focus);
}

void installPartsFactory() { QAccessible::installFactory(makeInterface); }

} // namespace raftarium
