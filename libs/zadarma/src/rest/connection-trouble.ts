import { errors } from 'undici';
import { errorCode } from '../error-code';
import {
  AddressNotAllowedError,
  GatewayTroubleError,
  NotZadarmaError,
  TimeoutError,
  UnreachableError,
  type ZadarmaError,
} from './zadarma.errors';

/** The codes Node and OpenSSL give to certificates that cannot be trusted. */
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS/;

/** Why a request got no answer, in our words. The address is named by its host alone: the rest may be a secret. */
export function connectionTrouble(error: unknown, { host }: URL, timeoutMs: number): ZadarmaError {
  const cause = rootCause(error);
  const code = errorCode(cause);
  if (cause instanceof AddressNotAllowedError) {
    return cause;
  }
  if (isTimeout(cause)) {
    return new TimeoutError(timeoutMs, cause);
  }
  if (cause instanceof errors.HTTPParserError) {
    return new NotZadarmaError(0, cause);
  }
  if (cause instanceof errors.ResponseExceededMaxSizeError) {
    return new GatewayTroubleError(0, cause);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new UnreachableError('host_not_found', host, cause);
  }
  if (code === 'ECONNREFUSED') {
    return new UnreachableError('connection_refused', host, cause);
  }
  return new UnreachableError(
    certificateCode.test(code) ? 'certificate_invalid' : 'unreachable',
    host,
    cause,
  );
}

/** Dual-stack connects fail with one error per address; the first one says enough. */
function rootCause(error: unknown): unknown {
  const isAggregate = typeof error === 'object' && error !== null && 'errors' in error;
  return isAggregate && Array.isArray(error.errors) ? (error.errors[0] ?? error) : error;
}

const timeoutCodes: readonly string[] = [
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
];

/** Whether it took too long. An `AbortSignal.timeout` is known by its name alone. */
export function isTimeout(error: unknown): boolean {
  const isNamed = typeof error === 'object' && error !== null && 'name' in error;
  return timeoutCodes.includes(errorCode(error)) || (isNamed && error.name === 'TimeoutError');
}
