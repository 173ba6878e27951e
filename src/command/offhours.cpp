#include "command/offhours.hpp"

#include <algorithm>
#include <cstring>

#include "rows/multivalue.hpp"
#include "rows/writer.hpp"

namespace offhours::command {
namespace {

// The outputs of the verdict that every row gets; they are the first.
constexpr std::size_t annotated = worktime::annotated_text_count;

}  // namespace

Offhours::Offhours(OffhoursOptions options, std::string lookups)
    : options_(std::move(options)), judging_(std::move(options_.judge), std::move(lookups)) {
  for (const std::string_view name : worktime::verdict_text_names().first(annotated))
    outputs_.push_back({std::string(name), judging_.want(name)});
  for (const std::string& name : options_.fields) outputs_.push_back({name, judging_.want(name)});
  judging_.start();
}

wire::GetInfoReply Offhours::getinfo(const wire::GetInfo&) {
  wire::GetInfoReply reply;
  reply.type = wire::CommandType::streaming;
  const auto columns = judging_.columns();
  reply.required_fields.emplace(columns.begin(), columns.end());
  for (const Output& output : outputs_) {
    if (std::ranges::find(*reply.required_fields, output.name) == reply.required_fields->end()) {
      reply.required_fields->push_back(output.name);
    }
  }
  return reply;
}

void Offhours::begin(bool finished, text::Buffer reply) {
  finished_ = finished;
  headed_ = false;
  reader_.start_frame();
  out_ = std::move(reply);
}

wire::ExecuteReply Offhours::end(std::string_view unread) {
  read(unread, true);
  wire::ExecuteReply reply;
  reply.finished = finished_;
  reply.body = std::move(out_);
  if (finished_) {
    reply.messages = judging_.warnings(options_.keep == Keep::all ? Fate::passed_on : Fate::dropped);
  }
  return reply;
}

void Offhours::read(std::string_view body, bool whole) {
  while (reader_.next(body, whole)) {
    const rows::Row row = reader_.cells();
    if (!headed_) {
      headed_ = true;
      judging_.bind(row);
      write_head(row);
      continue;
    }
    if (!judging_.see(row)) {
      if (options_.keep == Keep::all) write_unjudged_row(row);
      continue;
    }
    if (judging_.has_next()) {
      judge_events(row);
      continue;
    }
    const worktime::Verdict& verdict = judging_.judge();
    const bool timed = verdict.reason != worktime::Reason::no_time;
    if (options_.keep == Keep::all || (timed && verdict.off_hours() == (options_.keep == Keep::off)))
      write_row(row, verdict);
  }
}

// Copies the header, adds the columns that are not there, and plans how each row is written.
void Offhours::write_head(rows::Row header) {
  width_ = header.size();
  appended_ = 0;
  steps_.clear();
  for (Output& output : outputs_) output.arrives = false;
  std::size_t copied = 0;
  const auto splice = [&](std::size_t place, std::size_t output, bool twin) {
    if (copied < place) steps_.push_back({Step::Kind::copy, copied, place, 0});
    copied = place + 1;
    plan_cell(output, twin);
  };
  for (std::size_t place = 0; place < header.size(); ++place) {
    if (place > 0) out_.append(',');
    out_.append(header[place].bytes());
    const std::string_view name = header[place].text(scratch_);
    for (std::size_t i = 0; i < outputs_.size() && copied <= place; ++i) {
      if (name == outputs_[i].name && !outputs_[i].arrives) {
        outputs_[i].arrives = true;
        splice(place, i, false);
      } else if (name.starts_with(rows::multivalue_prefix) &&
                 name.substr(rows::multivalue_prefix.size()) == outputs_[i].name) {
        splice(place, i, true);
      }
    }
  }
  if (copied < width_) steps_.push_back({Step::Kind::copy, copied, width_, 0});
  for (const bool twin : {false, true}) {
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      if (outputs_[i].arrives) continue;
      out_.append(',');
      rows::write_cell(out_, (twin ? std::string(rows::multivalue_prefix) : std::string()) + outputs_[i].name);
      plan_cell(i, twin);
      ++appended_;
    }
  }
  out_.append('\n');
}

void Offhours::plan_cell(std::size_t output, bool twin) {
  using Kind = Step::Kind;
  const bool of_verdict = output < annotated;
  const Kind kind = twin ? of_verdict ? Kind::nothing : Kind::values : of_verdict ? Kind::verdict : Kind::value;
  steps_.push_back({kind, 0, 0, output});
  // The verdict's outputs in one piece, where they stand side by side.
  if (kind != Kind::verdict || output + 1 != annotated || steps_.size() < annotated) return;
  const auto all = std::span<const Step>(steps_).last(annotated);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind != Kind::verdict || all[i].output != i) return;
  }
  steps_.resize(steps_.size() - all.size());
  steps_.push_back({Kind::verdicts, 0, 0, 0});
}

