// Frame headers and metadata of any bytes.
#include <cstdint>
#include <string_view>

#include "wire/frame.hpp"
#include "wire/metadata.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)offhours::wire::parse_header(text);
  (void)offhours::wire::parse_request(text);
  return 0;
}
