#include "policy/account.hpp"

#include <charconv>

#include "text/ascii.hpp"

namespace offhours::policy {
namespace {

constexpr std::size_t digits_of_account = 12;
constexpr std::size_t most_lost_zeros = 4;

// The digits of a text that holds nothing else but what people and programs put between them; empty if it does.
std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (text::is_digit(c)) {
      digits += c;
    } else if (std::string_view(" \t-.,'_\"\xC2\xA0\xE2\x80\xAF\x99").find(c) == std::string_view::npos) {
      return {};
    }
  }
  return digits;
}

// `1.11111111111E+11`: all digits are there if the exponent says so.
std::string from_scientific(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string_view::npos) return {};
  std::string_view exponent_text = text.substr(e + 1);
  if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
  std::size_t exponent = 0;
  const auto [end, error] =
      std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  if (error != std::errc{} || end != exponent_text.data() + exponent_text.size()) return {};
  const std::string digits = digits_of(text.substr(0, e));
  return digits.size() == exponent + 1 ? digits : std::string();
}

}  // namespace

bool is_account(std::string_view text) { return text.size() == digits_of_account && text::all_digits(text); }

std::string mended_account(std::string_view text) {
  text = text::trim_spaces(text);
  if (text.ends_with(".0")) text.remove_suffix(2);
  std::string digits = from_scientific(text);
  if (digits.empty()) digits = digits_of(text);
  if (digits.size() > digits_of_account || digits.size() + most_lost_zeros < digits_of_account) return {};
  return std::string(digits_of_account - digits.size(), '0') + digits;
}

}  // namespace offhours::policy
