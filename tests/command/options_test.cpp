#include "command/options.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "event/computed.hpp"
#include "worktime/verdict_text.hpp"

namespace offhours::test {
namespace {

using namespace command;

std::string annotate_fault(std::string_view arguments) {
  Faults faults;
  parse_offhours(split_tokens(arguments), faults);
  return faults.empty() ? "" : fault::to_line(faults);
}

std::string detect_fault(std::string_view arguments) {
  Faults faults;
  parse_offhoursstats(split_tokens(arguments), faults);
  return faults.empty() ? "" : fault::to_line(faults);
}

// What was understood, in one canonical line.
std::string detect(std::string_view arguments) {
  Faults faults;
  const OffhoursStatsOptions options = parse_offhoursstats(split_tokens(arguments), faults);
  if (!faults.empty()) return fault::to_line(faults);
  std::string text;
  for (const AggregateOption& aggregate : options.aggregates) {
    text += std::string(aggregate.function->name) + "(" + aggregate.field + ")=" + aggregate.output + " ";
  }
  text += "by";
  for (const std::string& field : options.by) text += " " + field;
  return text;
}

TEST(Detect, TakesAggregatesHoweverTheyAreSplit) {
  const struct {
    const char* arguments;
    const char* understood;
  } cases[] = {
      {"count", "count()=count by"},
      {"count()", "count()=count by"},
      {"c", "count()=count by"},
      {"c(x)", "count(x)=count(x) by"},
      {"COUNT", "count()=count by"},
      {"min(_time) as firstTime BY user", "min(_time)=firstTime by user"},
      {"min ( _time ) AS firstTime by user , dest", "min(_time)=firstTime by user dest"},
      {"count values(a),values(b) As \"b s\"", "count()=count values(a)=values(a) values(b)=b s by"},
      {"dc(\"my field\") by \"by\" \"as\"", "dc(my field)=dc(my field) by by as"},
      {"keep=all count by a map=false b", "count()=count by a b"},
      {"count fillnull = unknown by a", "count()=count by a"},
      {"count by \"a=b\" resources{}.uid", "count()=count by a=b resources{}.uid"},
      {"sum(a) avg(b) max(c) earliest(d) latest(e)",
       "sum(a)=sum(a) avg(b)=avg(b) max(c)=max(c) earliest(d)=earliest(d) latest(e)=latest(e) by"},
      {"count as by_count by x", "count()=by_count by x"},
      {"uploads images() as pictures by x", "uploads()=uploads images()=pictures by x"},
  };
  for (const auto& c : cases) EXPECT_EQ(detect(c.arguments), c.understood) << c.arguments;
}

TEST(Detect, TellsFaultsInTheContractsForm) {
  const std::string no_eval =
      "is not known here; make a field with the command eval before this one, and name that field";
  const std::string functions =
      "is not one of count, dc, values, min, max, earliest, latest, sum, avg, uploads, images";
  const struct {
    const char* arguments;
    std::string fault;
  } cases[] = {
      {"", "aggregate '' is missing: name at least one, such as count"},
      {"by user", "aggregate '' is missing: name at least one, such as count"},
      {"count by", "argument 'by' has no field after it"},
      {"coutn", "aggregate 'coutn' " + functions + "; did you mean count?"},
      {"median(x)", "aggregate 'median' " + functions},
      {"mean(x)", "aggregate 'mean' " + functions + "; did you mean avg?"},
      {"first(x)", "aggregate 'first' " + functions + "; did you mean latest?"},
      {"distinct_count(x)", "aggregate 'distinct_count' " + functions + "; did you mean dc?"},
      {"list(x) by y", "aggregate 'list' " + functions + "; did you mean values?"},
      {"eval(x=1)", "aggregate 'eval(...)' " + no_eval},
      {"count eval(mvcount(x)) as n", "aggregate 'eval(...)' " + no_eval},
      {"dc(eval(lower(x))) as n", "aggregate 'dc(eval(...))' " + no_eval},
      {"sum(EVAL (x + 1))", "aggregate 'sum(eval(...))' " + no_eval},
      {"count(eval(x>1))", "aggregate 'count(eval(...))' " + no_eval},
      {"min", "aggregate 'min' needs a field in parentheses"},
      {"uploads(x)", "aggregate 'uploads' takes no field"},
      {"min()", "aggregate 'min' needs a field in parentheses"},
      {"min(a b)", "aggregate 'min' takes one field in parentheses, in double quotes unless its name is a plain word"},
      {"min(a", "aggregate 'min' takes one field in parentheses, in double quotes unless its name is a plain word"},
      {"count as", "argument 'as' has no name after it"},
      {"count count", "output 'count' is the name of two columns; rename one of them with as"},
      {"count as user by user", "output 'user' is the name of two columns; rename one of them with as"},
      {"count by a a", "output 'a' is the name of two columns; rename one of them with as"},
      {"count )", "argument ')' is not expected here"},
      {"\"count\"", "argument 'count' is not expected here"},
      {"count maxmem=0", "maxmem '0' is not a whole number of megabytes from 1 to 1048576"},
      {"count maxmem=200MB", "maxmem '200MB' is not a whole number of megabytes from 1 to 1048576"},
      {"count map=maybe", "map 'maybe' is neither true nor false"},
      {"count fields=user", "option 'fields' is unknown; did you mean days?"},
      {"count kepp=off", "option 'kepp' is unknown; did you mean keep?"},
      {"count keep=of by a b c a", "output 'a' is the name of two columns; rename one of them with as (and 1 more)"},
  };
  for (const auto& c : cases) {
    if (std::string_view(c.arguments).find("fields=") != std::string_view::npos) {
      EXPECT_TRUE(detect_fault(c.arguments).starts_with("option 'fields' is unknown")) << detect_fault(c.arguments);
      continue;
    }
    EXPECT_EQ(detect_fault(c.arguments), c.fault) << c.arguments;
  }
}

// Wherever a wildcard stands and however it is quoted; what could be meant is named where it is clear.
TEST(Detect, RefusesWildcards) {
  const std::string in_aggregate = " has a wildcard; write an aggregate for each field, by its name";
  const std::string in_by = " has a wildcard; write the name of each field after by";
  const struct {
    const char* arguments;
    std::string fault;
  } cases[] = {
      {"count(*)", "aggregate 'count(*)'" + in_aggregate + "; did you mean count?"},
      {"c( * )", "aggregate 'c(*)'" + in_aggregate + "; did you mean count?"},
      {"values(*)", "aggregate 'values(*)'" + in_aggregate},
      {"dc(image_t*) as n", "aggregate 'dc(image_t*)'" + in_aggregate + "; did you mean dc(image_tag)?"},
      {"values ( \"user_r*\" )", "aggregate 'values(user_r*)'" + in_aggregate + "; did you mean values(user_role)?"},
      {"min(api.*) by user", "aggregate 'min(api.*)'" + in_aggregate},
      {"latest(x*y)", "aggregate 'latest(x*y)'" + in_aggregate},
      {"count by *", "field '*'" + in_by},
      {"count by user vendor_a*", "field 'vendor_a*'" + in_by + "; did you mean vendor_account?"},
      {"count BY \"vendor_*\"",
       "field 'vendor_*'" + in_by + "; did you mean vendor_account vendor_product vendor_region?"},
      {"count by nothing_like*", "field 'nothing_like*'" + in_by},
      {"min(api.*) by b*", "aggregate 'min(api.*)'" + in_aggregate + " (and 1 more)"},
  };
  for (const auto& c : cases) EXPECT_EQ(detect_fault(c.arguments), c.fault) << c.arguments;
  // Lists of globs are something else, and so is the name of an output.
  for (const char* arguments : {"count operation=\"Put*\" service=ecr*", "count as \"a*b\" by user"}) {
    EXPECT_EQ(detect_fault(arguments), "") << arguments;
  }
  EXPECT_EQ(annotate_fault("fields=\"user image_*\""), "");
}

TEST(Annotate, TellsFaultsInTheContractsForm) {
  const struct {
    const char* arguments;
    const char* fault;
  } cases[] = {
      {"", ""},
      {"keep=off operation=PutImage service=\"ecr*\" fields=\"user image_*\" raw=f time=_indextime", ""},
      {"keep = off", ""},
      {"user", "argument 'user' is not an option (option=value)"},
      {"keep", "argument 'keep' is not an option (option=value)"},
      {"keep=", "option 'keep' has no value"},
      {"keep=off keep=on", "option 'keep' is given twice"},
      {"keep=Off", "keep 'Off' is not one of all, off, on; did you mean off?"},
      {"raw=2", "raw '2' is neither true nor false"},
      {"fields=usr", "fields 'usr' matches no computed name; did you mean user?"},
      {"fields=\"image_* nothing*\"", "fields 'nothing*' matches no computed name"},
      {"schedule=\"\"", "schedule '' is empty"},
      {"schedule=always", ""},
      {"policy=../etc", "policy '../etc' is not the name of a policy (letters, digits, _ and - only)"},
      {"policy=\"\"", "policy '' is not the name of a policy (letters, digits, _ and - only)"},
      {"time_zone=Europe/Berlin days=mon-fri hours=08:00-18:00", ""},
      {"time_zone=Europe/Berln days=mon-fri hours=08:00-18:00",
       "time_zone 'Europe/Berln' is not an IANA time zone; did you mean Europe/Berlin?"},
      {"time_zone=UTC days=mon-fry hours=08:00-18:00",
       "days 'fry' is not a day of the week (mon tue wed thu fri sat sun, or a range such as mon-fri); did you mean "
       "fri?"},
      {"time_zone=UTC days=mon-fri hours=8-18", "hours '8' is not a time of day from 00:00 to 24:00"},
      {"time_zone=UTC days=mon-fri hours=08:00-08:00",
       "hours '08:00-08:00' starts when it ends (00:00-24:00 is the whole day)"},
      {"days=mon-fri hours=08:00-18:00",
       "option 'time_zone' is missing: an inline schedule needs time_zone, days and hours"},
      {"time_zone=UTC", "option 'days' is missing: an inline schedule needs time_zone, days and hours (and 1 more)"},
      {"operation=\"\"", "operation '' is empty"},
      {"service=\" , \"", "service ' , ' is empty"},
      {"fields=\"\"", "fields '' is empty"},
      {"time_zone=UTC days=mon-fri hours=08:00-18:00 holidays=\"\"", "holidays '' is empty"},
  };
  for (const auto& c : cases) EXPECT_EQ(annotate_fault(c.arguments), c.fault) << c.arguments;
}

// What follows from the judged time cannot say what time to judge.
TEST(Judge, RefusesATimeThatFollowsFromTheJudgedTime) {
  const auto written = worktime::verdict_text_names();
  std::vector<std::string> names(written.begin(), written.end());
  names.emplace_back("off_hours_of_a_later_version");
  for (const event::ComputedName& row : event::computed_table()) {
    if (row.judged) names.emplace_back(row.name);
  }
  EXPECT_NE(std::ranges::find(names, "event_time"), names.end());
  for (const std::string& name : names) {
    const std::string fault =
        "time '" + name + "' follows from the judged time, so events cannot be judged by it; did you mean _time?";
    EXPECT_EQ(annotate_fault("time=" + name), fault);
    EXPECT_EQ(detect_fault("count time=" + name), fault);
  }
  for (const char* name : {"_time", "_indextime", "time_dt", "eventTime", "event.time", "user"}) {
    EXPECT_EQ(annotate_fault(std::string("time=") + name), "") << name;
  }
}

TEST(Annotate, PicksComputedNamesByGlobs) {
  Faults faults;
  const OffhoursOptions options = parse_offhours(split_tokens("fields=\"user,image_* off_hours*\""), faults);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(options.fields, (std::vector<std::string>{"user", "image_registry", "image_repository", "image_tag",
                                                      "image_digest", "image_request"}));
}

}  // namespace
}  // namespace offhours::test
