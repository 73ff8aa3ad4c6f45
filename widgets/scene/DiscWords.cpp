// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/DiscWords.h"

#include <algorithm>
#include <cmath>

// A column of lines in a circle. Lines are tried with all there is to say, and then with less, until they fit.

namespace scene {

namespace {

/// What can be said in one line, in full and in short.
struct Choice {
    DiscLine line;
    double gap = 0; ///< above it, unless it is the first
};

class Column {
public:
    Column(const ServerFact& fact, double radius, const StageSizes& sizes, const TextMeasure& measure,
           const Words& words)
        : fact_(fact)
        , sizes_(sizes)
        , measure_(measure)
        , words_(words)
        , inner_(radius - sizes.rim / 2)
        , scale_(radius / 58) {}

    std::vector<DiscLine> best() const {
        std::vector<std::vector<Choice>> attempts;
        if (sizes_.detail == Detail::full) {
            attempts.push_back({sign(1), name(), role(), term(true)});
            attempts.push_back({sign(0.7), name(), role(), term(true)});
            // A leader's crown says more than the word "term"; another server's sign says less.
            if (fact_.role == RoleFact::leader)
                attempts.push_back({sign(0.7), name(), role(), term(false)});
            attempts.push_back({name(), role(), term(true)});
            attempts.push_back({name(), role(), term(false)});
        }
        if (sizes_.detail == Detail::full || sizes_.detail == Detail::term) {
            attempts.push_back({name(), term(true)});
            attempts.push_back({name(), term(false)});
        }
        for (const auto& attempt : attempts) {
            if (auto lines = fitted(attempt); !lines.empty())
                return lines;
        }
        return sizes_.detail == Detail::dot ? std::vector<DiscLine>{} : nameAlone();
    }

private:
    double fontSize(double atLook, double least) const { return std::max(least, atLook * scale_); }

    Choice text(DiscPart part, std::string what, Font font, double gap) const {
        DiscLine line;
        line.part = part;
        line.font = font;
        line.size = {measure_.width(what, font), kCapHeight * font.size};
        line.text = std::move(what);
        return {line, gap};
    }
    /// The sign above the name; one that is a shape, or a place kept free for it, at this share of its size.
    Choice sign(double share) const {
        if (!fact_.votes.empty() && fact_.voting && !sizes_.pips) {
            const Font font{fontSize(12.5, sizes_.texts.least), Weight::semiBold};
            return text(DiscPart::sign, voteCount(fact_, words_), font, 0);
        }
        if (fact_.role == RoleFact::follower && fact_.health != Health::stopped && fact_.votedFor != 0 &&
            fact_.votedFor != fact_.id)
            return text(DiscPart::sign, "✓ S" + std::to_string(fact_.votedFor),
                        {fontSize(12.5, sizes_.texts.least), Weight::medium}, 0);
        DiscLine line;
        line.part = DiscPart::sign;
        line.size = {34 * scale_ * share, 15 * scale_ * share};
        return {line, 0};
    }
    Choice name() const {
        const Font font{fontSize(26, sizes_.texts.leastName), Weight::bold};
        return text(DiscPart::name, elided(measure_, fact_.name, font, 2 * inner_ * 0.86), font, 7 * scale_);
    }
    Choice role() const {
        const Font font{fontSize(14, sizes_.texts.least), Weight::medium};
        return text(DiscPart::role, roleWord(fact_, words_), font, std::max(5.0, 8 * scale_));
    }
    Choice term(bool withWord) const {
        const Font font{fontSize(13.5, sizes_.texts.leastName), Weight::bold};
        const std::string number = std::to_string(fact_.term);
        const std::string what = withWord ? words_.say({QT_TRANSLATE_NOOP("scene", "term %1"), {number}}) : number;
        Choice choice = text(DiscPart::term, what, font, std::max(5.0, 8 * scale_));
        choice.line.size.width += font.size * 1.1;
        choice.line.size.height = font.size * 1.45;
        return choice;
    }

    /// The lines one below the other; empty if they do not fit.
    std::vector<DiscLine> fitted(const std::vector<Choice>& choices) const {
        double height = 0;
        for (const Choice& choice : choices)
            height += choice.line.size.height + (height > 0 ? choice.gap : 0);
        std::vector<DiscLine> lines;
        double y = -height / 2;
        for (const Choice& choice : choices) {
            y += lines.empty() ? 0 : choice.gap;
            lines.push_back(choice.line);
            lines.back().y = y + choice.line.size.height / 2;
            const double farthest = std::max(std::abs(y), std::abs(y + choice.line.size.height));
            // A pill's corners are round, so less of its width must fit there.
            const double round = choice.line.part == DiscPart::term ? choice.line.size.height * 0.3 : 0;
            if (std::hypot(choice.line.size.width / 2 - round, farthest) > inner_ - 2)
                return {};
            y += choice.line.size.height;
        }
        return lines;
    }
    std::vector<DiscLine> nameAlone() const {
        const Font font{std::max(sizes_.texts.leastName, std::min(26 * scale_, inner_ * 0.62)), Weight::semiBold};
        const std::string number = std::to_string(fact_.id);
        for (const std::string& what : {fact_.name, number}) {
            Choice choice = text(DiscPart::name, what, font, 0);
            if (std::hypot(choice.line.size.width / 2, choice.line.size.height / 2) <= inner_)
                return {choice.line};
        }
        return {};
    }

    const ServerFact& fact_;
    const StageSizes& sizes_;
    const TextMeasure& measure_;
    const Words& words_;
    double inner_;
    double scale_;
};

} // namespace

std::string roleWord(const ServerFact& fact, const Words& words) {
    if (fact.health == Health::stopped)
        return words.say(QT_TRANSLATE_NOOP("scene", "stopped"));
    if (fact.health == Health::paused)
        return words.say(QT_TRANSLATE_NOOP("scene", "paused"));
    switch (fact.role) {
    case RoleFact::leader:
        return words.say(QT_TRANSLATE_NOOP("scene", "leader"));
    case RoleFact::candidate:
        return words.say(QT_TRANSLATE_NOOP("scene", "candidate"));
    case RoleFact::preCandidate:
        return words.say(QT_TRANSLATE_NOOP("scene", "pre-candidate"));
    case RoleFact::follower:
        break;
    }
    return fact.voting ? words.say(QT_TRANSLATE_NOOP("scene", "follower"))
                       : words.say(QT_TRANSLATE_NOOP("scene", "learner"));
}

std::string voteCount(const ServerFact& fact, const Words& words) {
    const auto granted = std::count_if(fact.votes.begin(), fact.votes.end(),
                                       [](const VoteFact& vote) { return vote.answer == Answer::granted; });
    return words.say(
        {QT_TRANSLATE_NOOP("scene", "%1 of %2 ✓"), {std::to_string(granted), std::to_string(fact.votes.size())}});
}

std::vector<DiscLine> discWords(const ServerFact& fact, double radius, const StageSizes& sizes,
                                const TextMeasure& measure, const Words& words) {
    return Column(fact, radius, sizes, measure, words).best();
}

} // namespace scene
