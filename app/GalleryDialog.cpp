// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/GalleryDialog.h"

#include "raftcore/files/ScenarioFile.h"
#include "raftcore/history/ScenarioRun.h"
#include "widgets/paint/PictureFont.h"
#include "widgets/paint/PicturePainter.h"
#include "widgets/playback/Catalogue.h"
#include "widgets/scene/Stage.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

// Titles at once, pictures as they come.

namespace raftarium {

static constexpr QSize kPictureSize{240, 150};
/// Pictures are drawn this many times larger, and shown smaller: a stage in small, not a small stage.
static constexpr int kReduction = 3;
static constexpr int kPathRole = Qt::UserRole;

/// The shipped scenarios in the order in which one would teach them; what is not named here comes after.
static const QStringList kOrder{QStringLiteral("first-election"),
                                QStringLiteral("log-replication"),
                                QStringLiteral("redirected-client"),
                                QStringLiteral("acknowledgements"),
                                QStringLiteral("leader-crash"),
                                QStringLiteral("change-of-leader"),
                                QStringLiteral("three-elections"),
                                QStringLiteral("split-vote"),
                                QStringLiteral("aligned-timers"),
                                QStringLiteral("vote-survives"),
                                QStringLiteral("fewer-than-half"),
                                QStringLiteral("election-priority"),
                                QStringLiteral("old-leader-returns"),
                                QStringLiteral("minority-leader"),
                                QStringLiteral("candidate-behind"),
                                QStringLiteral("short-log-rejoins"),
                                QStringLiteral("lost-replies"),
                                QStringLiteral("late-duplicate"),
                                QStringLiteral("overtaking"),
                                QStringLiteral("figure-7"),
                                QStringLiteral("accelerated-back-off"),
                                QStringLiteral("figure-7-accelerated"),
                                QStringLiteral("figure-8-d"),
                                QStringLiteral("figure-8-e"),
                                QStringLiteral("pre-vote"),
                                QStringLiteral("check-quorum"),
                                QStringLiteral("returns-and-disturbs-nobody"),
                                QStringLiteral("leadership-transfer"),
                                QStringLiteral("transfer-to-the-slow"),
                                QStringLiteral("transfer-to-the-dead"),
                                QStringLiteral("log-compaction"),
                                QStringLiteral("snapshot-for-a-late-server"),
                                QStringLiteral("read-index"),
                                QStringLiteral("read-before-first-commit"),
                                QStringLiteral("lease-slow-clock"),
                                QStringLiteral("lease-clocks-within-bound"),
                                QStringLiteral("exactly-once"),
                                QStringLiteral("executed-twice"),
                                QStringLiteral("add-a-server"),
                                QStringLiteral("empty-voter-stalls"),
                                QStringLiteral("learner-votes-when-asked"),
                                QStringLiteral("second-change-refused"),
                                QStringLiteral("configuration-when-applied"),
                                QStringLiteral("joint-consensus"),
                                QStringLiteral("removed-server"),
                                QStringLiteral("disruptive-server"),
                                QStringLiteral("disruptive-server-held-off"),
                                QStringLiteral("added-again"),
                                QStringLiteral("single-server-bug"),
                                QStringLiteral("pipelining"),
                                QStringLiteral("leader-sends-before-it-writes"),
                                QStringLiteral("production"),
                                QStringLiteral("stormy-minute"),
                                QStringLiteral("slow-network")};

/// The names of all shipped scenarios, in order.
static QStringList scenarioNames() {
    QStringList names;
    for (const QFileInfo& file : QDir(QStringLiteral(":/scenarios")).entryInfoList({QStringLiteral("*.raft")}))
        names += file.completeBaseName();
    const auto place = [](const QString& name) {
        const qsizetype found = kOrder.indexOf(name);
        return found < 0 ? kOrder.size() : found;
    };
    std::stable_sort(names.begin(), names.end(),
                     [&place](const QString& a, const QString& b) { return place(a) < place(b); });
    return names;
}

static QByteArray contentsOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static auto scenarioIn(const QByteArray& text) {
    return raft::readScenario(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
}

/// The stage at a scenario's last bookmark, or at its end where it has none, light or dark as the dialog is.
static QPixmap pictureOf(const raft::Scenario& scenario, const QPalette& palette) {
    static constexpr int kHalfLight = 128;
    const bool dark = palette.color(QPalette::Window).lightness() < kHalfLight;
    raft::Timeline timeline(scenario.cluster);
    raft::run(scenario, timeline);
    if (!timeline.bookmarks().empty())
        timeline.go({timeline.bookmarks().back().branch, timeline.bookmarks().back().events, 0});
    scene::Frame frame{timeline.present(), timeline.present().now(), {}, {}, {}, {}, {}, {}, {}, {}};
    frame.options.legend = false;
    const scene::Size size{static_cast<double>(kPictureSize.width() * kReduction),
                           static_cast<double>(kPictureSize.height() * kReduction)};
    const QImage large =
        toImage(scene::stage(frame, {size, scene::makeTheme(dark ? scene::ThemeKind::dark : scene::ThemeKind::light),
                                     pictureMeasure(), pictureWords()}));
    return QPixmap::fromImage(large.scaled(kPictureSize, Qt::KeepAspectRatio, Qt::SmoothTransformation));
}

GalleryDialog::GalleryDialog(QWidget* parent) : QDialog(parent), list_(new QListWidget) {
    setObjectName(QStringLiteral("galleryDialog"));
    setWindowTitle(tr("Gallery"));
    setAttribute(Qt::WA_DeleteOnClose);
    list_->setObjectName(QStringLiteral("scenarios"));
    list_->setIconSize(kPictureSize);
    list_->setSpacing(4);
    list_->setWordWrap(true);
    list_->setUniformItemSizes(false);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &GalleryDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &GalleryDialog::reject);
    connect(list_, &QListWidget::itemActivated, this, &GalleryDialog::accept);
    auto* column = new QVBoxLayout(this);
    column->addWidget(list_);
    column->addWidget(buttons);
    for (const QString& name : scenarioNames())
        addScenario(QStringLiteral(":/scenarios/") + name + QStringLiteral(".raft"));
    list_->setCurrentRow(0);
    resize(820, 640);
    QTimer::singleShot(0, this, &GalleryDialog::makeNextPicture);
}

void GalleryDialog::addScenario(const QString& path) {
    const auto scenario = scenarioIn(contentsOf(path));
    if (!scenario)
        return;
    auto* item = new QListWidgetItem(list_);
    item->setText(QString::fromStdString(scenario->title) + QStringLiteral("\n\n") +
                  QString::fromStdString(scenario->description));
    item->setData(kPathRole, path);
    QPixmap room(kPictureSize);
    room.fill(Qt::transparent);
    item->setIcon(QIcon(room));
}

void GalleryDialog::makeNextPicture() {
    if (nextPicture_ >= list_->count())
        return;
    QListWidgetItem* item = list_->item(nextPicture_++);
    if (const auto scenario = scenarioIn(contentsOf(item->data(kPathRole).toString())))
        item->setIcon(QIcon(pictureOf(*scenario, palette())));
    QTimer::singleShot(0, this, &GalleryDialog::makeNextPicture);
}

void GalleryDialog::accept() {
    const QListWidgetItem* item = list_->currentItem();
    if (!item)
        return;
    const QByteArray text = contentsOf(item->data(kPathRole).toString());
    const QString title = item->text().section(QLatin1Char('\n'), 0, 0);
    QDialog::accept();
    emit chosen(text, title);
}

} // namespace raftarium
