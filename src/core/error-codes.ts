/** Every code an error can carry, with what it means. The list is closed: a code that is not here does not compile. */
export const errorCodes = {
  // Asking for the wrong thing
  usage: 'The command line was not understood',
  config_invalid: 'The configuration has mistakes; all of them are listed',
  config_unreadable: 'A configuration file cannot be read or parsed',
  config_value_missing: 'A value or secret is not set anywhere',
  source_not_found: 'No connector or file has this name',
  resource_unknown: 'A selected resource does not exist',
  destination_unknown: 'No destination is called like this',
  pipeline_not_found: 'Nothing was ever loaded under this name',
  // Asking an API
  http_unreachable: 'No connection to the API, or it broke',
  http_timeout: 'The API did not answer in time',
  http_status: 'The API answered with an error status',
  http_unauthorized: 'The API refused the credentials',
  http_redirect: 'The API redirected to where the request must not follow',
  http_foreign_origin: 'A link points to another host than the configured one',
  http_body_limit: 'An answer is larger than the limits allow',
  http_encoding: 'The content encoding of an answer cannot be undone',
  body_not_json: 'The answer is not JSON',
  selector_missed: 'The data selector finds nothing in the first page',
  rows_invalid: 'What was selected cannot be rows',
  pagination_loop: 'A request of this walk was about to be sent again',
  pagination_contradiction: 'The answer says both that there is and that there is not a next page',
  pagination_value: 'A paging field of the answer has the wrong type',
  result_short: 'The API promised more rows than it gave',
  parent_field_missing: 'A row of the parent lacks a field that the path needs',
  // Turning rows into tables
  json_too_deep: 'A value is nested deeper than the limit',
  number_out_of_range: 'A number cannot be represented',
  name_empty: 'A name is empty after the naming convention',
  column_limit: 'A table has more columns than the limit',
  table_limit: 'A resource has more child tables than the limit',
  value_not_null: 'A column that must have a value got null',
  variant_conflict: 'A value fits neither its column nor the variant column',
  key_missing: 'A merge has no key',
  // Files on this machine
  pipeline_locked: 'Another process is running this pipeline',
  disk_full: 'No space is left on the disk',
  disk_error: 'The disk refused to read or write',
  package_damaged: 'A sealed package does not match its manifest',
  package_mismatch: 'A sealed package was made for another target',
  state_unreadable: 'The state document cannot be read',
  // The destination
  destination_locked: 'Another process holds the database file',
  destination_unreachable: 'The destination cannot be opened',
  destination_refused: 'The destination refused a statement',
  destination_format: 'The database was written by a version that cannot be read here',
  load_fenced: 'Another run of this pipeline committed first',
  schema_conflict: 'The tables of the destination do not fit the schema',
  query_refused: 'The query does more than read the loaded tables',
  query_failed: 'The query is wrong',
  // Everything else
  interrupted: 'The run was asked to stop',
  internal: 'A fault of sluice itself',
} as const;

export type ErrorCode = keyof typeof errorCodes;
