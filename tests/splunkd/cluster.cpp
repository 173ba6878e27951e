#include "splunkd/cluster.hpp"

#include <algorithm>
#include <csignal>
#include <random>
#include <utility>

namespace offhours::test::splunkd {
namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

Table slice(const Table& table, std::size_t begin, std::size_t end) {
  Table part;
  part.columns = table.columns;
  part.rows.assign(table.rows.begin() + static_cast<std::ptrdiff_t>(begin),
                   table.rows.begin() + static_cast<std::ptrdiff_t>(end));
  return part;
}

Table select(const Table& table, const std::vector<std::string>& names) {
  Table selected;
  selected.columns = names;
  std::vector<std::optional<std::size_t>> from;
  for (const std::string& name : names) from.push_back(table.column(name));
  for (const auto& row : table.rows) {
    std::vector<Cell>& cells = selected.rows.emplace_back();
    for (const auto& column : from) cells.push_back(column ? row[*column] : Cell{});
  }
  return selected;
}

// Adds the rows to a table whose columns are the union of both.
void append(Table& to, const Table& from) {
  std::vector<std::size_t> slots;
  for (const std::string& name : from.columns) {
    auto slot = to.column(name);
    if (!slot) {
      slot = to.columns.size();
      to.columns.push_back(name);
      for (auto& row : to.rows) row.emplace_back();
    }
    slots.push_back(*slot);
  }
  for (const auto& row : from.rows) {
    std::vector<Cell>& cells = to.rows.emplace_back(to.columns.size());
    for (std::size_t i = 0; i < row.size(); ++i) cells[slots[i]] = row[i];
  }
}

class Run {
 public:
  Run(const Cluster& cluster, ClusterResult& result) : cluster_(cluster), result_(result), random_(cluster.seed) {}

