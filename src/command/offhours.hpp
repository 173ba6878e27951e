// The command `offhours`: writes the verdict and computed names into each row, or filters by it. Rows are copied in
// bulk; only the cells of its own columns are replaced or added.
#pragma once

#include <string>
#include <vector>

#include "command/judging.hpp"
#include "command/verdict_cells.hpp"
#include "rows/reader.hpp"
#include "text/buffer.hpp"
#include "wire/session.hpp"

namespace offhours::command {

class Offhours final : public wire::Command {
 public:
  Offhours(OffhoursOptions options, std::string lookups);

  wire::GetInfoReply getinfo(const wire::GetInfo& info);
  void begin(bool finished, text::Buffer reply) override;
  std::size_t body(std::string_view unread) override {
    read(unread, false);
    return reader_.release();
  }
  wire::ExecuteReply end(std::string_view unread) override;

 private:
  struct Output {
    std::string name;
    Operand operand;
    bool arrives = false;  // the frame has its column, and it is filled in place
  };
  // A part of a row that is written at once.
  struct Step {
    enum class Kind {
      copy,      // the cells from place `first` up to `last`
      verdicts,  // all outputs of the verdict, in their order
      verdict,   // one of them, by its number
      value,     // of the output
      values,    // of the output, for a multivalue twin; nothing where there is one or none
      nothing,   // an empty cell
    };
    Kind kind = Kind::copy;
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t output = 0;
  };

  void read(std::string_view body, bool whole);
  void write_head(rows::Row header);
  void plan_cell(std::size_t output, bool twin);
  void write_row(rows::Row row, const worktime::Verdict& verdict);
  void judge_events(rows::Row row);
  void write_row_of_events(rows::Row row);
  void write_unjudged_row(rows::Row row);
  void copy_cells(rows::Row row, std::size_t first, std::size_t last);
  void write_value(std::size_t output);
  void write_values(std::size_t output);

  OffhoursOptions options_;
  Judging judging_;
  std::vector<Output> outputs_;
  rows::Reader reader_;
  bool finished_ = false;
  bool headed_ = false;
  std::size_t width_ = 0;
  std::size_t appended_ = 0;  // cells of ours behind those of the frame
  std::vector<Step> steps_;
  VerdictCells cells_;
  std::vector<std::vector<std::string>> texts_;  // of a row with several events: of each output, one for each event
  std::string scratch_;
  text::Buffer out_;
};

}  // namespace offhours::command
