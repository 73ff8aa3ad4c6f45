// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/RunText.h"

#include "raftcore/files/Saving.h"
#include "raftcore/values/Assert.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <zlib.h>

// Compressed by zlib, which also adds the checksum, then written in base64 (RFC 4648).

namespace raft {

namespace {

constexpr std::string_view kBegin = "raftarium-run:";
constexpr std::string_view kEnd = ":end";
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kLineLength = 72;

using Bytes = std::basic_string<unsigned char>;

std::string base64(const Bytes& bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        if (i % (kLineLength / 4 * 3) == 0)
            text += '\n';
        std::uint32_t word = 0;
        for (std::size_t k = 0; k < 3; ++k)
            word = word << 8 | (i + k < bytes.size() ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k > bytes.size() ? '=' : kDigits[word >> (18 - 6 * k) & 63U];
    }
    return text;
}

/// The bytes of base64 text; other characters than its digits, such as line breaks and marks of quoting, are skipped.
Bytes bytesOf(std::string_view text) {
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t word = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t digit = kDigits.find(c);
        if (digit == std::string_view::npos)
            continue;
        word = (word << 6 | static_cast<std::uint32_t>(digit)) & 0xffffffU;
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        bytes += static_cast<unsigned char>(word >> bits);
    }
    return bytes;
}

Bytes compressed(std::string_view file) {
    auto size = ::compressBound(static_cast<uLong>(file.size()));
    Bytes bytes(size, 0);
    const int done = ::compress2(bytes.data(), &size, reinterpret_cast<const Bytef*>(file.data()),
                                 static_cast<uLong>(file.size()), Z_BEST_COMPRESSION);
    RAFT_ASSERT(done == Z_OK);
    bytes.resize(size);
    return bytes;
}

const Text kDamaged = QT_TRANSLATE_NOOP("core", "the run in this text is damaged");

/// A stream that inflates; it is ended when it goes.
struct Inflating {
    z_stream stream{};
    bool begun = ::inflateInit(&stream) == Z_OK;

    Inflating() = default;
    Inflating(const Inflating&) = delete;
    Inflating& operator=(const Inflating&) = delete;
    ~Inflating() {
        if (begun)
            ::inflateEnd(&stream);
    }
};

/// Piece by piece, since a few bytes can claim to be gigabytes.
Expected<std::string> inflated(Bytes bytes) {
    Inflating inflating;
    z_stream& stream = inflating.stream;
    stream.next_in = bytes.data();
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string file;
    std::array<char, 65536> piece{};
    int state = inflating.begun ? Z_OK : Z_MEM_ERROR;
    while (state == Z_OK && file.size() <= kMaximumFileBytes) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = ::inflate(&stream, Z_NO_FLUSH);
        file.append(piece.data(), piece.size() - stream.avail_out);
    }
    if (file.size() > kMaximumFileBytes)
        return failure({}, QT_TRANSLATE_NOOP("core", "the run in this text is too large"));
    if (state != Z_STREAM_END)
        return failure({}, kDamaged);
    return file;
}

} // namespace

std::string toRunText(std::string_view file) {
    RAFT_ASSERT(file.size() <= kMaximumFileBytes);
    return std::string(kBegin) + base64(compressed(file)) + "\n" + std::string(kEnd);
}

Expected<std::string> fromRunText(std::string_view text) {
    const std::size_t begin = text.find(kBegin);
    if (begin == std::string_view::npos) {
        return failure({}, QT_TRANSLATE_NOOP("core", "there is no run in this text"),
                       {QT_TRANSLATE_NOOP("core", "a run begins with \"%1\""), {std::string(kBegin)}});
    }
    text.remove_prefix(begin + kBegin.size());
    const std::size_t end = text.find(kEnd);
    if (end == std::string_view::npos) {
        return failure({}, QT_TRANSLATE_NOOP("core", "the run in this text is cut off"),
                       {QT_TRANSLATE_NOOP("core", "a run ends with \"%1\""), {std::string(kEnd)}});
    }
    // A damaged text is not decoded to more than a run can be.
    if (end > kMaximumFileBytes * 2)
        return failure({}, QT_TRANSLATE_NOOP("core", "the run in this text is too large"));
    return inflated(bytesOf(text.substr(0, end)));
}

} // namespace raft
