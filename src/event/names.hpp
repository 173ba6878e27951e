// The names that are computed from an event, and the places in OCSF 1.0.0-rc.2, 1.1.0, 1.5.0 and CloudTrail records
// that they are computed from (AWS's published OCSF mappings; the CloudTrail record reference).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace offhours::event {

enum class Computed {
  user,
  user_name,
  user_role,
  user_type,
  action,
  dest,
  user_agent,
  src,
  vendor_account,
  vendor_product,
  vendor_region,
  status,
  error,
  image_registry,
  image_repository,
  image_tag,
  image_digest,
  image_request,
  event_id,
  event_time,
};
constexpr std::size_t computed_count = 20;

std::optional<Computed> find_computed(std::string_view name);
std::span<const std::string_view> computed_names();

// `_*`, host, source, sourcetype, index, splunk_server: never looked for in the event's own text.
bool is_pipeline_column(std::string_view name);

enum class Source {
  class_uid,
  metadata_version,
  operation,
  event_version,
  event_name,
  event_source,
  identity_type,
  identity_arn,
  time,
  time_dt,
  ct_event_time,
  service,
  user_agent,
  ct_user_agent,
  src_ip,
  src_domain,
  ct_source_ip,
  user_uid,
  user_uuid,
  user_uid_alt,
  ct_principal,
  user_name,
  ct_user_name,
  invoked_by,
  ct_invoked_by,
  user_type,
  account,
  account_rc2,
  ct_account,
  cloud_account,
  unmapped_recipient,
  recipient,
  envelope_account,
  session_issuer,
  ct_session_issuer,
  unmapped_session_issuer,
  provider,
  region,
  ct_region,
  status,
  status_id,
  response_error,
  error_code,
  metadata_uid,
  event_id,
  request_data,
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
  unmapped_resources_arn,
};
constexpr std::size_t source_count = static_cast<std::size_t>(Source::unmapped_resources_arn) + 1;

struct SourceInfo {
  Source source;
  std::string_view path;      // in `_raw`; the name of the column otherwise
  bool keep_cut = false;      // see Path
  bool mark_objects = false;  // see Path
  bool inner = false;         // see Path
  bool columns_only = false;  // not read from `_raw`
  bool raw_only = false;      // not read from columns
};

const SourceInfo& info_of(Source source);
std::span<const Source> sources_of(Computed name);
std::span<const Source> time_sources();

// EventBridge puts the record below this key. It is looked for there only if the top level shows none of the evidence
// and the level below some, so that no event can hide its own fields behind a `detail` of its making.
constexpr std::string_view wrapping_key = "detail";
std::span<const Source> wrapping_evidence();

}  // namespace offhours::event
