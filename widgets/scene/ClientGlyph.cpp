// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/ClientGlyph.h"

#include <algorithm>

// A client says its name, its session and what it waits for; a narrow one its name, and by a dot that it waits.

namespace scene {

namespace {

constexpr double kInset = 7;

class ClientPainter {
public:
    ClientPainter(Sketch& sketch, const ClientSeat& seat, const StageLayout& layout, const Words& words)
        : sketch_(sketch)
        , theme_(sketch.theme())
        , place_(seat.place)
        , unit_(layout.sizes.texts.unit)
        , font_{layout.sizes.texts.least, Weight::regular}
        , words_(words) {}

    void frame(bool waits) const {
        const double width = std::max(waits ? 1.8 : 1.2, theme_.minimumLine);
        sketch_.box(place_, 7, theme_.stage, {waits ? theme_.soft : theme_.line, width, {}});
    }

    void wide(const ClientFact& client) const {
        const double upper = place_.top() + place_.height * 0.3;
        const double lower = place_.top() + place_.height * 0.72;
        const double name = line(client.name, Weight::bold, place_.left() + kInset, upper, theme_.ink, place_.width);
        const double room = place_.width - 3 * kInset - name;
        if (client.session != 0) {
            const std::string session =
                words_.say({QT_TRANSLATE_NOOP("scene", "session %1"), {std::to_string(client.session)}});
            if (sketch_.measure().width(session, font_) <= room)
                sketch_.text({place_.right() - kInset, baseline(upper)}, session, font_, theme_.soft, Anchor::right);
        }
        line(wordsOf(client), Weight::regular, place_.left() + kInset, lower, client.waits() ? theme_.ink : theme_.soft,
             place_.width - 2 * kInset);
    }

    void narrow(const ClientFact& client) const {
        const double middle = place_.center().y;
        line(client.name, Weight::bold, place_.left() + kInset, middle, theme_.ink, place_.width - 2 * kInset);
        if (client.waits())
            sketch_.disc({place_.right() - kInset, middle}, 3.5 * unit_, theme_.soft);
    }

    void group(const std::vector<ClientFact>& clients) const {
        const auto waiting =
            std::count_if(clients.begin(), clients.end(), [](const auto& each) { return each.waits(); });
        const double room = place_.width - 2 * kInset;
        line(words_.say({QT_TRANSLATE_NOOP("scene", "%1 clients"), {std::to_string(clients.size())}}), Weight::bold,
             place_.left() + kInset, place_.top() + place_.height * 0.3, theme_.ink, room);
        line(words_.say({QT_TRANSLATE_NOOP("scene", "%1 wait"), {std::to_string(waiting)}}), Weight::regular,
             place_.left() + kInset, place_.top() + place_.height * 0.72, waiting > 0 ? theme_.ink : theme_.soft, room);
    }

private:
    [[nodiscard]] double baseline(double middle) const { return middle + kCapHeight * font_.size / 2; }

    /// One line, cut to its room; how wide it became.
    double line(const std::string& text, Weight weight, double left, double middle, Color color, double room) const {
        const Font font{font_.size, weight};
        const std::string shown = elided(sketch_.measure(), text, font, room);
        sketch_.text({left, baseline(middle)}, shown, font, color);
        return sketch_.measure().width(shown, font);
    }

    [[nodiscard]] std::string wordsOf(const ClientFact& client) const {
        if (!client.waits())
            return words_.say(QT_TRANSLATE_NOOP("scene", "idle"));
        if (client.attempts > 1)
            return words_.say({"%1 ×%2", {client.command, std::to_string(client.attempts)}});
        return client.command;
    }

    Sketch& sketch_;
    const Theme& theme_;
    const Rect& place_;
    double unit_;
    Font font_;
    const Words& words_;
};

} // namespace

void drawClient(Sketch& sketch, const Facts& facts, const ClientSeat& seat, const StageLayout& layout,
                const Words& words) {
    const ClientPainter painter(sketch, seat, layout, words);
    if (seat.client == 0) {
        sketch.show(clientsId());
        const bool anyWaits =
            std::any_of(facts.clients.begin(), facts.clients.end(), [](const auto& each) { return each.waits(); });
        painter.frame(anyWaits);
        painter.group(facts.clients);
        return;
    }
    const ClientFact& client = facts.clients[static_cast<std::size_t>(seat.client - 1)];
    sketch.show(clientId(client.id));
    painter.frame(client.waits());
    if (layout.wideClients)
        painter.wide(client);
    else
        painter.narrow(client);
}

} // namespace scene
