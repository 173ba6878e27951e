// Who did it: the kind of actor and the name that stays the same from run to run, in each version of an event.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "event/seen.hpp"

namespace offhours::test {
namespace {

namespace json = boost::json;

// `userIdentity` of a CloudTrail record. A member that is empty is not there.
struct Identity {
  std::string type = "AssumedRole";
  std::string arn = {};
  std::string principal = {};
  std::string name = {};
  std::string invoked_by = {};
  std::string issuer = {};
  std::string provider = {};
  std::string delivery = {};
  std::string on_behalf_of = {};
};

void add(json::object& to, const char* key, const std::string& text) {
  if (!text.empty()) to[key] = text;
}

std::string cloudtrail(const Identity& who) {
  json::object identity;
  add(identity, "type", who.type);
  add(identity, "principalId", who.principal);
  add(identity, "arn", who.arn);
  add(identity, "userName", who.name);
  add(identity, "invokedBy", who.invoked_by);
  json::object session;
  if (!who.issuer.empty()) session["sessionIssuer"] = {{"type", "Role"}, {"arn", who.issuer}};
  if (!who.provider.empty()) session["webIdFederationData"] = {{"federatedProvider", who.provider}};
  add(session, "ec2RoleDelivery", who.delivery);
  if (!session.empty()) identity["sessionContext"] = session;
  if (!who.on_behalf_of.empty()) identity["onBehalfOf"] = {{"userId", who.on_behalf_of}};
  return json::serialize(json::value{{"eventVersion", "1.11"},
                                     {"userIdentity", identity},
                                     {"eventTime", "2026-05-16T10:00:00Z"},
                                     {"eventSource", "ecr.amazonaws.com"},
                                     {"eventName", "PutImage"}});
}

std::string event_bridge(const Identity& who) {
  return R"({"version":"0","detail-type":"AWS API Call via CloudTrail","account":"111122223333","detail":)" +
         cloudtrail(who) + "}";
}

// How AWS's mapping names the parts of an identity in a version of OCSF.
struct Ocsf {
  const char* version;
  const char* arn;
  const char* principal;
  bool maps_provider;  // to actor.idp.name, else it is left in `unmapped`
};

std::string ocsf(const Ocsf& names, const Identity& who) {
  json::object user;
  add(user, "type", who.type);
  add(user, names.arn, who.arn);
  add(user, names.principal, who.principal);
  add(user, "name", who.name);
  json::object actor{{"user", user}};
  add(actor, "invoked_by", who.invoked_by);
  if (!who.issuer.empty()) actor["session"] = {{"issuer", who.issuer}};
  json::object unmapped;
  if (names.maps_provider) {
    if (!who.provider.empty()) actor["idp"] = {{"name", who.provider}};
  } else {
    add(unmapped, "userIdentity.sessionContext.webIdFederationData.federatedProvider", who.provider);
  }
  add(unmapped, "userIdentity.sessionContext.ec2RoleDelivery", who.delivery);
  add(unmapped, "userIdentity.onBehalfOf.userId", who.on_behalf_of);
  return json::serialize(json::value{{"metadata", {{"version", names.version}}},
                                     {"time", 1778925600000},
                                     {"api", {{"operation", "PutImage"}, {"service", {{"name", "ecr.amazonaws.com"}}}}},
                                     {"actor", actor},
                                     {"unmapped", unmapped}});
}

std::vector<std::string> in_every_version(const Identity& who) {
  std::vector<std::string> events = {cloudtrail(who), event_bridge(who)};
  for (const bool maps_provider : {true, false}) {
    events.push_back(ocsf({"1.0.0-rc.2", "uuid", "uid", maps_provider}, who));
    events.push_back(ocsf({"1.1.0", "uid", "uid_alt", maps_provider}, who));
    events.push_back(ocsf({"1.5.0", "uid", "uid_alt", maps_provider}, who));
  }
  return events;
}

constexpr const char* sso_role =
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Dev_0123456789abcdef";
constexpr const char* build_role = "arn:aws:iam::111122223333:role/ci/Build";

std::string session(const std::string& role, const std::string& name) {
  return "arn:aws:sts::111122223333:assumed-role/" + role + '/' + name;
}

struct Case {
  const char* what;
  Identity who;
  std::string kind;
  std::string name;
};

const std::vector<Case> cases = {
    {"the root user",
     {.type = "Root", .arn = "arn:aws:iam::111122223333:root"},
     "root",
     "arn:aws:iam::111122223333:root"},
    {"the root user with a name",
     {.type = "Root", .arn = "arn:aws:iam::111122223333:root", .name = "root"},
     "root",
     "root"},
    {"a service", {.type = "AWSService", .invoked_by = "ecs.amazonaws.com"}, "service", "ecs.amazonaws.com"},
    {"a service without a type", {.type = "", .invoked_by = "ecs.amazonaws.com"}, "service", "ecs.amazonaws.com"},
    {"docker push, whose caller is ECR's proxy",
     {.type = "IAMUser", .arn = "arn:aws:iam::111122223333:user/ana", .name = "ana", .invoked_by = "AWS Internal"},
     "iam_user",
     "ana"},
    {"nothing but ECR's proxy", {.type = "", .invoked_by = "AWS Internal"}, "unknown", "AWS Internal"},
    {"an IAM user", {.type = "IAMUser", .arn = "arn:aws:iam::111122223333:user/ana", .name = "ana"}, "iam_user", "ana"},
    {"an IAM user who is called as a machine's session is",
     {.type = "IAMUser", .arn = "arn:aws:iam::111122223333:user/i-0abc", .principal = "AIDAX", .name = "i-0abc"},
     "iam_user",
     "i-0abc"},
    {"an IAM user by way of a service",
     {.type = "IAMUser",
      .arn = "arn:aws:iam::111122223333:user/ana",
      .name = "ana",
      .invoked_by = "cloudformation.amazonaws.com"},
     "iam_user",
     "ana"},
    {"GitHub Actions",
     {.arn = session("Build", "run-8123"),
      .principal = "AROAX:run-8123",
      .issuer = build_role,
      .provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
     "pipeline",
     build_role},
    {"GitLab of one's own",
     {.arn = session("Build", "job-1"), .provider = "arn:aws:iam::111122223333:oidc-provider/gitlab.example.com"},
     "pipeline",
     "arn:aws:iam::111122223333:role/Build"},
    {"a pod of EKS",
     {.arn = session("Build", "botocore-session-1"),
      .issuer = build_role,
      .provider = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0A1B"},
     "pipeline",
     build_role},
    {"Bitbucket",
     {.arn = session("Build", "x"), .issuer = build_role, .provider = "api.bitbucket.org/2.0/workspaces/w"},
     "pipeline",
     build_role},
    {"CircleCI",
     {.arn = session("Build", "x"), .issuer = build_role, .provider = "oidc.circleci.com/org/1"},
     "pipeline",
     build_role},
    {"CodeBuild", {.arn = session("Build", "AWSCodeBuild-0a1b"), .issuer = build_role}, "pipeline", build_role},
    {"a machine of EC2",
     {.arn = session("Build", "i-0123456789abcdef0"), .issuer = build_role},
     "pipeline",
     build_role},
    {"a machine by its keys' delivery",
     {.arn = session("Build", "worker"), .issuer = build_role, .delivery = "2.0"},
     "pipeline",
     build_role},
    {"a machine by its principal id alone",
     {.principal = "AROAX:i-0123456789abcdef0", .issuer = build_role},
     "pipeline",
     build_role},
    {"a person of Identity Center",
     {.arn = session("AWSReservedSSO_Dev_0123456789abcdef", "ana@example.com"), .issuer = sso_role},
     "person",
     "ana@example.com"},
    {"the same by the session's ARN alone",
     {.arn = session("AWSReservedSSO_Dev_0123456789abcdef", "ana")},
     "person",
     "ana"},
    {"a person of Identity Center by the type",
     {.type = "IdentityCenterUser", .on_behalf_of = "a1b2c3d4-1111"},
     "person",
     "a1b2c3d4-1111"},
    {"a role that somebody assumed", {.arn = session("Deploy", "ana"), .issuer = build_role}, "unknown", build_role},
    {"a role that somebody assumed under an address",
     {.arn = session("Deploy", "ana@example.com"), .issuer = build_role},
     "unknown",
     "ana@example.com"},
    {"a federated user",
     {.type = "FederatedUser", .arn = "arn:aws:sts::111122223333:federated-user/ana"},
     "unknown",
     "arn:aws:sts::111122223333:federated-user/ana"},

    // What somebody can choose.
    {"a session called as a role of Identity Center",
     {.arn = session("Deploy", "AWSReservedSSO_Dev_0123456789abcdef"), .issuer = build_role},
     "unknown",
     build_role},
    {"a role below a path that is called so",
     {.arn = session("Deploy", "ana"), .issuer = "arn:aws:iam::111122223333:role/AWSReservedSSO_x/Deploy"},
     "unknown",
     "arn:aws:iam::111122223333:role/AWSReservedSSO_x/Deploy"},
    {"a role of that name below a path of one's own",
     {.arn = session("Deploy", "ana"), .issuer = "arn:aws:iam::111122223333:role/mine/AWSReservedSSO_Dev"},
     "unknown",
     "arn:aws:iam::111122223333:role/mine/AWSReservedSSO_Dev"},
    {"a session called root", {.arn = session("Deploy", "root"), .issuer = build_role}, "unknown", build_role},
    {"a session that is nearly a machine's",
     {.arn = session("Deploy", "i-xyz"), .issuer = build_role},
     "unknown",
     build_role},
    {"a session called `i-`", {.arn = session("Deploy", "i-"), .issuer = build_role}, "unknown", build_role},
    {"a provider for people",
     {.arn = session("Deploy", "ana"), .issuer = build_role, .provider = "accounts.google.com"},
     "unknown",
     build_role},
};

TEST(Actor, IsOfTheSameKindAndNameInEveryVersion) {
  for (const Case& each : cases) {
    for (const std::string& raw : in_every_version(each.who)) {
      Seen seen(raw);
      EXPECT_EQ(seen["actor_kind"], each.kind) << each.what << ": " << raw;
      EXPECT_EQ(seen["actor_name"], each.name) << each.what << ": " << raw;
    }
  }
}

TEST(Actor, OfAPipelineIsTheSameFromRunToRun) {
  for (const Case& each : cases) {
    if (each.kind != "pipeline" || each.who.arn.empty() || each.who.provider.empty()) continue;
    Identity next = each.who;
    next.arn += "-next";
    for (const std::string& raw : in_every_version(next)) EXPECT_EQ(Seen(raw)["actor_name"], each.name) << raw;
  }
}

TEST(Actor, OnBehalfOfComesBehindAnArnAndAPrincipal) {
  struct User {
    Identity who;
    const char* user;
  };
  const std::vector<User> users = {
      {{.type = "IdentityCenterUser", .on_behalf_of = "id-1"}, "id-1"},
      {{.type = "IdentityCenterUser", .name = "ana", .on_behalf_of = "id-1"}, "id-1"},
      {{.type = "IdentityCenterUser", .principal = "P1", .on_behalf_of = "id-1"}, "P1"},
      {{.arn = session("Deploy", "ana"), .on_behalf_of = "id-1"}, "arn:aws:sts::111122223333:assumed-role/Deploy/ana"},
  };
  for (const User& each : users) {
    for (const std::string& raw : in_every_version(each.who)) EXPECT_EQ(Seen(raw)["user"], each.user) << raw;
  }
}

// Of an event that is cut, what decides may lie behind the cut: then nobody can say, unless it makes no difference.
TEST(Actor, OfACutEventIsWhatItWouldBeOrUnreadable) {
  for (const Case& each : cases) {
    for (const std::string& raw : in_every_version(each.who)) {
      for (std::size_t size = 1; size < raw.size(); ++size) {
        Seen seen(std::string_view(raw).substr(0, size), {"actor_kind", "actor_name"});
        for (const auto& [name, whole] : {std::pair("actor_kind", &each.kind), std::pair("actor_name", &each.name)}) {
          const std::string found = seen[name];
          if (found == *whole || found == "(unreadable)") continue;
          // An envelope's own text that is cut before the event holds none.
          EXPECT_TRUE(found.empty() && size < raw.find("eventVersion"))
              << name << " is " << found << " of " << raw.substr(0, size);
        }
      }
    }
  }
}

// A cut in what comes behind the identity, as in a long request, takes a session's name from nobody.
TEST(Actor, AnswersForASessionWhoseProviderIsCutOff) {
  const std::string raw =
      R"({"metadata":{"version":"1.1.0"},"actor":{"user":{"type":"AssumedRole","uid":"arn:aws:sts::111122223333:assumed-role/Build/run-1","uid_alt":"AROAX:run-1"},"session":{"issuer":"arn:aws:iam::111122223333:role/ci/Build"}},"api":{"request":{"data":"{)";
  Seen seen(raw);
  EXPECT_EQ(seen["actor_kind"], "(unreadable)");
  EXPECT_EQ(seen["actor_name"], build_role);
}

}  // namespace
}  // namespace offhours::test