void Offhours::write_value(std::size_t output) {
  const event::Value value = judging_.value(outputs_[output].operand);
  if (value.count() < 2) {
    rows::write_cell(out_, value.first());
    return;
  }
  scratch_.clear();
  for (std::size_t i = 0; i < value.count(); ++i) {
    if (i > 0) scratch_ += '\n';
    scratch_ += value[i];
  }
  rows::write_cell(out_, scratch_);
}

void Offhours::write_values(std::size_t output) {
  const event::Value value = judging_.value(outputs_[output].operand);
  if (value.count() < 2) return;
  scratch_.clear();
  std::string_view one;
  rows::append_multivalue(scratch_, value.texts(one));
  rows::write_cell(out_, scratch_);
}

// Cells lie one after the other in the frame, so a run of them is one copy. A row shorter than the header is filled up.
void Offhours::copy_cells(rows::Row row, std::size_t first, std::size_t last) {
  const std::size_t given = std::min(row.size(), last);
  out_.append(row.bytes(first, given));
  for (std::size_t next = std::max(given, first); next < last; ++next) {
    if (next > first) out_.append(',');
  }
}

void Offhours::write_row(rows::Row row, const worktime::Verdict& verdict) {
  cells_.use(verdict);
  bool first = true;
  for (const Step& step : steps_) {
    if (!first) out_.append(',');
    first = false;
    switch (step.kind) {
      case Step::Kind::copy: copy_cells(row, step.first, step.last); break;
      case Step::Kind::verdicts: out_.commit(cells_.write_all(out_.room(cells_.most_bytes()))); break;
      case Step::Kind::verdict:
        out_.commit(cells_.write(out_.room(cells_.most_bytes()), static_cast<worktime::VerdictText>(step.output)));
        break;
      case Step::Kind::value: write_value(step.output); break;
      case Step::Kind::values: write_values(step.output); break;
      case Step::Kind::nothing: break;
    }
  }
  out_.append('\n');
}

// A row with several events stays one row, since splunkd knows no other: its cells are multivalue, one value for each
// event that is judged, and it is off hours if any of them is.
void Offhours::judge_events(rows::Row row) {
  texts_.resize(outputs_.size());
  for (std::vector<std::string>& texts : texts_) texts.clear();
  bool timed = false;
  bool off_hours = false;
  do {
    const worktime::Verdict& verdict = judging_.judge();
    timed |= verdict.reason != worktime::Reason::no_time;
    off_hours |= verdict.off_hours();
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      std::string& text = texts_[i].emplace_back();
      const event::Value value = judging_.value(outputs_[i].operand);
      for (std::size_t j = 0; j < value.count(); ++j) {
        if (j > 0) text += ", ";
        text += value[j];
      }
    }
  } while (judging_.next());
  constexpr auto verdict_output = static_cast<std::size_t>(worktime::VerdictText::off_hours);
  texts_[verdict_output] = {!timed ? "" : off_hours ? "1" : "0"};
  if (options_.keep == Keep::all || (timed && off_hours == (options_.keep == Keep::off))) write_row_of_events(row);
}

void Offhours::write_row_of_events(rows::Row row) {
  const auto write_plain = [this](std::size_t output) {
    scratch_.clear();
    for (const std::string& text : texts_[output]) {
      if (&text != &texts_[output].front()) scratch_ += '\n';
      scratch_ += text;
    }
    rows::write_cell(out_, scratch_.size() < texts_[output].size() ? std::string_view() : std::string_view(scratch_));
  };
  const auto write_twin = [this](std::size_t output) {
    const std::vector<std::string_view> texts(texts_[output].begin(), texts_[output].end());
    const bool any = std::ranges::any_of(texts, [](std::string_view text) { return !text.empty(); });
    if (!any || texts.size() < 2) return;
    scratch_.clear();
    rows::append_multivalue(scratch_, texts);
    rows::write_cell(out_, scratch_);
  };
  bool first = true;
  for (const Step& step : steps_) {
    if (!first) out_.append(',');
    first = false;
    switch (step.kind) {
      case Step::Kind::copy: copy_cells(row, step.first, step.last); break;
      case Step::Kind::verdicts:
        for (std::size_t output = 0; output < annotated; ++output) {
          if (output > 0) out_.append(',');
          write_plain(output);
        }
        break;
      case Step::Kind::verdict:
      case Step::Kind::value: write_plain(step.output); break;
      case Step::Kind::values:
      case Step::Kind::nothing: write_twin(step.output); break;
    }
  }
  out_.append('\n');
}

// Passed on as it came; our cells stay empty.
void Offhours::write_unjudged_row(rows::Row row) {
  copy_cells(row, 0, width_);
  char* to = out_.room(appended_ + 1);
  std::memset(to, ',', appended_);
  to[appended_] = '\n';
  out_.commit(to + appended_ + 1);
}

}  // namespace offhours::command
