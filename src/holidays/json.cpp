// The JSON of services that publish holidays.
#include "holidays/json.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

#include "text/dates.hpp"

namespace offhours::holidays {
namespace {

using fault::Code;

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool flag_of(const json::object& object, std::string_view key, bool otherwise) {
  const json::value* const value = object.if_contains(key);
  return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
}

const json::array* list_of(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

class Reader {
 public:
  explicit Reader(const ImportOptions& options) : options_(options) {}

  Import read(std::string_view text) {
    boost::system::error_code error;
    const json::value parsed = json::parse(json::string_view(text.data(), text.size()), error);
    if (error) {
      fault("file", options_.file, {Code::not_json, {error.message()}});
    } else if (const json::array* const list = parsed.if_array()) {
      for (const json::value& item : *list) {
        const json::object* const object = item.if_object();
        if (object != nullptr && object->contains("startDate")) {
          read_open_holiday(*object);
        } else if (object != nullptr && object->contains("date")) {
          read_nager(*object);
        } else {
          fault("item", json::serialize(item), Code::not_a_known_item);
        }
      }
    } else if (const json::object* const object = parsed.if_object()) {
      read_object(*object);
    } else {
      fault("file", options_.file, Code::no_known_holidays);
    }
    return std::move(import_);
  }

 private:
  void fault(std::string thing, std::string_view value, fault::What what) {
    import_.faults.push_back(
        {fault::Place{options_.file, 1, 1}, std::move(thing), std::string(value), std::move(what), {}});
  }
  void skip(std::string_view name, Code what) {
    import_.skipped.push_back({fault::Place{options_.file, 1, 1}, "holiday", std::string(name), what, {}});
  }

  void add(const std::string& first, const std::string& last, std::string name, std::string kind = "closed") {
    const auto from = text::parse_date(first);
    const auto to = text::parse_date(last);
    if (!from || !to || *to < *from) {
      fault("date", from ? last : first, Code::not_a_holiday_date);
      return;
    }
    import_.rows.push_back({*from, *to, std::move(kind), {}, std::move(name)});
  }

  // An entry of a list is the region asked for, or one that it is a part of (`DE-BY` of `DE`).
  bool holds_here(const json::array* regions, std::string_view key) const {
    if (regions == nullptr || options_.region.empty()) return false;
    return std::ranges::any_of(*regions, [&](const json::value& item) {
      std::string code;
      if (item.is_string()) code = std::string(item.get_string());
      if (item.is_object()) code = text_of(item.get_object(), key);
      return code == options_.region || (!code.empty() && options_.region.starts_with(code + '-'));
    });
  }

  void read_nager(const json::object& item) {
    const std::string name = text_of(item, "name");
    const std::string local = text_of(item, "localName");
    const std::string told = local.empty() || local == name ? name : name + " (" + local + ')';
    if (!flag_of(item, "global", true) && !holds_here(list_of(item, "counties"), {})) {
      skip(told, Code::regional);
      return;
    }
    const json::array* const types = list_of(item, "types");
    const auto is_public = [](const json::value& type) { return type.is_string() && type.get_string() == "Public"; };
    if (types != nullptr && std::ranges::none_of(*types, is_public) && !options_.observances) {
      skip(told, Code::not_public);
      return;
    }
    add(text_of(item, "date"), text_of(item, "date"), told);
  }

  void read_open_holiday(const json::object& item) {
    std::string name;
    if (const json::array* const names = list_of(item, "name")) {
      for (const json::value& one : *names) {
        if (!one.is_object()) continue;
        if (name.empty() || text_of(one.get_object(), "language") == "EN") name = text_of(one.get_object(), "text");
      }
    }
    if (!flag_of(item, "nationwide", true) && !holds_here(list_of(item, "subdivisions"), "code")) {
      skip(name, Code::regional);
    } else if (text_of(item, "temporalScope") == "HalfDay") {
      skip(name, Code::half_a_day);
    } else if (const std::string type = text_of(item, "type");
               !type.empty() && type != "Public" && type != "Bank" && !options_.observances) {
      skip(name, Code::not_public);
    } else {
      add(text_of(item, "startDate"), text_of(item, "endDate"), name);
    }
  }

  void read_object(const json::object& object) {
    if (const json::array* const dates = list_of(object, "dates")) {
      read_transferring(*dates);
    } else if (const json::array* const events = list_of(object, "events")) {
      read_british(*events);
    } else if (const json::value* const division = object.if_contains(options_.region);
               division != nullptr && division->is_object() && list_of(division->get_object(), "events") != nullptr) {
      read_british(*list_of(division->get_object(), "events"));
    } else {
      std::vector<std::string_view> divisions;
      for (const auto& [key, value] : object) {
        if (value.is_object() && list_of(value.get_object(), "events") != nullptr) divisions.push_back(key);
      }
      if (divisions.empty()) {
        fault("file", options_.file, Code::no_known_holidays);
        return;
      }
      import_.faults.push_back({std::nullopt,
                                "region",
                                options_.region,
                                {Code::not_one_of, {fault::list_text(divisions)}},
                                fault::nearest(options_.region, divisions)});
    }
  }

  void read_british(const json::array& events) {
    for (const json::value& event : events) {
      if (!event.is_object()) continue;
      std::string name = text_of(event.get_object(), "title");
      if (const std::string notes = text_of(event.get_object(), "notes"); !notes.empty()) name += " (" + notes + ')';
      add(text_of(event.get_object(), "date"), text_of(event.get_object(), "date"), std::move(name));
    }
  }

  // holiday-calendar: public holidays, and the weekend days that are worked for them.
  void read_transferring(const json::array& dates) {
    for (const json::value& item : dates) {
      if (!item.is_object()) continue;
      const json::object& object = item.get_object();
      const std::string english = text_of(object, "name_en");
      const std::string name = english.empty() ? text_of(object, "name") : english;
      const std::string type = text_of(object, "type");
      if (type != "public_holiday" && type != "transfer_workday") {
        fault("type", type, {Code::not_one_of, {"public_holiday, transfer_workday"}});
        continue;
      }
      const std::string date = text_of(object, "date");
      add(date, date, name, type == "transfer_workday" ? "workday" : "closed");
    }
  }

  const ImportOptions& options_;
  Import import_;
};

}  // namespace

Import import_json(std::string_view text, const ImportOptions& options) { return Reader(options).read(text); }

}  // namespace offhours::holidays
