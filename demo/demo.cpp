// offhours_demo <unpacked app>: plays splunkd against the app on sample events and prints what an analyst would see,
// beside what the published search would have made of each event.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "splunkd/driver.hpp"

namespace fs = std::filesystem;

namespace offhours::demo {
namespace {

using namespace test::splunkd;

constexpr std::size_t page_width = 150;
constexpr std::size_t extraction_cutoff = 5000;  // limits.conf [spath] extraction_cutoff

using Fields = std::map<std::string, std::string>;

// Paths and texts of the scalars that are complete; a text that is cut short gives what comes before the cut.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) { value(""); }
  Fields fields;

 private:
  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }
  bool string(std::string& out) {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') out += text_[at_++];
      if (at_ < text_.size()) out += text_[at_];
    }
    return at_++ < text_.size();
  }
  bool members(const std::string& path, char end) {
    for (++at_;; ++at_) {
      blanks();
      if (at_ < text_.size() && text_[at_] == end) break;
      std::string inner = path + "{}";
      if (end == '}') {
        std::string key;
        if (at_ >= text_.size() || text_[at_] != '"' || !string(key)) return false;
        blanks();
        ++at_;
        inner = path;
        if (!inner.empty()) inner += '.';
        inner += key;
      }
      if (!value(inner)) return false;
      blanks();
      if (at_ >= text_.size() || text_[at_] != ',') break;
    }
    return at_++ < text_.size();
  }
  bool value(const std::string& path) {
    blanks();
    if (at_ >= text_.size()) return false;
    if (text_[at_] == '{') return members(path, '}');
    if (text_[at_] == '[') return members(path, ']');
    std::string out;
    if (text_[at_] == '"') {
      if (!string(out)) return false;
    } else {
      while (at_ < text_.size() && std::string_view(",]} \n").find(text_[at_]) == std::string_view::npos) {
        out += text_[at_++];
      }
      if (at_ >= text_.size()) return false;
    }
    fields.emplace(path, out);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Fields fields_of(std::string_view raw) { return Scanner(raw).fields; }

std::string field(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

// The time that Splunk gives the event: its own, else the one at which it arrived.
std::string splunk_time(const Fields& fields) {
  constexpr const char* arrival = "1795651200";
  if (const std::string time = field(fields, "time"); time.size() == 13) {
    const std::string fraction = time.substr(10);
    return time.substr(0, 10) + (fraction == "000" ? "" : "." + fraction);
  }
  std::string text = field(fields, "eventTime");
  if (text.empty()) text = field(fields, "detail.eventTime");
  std::tm utc{};
  if (text.empty() || ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &utc) == nullptr) return arrival;
  return std::to_string(::timegm(&utc));
}

struct Sample {
  std::string file;
  std::string raw;
  std::string time;
  std::string sourcetype;
  Fields fields;
};

std::vector<Sample> read_samples(const fs::path& folder) {
  std::vector<Sample> samples;
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.insert(entry.path());
  for (const fs::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    for (std::string line; std::getline(file, line);) {
      Sample sample{path.filename().string(), line, "", "", fields_of(line)};
      sample.time = splunk_time(sample.fields);
      sample.sourcetype = sample.file.starts_with("cloudtrail") ? "aws:cloudtrail" : "aws:asl";
      samples.push_back(std::move(sample));
    }
  }
  // Searches get the newest event first.
  std::stable_sort(samples.begin(), samples.end(),
                   [](const Sample& a, const Sample& b) { return std::stod(a.time) > std::stod(b.time); });
  return samples;
}

// Hour and weekday in a zone that the C library knows by its rule, so that no zone files are needed.
std::tm civil(std::time_t time, const char* rule) {
  ::setenv("TZ", rule, 1);
  ::tzset();
  std::tm local{};
  ::localtime_r(&time, &local);
  return local;
}

bool published_hours(const std::tm& local) { return local.tm_hour >= 20 || local.tm_hour < 8; }

struct Published {
  std::set<int> faults;
  std::string note;
};

Published published(const Sample& sample) {
  Published result;
  if (sample.sourcetype != "aws:asl") {
    result.note = "not Security Lake, so not searched";
    return result;
  }
  std::vector<std::string> notes;
  result.faults.insert(2);  // it holds for every event: none has bucketName

  const auto time = static_cast<std::time_t>(std::floor(std::stod(sample.time)));
  const std::tm utc = civil(time, "UTC0");
  if (!published_hours(utc) && (utc.tm_wday == 0 || utc.tm_wday == 6)) result.faults.insert(1);
  if (published_hours(utc)) {
    std::string zones;
    for (const auto& [rule, name] : {std::pair("EST5EDT,M3.2.0,M11.1.0", "New York"), std::pair("JST-9", "Tokyo")}) {
      if (published_hours(civil(time, rule))) continue;
      result.faults.insert(3);
      zones += (zones.empty() ? "" : ", ") + std::string(name);
    }
    if (!zones.empty()) notes.push_back("3 " + zones);
  }

  const Fields extracted = fields_of(std::string_view(sample.raw).substr(0, extraction_cutoff));
  std::string lost;
  for (const auto& [name, label] :
       std::vector<std::pair<std::string, std::string>>{{"time", "time"},
                                                        {"api.operation", "operation"},
                                                        {"api.service.name", "service"},
                                                        {"actor.user.uid", "user"},
                                                        {"actor.user.account.uid", "account"},
                                                        {"http_request.user_agent", "user_agent"},
                                                        {"src_endpoint.ip", "src"},
                                                        {"cloud.region", "cloud"},
                                                        {"api.request.data", "request"}}) {
    if (sample.fields.contains(name) && !extracted.contains(name)) lost += (lost.empty() ? "" : ", ") + label;
  }
  if (!lost.empty()) {
    result.faults.insert(4);
    notes.push_back("4 " + lost);
  }
  if (!sample.fields.contains("src_endpoint.ip")) result.faults.insert(5);
  if (field(sample.fields, "metadata.version").starts_with("1.0.0-rc") &&
      !sample.fields.contains("actor.user.account.uid")) {
    result.faults.insert(6);
    notes.push_back("6 " + field(sample.fields, "actor.user.uid"));
  }
  if (!sample.raw.ends_with('}')) notes.push_back("cut at " + std::to_string(sample.raw.size()) + " bytes");
  for (const std::string& text : notes) result.note += (result.note.empty() ? "" : "; ") + text;
  return result;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1));
}

