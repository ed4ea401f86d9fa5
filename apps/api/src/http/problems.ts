/** Status and title of a problem. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

/**
 * Every code that any room, adapter or the API itself may answer with; codes about a field of the request are in
 * `invalid-input.ts`. A spec fails when one is missing.
 */
export const problems: Readonly<Record<string, ProblemKind>> = {
  validation_failed: { status: 400, title: 'Some fields are not right' },
  malformed_request: { status: 400, title: 'The request cannot be read' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  invalid_credentials: { status: 401, title: 'E-mail or password is wrong' },
  invalid_api_key: { status: 401, title: 'The API key is not valid' },
  forbidden: { status: 403, title: 'You may not do this' },
  origin_refused: { status: 403, title: 'The request came from another site' },
  setup_token_wrong: { status: 403, title: 'The set-up token is wrong' },
  employee_not_found: { status: 404, title: 'There is no such employee' },
  api_key_not_found: { status: 404, title: 'There is no such key' },
  contact_not_found: { status: 404, title: 'There is no such contact' },
  call_not_found: { status: 404, title: 'There is no such call' },
  call_request_not_found: { status: 404, title: 'There is no such call request' },
  recording_not_found: { status: 404, title: 'There is no such recording' },
  extension_not_found: { status: 404, title: 'There is no such extension' },
  inbound_event_not_found: { status: 404, title: 'There is no such event' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This method is not possible here' },
  request_timeout: { status: 408, title: 'The request took too long' },
  email_taken: { status: 409, title: 'The e-mail address is in use' },
  last_admin: { status: 409, title: 'There must be one active administrator' },
  setup_done: { status: 409, title: 'Callboard is set up already' },
  sync_running: { status: 409, title: 'The PBX is being fetched already' },
  zadarma_key_missing: { status: 409, title: 'The key of the Zadarma account is missing' },
  zadarma_secret_missing: { status: 409, title: 'The secret of the Zadarma account is missing' },
  wrong_key: { status: 409, title: 'Zadarma does not accept the key and secret' },
  address_not_allowed: { status: 409, title: 'The address of the PBX is not allowed' },
  no_pbx: { status: 409, title: 'The Zadarma account has no PBX' },
  secret_unreadable: { status: 409, title: 'The stored secret cannot be read' },
  installation_mismatch: { status: 409, title: 'The database belongs to another installation' },
  recording_held: { status: 409, title: 'The recording is under legal hold' },
  recording_busy: { status: 409, title: 'The recording is being fetched' },
  retention_off: { status: 409, title: 'Recordings are kept for ever' },
  transcript_impossible: { status: 409, title: 'There is nothing to recognise' },
  transcript_too_early: { status: 409, title: 'The recording is not ready yet' },
  source_part_not_known: { status: 502, title: 'Zadarma does not know this part by itself' },
  source_kept_recording: { status: 502, title: 'Zadarma did not delete the recording' },
  recognition_seconds_used_up: { status: 502, title: 'The paid seconds of speech recognition are used up' },
  recognition_refused: { status: 502, title: 'Zadarma does not recognise this recording' },
  recording_missing: { status: 409, title: 'Zadarma has no such recording' },
  recording_deleted: { status: 409, title: 'The recording was deleted' },
  recording_not_ready: { status: 409, title: 'Zadarma does not have the recording yet' },
  recording_not_stored: { status: 409, title: 'The recording is not stored here' },
  recording_file_missing: { status: 409, title: 'The file of the recording is gone' },
  recording_dead_link: { status: 409, title: 'The recording cannot be downloaded' },
  recording_not_audio: { status: 409, title: 'The recording is not an audio file' },
  recording_truncated: { status: 409, title: 'The recording broke off' },
  recording_too_large: { status: 409, title: 'The recording is too large' },
  body_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'This content type is not understood' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  storage_key_not_valid: { status: 500, title: 'The recording is kept under a wrong name' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  pbx_refused: { status: 502, title: 'Zadarma refused the request' },
  gateway_trouble: { status: 502, title: 'Zadarma has trouble' },
  unexpected_answer: { status: 502, title: 'Zadarma answered something unexpected' },
  unreachable: { status: 502, title: 'Zadarma cannot be reached' },
  host_not_found: { status: 502, title: 'The address of the PBX does not exist' },
  connection_refused: { status: 502, title: 'The address of the PBX refuses connections' },
  certificate_invalid: { status: 502, title: 'The certificate of the PBX is not valid' },
  rate_limited: { status: 503, title: 'Zadarma allows no more requests now' },
  queue_unavailable: { status: 503, title: 'The queue does not answer' },
  recording_storage_unavailable: { status: 503, title: 'The storage of recordings does not answer' },
  database_unavailable: { status: 503, title: 'The database does not answer' },
  timeout: { status: 504, title: 'Zadarma did not answer in time' },
};

/** Codes of what Fastify and Nest themselves refuse, by status. */
export const frameworkCodes: Readonly<Record<number, string>> = {
  // The only thing in Nest that answers 403 is its cross-origin protection.
  403: 'origin_refused',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};
