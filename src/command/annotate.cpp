#include "command/annotate.hpp"

#include <algorithm>

#include "rows/multivalue.hpp"
#include "rows/writer.hpp"

namespace offhours::command {

Annotate::Annotate(AnnotateOptions options, std::string lookups)
    : keep_(options.keep), judging_(std::move(options.judge), std::move(lookups)) {
  for (const std::string_view name : verdict_names) outputs_.push_back({std::string(name), judging_.want(name)});
  for (const std::string& name : options.fields) outputs_.push_back({name, judging_.want(name)});
  judging_.start();
}

wire::GetInfoReply Annotate::getinfo(const wire::GetInfo&) {
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

void Annotate::begin(bool finished, std::uint64_t body_bytes) {
  constexpr std::uint64_t most = std::uint64_t{1} << 30;
  finished_ = finished;
  headed_ = false;
  reader_.start_frame();
  out_.clear();
  if (body_bytes < most) out_.reserve(static_cast<std::size_t>(body_bytes + body_bytes / 8));
}

wire::ExecuteReply Annotate::end(std::string_view body) {
  read(body, true);
  wire::ExecuteReply reply;
  reply.finished = finished_;
  reply.body = out_;
  if (finished_) {
    reply.messages = judging_.warnings(keep_ == Keep::all ? "were passed on with the reason no_time"
                                                          : "were dropped, since they are neither on nor off hours");
  }
  return reply;
}

void Annotate::read(std::string_view body, bool whole) {
  while (reader_.next(body, whole)) {
    const std::span<const rows::Cell> row = reader_.cells();
    if (!headed_) {
      headed_ = true;
      judging_.bind(row);
      write_head(row);
      continue;
    }
    if (!judging_.see(row)) {
      if (keep_ == Keep::all) write_row(row, false);
      continue;
    }
    const worktime::Verdict& verdict = judging_.judge();
    const bool timed = verdict.reason != worktime::Reason::no_time;
    if (keep_ == Keep::all || (timed && verdict.off_hours() == (keep_ == Keep::off))) write_row(row, true);
  }
}

void Annotate::write_head(std::span<const rows::Cell> header) {
  width_ = header.size();
  splices_.clear();
  for (Output& output : outputs_) output.arrives = false;
  std::string scratch;
  for (std::size_t place = 0; place < header.size(); ++place) {
    if (place > 0) out_ += ',';
    out_ += header[place].bytes();
    std::string_view name = header[place].text(scratch);
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      if (name == outputs_[i].name && !outputs_[i].arrives) {
        outputs_[i].arrives = true;
        splices_.push_back({place, i, false});
      } else if (name.starts_with(rows::multivalue_prefix) &&
                 name.substr(rows::multivalue_prefix.size()) == outputs_[i].name) {
        splices_.push_back({place, i, true});
      }
    }
  }
  for (const bool twin : {false, true}) {
    for (const Output& output : outputs_) {
      if (output.arrives) continue;
      out_ += ',';
      rows::write_cell(out_, (twin ? std::string(rows::multivalue_prefix) : std::string()) + output.name);
    }
  }
  out_ += '\n';
}

void Annotate::write_output(std::size_t output, bool twin) {
  const event::Value value = judging_.value(outputs_[output].operand);
  if (twin) {
    if (value.count() > 1) rows::write_cell(out_, rows::encode_multivalue(value.texts()));
    return;
  }
  if (value.count() < 2) {
    rows::write_cell(out_, value.first());
    return;
  }
  std::string joined;
  for (std::size_t i = 0; i < value.count(); ++i) {
    if (i > 0) joined += '\n';
    joined += value[i];
  }
  rows::write_cell(out_, joined);
}

void Annotate::write_row(std::span<const rows::Cell> row, bool judged) {
  // Cells lie one after the other in the frame, so a run of them is one copy. A row shorter than the header ends early.
  const std::size_t given = std::min(row.size(), width_);
  std::size_t next = 0;
  const auto copy_to = [&](std::size_t end) {
    end = std::min(end, given);
    if (next >= end) return;
    if (next > 0) out_ += ',';
    const char* first = row[next].bytes().data();
    const std::string_view last = row[end - 1].bytes();
    out_.append(first, last.data() + last.size());
    next = end;
  };
  if (judged) {
    for (const Splice& splice : splices_) {
      copy_to(splice.place);
      for (; next < splice.place; ++next) out_ += next > 0 ? "," : "";
      if (next > 0) out_ += ',';
      write_output(splice.output, splice.twin);
      next = splice.place + 1;
    }
  }
  copy_to(width_);
  for (; next < width_; ++next) out_ += next > 0 ? "," : "";
  for (const bool twin : {false, true}) {
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      if (outputs_[i].arrives) continue;
      out_ += ',';
      if (judged) write_output(i, twin);
    }
  }
  out_ += '\n';
}

}  // namespace offhours::command
