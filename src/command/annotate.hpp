// The command `offhours`: writes the verdict and computed names into each row, or filters by it. Rows are copied in
// bulk; only the cells of its own columns are replaced or added.
#pragma once

#include <string>
#include <vector>

#include "command/judging.hpp"
#include "rows/reader.hpp"
#include "wire/session.hpp"

namespace offhours::command {

class Annotate final : public wire::Command {
 public:
  Annotate(AnnotateOptions options, std::string lookups);

  wire::GetInfoReply getinfo(const wire::GetInfo& info) override;
  void begin(bool finished, std::uint64_t body_bytes) override;
  void body(std::string_view body) override { read(body, false); }
  wire::ExecuteReply end(std::string_view body) override;

 private:
  struct Output {
    std::string name;
    Operand operand;
    bool arrives = false;  // the frame has its column, and it is filled in place
  };
  // A cell of the frame that is replaced: by the output's value, or, for a multivalue twin, by its values.
  struct Splice {
    std::size_t place;
    std::size_t output;
    bool twin;
  };

  void read(std::string_view body, bool whole);
  void write_head(std::span<const rows::Cell> header);
  void write_row(std::span<const rows::Cell> row, bool judged);
  void write_output(std::size_t output, bool twin);

  Keep keep_;
  Judging judging_;
  std::vector<Output> outputs_;
  rows::Reader reader_;
  bool finished_ = false;
  bool headed_ = false;
  std::size_t width_ = 0;
  std::vector<Splice> splices_;  // by place
  std::string out_;
};

}  // namespace offhours::command
