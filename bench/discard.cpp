// The limit of a command that only counts: every body is read and forgotten, every reply is empty.
#include "peer.hpp"

int main() {
  offhours::bench::Peer peer;
  while (peer.read_head()) {
    peer.drop_body();
    if (peer.is_getinfo()) {
      peer.answer_getinfo("reporting");
    } else {
      peer.answer(peer.is_last() ? R"({"finished":true})" : R"({"finished":false})", {});
    }
  }
}
