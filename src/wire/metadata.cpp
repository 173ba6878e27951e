#include "wire/metadata.hpp"

#include <boost/json.hpp>
#include <set>

#include "text/ascii.hpp"

namespace offhours::wire {
namespace {

namespace json = boost::json;

constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::string text_of(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  if (const auto* number = value.if_int64()) return std::to_string(*number);
  if (const auto* number = value.if_uint64()) return std::to_string(*number);
  if (const auto* flag = value.if_bool()) return *flag ? "true" : "false";
  return {};
}

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? std::string() : text_of(*value);
}

bool flag_at(const json::object& object, std::string_view key) {
  const std::string text = text_at(object, key);
  return text == "true" || text == "1";
}

std::vector<std::string> list_at(const json::object& object, std::string_view key) {
  std::vector<std::string> list;
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_array()) return list;
  for (const json::value& item : value->get_array()) list.push_back(text_of(item));
  return list;
}

GetInfo getinfo_of(const json::object& root) {
  GetInfo info;
  info.preview = flag_at(root, "preview");
  const json::value* value = root.if_contains("searchinfo");
  if (value == nullptr || !value->is_object()) return info;
  const json::object& search = value->get_object();
  info.args = list_at(search, "args");
  info.raw_args = list_at(search, "raw_args");
  info.command = text_at(search, "command");
  info.sid = text_at(search, "sid");
  info.dispatch_dir = text_at(search, "dispatch_dir");
  info.search = percent_decode(text_at(search, "search"));
  const std::string rows = text_at(search, "maxresultrows");
  if (!rows.empty() && rows.size() < 18 && text::all_digits(rows)) {
    info.max_result_rows = std::stoll(rows);
  }
  return info;
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug: return "DEBUG";
    case Level::info: return "INFO";
    case Level::warn: return "WARN";
    case Level::error: return "ERROR";
  }
  return "ERROR";
}

std::string_view name_of(CommandType type) {
  switch (type) {
    case CommandType::streaming: return "streaming";
    case CommandType::stateful: return "stateful";
    case CommandType::events: return "events";
    case CommandType::reporting: return "reporting";
  }
  return "streaming";
}

// Builds one JSON object key by key, in the order of the calls.
class ObjectWriter {
 public:
  void raw(std::string_view key, std::string_view value) {
    out_ += out_.size() == 1 ? "\"" : ",\"";
    out_ += key;
    out_ += "\":";
    out_ += value;
  }
  void text(std::string_view key, std::string_view value) { raw(key, json::serialize(json::string(to_utf8(value)))); }
  void flag(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }
  std::string finish() && { return std::move(out_) + '}'; }

 private:
  std::string out_ = "{";
};

void write_messages(ObjectWriter& out, const std::vector<Message>& messages) {
  if (messages.empty()) return;
  std::set<std::string> seen;
  json::array list;
  for (const Message& message : messages) {
    std::string text = to_utf8(message.text);
    for (int n = 2; !seen.insert(text).second; ++n) text = to_utf8(message.text) + " (" + std::to_string(n) + ")";
    list.push_back(json::array{json::string(name_of(message.level)), json::string(text)});
  }
  ObjectWriter inspector;
  inspector.raw("messages", json::serialize(list));
  out.raw("inspector", std::move(inspector).finish());
}

// The length of the well-formed UTF-8 sequence at the start of `bytes`, or 0 (Unicode standard, table 3-7).
std::size_t sequence_length(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  }
  if (length == 0 || bytes.size() < length || at(1) < low || at(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (at(i) < 0x80 || at(i) > 0xBF) return 0;
  }
  return length;
}

}  // namespace

void blank_session_key(std::span<char> json) {
  // Inside a text the quotes would be escaped, so this can be nothing but a key or a whole text.
  constexpr std::string_view key = "\"session_key\"";
  const std::string_view text(json.data(), json.size());
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at)) {
    at = text.find_first_not_of(" \t\r\n", at + key.size());
    if (at == std::string_view::npos) return;
    if (text[at] != ':') continue;
    at = text.find_first_not_of(" \t\r\n", at + 1);
    if (at == std::string_view::npos || text[at] != '"') continue;
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      const bool escape = text[at] == '\\';
      json[at] = 'x';
      if (escape && at + 1 < text.size()) json[++at] = 'x';
    }
  }
}

std::optional<Request> parse_request(std::string_view text) {
  boost::system::error_code error;
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  const json::object& root = value.get_object();
  const std::string action = text_at(root, "action");
  Request request;
  if (action == "getinfo") {
    request.action = Request::Action::getinfo;
    request.info = getinfo_of(root);
  } else if (action == "execute") {
    request.finished = flag_at(root, "finished");
  } else {
    return std::nullopt;
  }
  return request;
}

std::string to_json(const GetInfoReply& reply) {
  ObjectWriter out;
  if (!reply.error) {
    out.text("type", name_of(reply.type));
    if (reply.generating) out.flag("generating", true);
    if (reply.required_fields) {
      json::array names;
      for (const std::string& name : *reply.required_fields) names.emplace_back(json::string(to_utf8(name)));
      out.raw("required_fields", json::serialize(names));
    }
    if (reply.streaming_preop) out.text("streaming_preop", *reply.streaming_preop);
  }
  write_messages(out, reply.messages);
  out.flag("finished", reply.error.has_value());
  if (reply.error) out.text("error", *reply.error);
  return std::move(out).finish();
}

ExecuteReply failed_reply(bool finished, std::string error) {
  ExecuteReply reply;
  reply.finished = finished;
  reply.messages.push_back({Level::error, error});
  reply.error = std::move(error);
  return reply;
}

std::string to_json(const ExecuteReply& reply) {
  ObjectWriter out;
  write_messages(out, reply.messages);
  out.flag("finished", reply.finished || reply.error.has_value());
  if (reply.error) out.text("error", *reply.error);
  return std::move(out).finish();
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && text::hex_value(text[i + 1]) >= 0 &&
        text::hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(text::hex_value(text[i + 1]) * 16 + text::hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string to_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = sequence_length(bytes);
    if (length == 0) {
      out += replacement;
      bytes.remove_prefix(1);
    } else {
      out += bytes.substr(0, length);
      bytes.remove_prefix(length);
    }
  }
  return out;
}

}  // namespace offhours::wire
