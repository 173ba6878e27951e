// Frame headers, requests, and texts that go into replies. Whatever a reply holds, it is JSON, and its texts are valid
// UTF-8.
#include "wire/frame.hpp"

#include <boost/json.hpp>
#include <string>

#include "targets.hpp"
#include "wire/metadata.hpp"

namespace offhours::fuzz {

void wire(std::string_view bytes) {
  namespace wire = offhours::wire;
  if (const auto header = wire::parse_header(bytes)) {
    require(header->metadata_bytes <= wire::max_metadata_bytes && header->body_bytes <= wire::max_body_bytes,
            "a header beyond all bounds is taken");
  }
  (void)wire::parse_request(bytes);
  (void)wire::percent_decode(bytes);

  const std::string text = wire::to_utf8(bytes);
  require(wire::to_utf8(text) == text, "what was made valid UTF-8 is changed again");
  wire::GetInfoReply reply;
  reply.required_fields = {std::string(bytes)};
  reply.streaming_preop = bytes;
  reply.messages = {{wire::Level::warn, std::string(bytes)}};
  reply.error = bytes;
  const std::string json = wire::to_json(reply);
  boost::system::error_code error;
  const boost::json::value read = boost::json::parse(json, error);
  require(!error && read.is_object(), "a reply is no JSON");
  require(read.at("error").as_string() == text, "an error has other words in the reply");

  const std::string head = wire::frame_head(json, bytes.size());
  const auto header = wire::parse_header(std::string_view(head).substr(0, head.find('\n')));
  require(header && header->metadata_bytes == json.size() && header->body_bytes == bytes.size(),
          "a frame's own header is not read");
}

}  // namespace offhours::fuzz
