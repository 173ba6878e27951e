#include "event/names.hpp"

#include <algorithm>
#include <array>

namespace offhours::event {
namespace {

constexpr std::array<std::string_view, computed_count> names = {
    "user",          "user_name",    "user_role",     "user_type",      "action",
    "dest",          "user_agent",   "src",           "vendor_account", "vendor_product",
    "vendor_region", "status",       "error",         "image_registry", "image_repository",
    "image_tag",     "image_digest", "image_request", "event_id",       "event_time"};

constexpr SourceInfo plain(Source source, std::string_view path) { return {source, path}; }
constexpr SourceInfo text_or_object(Source source, std::string_view path) { return {source, path, true, true, true}; }
constexpr SourceInfo column(Source source, std::string_view path) { return {source, path, false, false, false, true}; }

// In the order of the enumeration.
constexpr std::array<SourceInfo, source_count> infos = {
    plain(Source::class_uid, "class_uid"),
    plain(Source::metadata_version, "metadata.version"),
    plain(Source::operation, "api.operation"),
    plain(Source::event_version, "eventVersion"),
    plain(Source::event_name, "eventName"),
    plain(Source::event_source, "eventSource"),
    plain(Source::identity_type, "userIdentity.type"),
    plain(Source::identity_arn, "userIdentity.arn"),
    plain(Source::time, "time"),
    plain(Source::time_dt, "time_dt"),
    plain(Source::ct_event_time, "eventTime"),
    plain(Source::service, "api.service.name"),
    plain(Source::user_agent, "http_request.user_agent"),
    plain(Source::ct_user_agent, "userAgent"),
    plain(Source::src_ip, "src_endpoint.ip"),
    plain(Source::src_domain, "src_endpoint.domain"),
    plain(Source::ct_source_ip, "sourceIPAddress"),
    plain(Source::user_uid, "actor.user.uid"),
    plain(Source::user_uuid, "actor.user.uuid"),
    plain(Source::user_uid_alt, "actor.user.uid_alt"),
    plain(Source::ct_principal, "userIdentity.principalId"),
    plain(Source::user_name, "actor.user.name"),
    plain(Source::ct_user_name, "userIdentity.userName"),
    plain(Source::invoked_by, "actor.invoked_by"),
    plain(Source::ct_invoked_by, "userIdentity.invokedBy"),
    plain(Source::user_type, "actor.user.type"),
    plain(Source::account, "actor.user.account.uid"),
    plain(Source::account_rc2, "actor.user.account_uid"),
    plain(Source::ct_account, "userIdentity.accountId"),
    plain(Source::cloud_account, "cloud.account.uid"),
    plain(Source::unmapped_recipient, "unmapped.recipientAccountId"),
    plain(Source::recipient, "recipientAccountId"),
    plain(Source::envelope_account, "account"),
    plain(Source::session_issuer, "actor.session.issuer"),
    plain(Source::ct_session_issuer, "userIdentity.sessionContext.sessionIssuer.arn"),
    plain(Source::unmapped_session_issuer, "unmapped.userIdentity.sessionContext.sessionIssuer.arn"),
    plain(Source::provider, "cloud.provider"),
    plain(Source::region, "cloud.region"),
    plain(Source::ct_region, "awsRegion"),
    plain(Source::status, "status"),
    plain(Source::status_id, "status_id"),
    plain(Source::response_error, "api.response.error"),
    plain(Source::error_code, "errorCode"),
    plain(Source::metadata_uid, "metadata.uid"),
    plain(Source::event_id, "eventID"),
    text_or_object(Source::request_data, "api.request.data"),
    text_or_object(Source::request_parameters, "requestParameters"),
    text_or_object(Source::unmapped, "unmapped"),
    column(Source::unmapped_keys, "unmapped{}.key"),
    column(Source::unmapped_values, "unmapped{}.value"),
    plain(Source::data_repository, "api.request.data.repositoryName"),
    plain(Source::data_registry, "api.request.data.registryId"),
    plain(Source::data_tag, "api.request.data.imageTag"),
    plain(Source::data_digest, "api.request.data.imageDigest"),
    plain(Source::data_omitted, "api.request.data.omitted"),
    plain(Source::parameters_repository, "requestParameters.repositoryName"),
    plain(Source::parameters_registry, "requestParameters.registryId"),
    plain(Source::parameters_tag, "requestParameters.imageTag"),
    plain(Source::parameters_digest, "requestParameters.imageDigest"),
    plain(Source::parameters_omitted, "requestParameters.omitted"),
    plain(Source::unmapped_repository, "unmapped.requestParameters.repositoryName"),
    plain(Source::unmapped_registry, "unmapped.requestParameters.registryId"),
    plain(Source::unmapped_tag, "unmapped.requestParameters.imageTag"),
    plain(Source::unmapped_digest, "unmapped.requestParameters.imageDigest"),
    plain(Source::unmapped_omitted, "unmapped.requestParameters.omitted"),
    text_or_object(Source::response_data, "api.response.data"),
    text_or_object(Source::response_elements, "responseElements"),
    plain(Source::data_response_digest, "api.response.data.image.imageId.imageDigest"),
    plain(Source::elements_digest, "responseElements.image.imageId.imageDigest"),
    plain(Source::unmapped_response_digest, "unmapped.responseElements.image.imageId.imageDigest"),
    plain(Source::resources_uid, "resources{}.uid"),
    plain(Source::resources_array_uid, "resources.array{}.uid"),
    plain(Source::resources_arn, "resources{}.ARN"),
    plain(Source::unmapped_resources_arn, "unmapped.resources[].ARN"),
};
static_assert([] {
  for (std::size_t i = 0; i < infos.size(); ++i) {
    if (infos[i].source != static_cast<Source>(i)) return false;
  }
  return true;
}());

using enum Source;

constexpr Source user_sources[] = {user_uid,          user_uuid,          identity_arn,  user_uid_alt,    ct_principal,
                                   Source::user_name, ct_user_name,       invoked_by,    ct_invoked_by,   account,
                                   account_rc2,       ct_account,         cloud_account, unmapped,        unmapped_keys,
                                   unmapped_values,   unmapped_recipient, recipient,     envelope_account};
constexpr Source user_role_sources[] = {user_uid,       user_uuid,         identity_arn,
                                        session_issuer, ct_session_issuer, unmapped_session_issuer,
                                        unmapped,       unmapped_keys,     unmapped_values};
constexpr Source user_type_sources[] = {Source::user_type, identity_type};
constexpr Source action_sources[] = {operation, event_name, class_uid, metadata_version};
constexpr Source dest_sources[] = {service, event_source};
constexpr Source user_agent_sources[] = {Source::user_agent, ct_user_agent};
constexpr Source src_sources[] = {src_ip, src_domain, ct_source_ip};
constexpr Source vendor_product_sources[] = {provider, class_uid, operation, event_name, event_source, event_version};
constexpr Source vendor_region_sources[] = {region, ct_region};
constexpr Source status_sources[] = {Source::status, status_id,  response_error, error_code,   class_uid,
                                     operation,      event_name, event_source,   event_version};
constexpr Source error_sources[] = {response_error, error_code};
constexpr Source image_sources[] = {request_data,
                                    request_parameters,
                                    unmapped,
                                    unmapped_keys,
                                    unmapped_values,
                                    data_repository,
                                    data_registry,
                                    data_tag,
                                    data_digest,
                                    data_omitted,
                                    parameters_repository,
                                    parameters_registry,
                                    parameters_tag,
                                    parameters_digest,
                                    parameters_omitted,
                                    unmapped_repository,
                                    unmapped_registry,
                                    unmapped_tag,
                                    unmapped_digest,
                                    unmapped_omitted,
                                    response_data,
                                    response_elements,
                                    data_response_digest,
                                    elements_digest,
                                    unmapped_response_digest,
                                    resources_uid,
                                    resources_array_uid,
                                    resources_arn,
                                    unmapped_resources_arn};
constexpr Source event_id_sources[] = {metadata_uid, Source::event_id};
constexpr Source judged_time_sources[] = {Source::time, time_dt, ct_event_time};
constexpr Source evidence[] = {class_uid,  metadata_version, operation,     event_version,
                               event_name, event_source,     identity_type, identity_arn};

}  // namespace

std::optional<Computed> find_computed(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Computed>(found - names.begin());
}

std::span<const std::string_view> computed_names() { return names; }

bool is_pipeline_column(std::string_view name) {
  constexpr std::array<std::string_view, 5> columns = {"host", "source", "sourcetype", "index", "splunk_server"};
  return name.starts_with('_') || std::ranges::find(columns, name) != columns.end();
}

const SourceInfo& info_of(Source source) { return infos[static_cast<std::size_t>(source)]; }

std::span<const Source> sources_of(Computed name) {
  switch (name) {
    case Computed::user:
    case Computed::user_name:
    case Computed::vendor_account: return user_sources;
    case Computed::user_role: return user_role_sources;
    case Computed::user_type: return user_type_sources;
    case Computed::action: return action_sources;
    case Computed::dest: return dest_sources;
    case Computed::user_agent: return user_agent_sources;
    case Computed::src: return src_sources;
    case Computed::vendor_product: return vendor_product_sources;
    case Computed::vendor_region: return vendor_region_sources;
    case Computed::status: return status_sources;
    case Computed::error: return error_sources;
    case Computed::image_registry:
    case Computed::image_repository:
    case Computed::image_tag:
    case Computed::image_digest:
    case Computed::image_request: return image_sources;
    case Computed::event_id: return event_id_sources;
    case Computed::event_time: return {};
  }
  return {};
}

std::span<const Source> time_sources() { return judged_time_sources; }
std::span<const Source> wrapping_evidence() { return evidence; }

}  // namespace offhours::event
