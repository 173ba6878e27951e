// The table of computed names. A new name is a row here, its sources and, where "the first source that is there" does
// not say it, a rule; then a line in docs/names.md and its tests.
#include "event/computed.hpp"

#include <algorithm>
#include <array>

#include "event/view.hpp"
#include "text/ascii.hpp"

namespace offhours::event {
namespace {

// Picks: what of a source's text is taken.

bool is_arn(std::string_view text) { return text.starts_with("arn:"); }

// A part of `arn:partition:service:region:account:resource`, from 0; the resource keeps its colons.
std::string_view arn_part(std::string_view arn, std::size_t wanted) {
  for (std::size_t part = 0;; ++part) {
    const std::size_t colon = part < 5 ? arn.find(':') : std::string_view::npos;
    if (part == wanted) return arn.substr(0, colon);
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
}

constexpr std::string_view assumed_role = "assumed-role/";
constexpr std::string_view repository_prefix = "repository/";

Value text_or_none(std::string_view text) { return is_missing(text) ? Value() : Value(text); }

bool is_session(std::string_view arn) { return is_arn(arn) && arn_part(arn, 5).starts_with(assumed_role); }

constexpr Pick arn_only{"if it is an ARN", [](const Value& whole, std::string&) {
                          return is_arn(whole.first()) ? Value(whole.first()) : Value();
                        }};

constexpr Pick no_arn{"if it is no ARN", [](const Value& whole, std::string&) {
                        return is_arn(whole.first()) ? Value() : Value(whole.first());
                      }};

constexpr Pick session_of_arn{"the session of an assumed role, behind the ARN's last `/`",
                              [](const Value& whole, std::string&) {
                                const std::string_view arn = whole.first();
                                return is_session(arn) ? text_or_none(arn.substr(arn.rfind('/') + 1)) : Value();
                              }};

constexpr Pick session_of_principal{"behind the `:` of a principal id", [](const Value& whole, std::string&) {
                                      const std::string_view id = whole.first();
                                      const std::size_t colon = id.find(':');
                                      if (is_arn(id) || colon == std::string_view::npos) return Value();
                                      return text_or_none(id.substr(colon + 1));
                                    }};

// arn:aws:sts::account:assumed-role/ROLE/session comes from arn:aws:iam::account:role/ROLE (its path is not in it).
constexpr Pick role_of_session{"the role's ARN, built from that of an STS session",
                               [](const Value& whole, std::string& room) {
                                 const std::string_view arn = whole.first();
                                 if (!is_session(arn)) return Value();
                                 std::string_view role = arn_part(arn, 5).substr(assumed_role.size());
                                 role = role.substr(0, role.find('/'));
                                 room = "arn:";
                                 room += arn_part(arn, 1);
                                 room += ":iam::";
                                 room += arn_part(arn, 4);
                                 room += ":role/";
                                 room += role;
                                 return Value(std::string_view(room));
                               }};

constexpr Pick account_of_arn{"the 12 digits of the account in an ARN", [](const Value& whole, std::string&) {
                                constexpr std::size_t account_digits = 12;
                                if (!is_arn(whole.first())) return Value();
                                const std::string_view account = arn_part(whole.first(), 4);
                                const bool valid = account.size() == account_digits && text::all_digits(account);
                                return valid ? Value(account) : Value();
                              }};

// arn:aws:ecr:region:account:repository/NAME, the name perhaps with slashes; a list may be joined by commas.
constexpr Pick repository_of_arn{
    "the repository of the first ARN of ECR", [](const Value& whole, std::string&) {
      for (std::size_t i = 0; i < whole.count(); ++i) {
        std::string_view list = whole[i];
        while (!list.empty()) {
          const std::size_t comma = list.find(',');
          const std::string_view one = list.substr(0, comma);
          const std::string_view resource = arn_part(one, 5);
          if (is_arn(one) && arn_part(one, 2).starts_with("ecr") && resource.starts_with(repository_prefix)) {
            const std::string_view name = resource.substr(repository_prefix.size());
            if (!name.empty()) return Value(name);
          }
          if (comma == std::string_view::npos) break;
          list.remove_prefix(comma + 1);
        }
      }
      return Value();
    }};

// Sources, by the kind of event that has them.

constexpr Source ocsf(std::string_view path, const Pick* pick = nullptr) { return {EventKind::ocsf, {}, path, pick}; }
constexpr Source ocsf_1(std::string_view path, const Pick* pick = nullptr) {
  return {EventKind::ocsf_1, {}, path, pick};
}
constexpr Source ocsf_rc2(std::string_view path, const Pick* pick = nullptr) {
  return {EventKind::ocsf_rc2, {}, path, pick};
}
constexpr Source cloudtrail(std::string_view path, const Pick* pick = nullptr) {
  return {EventKind::cloudtrail, {}, path, pick};
}
constexpr Source event_bridge(std::string_view path) { return {EventKind::event_bridge, {}, path}; }
// What the mapping to OCSF has no place for keeps its CloudTrail path as a key of `unmapped`.
constexpr Source unmapped(std::string_view path, const Pick* pick = nullptr) {
  return {EventKind::ocsf, pairs_document, path, pick};
}

// A parameter of the request in each kind of event, and what the response says.
constexpr std::array<Source, 3> requested(std::string_view path, std::string_view flattened) {
  return {{{EventKind::ocsf_1, "api.request.data", path},
           {EventKind::cloudtrail, "requestParameters", path},
           {EventKind::ocsf_rc2, pairs_document, flattened}}};
}

template <std::size_t... Sizes>
constexpr auto join(const std::array<Source, Sizes>&... parts) {
  std::array<Source, (Sizes + ...)> all;
  auto to = all.begin();
  ((to = std::ranges::copy(parts, to).out), ...);
  return all;
}

// The place of a source in a row, for rules: what the row does not have, a rule cannot read.
template <std::size_t Size>
consteval std::size_t place(const std::array<Source, Size>& row, std::string_view path) {
  for (std::size_t i = 0; i < Size; ++i) {
    if (row[i].path == path) return i;
  }
  throw "the row has no such source";
}

constexpr std::array arns = {ocsf_1("actor.user.uid", &arn_only), ocsf_rc2("actor.user.uuid", &arn_only),
                             cloudtrail("userIdentity.arn", &arn_only)};
constexpr std::array own_names = {ocsf("actor.user.name"), cloudtrail("userIdentity.userName")};
// OCSF 1.x keeps the principal id in uid_alt; 1.0.0-rc.2 in uid, where 1.x has the ARN.
constexpr std::array principals = {ocsf_1("actor.user.uid_alt"), ocsf_rc2("actor.user.uid"),
                                   ocsf_rc2("actor.user.uuid"), cloudtrail("userIdentity.principalId")};
constexpr std::array accounts = {
    ocsf_1("actor.user.account.uid"), ocsf_rc2("actor.user.account_uid"), cloudtrail("userIdentity.accountId"),
    ocsf("cloud.account.uid"),        unmapped("recipientAccountId"),     cloudtrail("recipientAccountId"),
    event_bridge("account")};
constexpr std::array issuers = {ocsf("actor.session.issuer"),
                                cloudtrail("userIdentity.sessionContext.sessionIssuer.arn"),
                                unmapped("userIdentity.sessionContext.sessionIssuer.arn")};

template <std::size_t Size>
constexpr std::array<Source, Size> with(const Pick& pick, std::array<Source, Size> sources) {
  for (Source& source : sources) source.pick = &pick;
  return sources;
}

template <std::size_t Size>
constexpr std::array<Source, Size> apart(std::array<Source, Size> sources) {
  for (Source& source : sources) source.apart = true;
  return sources;
}

// Repositories and tags may be called `null`.
template <std::size_t Size>
constexpr std::array<Source, Size> with_null(std::array<Source, Size> sources) {
  for (Source& source : sources) source.null_is_text = true;
  return sources;
}

// Identity Center's id of the person on whose behalf a service acts.
constexpr std::array on_behalf = {unmapped("userIdentity.onBehalfOf.userId"),
                                  cloudtrail("userIdentity.onBehalfOf.userId")};
constexpr std::array invokers = {ocsf("actor.invoked_by"), cloudtrail("userIdentity.invokedBy")};
constexpr auto user_sources = join(arns, with(no_arn, principals), on_behalf, own_names, invokers, accounts);
constexpr auto user_name_sources = join(own_names, with(session_of_arn, arns), with(session_of_principal, principals));
constexpr auto user_role_sources = join(with(arn_only, issuers), with(role_of_session, arns), issuers);
// Who vouched for a federated session. AWS's mapping to OCSF has a place for it, `actor.idp.name`; it names the
// CloudTrail path without `sessionContext`, so that the path with it may be left in `unmapped`.
constexpr std::array provider_sources = {
    ocsf("actor.idp.name"), unmapped("userIdentity.sessionContext.webIdFederationData.federatedProvider"),
    unmapped("userIdentity.webIdFederationData.federatedProvider"),
    cloudtrail("userIdentity.sessionContext.webIdFederationData.federatedProvider"),
    cloudtrail("userIdentity.webIdFederationData.federatedProvider")};
// How the keys of a machine's role came to it: there is such a mark for machines alone.
constexpr std::array delivery_sources = {unmapped("userIdentity.sessionContext.ec2RoleDelivery"),
                                         cloudtrail("userIdentity.sessionContext.ec2RoleDelivery")};
constexpr auto session_sources = join(with(session_of_arn, arns), with(session_of_principal, principals));
constexpr auto kind_sources = join(provider_sources, delivery_sources, session_sources, invokers);
constexpr std::array<std::string_view, 3> kind_names = {"user_type", "user_role", "user"};
constexpr std::array<std::string_view, 5> actor_names = {"actor_kind", "user_name", "user_role", "user", "user_type"};
constexpr std::array user_type_sources = {ocsf("actor.user.type"), cloudtrail("userIdentity.type")};
constexpr auto account_sources = join(accounts, with(account_of_arn, arns));
constexpr std::array action_sources = {ocsf("class_uid"), ocsf("metadata.version"), ocsf("api.operation"),
                                       cloudtrail("eventName")};
constexpr std::array dest_sources = {ocsf("api.service.name"), cloudtrail("eventSource")};
constexpr std::array user_agent_sources = {ocsf("http_request.user_agent"), cloudtrail("userAgent")};
constexpr std::array src_sources = {ocsf("src_endpoint.ip"), ocsf("src_endpoint.domain"),
                                    cloudtrail("sourceIPAddress")};
constexpr std::array evidence = {ocsf("class_uid"), ocsf("api.operation"), cloudtrail("eventName"),
                                 cloudtrail("eventSource"), cloudtrail("eventVersion")};
constexpr auto product_sources = join(std::array{ocsf("cloud.provider")}, evidence);
constexpr std::array region_sources = {ocsf("cloud.region"), cloudtrail("awsRegion")};
constexpr std::array error_sources = {ocsf("api.response.error"), cloudtrail("errorCode")};
constexpr auto status_sources = join(error_sources, std::array{ocsf("status"), ocsf("status_id")}, evidence);
constexpr auto registry_sources = requested("registryId", "requestParameters.registryId");
constexpr auto named_repository = with_null(requested("repositoryName", "requestParameters.repositoryName"));
constexpr auto repository_sources = join(
    named_repository, with(repository_of_arn, std::array{ocsf("resources{}.uid"), ocsf("resources.array{}.uid"),
                                                         cloudtrail("resources{}.ARN"), unmapped("resources[].ARN")}));
constexpr auto tag_sources = with_null(requested("imageTag", "requestParameters.imageTag"));
constexpr auto named_digest = requested("imageDigest", "requestParameters.imageDigest");
constexpr std::array<Source, 3> answered_digest = {
    {{EventKind::ocsf_1, "api.response.data", "image.imageId.imageDigest"},
     {EventKind::cloudtrail, "responseElements", "image.imageId.imageDigest"},
     {EventKind::ocsf_rc2, pairs_document, "responseElements.image.imageId.imageDigest"}}};
constexpr auto digest_sources = join(named_digest, answered_digest);
constexpr auto manifest_sources =
    apart(join(requested("imageManifest", "requestParameters.imageManifest"),
               std::array<Source, 3>{{{EventKind::ocsf_1, "api.response.data", "image.imageManifest"},
                                      {EventKind::cloudtrail, "responseElements", "image.imageManifest"},
                                      {EventKind::ocsf_rc2, pairs_document, "responseElements.image.imageManifest"}}}));
constexpr auto omitted_sources = requested("omitted", "requestParameters.omitted");
constexpr auto request_sources = join(omitted_sources, named_repository, registry_sources, tag_sources, named_digest);
constexpr std::array event_id_sources = {ocsf("metadata.uid"), cloudtrail("eventID")};
constexpr std::array own_times = {ocsf("time"), ocsf("time_dt"), cloudtrail("eventTime")};

// Rules.

// Class 3005 is API Activity in the release candidates of 1.0.0 and User Access Management from 1.0.0 on.
Value action(RuleInput& from) {
  if (from[place(action_sources, "class_uid")].first() == "3005") {
    const Value version = from[place(action_sources, "metadata.version")];
    if (version.is_unreadable()) return version;
    if (!version.first().starts_with("1.0.0-rc")) return {};
  }
  const Value operation = from[place(action_sources, "api.operation")];
  return operation.missing() && !operation.is_unreadable() ? from[place(action_sources, "eventName")] : operation;
}

enum class Answer { no, yes, unreadable };

template <const auto& Row>
Answer is_cloudtrail(RuleInput& from) {
  if (!from[place(Row, "class_uid")].missing() || !from[place(Row, "api.operation")].missing()) return Answer::no;
  const std::array marks = {from[place(Row, "eventName")], from[place(Row, "eventSource")],
                            from[place(Row, "eventVersion")]};
  if (std::ranges::any_of(marks, [](const Value& mark) { return !mark.missing(); })) return Answer::yes;
  return std::ranges::any_of(marks, &Value::is_unreadable) ? Answer::unreadable : Answer::no;
}

// What a name is in a CloudTrail record; elsewhere it is none.
template <const auto& Row>
Value in_cloudtrail(RuleInput& from, std::string_view text) {
  const Answer answer = is_cloudtrail<Row>(from);
  return answer == Answer::yes ? Value(text) : answer == Answer::no ? Value() : Value::unreadable();
}

// The first that is there of some sources of a row, from `first` on; what a source picks is taken.
template <std::size_t Size>
Value first_of(RuleInput& from, std::size_t first, const std::array<Source, Size>& sources) {
  for (std::size_t i = 0; i < Size; ++i) {
    const Value value = from[first + i];
    if (value.is_unreadable()) return value;
    if (value.missing()) continue;
    const Pick* const pick = sources[i].pick;
    if (const Value picked = pick == nullptr ? value : pick->apply(value, from.room()); !picked.missing())
      return picked;
  }
  return {};
}

// Of machines: who signs their tokens.
constexpr std::array<std::string_view, 5> pipeline_providers = {"token.actions.githubusercontent.com", "gitlab",
                                                                "oidc.eks.", "bitbucket.org", "circleci.com"};

bool is_pipeline_provider(std::string_view provider) {
  return std::ranges::any_of(pipeline_providers, [provider](std::string_view known) {
    return provider.find(known) != std::string_view::npos;
  });
}

// CodeBuild calls its sessions so, and EC2 by the machine's id: `i-` and hexadecimal digits.
bool is_machine_session(std::string_view session) {
  if (session.starts_with("AWSCodeBuild-")) return true;
  if (!session.starts_with("i-") || session.size() == 2) return false;
  return std::ranges::all_of(session.substr(2), [](char c) { return text::hex_value(c) >= 0; });
}

// Roles that Identity Center makes: no one else can, below that path or with that beginning. Built from a session's ARN
// the role has no path.
bool is_identity_center_role(std::string_view role) {
  std::string_view name = arn_part(role, 5);
  constexpr std::string_view resource = "role/";
  constexpr std::string_view path = "aws-reserved/sso.amazonaws.com/";
  if (!is_arn(role) || !name.starts_with(resource)) return false;
  name.remove_prefix(resource.size());
  if (name.starts_with(path)) name.remove_prefix(name.rfind('/') + 1);
  return name.starts_with("AWSReservedSSO_") && name.find('/') == std::string_view::npos;
}

// A service works by itself, or without an ARN for a caller other than ECR's own proxy. What a session is called may
// make a pipeline of it, and never a person.
Value actor_kind(RuleInput& from) {
  const Value type = from.name(0);
  if (type.is_unreadable()) return type;
  if (type.first() == "Root") return Value("root");
  if (type.first() == "AWSService") return Value("service");
  const Value user = from.name(2);
  const bool has_arn = is_arn(user.first());
  const Value invoker =
      first_of(from, provider_sources.size() + delivery_sources.size() + session_sources.size(), invokers);
  if (!has_arn) {
    if (user.is_unreadable() || invoker.is_unreadable()) return Value::unreadable();
    if (!invoker.missing() && invoker.first() != "AWS Internal") return Value("service");
  }
  const Value provider = first_of(from, 0, provider_sources);
  const Value delivery = first_of(from, provider_sources.size(), delivery_sources);
  const Value session = first_of(from, provider_sources.size() + delivery_sources.size(), session_sources);
  if (is_pipeline_provider(provider.first()) || !delivery.missing() || is_machine_session(session.first())) {
    return Value("pipeline");
  }
  const Value role = from.name(1);
  if (is_identity_center_role(role.first()) || type.first() == "IdentityCenterUser") return Value("person");
  if (type.first() == "IAMUser") return Value("iam_user");
  const bool unsure =
      provider.is_unreadable() || delivery.is_unreadable() || session.is_unreadable() || role.is_unreadable();
  return unsure ? Value::unreadable() : Value("unknown");
}

// Who answers for it: the same from run to run, so never the name of a session but where it is a person's.
Value actor_name(RuleInput& from) {
  const Value kind = from.name(0);
  const Value name = from.name(1);
  const Value role = from.name(2);
  const Value user = from.name(3);
  const auto or_user = [&user](const Value& value) { return value.missing() && !value.is_unreadable() ? user : value; };
  if (kind.is_unreadable()) {
    // A session of a role whose name is no address answers by the role, pipeline or not.
    const bool is_session = from.name(4).first() == "AssumedRole" && is_arn(user.first()) && !role.missing();
    const bool is_address = name.is_unreadable() || name.first().find('@') != std::string_view::npos;
    return is_session && !is_address ? role : kind;
  }
  if (kind.first() == "person" || kind.first() == "iam_user" || kind.first() == "root") return or_user(name);
  if (kind.first() == "service") return or_user(first_of(from, 0, invokers));
  if (kind.first() == "unknown") {
    if (name.is_unreadable()) return name;
    if (name.first().find('@') != std::string_view::npos) return name;
  }
  return or_user(role);
}

Value product(RuleInput& from) {
  const Value provider = from[place(product_sources, "cloud.provider")];
  if (!provider.missing() || provider.is_unreadable()) return provider;
  return in_cloudtrail<product_sources>(from, "AWS");
}

Value status(RuleInput& from) {
  const std::array errors = {from[place(status_sources, "api.response.error")],
                             from[place(status_sources, "errorCode")]};
  const auto there = [](const Value& error) { return !error.missing(); };
  if (std::ranges::any_of(errors, there)) return Value("Failure");
  const Value word = from[place(status_sources, "status")];
  const Value id = from[place(status_sources, "status_id")];
  const bool success = text::equal_ignoring_case(word.first(), "success");
  if (text::equal_ignoring_case(word.first(), "failure") || (!success && id.first() == "2")) return Value("Failure");
  // What could not be read may hold an error code.
  if (std::ranges::any_of(errors, &Value::is_unreadable)) return Value::unreadable();
  if (success || id.first() == "1") return Value("Success");
  if (word.is_unreadable() || id.is_unreadable()) return Value::unreadable();
  return in_cloudtrail<status_sources>(from, "Success");
}

Value request_state(RuleInput& from) {
  constexpr std::size_t kinds = omitted_sources.size();
  if (from.shape() == Shape::broken) return Value("truncated");
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    if (from[kind].first() == "true") return Value("omitted");
  }
  const auto state = [](Document request) { return Value(request == Document::cut ? "truncated" : "complete"); };
  constexpr std::array requests = {place(request_sources, "omitted"), place(request_sources, "omitted") + 1};
  for (const std::size_t source : requests) {
    if (const Document request = from.document(source); request != Document::absent) return state(request);
  }
  for (std::size_t source = kinds; source < request_sources.size(); ++source) {
    if (!from[source].missing()) return state(from.document(place(request_sources, "requestParameters.omitted")));
  }
  return {};
}

Value event_time(RuleInput& from) {
  const auto at = from.instant();
  if (!at) return {};
  from.room().clear();
  append_seconds(from.room(), *at);
  return Value(std::string_view(from.room()));
}

constexpr ComputedName table[] = {
    {"user", "who did it: the ARN, else the next best", user_sources},
    {"user_name", "the person", user_name_sources},
    {"user_role", "the ARN of the role behind a session", user_role_sources},
    {"user_type", "the kind of identity, in AWS's words", user_type_sources},
    {"actor_kind",
     "what made it: `root`, `service`, `pipeline`, `person`, `iam_user`, `unknown`; only the provider, the type, the "
     "role "
     "and AWS's own marks make a `person`",
     kind_sources, actor_kind, kind_names},
    {"actor_name",
     "who answers for it, the same from run to run: the name of a person or an IAM user, or one with an `@`; the role "
     "of "
     "a pipeline or another session; the service",
     invokers, actor_name, actor_names},
    {"action", "the operation; none for class 3005 (user access) but in the release candidates of OCSF 1.0.0",
     action_sources, action},
    {"dest", "the service", dest_sources},
    {"user_agent", "the client's own name", user_agent_sources},
    {"src", "the address or the name of where it came from", src_sources},
    {"vendor_account", "the account of who did it", account_sources},
    {"vendor_product", "the provider; `AWS` for a CloudTrail record", product_sources, product},
    {"vendor_region", "the region", region_sources},
    {"status", "`Success` or `Failure`; an error code means Failure, a CloudTrail record without one Success",
     status_sources, status},
    {"error", "the error code", error_sources},
    {"image_registry", "the account that owns the registry", registry_sources},
    {"image_repository", "the repository", repository_sources},
    {"image_tag", "the tag; none for a push by digest", tag_sources},
    {"image_digest", "the manifest's digest, as asked for or as answered", digest_sources},
    {"image_request",
     "`complete`; `omitted` if CloudTrail left the parameters out; `truncated` if the event, or the request in it, was "
     "cut short or is broken",
     request_sources, request_state},
    {"event_id", "the event's id, the same in a repeated delivery", event_id_sources},
    {"event_time",
     "the judged instant, in seconds since 1970 with milliseconds; `_time` if the event has no time",
     own_times,
     event_time,
     {},
     true},
};

constexpr ComputedName manifest{"", "the manifest that was pushed", manifest_sources};

}  // namespace

std::span<const ComputedName> computed_table() { return table; }
const ComputedName& manifest_name() { return manifest; }
std::span<const Source> time_sources() { return own_times; }

}  // namespace offhours::event
