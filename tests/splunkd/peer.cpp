// A chunked command that is right, or wrong in exactly one way: peer <type> <fault>. It echoes rows; a reporting or
// events peer gathers them first; a generating one gives three rows in three replies.
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

namespace {

std::string type;
std::string fault;

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), with);
  return text;
}

void write_out(std::string_view bytes) {
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
  std::fflush(stdout);
}

std::string framed(const std::string& metadata, const std::string& body) {
  return "chunked 1.0," + std::to_string(metadata.size()) + "," + std::to_string(body.size()) + "\n" + metadata + body;
}

std::string read_exactly(std::size_t size) {
  std::string bytes(size, '\0');
  if (std::fread(bytes.data(), 1, size, stdin) != size) std::exit(0);
  return bytes;
}

std::string getinfo_metadata() {
  const std::string name = type == "generating" ? R"("stateful","generating":true)" : '"' + type + '"';
  std::string good = R"({"type":)" + name + R"(,"required_fields":["tag","list"]})";
  const std::map<std::string, std::string> wrong = {
      {"unknown key", R"({"type":"streaming","maxinputs":10})"},
      {"unknown inspector key", R"({"type":"streaming","inspector":{"notes":[]}})"},
      {"repeated key", R"({"type":"streaming","type":"streaming"})"},
      {"type eventing", R"({"type":"eventing"})"},
      {"fields no list", R"({"type":"streaming","required_fields":"tag"})"},
      {"error before inspector", R"({"error":"bad","inspector":{"messages":[["ERROR","bad"]]},"finished":true})"},
      {"error not finished", R"({"inspector":{"messages":[["ERROR","bad"]]},"error":"bad"})"},
      {"finished getinfo", R"({"type":"streaming","finished":true})"},
      {"preop of streaming", R"({"type":"streaming","streaming_preop":"fields tag"})"},
      {"invalid UTF-8", "{\"type\":\"streaming\",\"inspector\":{\"messages\":[[\"INFO\",\"\xD4\"]]}}"},
      {"no JSON", "type=streaming"},
      {"JSON list", "[]"},
      {"level FATAL", R"({"type":"streaming","inspector":{"messages":[["FATAL","x"]]}})"},
      {"message twice", R"({"type":"streaming","inspector":{"messages":[["INFO","x"],["INFO","x"]]}})"},
      {"message no pair", R"({"type":"streaming","inspector":{"messages":["x"]}})"},
      {"metric", R"({"type":"streaming","inspector":{"metric.x":[1,2,3]}})"},
      {"newline in metadata", good + "\n"},
      {"right error", R"({"inspector":{"messages":[["ERROR","bad"]]},"finished":true,"error":"bad"})"}};
  const auto found = wrong.find(fault);
  return found == wrong.end() ? good : found->second;
}

std::string getinfo_frame() {
  const std::string metadata = getinfo_metadata();
  std::string good = framed(metadata, "");
  const std::string size = std::to_string(metadata.size());
  if (fault == "blank in header") return replaced(good, "1.0,", "1.0, ");
  if (fault == "CRLF header") return replaced(good, "\n", "\r\n");
  if (fault == "leading zero") return replaced(good, "1.0,", "1.0,0");
  if (fault == "newline before header") return "\n" + good;
  if (fault == "newline after frame") return good + "\n";
  if (fault == "two replies") return good + good;
  if (fault == "announces more") return replaced(good, size, std::to_string(metadata.size() + 5));
  if (fault == "announces less") return replaced(good, size, std::to_string(metadata.size() - 5));
  if (fault == "banner") return "peer 1.0 ready\n" + good;
  if (fault == "getinfo body") return framed(metadata, "a\n1\n");
  return good;
}