  void run(const std::vector<Table>& indexers) {
    for (std::size_t i = 0; i < cluster_.probes; ++i) probe(cluster_.search_head, cluster_.info);
    Process head(cluster_.search_head, cluster_.delivery);
    result_.search.getinfo = head.getinfo(cluster_.info);
    const GetInfoReply& info = result_.search.getinfo;
    take(info.messages, info.error);
    if (!info.received || failed()) return;
    const std::vector<PipelineCommand> preop = split_pipeline(info.streaming_preop);
    std::vector<Table> frames;
    for (std::size_t i = 0; i < indexers.size() && !failed(); ++i) {
      std::vector<Table> own = map(i, indexers[i], preop);
      frames.insert(frames.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
    }
    if (failed()) return;
    std::shuffle(frames.begin(), frames.end(), random_);
    if (cluster_.previews) preview(frames, info);
    reduce(head, info, frames);
    result_.peak_kilobytes = peak_kilobytes(head.pid());
    head.wait();
    note(head, "search head: ");
  }

 private:
  bool failed() const { return !result_.search.error.empty(); }

  void take(const std::vector<Message>& messages, const std::string& error) {
    result_.search.messages.insert(result_.search.messages.end(), messages.begin(), messages.end());
    if (!error.empty()) result_.search.error = error;
  }

  void note(const Process& process, const std::string& who) {
    for (const std::string& violation : process.violations()) result_.search.violations.push_back(who + violation);
  }

  void probe(const Program& program, SearchInfo info) {
    info.sid = "searchparsetmp_1";
    info.session_key.clear();
    info.dispatch_dir.clear();
    Process process(program, cluster_.delivery);
    process.getinfo(info);
    process.wait();
    note(process, "probe: ");
  }

  std::vector<Table> cut(const Table& table) {
    std::vector<Table> frames;
    for (std::size_t begin = 0; begin < table.rows.size();) {
      const std::size_t end = std::min(table.rows.size(), begin + below(random_, cluster_.most_frame_rows) + 1);
      frames.push_back(slice(table, begin, end));
      begin = end;
    }
    return frames;
  }

  // What one indexer sends: its processes come and go, each sees some of the frames.
  std::vector<Table> map(std::size_t indexer, const Table& events, const std::vector<PipelineCommand>& preop) {
    std::vector<Table> sent;
    std::vector<Table> todo;
    for (Table& frame : cut(events)) {
      if (preop.empty() || below(random_, 10) < cluster_.raw_of_ten) {
        result_.rows_raw += frame.rows.size();
        sent.push_back(std::move(frame));
      } else {
        todo.push_back(std::move(frame));
      }
    }
    if (todo.empty() && !preop.empty()) todo.emplace_back();
    while (!todo.empty() && !failed()) {
      const std::size_t count = std::min(todo.size(), 1 + below(random_, 12));
      std::vector<Table> part(std::make_move_iterator(todo.end() - static_cast<std::ptrdiff_t>(count)),
                              std::make_move_iterator(todo.end()));
      todo.erase(todo.end() - static_cast<std::ptrdiff_t>(count), todo.end());
      const bool dies = cluster_.dies == indexer && todo.empty();
      for (Table& answer : through(preop, std::move(part), indexer, dies)) {
        if (below(random_, 10) < cluster_.again_of_ten) {
          std::vector<Table> again;
          again.push_back(std::move(answer));
          for (Table& twice : through(preop, std::move(again), indexer, false)) sent.push_back(std::move(twice));
        } else {
          sent.push_back(std::move(answer));
        }
      }
      if (dies) {
        result_.search.messages.push_back(
            {"ERROR", "[idx" + std::to_string(indexer) + "] Streamed search execute failed because: Error in '" +
                          cluster_.info.command + "' command: External search command exited unexpectedly."});
        break;
      }
    }
    for (const Table& table : sent) {
      if (table.column("offhours_p_version")) result_.rows_mapped += table.rows.size();
    }
    return sent;
  }

  // Runs frames through the preop, in a process of their own.
  std::vector<Table> through(const std::vector<PipelineCommand>& preop, std::vector<Table> frames, std::size_t indexer,
                             bool dies) {
    const std::string who = "idx" + std::to_string(indexer) + ": ";
    for (const PipelineCommand& command : preop) {
      if (command.name == "fields") {
        for (Table& frame : frames) frame = keep_fields(frame, command.raw_args);
        continue;
      }
      SearchInfo info = cluster_.info;
      info.command = command.name;
      info.raw_args = command.raw_args;
      info.sid = "remote_sh1_" + info.sid;
      info.search = "litsearch index=main";
      for (std::size_t i = 0; i < cluster_.probes && below(random_, 4) == 0; ++i) probe(cluster_.indexer, info);
      Process process(cluster_.indexer, cluster_.delivery);
      ++result_.map_processes;
      const GetInfoReply reply = process.getinfo(info);
      take(reply.messages, reply.error);
      if (reply.type != "streaming" || reply.required_fields || !reply.streaming_preop.empty()) {
        result_.search.violations.push_back(who + "a map process must be streaming, with no fields and no preop");
      }
      if (!reply.received || failed()) {
        note(process, who);
        return {};
      }
      std::vector<Table> answers;
      for (std::size_t i = 0; i < frames.size(); ++i) {
        if (dies && i == frames.size() / 2) {
          process.signal(SIGKILL);
          return answers;
        }
        ExecuteReply answer = process.execute(frames[i], i + 1 == frames.size());
        take(answer.messages, answer.error);
        if (!answer.received || failed()) break;
        answers.push_back(std::move(answer.table));
      }
      process.wait();
      note(process, who);
      frames = std::move(answers);
    }
    return frames;
  }

  // A process over the first part of what has come, as previews start it.
  void preview(const std::vector<Table>& frames, const GetInfoReply& info) {
    for (std::size_t upto = 0; upto < frames.size(); upto += 1 + frames.size() / 3) {
      SearchInfo setup = cluster_.info;
      setup.preview = true;
      Process process(cluster_.search_head, cluster_.delivery);
      process.getinfo(setup);
      Table rows;
      for (std::size_t i = 0; i < upto; ++i) append(rows, frames[i]);
      const ExecuteReply reply = process.execute(select(rows, *info.required_fields), true);
      process.wait();
      note(process, "preview: ");
      if (!reply.error.empty()) result_.search.violations.push_back("preview: " + reply.error);
    }
  }

  // Rows travel in frames of any size; neighbours may come from several indexers.
  void reduce(Process& head, const GetInfoReply& info, const std::vector<Table>& frames) {
    Table waiting;
    const auto send = [&](bool finished) {
      const Table sent = select(waiting, info.required_fields ? *info.required_fields : waiting.columns);
      const ExecuteReply reply = head.execute(sent, finished);
      take(reply.messages, reply.error);
      append(result_.search.table, reply.table);
      waiting = {};
      return reply.received && !failed();
    };
    for (const Table& frame : frames) {
      append(waiting, frame);
      if (below(random_, 3) != 0 && !send(false)) return;
    }
    send(true);
  }

  const Cluster& cluster_;
  ClusterResult& result_;
  Random random_;
};

}  // namespace

std::vector<PipelineCommand> split_pipeline(std::string_view spl) {
  std::vector<std::string> parts(1);
  bool in_quotes = false;
  for (std::size_t i = 0; i < spl.size(); ++i) {
    if (in_quotes && spl[i] == '\\' && i + 1 < spl.size()) {
      parts.back() += spl[i++];
    } else if (spl[i] == '"') {
      in_quotes = !in_quotes;
    } else if (spl[i] == '|' && !in_quotes) {
      parts.emplace_back();
      continue;
    }
    parts.back() += spl[i];
  }
  std::vector<PipelineCommand> commands;
  for (const std::string& part : parts) {
    std::vector<std::string> words = split_arguments(part);
    if (words.empty()) continue;
    PipelineCommand command{words.front(), {}};
    command.raw_args.assign(words.begin() + 1, words.end());
    commands.push_back(std::move(command));
  }
  return commands;
}

Table keep_fields(const Table& table, const std::vector<std::string>& raw_args) {
  std::vector<std::string> names;
  for (const std::string& argument : raw_args) {
    const std::string name = plain_argument(argument);
    if (table.column(name) && std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return select(table, names);
}

ClusterResult run_cluster(const Cluster& cluster, const std::vector<Table>& indexers) {
  ClusterResult result;
  Run(cluster, result).run(indexers);
  return result;
}

}  // namespace offhours::test::splunkd