std::map<std::string, std::string> searches_of(const fs::path& conf) {
  std::map<std::string, std::string> searches;
  std::istringstream lines(read_file(conf));
  std::string stanza;
  for (std::string line; std::getline(lines, line);) {
    for (std::string more; line.ends_with('\\') && std::getline(lines, more);) {
      line.back() = '\n';
      line += more;
    }
    if (line.starts_with('[')) stanza = line.substr(1, line.rfind(']') - 1);
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos && trimmed(line.substr(0, equals)) == "search") {
      searches[stanza] = trimmed(line.substr(equals + 1));
    }
  }
  return searches;
}

std::vector<std::string> stages_of(std::string_view spl) {
  std::vector<std::string> stages(1);
  char inside = 0;
  for (const char c : spl) {
    if (inside == 0 && c == '|') {
      stages.emplace_back();
      continue;
    }
    if (c == '"' || c == '`') inside = inside == 0 ? c : (inside == c ? '\0' : inside);
    stages.back() += c;
  }
  for (std::string& stage : stages) stage = trimmed(stage);
  return stages;
}

// `where field!="value"` as SPL has it: a row without the field is dropped too.
void where(Table& table, const std::string& condition) {
  const std::size_t at = condition.find("!=\"");
  if (at == std::string::npos || !condition.ends_with('"')) throw std::runtime_error("cannot run: where " + condition);
  const auto column = table.column(condition.substr(0, at));
  const std::string value = condition.substr(at + 3, condition.size() - at - 4);
  std::erase_if(table.rows, [&](const std::vector<Cell>& row) {
    return !column || row[*column].empty() || row[*column] == Cell{value};
  });
}

// `rename one as other`.
void rename(Table& table, const std::string& names) {
  const std::size_t as = names.find(" as ");
  if (as == std::string::npos) throw std::runtime_error("cannot run: rename " + names);
  if (const auto column = table.column(trimmed(names.substr(0, as))))
    table.columns[*column] = trimmed(names.substr(as + 4));
}

