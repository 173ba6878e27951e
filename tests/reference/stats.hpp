// A slow and obvious twin of src/stats: keeps every value and works the answer out at the end, with rationals.
#pragma once

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reference/pushes.hpp"

namespace offhours::test::reference {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

inline Integer ten_to(int power) { return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(power)); }

// JSON's grammar, with exponents that stay small.
inline std::optional<Rational> number_of(const std::string& text) {
  std::size_t at = 0;
  const auto take = [&](const std::string& any_of) {
    const bool there = at < text.size() && any_of.find(text[at]) != std::string::npos;
    if (there) ++at;
    return there;
  };
  const auto consume_digits = [&] {
    std::string digits;
    while (take("0123456789")) digits += text[at - 1];
    return digits;
  };
  const bool negative = take("-");
  std::string digits = consume_digits();
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
  int power = 0;
  if (take(".")) {
    const std::string fraction = consume_digits();
    if (fraction.empty()) return std::nullopt;
    digits += fraction;
    power -= static_cast<int>(fraction.size());
  }
  if (take("eE")) {
    const bool minus = at < text.size() && text[at] == '-';
    take("+-");
    const std::string exponent = consume_digits();
    if (exponent.empty()) return std::nullopt;
    power += minus ? -std::stoi(exponent) : std::stoi(exponent);
  }
  if (at != text.size()) return std::nullopt;
  // A leading zero would mean octal.
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const Integer whole(digits);
  // Made from two integers: Boost 1.81 divides the rational 1 by an integer wrongly.
  const Rational value = power < 0 ? Rational(whole, ten_to(-power)) : Rational(whole * ten_to(power));
  return negative ? Rational(-value) : value;
}

// A number with a finite decimal expansion, in plain notation.
inline std::string plain(Rational value) {
  std::string sign = value < 0 ? "-" : "";
  if (value < 0) value = -value;
  int places = 0;
  while (boost::multiprecision::denominator(value) != 1) {
    value *= 10;
    ++places;
  }
  std::string text = boost::multiprecision::numerator(value).str();
  while (static_cast<int>(text.size()) <= places) text.insert(0, "0");
  if (places > 0) text.insert(text.size() - static_cast<std::size_t>(places), ".");
  return sign + text;
}

// 15 significant digits, or units where those are finer; halves to even.
inline std::string rounded(Rational value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  if (negative) value = -value;
  int places = 0;
  for (Rational scaled = value; scaled < Rational(ten_to(14)); scaled *= 10) ++places;
  const Rational scaled = value * Rational(ten_to(places));
  Integer whole = boost::multiprecision::numerator(scaled) / boost::multiprecision::denominator(scaled);
  const Rational twice = (scaled - whole) * 2;
  if (twice > 1 || (twice == 1 && whole % 2 != 0)) ++whole;
  const Rational result(whole, ten_to(places));
  return plain(negative ? Rational(-result) : result);
}

struct Event {
  std::string time;
  std::vector<std::string> values;
  Push push = {};
};

// The least or greatest: by number if all are numbers, of equal numbers the text that sorts first; else by bytes.
inline std::vector<std::string> extreme(const std::vector<std::string>& values, bool greatest) {
  if (values.empty()) return {};
  const bool numbers =
      std::all_of(values.begin(), values.end(), [](const auto& v) { return number_of(v).has_value(); });
  std::string best = values.front();
  for (const std::string& value : values) {
    if (numbers) {
      const Rational a = *number_of(value);
      const Rational b = *number_of(best);
      if (greatest ? a > b : a < b) best = value;
      if (a == b && value < best) best = value;
    } else if (greatest ? value > best : value < best) {
      best = value;
    }
  }
  return {best};
}

// The answer of one function for the events of one group.
inline std::vector<std::string> answer(const std::string& function, bool of_rows, const std::vector<Event>& events) {
  std::vector<std::string> all;
  for (const Event& event : events) all.insert(all.end(), event.values.begin(), event.values.end());
  const std::set<std::string> distinct(all.begin(), all.end());
  std::vector<Push> pushes;
  for (const Event& event : events) pushes.push_back(event.push);
  if (function == "uploads") return {std::to_string(uploads(pushes))};
  if (function == "images") return {std::to_string(images(pushes))};
  if (function == "count") return {std::to_string(of_rows ? events.size() : all.size())};
  if (function == "dc") return {std::to_string(distinct.size())};
  if (function == "values") return {distinct.begin(), distinct.end()};
  if (function == "min") return extreme(all, false);
  if (function == "max") return extreme(all, true);
  if (function == "sum" || function == "avg") {
    Rational sum = 0;
    int count = 0;
    for (const std::string& value : all) {
      if (const auto number = number_of(value)) {
        sum += *number;
        ++count;
      }
    }
    if (count == 0) return {};
    return {function == "sum" ? plain(sum) : rounded(sum / Rational(count))};
  }
  const bool latest = function == "latest";
  std::optional<Rational> best;
  std::vector<std::string> there;
  for (const Event& event : events) {
    if (event.values.empty()) continue;
    const Rational time = *number_of(event.time);
    if (best && time != *best && (time > *best) != latest) continue;
    if (best && time != *best) there.clear();
    best = time;
    there.insert(there.end(), event.values.begin(), event.values.end());
  }
  return extreme(there, latest);
}

}  // namespace offhours::test::reference
