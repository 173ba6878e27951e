// The computed names, each by the first of its sources that is there.
#include <algorithm>
#include <array>

#include "event/view.hpp"
#include "text/ascii.hpp"

namespace offhours::event {
namespace {

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

}  // namespace

Value View::compute(Computed name) {
  switch (name) {
    case Computed::user: return user();
    case Computed::user_name: return user_name();
    case Computed::user_role: return user_role();
    case Computed::user_type: return first_of({Source::user_type, Source::identity_type});
    case Computed::action: return action();
    case Computed::dest: return first_of({Source::service, Source::event_source});
    case Computed::user_agent: return first_of({Source::user_agent, Source::ct_user_agent});
    case Computed::src: return first_of({Source::src_ip, Source::src_domain, Source::ct_source_ip});
    case Computed::vendor_account: return account();
    case Computed::vendor_product: return product();
    case Computed::vendor_region: return first_of({Source::region, Source::ct_region});
    case Computed::status: return status();
    case Computed::error: return first_of({Source::response_error, Source::error_code});
    case Computed::image_registry: return request().registry;
    case Computed::image_repository: {
      const Value named = request().repository;
      return named.missing() ? resource_repository() : named;
    }
    case Computed::image_tag: return request().tag;
    case Computed::image_digest: {
      const Value requested = request().digest;
      return requested.missing() ? request().response_digest : requested;
    }
    case Computed::image_request: return request().state.empty() ? Value() : Value(request().state);
    case Computed::event_id: return first_of({Source::metadata_uid, Source::event_id});
    case Computed::event_time: return event_time();
  }
  return {};
}

Value View::arn() {
  for (const Source candidate : {Source::user_uid, Source::user_uuid, Source::identity_arn}) {
    const Value value = source(candidate);
    if (is_arn(value.first())) return value;
  }
  return {};
}

// OCSF 1.x keeps the principal id in uid_alt; 1.0.0-rc.2 in uid, where 1.x has the ARN.
Value View::principal() {
  for (const Source candidate : {Source::user_uid_alt, Source::user_uid, Source::user_uuid, Source::ct_principal}) {
    const Value value = source(candidate);
    if (!value.missing() && !is_arn(value.first())) return value;
  }
  return {};
}

Value View::user() {
  if (const Value value = arn(); !value.missing()) return value;
  if (const Value value = principal(); !value.missing()) return value;
  const Value named = first_of({Source::user_name, Source::ct_user_name, Source::invoked_by, Source::ct_invoked_by});
  return named.missing() ? account() : named;
}

Value View::user_name() {
  if (const Value name = first_of({Source::user_name, Source::ct_user_name}); !name.missing()) return name;
  const std::string_view user_arn = arn().first();
  if (arn_part(user_arn, 5).starts_with(assumed_role)) {
    const std::string_view session = user_arn.substr(user_arn.rfind('/') + 1);
    if (!is_missing(session)) return Value(session);
  }
  const std::string_view id = principal().first();
  const std::size_t colon = id.find(':');
  if (colon == std::string_view::npos || is_missing(id.substr(colon + 1))) return {};
  return Value(id.substr(colon + 1));
}

Value View::user_role() {
  Value issuer = first_of({Source::session_issuer, Source::ct_session_issuer});
  if (issuer.missing()) issuer = unmapped(UnmappedKey::issuer, Source::unmapped_session_issuer);
  if (is_arn(issuer.first())) return issuer;
  // arn:aws:sts::account:assumed-role/ROLE/session comes from arn:aws:iam::account:role/ROLE (its path is not in it).
  const std::string_view user_arn = arn().first();
  std::string_view role = arn_part(user_arn, 5);
  if (!role.starts_with(assumed_role)) return issuer;
  role.remove_prefix(assumed_role.size());
  role = role.substr(0, role.find('/'));
  role_ = "arn:";
  role_ += arn_part(user_arn, 1);
  role_ += ":iam::";
  role_ += arn_part(user_arn, 4);
  role_ += ":role/";
  role_ += role;
  return Value(std::string_view(role_));
}

Value View::account() {
  const Value own = first_of({Source::account, Source::account_rc2, Source::ct_account, Source::cloud_account});
  if (!own.missing()) return own;
  if (const Value value = unmapped(UnmappedKey::recipient, Source::unmapped_recipient); !value.missing()) return value;
  if (const Value value = first_of({Source::recipient}); !value.missing()) return value;
  const std::string_view from_arn = arn_part(arn().first(), 4);
  constexpr std::size_t account_digits = 12;
  const bool valid = from_arn.size() == account_digits && text::all_digits(from_arn);
  return valid ? Value(from_arn) : Value();
}

// Class 3005 is API Activity in the release candidates of 1.0.0 and User Access Management from 1.0.0 on.
Value View::action() {
  if (source(Source::class_uid).first() == "3005" &&
      !source(Source::metadata_version).first().starts_with("1.0.0-rc")) {
    return {};
  }
  return first_of({Source::operation, Source::event_name});
}

bool View::is_cloudtrail() {
  return first_of({Source::class_uid, Source::operation}).missing() &&
         !first_of({Source::event_name, Source::event_source, Source::event_version}).missing();
}

Value View::product() {
  const Value provider = source(Source::provider);
  if (!provider.missing()) return provider;
  return is_cloudtrail() ? Value("AWS") : Value();
}

Value View::status() {
  if (!first_of({Source::response_error, Source::error_code}).missing()) return Value("Failure");
  const std::string_view text = source(Source::status).first();
  const std::string_view id = source(Source::status_id).first();
  if (text::equal_ignoring_case(text, "success")) return Value("Success");
  if (text::equal_ignoring_case(text, "failure")) return Value("Failure");
  if (id == "1") return Value("Success");
  if (id == "2") return Value("Failure");
  // A CloudTrail record without an error code is a success, if it is all there.
  return is_cloudtrail() && shape_ == Shape::whole ? Value("Success") : Value();
}

Value View::event_time() {
  const auto at = instant();
  if (!at) return {};
  time_.clear();
  append_seconds(time_, *at);
  return Value(std::string_view(time_));
}

// arn:aws:ecr:region:account:repository/NAME, the name perhaps with slashes; a list may be joined by commas.
Value View::resource_repository() {
  const auto repository_of = [](const Value& arns) -> Value {
    for (std::size_t i = 0; i < arns.count(); ++i) {
      std::string_view list = arns[i];
      while (!list.empty()) {
        const std::size_t comma = list.find(',');
        const std::string_view one = list.substr(0, comma);
        const std::string_view resource = arn_part(one, 5);
        if (is_arn(one) && arn_part(one, 2).starts_with("ecr") && resource.starts_with(repository_prefix)) {
          const std::string_view name = resource.substr(repository_prefix.size());
          if (!is_missing(name)) return Value(name);
        }
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
      }
    }
    return {};
  };
  for (const Source candidate : {Source::resources_uid, Source::resources_array_uid, Source::resources_arn}) {
    if (const Value name = repository_of(source(candidate)); !name.missing()) return name;
  }
  return repository_of(unmapped(UnmappedKey::resources_arn, Source::unmapped_resources_arn));
}

const View::Request& View::request() {
  if (request_.read) return request_;
  request_ = {};
  request_.read = true;

  const InnerText text = first_inner(Source::request_data, Source::request_parameters);
  bool text_cut = text.cut();
  if (!text.missing()) text_cut |= request_reader_.read(text, request_slots_) == Shape::broken;
  const auto field = [&](PathSlot slot, Source data, Source parameters, UnmappedKey key, Source direct) {
    if (!text.missing()) {
      if (const Value value = request_slots_.value(slot); !value.missing()) return value;
    }
    if (const Value value = first_of({data, parameters}); !value.missing()) return value;
    return unmapped(key, direct);
  };
  request_.repository = field(0, Source::data_repository, Source::parameters_repository, UnmappedKey::repository,
                              Source::unmapped_repository);
  request_.registry =
      field(1, Source::data_registry, Source::parameters_registry, UnmappedKey::registry, Source::unmapped_registry);
  request_.tag = field(2, Source::data_tag, Source::parameters_tag, UnmappedKey::tag, Source::unmapped_tag);
  request_.digest =
      field(3, Source::data_digest, Source::parameters_digest, UnmappedKey::digest, Source::unmapped_digest);
  const bool omitted =
      field(4, Source::data_omitted, Source::parameters_omitted, UnmappedKey::omitted, Source::unmapped_omitted)
          .first() == "true";

  if (const InnerText response = first_inner(Source::response_data, Source::response_elements); !response.missing()) {
    (void)response_reader_.read(response, response_slots_);
    request_.response_digest = response_slots_.value(0);
  }
  if (request_.response_digest.missing()) {
    request_.response_digest = first_of({Source::data_response_digest, Source::elements_digest});
  }
  if (request_.response_digest.missing()) {
    request_.response_digest = unmapped(UnmappedKey::response_digest, Source::unmapped_response_digest);
  }

  const bool any = !request_.repository.missing() || !request_.registry.missing() || !request_.tag.missing() ||
                   !request_.digest.missing();
  const Container direct = std::max(container(Source::request_data), container(Source::request_parameters));
  if (omitted) {
    request_.state = "omitted";
  } else if (!text.missing()) {
    request_.state = text_cut ? "truncated" : "complete";
  } else if (direct != Container::none) {
    request_.state = direct == Container::closed ? "complete" : "truncated";
  } else if (any) {
    const bool cut = container(Source::unmapped) == Container::open || unmapped_text_cut_;
    request_.state = cut ? "truncated" : "complete";
  } else if (shape_ == Shape::broken) {
    request_.state = "truncated";
  }
  return request_;
}

}  // namespace offhours::event
