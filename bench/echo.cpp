// The limit of a command that gives its rows back: every body is read whole and returned as it came.
#include "peer.hpp"

int main() {
  offhours::bench::Peer peer;
  while (peer.read_head()) {
    if (peer.is_getinfo()) {
      peer.drop_body();
      peer.answer_getinfo("streaming");
      continue;
    }
    const std::string_view body = peer.read_body();
    peer.answer(peer.is_last() ? R"({"finished":true})" : R"({"finished":false})", body);
  }
}