// What the ctime macro does for a search owner whose zone is UTC.
void show_time(Table& table, const std::string& name) {
  const auto column = table.column(name);
  if (!column) return;
  for (auto& row : table.rows) {
    for (std::string& value : row[*column]) {
      const std::tm utc = civil(static_cast<std::time_t>(std::floor(std::stod(value))), "UTC0");
      std::array<char, 32> text{};
      std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S+00:00", &utc);
      value = text.data();
    }
  }
}

Table arriving(const std::vector<Sample>& samples, const std::string& sourcetype) {
  Table events;
  events.columns = {"_time", "_raw", "_serial", "host", "source", "sourcetype", "index", "splunk_server", "linecount"};
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    if (sample.sourcetype != sourcetype || sample.raw.find("PutImage") == std::string::npos) continue;
    events.rows.push_back({{sample.time},
                           {sample.raw},
                           {std::to_string(i)},
                           {"lake"},
                           {sample.file},
                           {sourcetype},
                           {"aws"},
                           {"indexer1"},
                           {"1"}});
  }
  return events;
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    while (word.size() > width) {
      if (!lines.back().empty()) lines.emplace_back();
      lines.back() = word.substr(0, width);
      word.erase(0, width);
    }
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

void print_labelled(const std::string& label, const std::string& text) {
  constexpr std::size_t indent = 11;
  std::string left = "  " + label;
  for (const std::string& line : wrapped(text, page_width - indent)) {
    left.resize(indent, ' ');
    std::cout << left << line << '\n';
    left.clear();
  }
}

std::string list(const Table& table, std::size_t row, std::string_view name) {
  std::string text = table.text(row, name);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, ", ");
  return text;
}

void print_finding(const Table& table, std::size_t row, std::size_t number) {
  const auto get = [&](std::string_view name) { return list(table, row, name); };
  const std::string count = get("count");
  const std::string uploads = get("uploads");
  std::cout << "\nFinding " << number << ": " << get("user") << " (" << get("actor_kind") << "), " << uploads
            << (uploads == "1" ? " upload" : " uploads") << ", " << get("off_hours_reason") << '\n';
  const std::string role = get("user_role") == "0" ? std::string() : get("user_role");
  print_labelled("who", get("user_arn") + (role.empty() ? "" : " in the role " + role));
  const std::string tags = get("image_tag");
  print_labelled("what", count + " x " + get("action") + " (" + get("status") + ") to " + get("dest") +
                             ", repository " + get("image_repository") + ", " +
                             (tags.empty() ? "no tag" : "tag " + tags) + ", distinct images " + get("images"));
  print_labelled("where", get("vendor_product") + " account " + get("vendor_account") + ", region " +
                              get("vendor_region") + ", from " + get("src") + ", user agent " + get("user_agent"));
  const std::string first = get("firstTime");
  const std::string last = get("lastTime");
  print_labelled("when", first == last ? first : first + " to " + last);
  const auto detail = table.column("off_hours_detail");
  if (!detail) return;
  std::string label = "why";
  for (const std::string& sentence : table.rows[row][*detail]) {
    print_labelled(label, sentence);
    label.clear();
  }
}

void print_row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> columns;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    columns.push_back(wrapped(cells[i], widths[i]));
    height = std::max(height, columns.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    std::size_t end = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (line < columns[i].size()) text += columns[i][line];
      end += widths[i] + 2;
      text.resize(end, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    std::cout << text << '\n';
  }
}

void print_events(const Table& events, const std::vector<Sample>& samples) {
  const std::vector<std::size_t> widths = {29, 20, 12, 30, 12, 11, 24};
  print_row({"local time", "person", "account", "repository:tag", "reason", "faults", "note"}, widths);
  std::vector<std::string> rules;
  rules.reserve(widths.size());
  for (const std::size_t width : widths) rules.emplace_back(width, '-');
  print_row(rules, widths);
  for (std::size_t row = events.rows.size(); row-- > 0;) {
    const Sample& sample = samples.at(std::stoul(events.text(row, "_serial")));
    const Published other = published(sample);
    std::string faults;
    for (int fault = 1; fault <= 6; ++fault) {
      faults += (faults.empty() ? "" : " ") + (other.faults.contains(fault) ? std::to_string(fault) : std::string("."));
    }
    std::string image = events.text(row, "image_repository");
    if (const std::string tag = events.text(row, "image_tag"); !tag.empty()) image += ":" + tag;
    if (events.text(row, "status") == "Failure") image += " (failed)";
    if (const std::string request = events.text(row, "image_request"); !request.empty() && request != "complete") {
      image += " (request " + request + ")";
    }
    print_row({events.text(row, "off_hours_local_time"), events.text(row, "user_name"),
               events.text(row, "vendor_account"), image, events.text(row, "off_hours_reason"), faults, other.note},
              widths);
  }
}

