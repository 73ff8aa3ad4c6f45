// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Commands.h"
#include "app/PresentationWindow.h"

#include <QObject>
#include <QPointer>

class QLabel;
class QMenu;

/// Bookmarks and presenting: what people do to tell a run to others.
namespace raftarium {

/// The commands with which a presenter sets bookmarks, steps from one to the next, and shows the stage to a room.
class TellingCommands : public QObject {
    Q_OBJECT

public:
    /// All must outlive it; dialogs belong to `window`, whose keys work in the presentation too.
    TellingCommands(Session& session, Player& player, ViewState& view, const FrameMaker& frames, Commands& commands,
                    QWidget* window);
    ~TellingCommands() override;

    /// Puts the entries into a menu.
    void fill(QMenu& menu);
    /// The presentation while there is one, else null.
    [[nodiscard]] PresentationWindow* presentation() const { return presentation_; }
    /// What the presenter reads while presenting: the caption that is shown, and the one that comes next.
    [[nodiscard]] QLabel* prompter() const { return prompter_; }

private:
    void askCaption();
    void removeBookmark();
    void toNextBookmark();
    void toPreviousBookmark();
    void togglePresentation();
    void present(QScreen* screen);
    void toggleBlack();
    void setPresentsLogs(bool presents);
    void renewPrompter();
    void fillScreens(QMenu& menu);
    [[nodiscard]] QScreen* usualScreen() const;

    Session& session_;
    Player& player_;
    ViewState& view_;
    const FrameMaker& frames_;
    Commands& commands_;
    QWidget* window_;
    QLabel* prompter_;
    QPointer<PresentationWindow> presentation_;
    bool presentsLogs_ = false;
};

} // namespace raftarium
