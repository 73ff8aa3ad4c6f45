// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/TransportBar.h"

#include "widgets/paint/PicturePainter.h"
#include "widgets/playback/TimeWords.h"
#include "widgets/views/Signs.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <cmath>

// A thin row of controls over the player.

namespace raftarium {

/// The reached speed is shown where it falls short of the chosen one by more than this share.
static constexpr double kNoticeable = 0.85;

TransportBar::TransportBar(Session& session, Player& player, const ViewState& view, const TransportActions& actions,
                           QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , player_(player)
    , view_(view)
    , actions_(actions)
    , clock_(new QLabel)
    , count_(new QLabel)
    , held_(new QLabel(tr("held")))
    , speed_(new QLabel)
    , slider_(new QSlider(Qt::Horizontal)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 16, 8);
    row->setSpacing(8);
    for (QAction* action : {actions.toStart, actions.previousInteresting, actions.back})
        row->addWidget(addButton(action, 44));
    playButton_ = addButton(actions.play, 56);
    playButton_->setObjectName(QStringLiteral("play"));
    row->addWidget(playButton_);
    for (QAction* action : {actions.forward, actions.nextInteresting, actions.toEnd})
        row->addWidget(addButton(action, 44));
    clock_->setObjectName(QStringLiteral("clock"));
    count_->setObjectName(QStringLiteral("eventCount"));
    held_->setObjectName(QStringLiteral("held"));
    row->addSpacing(8);
    row->addWidget(clock_);
    row->addWidget(count_);
    row->addWidget(held_);
    row->addStretch(1);
    row->addWidget(makeSpeed());
    connect(&session, &Session::momentChanged, this, &TransportBar::showMoment);
    connect(&player, &Player::stateChanged, this, &TransportBar::showState);
    connect(&player, &Player::reachedSpeedChanged, this, &TransportBar::showState);
    connect(&view, &ViewState::themeChanged, this, &TransportBar::drawSigns);
    drawSigns();
    showMoment();
    showState();
}

QToolButton* TransportBar::addButton(QAction* action, int width) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setFixedSize(width, 36);
    button->setIconSize({16, 16});
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QWidget* TransportBar::makeSpeed() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(12);
    speed_->setObjectName(QStringLiteral("speed"));
    speed_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    slider_->setObjectName(QStringLiteral("speedSlider"));
    slider_->setAccessibleName(tr("Speed"));
    slider_->setRange(0, speedSteps() - 1);
    slider_->setPageStep(4);
    slider_->setMinimumWidth(120);
    slider_->setMaximumWidth(260);
    slider_->setFocusPolicy(Qt::TabFocus);
    slider_->setToolTip(tr("How fast logical time passes, from 1/500 to 100 times real time"));
    connect(slider_, &QSlider::valueChanged, this, [this](int step) { player_.setSpeed(speedAt(step)); });
    row->addWidget(speed_);
    row->addWidget(slider_, 1);
    return box;
}

void TransportBar::showMoment() {
    clock_->setText(timeWords(session_.cluster().now()));
    const QLocale locale;
    const auto events = static_cast<qulonglong>(session_.events());
    const auto known = static_cast<qulonglong>(session_.shown());
    count_->setText(known > events ? tr("event %1 of %2").arg(locale.toString(events), locale.toString(known))
                                   : tr("event %1").arg(locale.toString(events)));
}

void TransportBar::showState() {
    held_->setVisible(player_.isPlaying() && player_.isHeld());
    const double reached = player_.reachedSpeed();
    const bool behind = player_.isPlaying() && reached > 0 && reached < kNoticeable * player_.speed();
    speed_->setText(behind ? tr("%1, reached %2").arg(speedWords(player_.speed()), speedShort(reached))
                           : speedWords(player_.speed()));
    const QSignalBlocker quiet(slider_);
    slider_->setValue(stepOf(player_.speed()));
    drawSigns();
}

void TransportBar::drawSigns() {
    const QColor ink = toQColor(view_.theme().ink);
    const QColor faint = toQColor(view_.theme().faint);
    const auto give = [&](QAction* action, Sign sign) { action->setIcon(signIcon(sign, ink, faint)); };
    give(actions_.toStart, Sign::toStart);
    give(actions_.previousInteresting, Sign::previous);
    give(actions_.back, Sign::back);
    give(actions_.forward, Sign::forward);
    give(actions_.nextInteresting, Sign::next);
    give(actions_.toEnd, Sign::toEnd);
    const bool plays = player_.isPlaying();
    actions_.play->setText(plays ? tr("Pause") : tr("Play"));
    actions_.play->setIcon(signIcon(plays ? Sign::pause : Sign::play, toQColor(view_.theme().accentInk), faint));
}

} // namespace raftarium