// A dispatch directory, as every search has one; the program must leave it as it was.
class DispatchDirectory {
 public:
  DispatchDirectory() {
    std::string name = (fs::temp_directory_path() / "offhours-dispatch-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a dispatch directory");
    path_ = name;
  }
  ~DispatchDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  DispatchDirectory(const DispatchDirectory&) = delete;
  DispatchDirectory& operator=(const DispatchDirectory&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

class Demo {
 public:
  Demo(fs::path app, const fs::path& samples) : app_(std::move(app)), samples_(read_samples(samples)) {}

  bool run() {
    std::cout << "The app in " << app_.string() << " against " << samples_.size() << " sample events\n";
    findings();
    off_hours_events();
    return close();
  }

 private:
  SearchResult search(const std::string& spl, const std::string& stage, const std::string& sourcetype) {
    SearchSetup setup;
    setup.program.path = (app_ / "bin/offhours").string();
    setup.info.command = stage.substr(0, stage.find(' '));
    setup.info.raw_args = split_arguments(stage.substr(setup.info.command.size()));
    setup.info.search = spl;
    setup.info.dispatch_dir = dispatch_.path().string();
    setup.frame_rows = {7, 1, 4};
    SearchResult result = run_search(setup, arriving(samples_, sourcetype));
    violations_.insert(violations_.end(), result.violations.begin(), result.violations.end());
    for (const Message& message : result.messages) messages_.insert(message.level + ": " + message.text);
    if (!result.error.empty()) throw std::runtime_error("the search failed: " + result.error);
    return result;
  }

  void findings() {
    bool seen = false;
    for (const auto& [name, spl] : searches_of(app_ / "default/savedsearches.conf")) {
      const std::vector<std::string> stages = stages_of(spl);
      // Those of the recipes are about other events.
      if (name.find("Container Upload Outside Business Hours - Rule") == std::string::npos || stages.size() < 2)
        continue;
      seen = seen || name == "Network - ASL AWS ECR Container Upload Outside Business Hours - Rule";
      const std::string sourcetype = stages[0].find("`cloudtrail`") != std::string::npos ? "aws:cloudtrail" : "aws:asl";
      Table table = search(spl, stages[1], sourcetype).table;
      for (std::size_t i = 2; i < stages.size(); ++i) apply(table, stages[i]);
      std::cout << '\n' << name << "\n" << std::string(name.size(), '=') << '\n';
      for (std::size_t row = 0; row < table.rows.size(); ++row) print_finding(table, row, ++findings_);
      if (table.rows.empty()) std::cout << "\nNo findings.\n";
    }
    if (!seen) throw std::runtime_error("default/savedsearches.conf has no correlation search for Security Lake");
  }

  static void apply(Table& table, const std::string& stage) {
    if (stage.starts_with("where ")) return where(table, trimmed(stage.substr(6)));
    if (stage.starts_with("rename ")) return rename(table, stage.substr(7));
    // Two ctime macros may stand in one stage, and the filter macro is `search *`, which keeps every row.
    for (std::size_t at = 0; (at = stage.find("_ctime(", at)) != std::string::npos; ++at) {
      const std::size_t begin = at + 7;
      show_time(table, stage.substr(begin, stage.find(')', begin) - begin));
    }
    if (!stage.starts_with('`')) throw std::runtime_error("cannot run: " + stage);
  }

  void off_hours_events() {
    const std::string stage = R"(offhours operation=PutImage service="ecr*.amazonaws.com" keep=off )"
                              R"(fields="user user_name vendor_account status image_*")";
    Table events;
    for (const std::string sourcetype : {"aws:asl", "aws:cloudtrail"}) {
      Table part = search("search index=aws PutImage | " + stage, stage, sourcetype).table;
      if (events.columns.empty()) events.columns = part.columns;
      if (part.columns != events.columns) throw std::runtime_error("the columns differ between the sources");
      events.rows.insert(events.rows.end(), part.rows.begin(), part.rows.end());
    }
    std::stable_sort(events.rows.begin(), events.rows.end(), [&](const auto& a, const auto& b) {
      const std::size_t time = events.column("_time").value();
      return std::stod(a[time].at(0)) > std::stod(b[time].at(0));
    });
    off_hours_ = events.rows.size();
    compare_with_file_names(events);
    const std::string title = "Every upload outside working hours, and what the published search would make of it";
    std::cout << "\n\n"
              << title << '\n'
              << std::string(title.size(), '=') << R"(

The published search returns none of them, whatever else is right, by fault 2. Its faults, by SPL's documented rules, and
as each event's own properties tell (a note begins with the number of its fault):
  1  weekend daytime: weekday=Saturday compares with a field named Saturday, so only the hour is tested
  2  it groups by bucketName, which no PutImage event has, and fillnull does not make a field that no event has: all rows drop
  3  hours are those of the search owner's zone: an owner in UTC sees this hour, one in the places noted does not
  4  automatic extraction ends at byte 5,000 of the event: it does not reach the fields noted
  5  no src_endpoint.ip, as with every docker push: fillnull makes it 0, or BY drops the row if no event of the search has one
  6  OCSF 1.0.0-rc.2: actor.user.uid is the principal id, as noted; actor.user.account.uid is missing, with the same end as in 5

)";
    print_events(events, samples_);
  }

  // The samples' file names say which of them must not be found.
  void compare_with_file_names(const Table& events) {
    std::set<std::size_t> found;
    for (std::size_t row = 0; row < events.rows.size(); ++row) found.insert(std::stoul(events.text(row, "_serial")));
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      const std::string& file = samples_[i].file;
      const bool expected = !file.starts_with("in_hours_") && !file.starts_with("other_operation_");
      if (found.contains(i) != expected) {
        violations_.push_back("verdict: " + file + (expected ? " was not found" : " was found"));
      }
    }
  }