std::string execute_frame(std::string body, bool finished) {
  std::string metadata = finished ? R"({"finished":true})" : R"({"finished":false})";
  if (fault == "finished not echoed") metadata = R"({"finished":true})";
  if (fault == "finished missing") metadata = "{}";
  if (fault == "finished text") metadata = R"({"finished":"false"})";
  if (fault == "type in execute") metadata = replaced(metadata, "{", R"({"type":"streaming",)");
  if (fault == "same message in each reply") {
    metadata = replaced(metadata, "{", R"({"inspector":{"messages":[["WARN","again"]]},)");
  }
  const std::map<std::string, std::string> wrong = {
      {"duplicate index", "tag,\"_chunked_idx\"\na,0\nb,0\n"},
      {"descending index", "tag,\"_chunked_idx\"\na,1\nb,0\n"},
      {"index out of range", "tag,\"_chunked_idx\"\na,7\n"},
      {"index no number", "tag,\"_chunked_idx\"\na,x\n"},
      {"index missing", "tag\na\n"},
      {"new column", "tag,extra,\"_chunked_idx\"\na,1,0\n"},
      {"twin left out", "tag,list,\"_chunked_idx\"\na,x,0\n"},
      {"ragged row", "tag,\"_chunked_idx\"\na,0,\n"},
      {"duplicate column", "tag,\"_chunked_idx\",tag\na,0,a\n"},
      {"no line end", "tag,\"_chunked_idx\"\na,0"},
      {"bare CR", "tag,\"_chunked_idx\"\ra,0\r"},
      {"stray quote", "tag,\"_chunked_idx\"\na\"b,0\n"},
      {"quote does not end", "tag,\"_chunked_idx\"\n\"a,0\n"},
      {"blank row", "\"_chunked_idx\"\n0\n\n"},
      {"BOM", "\xEF\xBB\xBFtag,\"_chunked_idx\"\na,0\n"},
      {"lone twin", "tag,\"_chunked_idx\",\"__mv_other\"\na,0,\n"},
      {"twin encoding", "list,\"__mv_list\",\"_chunked_idx\"\n\"x\ny\",\"$x$y$\",0\n"},
      {"twin of one value", "list,\"__mv_list\",\"_chunked_idx\"\nx,\"$x$\",0\n"},
      {"twin differs", "list,\"__mv_list\",\"_chunked_idx\"\nx,\"$x$;$y$\",0\n"}};
  if (const auto found = wrong.find(fault); found != wrong.end()) body = found->second;
  std::string good = framed(metadata, body);
  if (fault == "newline before CSV") return replaced(good, "}", "}\n");
  if (fault == "body announced short") {
    return replaced(good, "," + std::to_string(body.size()) + "\n", "," + std::to_string(body.size() - 3) + "\n");
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  type = argv[1];
  fault = argv[2];
  std::string gathered;
  int given = 0;
  if (fault == "exit at once") return 3;
  if (fault == "stderr noise") std::fputs("loading\n", stderr);
  if (fault == "closes its input") {
    ::close(STDIN_FILENO);
    ::usleep(300000);
    return 0;
  }
  while (true) {
    std::array<char, 64> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), stdin) == nullptr) break;
    unsigned long metadata_size = 0;
    unsigned long body_size = 0;
    if (std::sscanf(line.data(), "chunked 1.0,%lu,%lu", &metadata_size, &body_size) != 2) return 1;
    const bool early_getinfo = fault == "reply before the end of getinfo";
    if (early_getinfo) write_out(getinfo_frame());
    const std::string metadata = read_exactly(metadata_size);
    const bool finished = metadata.find(R"("finished":true)") != std::string::npos;
    if (metadata.find("getinfo") != std::string::npos) {
      if (fault == "no reply") ::pause();
      if (!early_getinfo) write_out(getinfo_frame());
      if (fault == "exit after getinfo") return 0;
      continue;
    }
    if (fault == "reply before the end of the body") write_out(framed(R"({"finished":false})", ""));
    const std::string body = read_exactly(body_size);
    if (fault == "reply before the end of the body") continue;
    if (fault == "crash") std::raise(SIGKILL);
    if (fault == "exit in execute") return 0;
    if (type == "generating") {
      ++given;
      const std::string rows = "tag\n" + std::to_string(given) + "\n";
      write_out(execute_frame(fault == "too many rows" ? "tag\n1\n2\n3\n4\n5\n6\n" : rows, given == 3));
    } else if (type == "streaming" || type == "stateful") {
      write_out(execute_frame(body, finished));
    } else {
      const std::size_t header = body.find('\n') + 1;
      gathered += gathered.empty() ? body : body.substr(header);
      const bool now = finished || fault == "rows too early";
      write_out(execute_frame(now ? gathered : std::string(), finished));
    }
  }
  if (fault == "trailing output") write_out("bye\n");
  if (fault == "does not end") ::pause();
  return fault == "exit 3" ? 3 : 0;
}
