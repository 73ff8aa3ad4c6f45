// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Player.h"
#include "widgets/views/TransportBar.h"
#include "widgets/views/ViewState.h"

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>

#include <functional>
#include <optional>

/// Everything that keys, menus and the tool bar do.
namespace raftarium {

/// A line of the list of keys.
struct KeyLine {
    QString group;
    QString keys;
    QString what;
};

/// An action of the cluster that menus and the tool bar offer: what it would do follows the moment.
struct Offer {
    QAction* entry = nullptr;
    /// The action, and the text that names it; no action when there is none to take, and `whyNone` says why.
    std::function<std::optional<raft::Action>()> make;
    QString whyNone;
};

/// Owns the program's commands and their keys. A key always does something: what cannot be done is said in the status
/// line, while menus and buttons show it disabled with the reason as tool tip.
class Commands : public QObject {
    Q_OBJECT

public:
    /// All must outlive it; keys work in `window`.
    Commands(Session& session, Player& player, ViewState& view, QWidget* window);

    [[nodiscard]] const TransportActions& transport() const { return transport_; }
    /// All keys, for the list on F1.
    [[nodiscard]] const QList<KeyLine>& keys() const { return keys_; }

    /// An entry for menus or tool bars that takes an action; it is renewed with the moment.
    QAction* offer(const QString& text, const QString& name, std::function<std::optional<raft::Action>()> make,
                   const QString& whyNone = {});
    /// An entry of our own making with its key, listed with the keys unless the group is empty.
    QAction* command(const QString& group, const QString& text, const QList<QKeySequence>& keys,
                     std::function<void()> run);
    /// A key without an entry, listed with the keys. Keys do the same wherever the focus is, but in text fields.
    void key(const QString& group, const QList<QKeySequence>& keys, const QString& what, std::function<void()> run);

    /// Lists a key that a view handles itself.
    void listKey(const QString& group, const QString& keys, const QString& what) { keys_.append({group, keys, what}); }

    /// The leader's stop; none without a leader.
    [[nodiscard]] std::optional<raft::Action> stopLeader() const;

public slots:
    void stopOrRestartChosen();
    void timeOutChosen();
    void selectServer(int number);
    void healAll();

signals:
    /// Why nothing was done, in words.
    void told(const QString& news);

private:
    void makeTransport();
    void renewOffers();

    Session& session_;
    Player& player_;
    ViewState& view_;
    QWidget* window_;
    TransportActions transport_;
    QList<KeyLine> keys_;
    std::vector<Offer> offers_;
};

} // namespace raftarium