  double getinfo_ms() {
    constexpr std::size_t spawns = 20;
    std::vector<double> times;
    for (std::size_t i = 0; i < spawns; ++i) {
      Delivery at_once;
      at_once.hold_back = false;
      at_once.quiet = std::chrono::milliseconds(0);
      Process process({(app_ / "bin/offhours").string(), {}, {}, splunkd_environment()}, at_once);
      SearchInfo info;
      info.command = "offhours";
      const GetInfoReply reply = process.getinfo(info);
      process.wait();
      violations_.insert(violations_.end(), process.violations().begin(), process.violations().end());
      times.push_back(std::chrono::duration<double, std::milli>(reply.since_spawn).count());
    }
    std::nth_element(times.begin(), times.begin() + spawns / 2, times.end());
    return times[spawns / 2];
  }

  bool close() {
    const double getinfo = getinfo_ms();
    if (!fs::is_empty(dispatch_.path())) violations_.emplace_back("dispatch directory: files were left in it");
    std::cout << '\n';
    for (const std::string& message : messages_) print_labelled("message", message);
    for (const std::string& violation : violations_) std::cout << "Violation: " << violation << '\n';
    std::cout << samples_.size() << " events in, " << off_hours_ << " uploads judged off-hours, " << findings_
              << " findings\nGetinfo through the launcher: " << std::round(getinfo * 100) / 100
              << " ms (median of 20 spawns); violations: " << violations_.size() << '\n';
    return violations_.empty() && findings_ > 0 && off_hours_ > 0;
  }

  fs::path app_;
  std::vector<Sample> samples_;
  DispatchDirectory dispatch_;
  std::set<std::string> messages_;
  std::vector<std::string> violations_;
  std::size_t findings_ = 0;
  std::size_t off_hours_ = 0;
};

}  // namespace
}  // namespace offhours::demo

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: offhours_demo <folder of the unpacked app>\n";
    return 2;
  }
  try {
    offhours::demo::Demo demo(fs::absolute(argv[1]), fs::path(OFFHOURS_SOURCE_DIR) / "tests/data/events");
    return demo.run() ? 0 : 1;
  } catch (const std::exception& fault) {
    std::cerr << "offhours_demo: " << fault.what() << '\n';
    return 1;
  }
}
