// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scene/ColorVision.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

// Colour science, as published; only what the palettes' tests need.

namespace scene {

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

struct Lab {
    double l, a, b;
};

Triple operator*(const Matrix& m, const Triple& v) {
    Triple result{};
    for (std::size_t row = 0; row < 3; ++row)
        result[row] = m[row][0] * v[0] + m[row][1] * v[1] + m[row][2] * v[2];
    return result;
}

Triple linear(Color color) {
    const auto channel = [](std::uint8_t c) {
        const double v = c / 255.0;
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return {channel(color.red), channel(color.green), channel(color.blue)};
}

Color encoded(const Triple& v) {
    const auto channel = [](double value) {
        const double c = std::clamp(value, 0.0, 1.0);
        const double s = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
        return static_cast<std::uint8_t>(std::lround(255 * s));
    };
    return {channel(v[0]), channel(v[1]), channel(v[2]), 255};
}

// The published matrices for linear sRGB.
constexpr Matrix kProtanopia{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeuteranopia{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritanopia{
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

Lab lab(Color color) {
    constexpr Matrix kToXyz{
        {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    const Triple xyz = kToXyz * linear(color);
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double x = f(xyz[0] / 0.95047);
    const double y = f(xyz[1]);
    const double z = f(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

constexpr double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// Hue in degrees, 0 to 360.
double hue(double a, double b) {
    if (a == 0 && b == 0)
        return 0;
    const double degrees = std::atan2(b, a) * 180 / std::numbers::pi;
    return degrees < 0 ? degrees + 360 : degrees;
}

double meanHue(double h1, double h2, bool gray) {
    if (gray)
        return h1 + h2;
    if (std::abs(h1 - h2) <= 180)
        return (h1 + h2) / 2;
    return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

double seventhRoot(double chroma) {
    const double power = std::pow(chroma, 7);
    return std::sqrt(power / (power + std::pow(25.0, 7)));
}

} // namespace

Color simulated(Color color, Dichromacy kind) {
    const Matrix& matrix = kind == Dichromacy::protanopia     ? kProtanopia
                           : kind == Dichromacy::deuteranopia ? kDeuteranopia
                                                              : kTritanopia;
    return encoded(matrix * linear(color));
}

double colorDifference(Color first, Color second) {
    const Lab one = lab(first);
    const Lab two = lab(second);
    const double meanChroma = (std::hypot(one.a, one.b) + std::hypot(two.a, two.b)) / 2;
    const double stretch = 1.5 - 0.5 * seventhRoot(meanChroma);
    const double c1 = std::hypot(one.a * stretch, one.b);
    const double c2 = std::hypot(two.a * stretch, two.b);
    const double h1 = hue(one.a * stretch, one.b);
    const double h2 = hue(two.a * stretch, two.b);
    double turn = h2 - h1;
    if (turn > 180)
        turn -= 360;
    if (turn < -180)
        turn += 360;
    const bool gray = c1 * c2 == 0;
    const double dL = two.l - one.l;
    const double dC = c2 - c1;
    const double dH = gray ? 0 : 2 * std::sqrt(c1 * c2) * std::sin(radians(turn) / 2);
    const double l = (one.l + two.l) / 2 - 50;
    const double c = (c1 + c2) / 2;
    const double h = meanHue(h1, h2, gray);
    const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) +
                     0.32 * std::cos(radians(3 * h + 6)) - 0.20 * std::cos(radians(4 * h - 63));
    const double sL = 1 + 0.015 * l * l / std::sqrt(20 + l * l);
    const double sC = 1 + 0.045 * c;
    const double sH = 1 + 0.015 * c * t;
    const double around = 30 * std::exp(-std::pow((h - 275) / 25, 2));
    const double rT = -std::sin(radians(2 * around)) * 2 * seventhRoot(c);
    const double x = dL / sL;
    const double y = dC / sC;
    const double z = dH / sH;
    return std::sqrt(x * x + y * y + z * z + rT * y * z);
}

} // namespace scene
