#include "event/pairs.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include "event/value.hpp"

namespace offhours::event {
namespace {

namespace json = boost::json;

class Handler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  void start(std::span<Pair> wanted) {
    wanted_ = wanted;
    depth_ = 0;
    place_ = 0;
    text_.clear();
    member_.clear();
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open(false); }
  bool on_object_end(std::size_t, json::error_code&) { return close(); }
  bool on_array_begin(json::error_code&) { return open(true); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    member_.swap(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return more(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code&) { return scalar(part); }
  bool on_number_part(json::string_view part, json::error_code&) { return more(part); }
  bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return scalar(part); }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return scalar(part); }
  bool on_double(double, json::string_view part, json::error_code&) { return scalar(part); }
  bool on_bool(bool value, json::error_code&) { return scalar(value ? "true" : "false"); }
  bool on_null(json::error_code&) { return scalar(""); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool open(bool is_array) {
    if (depth_ == 1) {
      element_is_array_ = is_array;
      place_ = 0;
      key_.clear();
      value_.clear();
    }
    ++depth_;
    return true;
  }

  bool close() {
    --depth_;
    if (depth_ == 1 && !key_.empty()) found(key_, value_);
    return true;
  }

  bool more(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }

  bool scalar(json::string_view part) {
    text_.append(part.data(), part.size());
    if (depth_ == 2) {
      if (element_is_array_) {
        if (place_ < 2) (place_ == 0 ? key_ : value_) = text_;
        ++place_;
      } else if (member_ == "key" || member_ == "name") {
        key_ = text_;
      } else if (member_ == "value") {
        value_ = text_;
      } else {
        found(member_, text_);
      }
    }
    text_.clear();
    return true;
  }

  void found(std::string_view key, std::string_view value) {
    if (is_missing(value)) return;
    for (Pair& pair : wanted_) {
      if (pair.found || pair.key != key) continue;
      pair.value = value;
      pair.found = true;
    }
  }

  std::span<Pair> wanted_;
  std::size_t depth_ = 0;
  std::size_t place_ = 0;
  bool element_is_array_ = false;
  std::string member_;
  std::string text_;
  std::string key_;
  std::string value_;
};

}  // namespace

class PairReader::Parser {
 public:
  Parser() : parser_(options()) {}

  void read(std::string_view text, std::span<Pair> wanted) {
    parser_.reset();
    parser_.handler().start(wanted);
    json::error_code error;
    parser_.write_some(true, text.data(), text.size(), error);
  }

 private:
  static json::parse_options options() {
    json::parse_options options;
    options.allow_invalid_utf8 = true;
    return options;
  }

  json::basic_parser<Handler> parser_;
};

PairReader::PairReader() : parser_(std::make_unique<Parser>()) {}
PairReader::PairReader(PairReader&&) noexcept = default;
PairReader& PairReader::operator=(PairReader&&) noexcept = default;
PairReader::~PairReader() = default;

void PairReader::read(std::string_view text, std::span<Pair> wanted) {
  for (Pair& pair : wanted) pair.found = false;
  if (text.starts_with('[')) parser_->read(text, wanted);
}

}  // namespace offhours::event
