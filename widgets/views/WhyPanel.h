// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/EventBook.h"
#include "widgets/views/ViewState.h"

#include <QScrollArea>

class QLabel;

/// What happened last, and why.
namespace raftarium {

class FlowLayout;
class Renewal;

/// Explains the event just played: a sentence, its rules, what changed, what caused it and what it led to.
class WhyPanel : public QScrollArea {
    Q_OBJECT

public:
    /// All must outlive it.
    WhyPanel(const Session& session, EventBook& book, const ViewState& view, QWidget* parent = nullptr);

    /// The sentences shown, for the clipboard.
    [[nodiscard]] QString text() const;

signals:
    /// Somebody wants to go to just after this event.
    void eventWanted(raft::EventIndex event);

private:
    void renew();
    void showBeginning();
    void showRules(const std::vector<raft::Rule>& rules);
    [[nodiscard]] QString changesTable(const std::vector<raft::ChangeText>& changes) const;
    [[nodiscard]] QString causeLine(const raft::EventRecord& record) const;
    [[nodiscard]] QString effectLines(const raft::EventRecord& record) const;
    [[nodiscard]] QString linkTo(raft::EventIndex event, const QString& pattern) const;

    const Session& session_;
    EventBook& book_;
    const ViewState& view_;
    QLabel* sentence_;
    QLabel* more_;
    QWidget* chips_;
    QLabel* rule_;
    QLabel* changes_;
    QLabel* links_;
    std::vector<raft::Rule> shownRules_;
    Renewal* renewal_;
};

} // namespace raftarium
