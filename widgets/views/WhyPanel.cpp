// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/WhyPanel.h"

#include "widgets/paint/PicturePainter.h"
#include "widgets/playback/Catalogue.h"
#include "widgets/playback/TimeWords.h"
#include "widgets/views/FlowLayout.h"
#include "widgets/views/Renewal.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

// Labels that are filled anew whenever the last event is another one.

namespace raftarium {

/// So many consequences are named, and looked for among so many events.
static constexpr int kMostEffects = 3;
static constexpr raft::EventIndex kFarthestEffect = 2000;

static QLabel* makeLabel(const char* name) {
    auto* label = new QLabel;
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    return label;
}

WhyPanel::WhyPanel(const Session& session, EventBook& book, const ViewState& view, QWidget* parent)
    : QScrollArea(parent)
    , session_(session)
    , book_(book)
    , view_(view)
    , sentence_(makeLabel("whySentence"))
    , more_(makeLabel("whyMore"))
    , chips_(new QWidget)
    , rule_(makeLabel("whyRule"))
    , changes_(makeLabel("whyChanges"))
    , links_(makeLabel("whyLinks"))
    , renewal_(new Renewal(*this, [this] { renew(); })) {
    setObjectName(QStringLiteral("why"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    chips_->setLayout(new FlowLayout(6));
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(18, 8, 18, 14);
    column->setSpacing(10);
    for (QWidget* widget :
         {static_cast<QWidget*>(sentence_), static_cast<QWidget*>(more_), chips_, static_cast<QWidget*>(rule_),
          static_cast<QWidget*>(changes_), static_cast<QWidget*>(links_)})
        column->addWidget(widget);
    column->addStretch(1);
    setWidget(inside);
    connect(links_, &QLabel::linkActivated, this,
            [this](const QString& link) { emit eventWanted(link.toULongLong()); });
    connect(&session, &Session::momentChanged, renewal_, &Renewal::ask);
    connect(&view, &ViewState::themeChanged, renewal_, &Renewal::ask);
}

QString WhyPanel::text() const {
    return more_->isHidden() ? sentence_->text() : sentence_->text() + QLatin1Char('\n') + more_->text();
}

void WhyPanel::renew() {
    if (session_.events() == 0) {
        showBeginning();
        return;
    }
    const raft::EventIndex index = session_.events() - 1;
    const ToldEvent told = book_.at(index);
    sentence_->setText(sayText(told.explanation.sentence));
    QStringList more;
    for (const raft::Text& text : told.explanation.more)
        more += sayText(text);
    more_->setText(more.join(QLatin1Char('\n')));
    more_->setVisible(!more.isEmpty());
    showRules(told.explanation.rules);
    changes_->setText(changesTable(told.explanation.changes));
    changes_->setVisible(!told.explanation.changes.empty());
    links_->setText(causeLine(told.event.record) + effectLines(told.event.record));
    links_->setVisible(!links_->text().isEmpty());
}

void WhyPanel::showBeginning() {
    sentence_->setText(tr("Nothing has happened yet. Press Space to play, or Right for the first event."));
    showRules({});
    for (QLabel* label : {more_, changes_, links_})
        label->hide();
}

void WhyPanel::showRules(const std::vector<raft::Rule>& rules) {
    if (rules == shownRules_)
        return;
    shownRules_ = rules;
    rule_->hide();
    qDeleteAll(chips_->findChildren<QPushButton*>(QString(), Qt::FindDirectChildrenOnly));
    for (const raft::Rule rule : rules) {
        const raft::RuleText& text = raft::ruleText(rule);
        const QString sentence = translatedTemplate(text.sentence);
        auto* chip =
            new QPushButton(translatedTemplate(text.title) + QStringLiteral(" · ") + QString::fromUtf8(text.section));
        chip->setProperty("chip", true);
        chip->setToolTip(sentence);
        chip->setAccessibleDescription(sentence);
        chip->setFocusPolicy(Qt::TabFocus);
        connect(chip, &QPushButton::clicked, this, [this, sentence] {
            rule_->setVisible(rule_->isHidden() || rule_->text() != sentence);
            rule_->setText(sentence);
        });
        chips_->layout()->addWidget(chip);
    }
    chips_->setVisible(!rules.empty());
    chips_->updateGeometry();
}

QString WhyPanel::changesTable(const std::vector<raft::ChangeText>& changes) const {
    const QString soft = toQColor(view_.theme().soft).name();
    QString table = QStringLiteral("<table cellspacing='0' cellpadding='2'>");
    for (const raft::ChangeText& change : changes) {
        table += QStringLiteral("<tr><td style='color:%1; padding-right:14px'>%2</td><td style='padding-right:10px'>%3"
                                "</td><td style='color:%1; padding-right:10px'>→</td><td><b>%4</b></td></tr>")
                     .arg(soft, sayText(change.what).toHtmlEscaped(), sayText(change.from).toHtmlEscaped(),
                          sayText(change.to).toHtmlEscaped());
    }
    return table + QStringLiteral("</table>");
}

QString WhyPanel::linkTo(raft::EventIndex event, const QString& pattern) const {
    const ToldEvent told = book_.at(event);
    const QString who = QString::fromStdString(told.headline.server);
    const QString what = (who.isEmpty() ? QString() : who + QLatin1Char(' ')) + sayText(told.headline.text);
    return QStringLiteral("<p style='margin:2px 0'><a href='%1' style='color:%2; text-decoration:none'>%3</a></p>")
        .arg(event)
        .arg(toQColor(view_.theme().accent).name(),
             pattern.arg(what.toHtmlEscaped(), timeWords(told.event.record.time).toHtmlEscaped()));
}

QString WhyPanel::causeLine(const raft::EventRecord& record) const {
    return record.cause == raft::kNoEvent ? QString() : linkTo(record.cause, tr("← because %1, at %2"));
}

QString WhyPanel::effectLines(const raft::EventRecord& record) const {
    const raft::EventIndex end = std::min(session_.shown(), record.index + kFarthestEffect);
    QString lines;
    int found = 0;
    for (raft::EventIndex next = record.index + 1; next < end && found < kMostEffects; ++next) {
        if (session_.timeline().record(next).cause != record.index)
            continue;
        lines += linkTo(next, tr("→ leads to %1, at %2"));
        ++found;
    }
    return lines;
}

} // namespace raftarium
