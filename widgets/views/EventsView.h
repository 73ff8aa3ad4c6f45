// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/EventBook.h"
#include "widgets/playback/Player.h"
#include "widgets/views/EventRows.h"
#include "widgets/views/ViewState.h"

#include <QAbstractScrollArea>

#include <optional>

/// The events of a run in words.
namespace raftarium {

struct Part;

/// A list of events, oldest first, in which the one just played is marked. Only the rows that can be seen are put in
/// words, so that it stays quick however long the run is. It follows the present moment unless somebody scrolled away.
class EventsView : public QAbstractScrollArea {
    Q_OBJECT

public:
    /// All must outlive it.
    EventsView(const Session& session, const Player& player, EventBook& book, const ViewState& view,
               QWidget* parent = nullptr);

    [[nodiscard]] const EventRows& rows() const { return rows_; }
    /// The row of the event just played; nothing when it is not listed or there is none.
    [[nodiscard]] std::optional<std::size_t> presentRow() const;
    /// The rows that can be seen, first and one past the last.
    [[nodiscard]] std::pair<std::size_t, std::size_t> visibleRows() const;
    /// Where a row is in the viewport.
    [[nodiscard]] QRect rowPlace(std::size_t row) const;
    /// A row in words, as it is read aloud and searched: time, server, what happened, sections.
    [[nodiscard]] QString rowText(std::size_t row) const;
    /// The whole sentence of a row's event.
    [[nodiscard]] QString sentence(std::size_t row) const;
    /// True while the view follows the present moment.
    [[nodiscard]] bool isFollowing() const { return following_; }

    /// Marks a row as found.
    void setFound(std::optional<std::size_t> row);

public slots:
    /// Puts the sentence of the event just played on the clipboard.
    void copySentence() const;

signals:
    /// Somebody wants to go to just after this event.
    void eventWanted(raft::EventIndex event);
    /// Somebody wants to search.
    void findWanted();
    /// Other rows than before are listed: what was found is void.
    void rowsReplaced();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Columns;

    [[nodiscard]] std::vector<Part> findParts() const;
    void keepUp();
    void changeRows();
    void measure();
    void follow();
    void showRow(std::size_t row);
    void paintRow(QPainter& painter, std::size_t row, const Columns& columns) const;
    [[nodiscard]] std::optional<std::size_t> rowAt(int y) const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] QString sections(const raft::Explanation& explanation) const;

    const Session& session_;
    EventBook& book_;
    const ViewState& view_;
    EventRows rows_;
    std::optional<std::size_t> found_;
    bool following_ = true;
    /// True while the view itself scrolls, which is no sign that somebody did.
    bool scrollsItself_ = false;
};

} // namespace raftarium
