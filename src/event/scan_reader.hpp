// Fills the slots of a path plan from one JSON text without building a document: one pass, strings skipped by blocks,
// nothing decoded but what is wanted, nothing allocated once it has seen a few events. It reads a quoted cell as it
// stands in the frame, quotes doubled.
//
// Its parts, each with its own explanation: `automaton` follows the wanted paths, `quoting` says what a quote looks
// like, `string_end` finds where a string ends, `walk` goes through the text, `unescape` undoes escapes.
//
// The law, which tests/reference holds: the same slots and the same shape as a plain parser, on any text, be it whole,
// cut anywhere or broken anywhere.
#pragma once

#include <memory>
#include <string_view>

#include "event/paths.hpp"
#include "rows/reader.hpp"

namespace offhours::event {

enum class Shape {
  none,    // the text holds no JSON object
  whole,   // one complete object (what follows it is not looked at)
  broken,  // cut short or not JSON from some point on: the values before that point are there
};

class ScanReader {
 public:
  // `plan` must outlive the reader and not grow after this.
  explicit ScanReader(const PathPlan& plan);
  ScanReader(ScanReader&&) noexcept;
  ScanReader& operator=(ScanReader&&) noexcept;
  ~ScanReader();

  // Values are views over `json` or the slots' own memory.
  Shape read(std::string_view json, Slots& slots);
  // The cell's text. Values may also be views over the reader's memory, until its next call.
  Shape read(const rows::Cell& cell, Slots& slots);
  // The same for a text inside of another, decoded only where that is needed.
  Shape read(const InnerText& inner, Slots& slots);

  // What stands behind the object that was read last, as it is written there; empty if the object is not whole.
  std::string_view rest() const;

 private:
  class Scanner;
  std::unique_ptr<Scanner> scanner_;
};

}  // namespace offhours::event
