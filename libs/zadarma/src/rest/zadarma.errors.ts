import { DomainError } from '@callboard/platform';

/** Every failure of talking to Zadarma, by its stable code. */
export type ZadarmaErrorCode =
  | 'zadarma_key_missing'
  | 'zadarma_secret_missing'
  | 'secret_unreadable'
  | 'wrong_key'
  | 'rate_limited'
  | 'personal_share_used_up'
  | 'pbx_refused'
  | 'gateway_trouble'
  | 'not_zadarma'
  | 'unexpected_answer'
  | 'timeout'
  | 'unreachable'
  | 'host_not_found'
  | 'connection_refused'
  | 'certificate_invalid'
  | 'address_not_allowed'
  | 'no_pbx';

/** A failure of talking to Zadarma. */
export class ZadarmaError extends DomainError<ZadarmaErrorCode> {}

/** Something needed for signing is not there. */
export class NotConfiguredError extends ZadarmaError {
  constructor(code: 'zadarma_key_missing' | 'zadarma_secret_missing' | 'secret_unreadable') {
    const words = {
      zadarma_key_missing: 'Enter the key of your Zadarma account.',
      zadarma_secret_missing: 'Enter the secret of your Zadarma account.',
      secret_unreadable:
        'The stored secret cannot be read with the present APP_ENCRYPTION_KEY. Enter the secret again.',
    } as const;
    super(code, words[code]);
  }
}

/** Zadarma does not accept our signature. */
export class WrongKeyError extends ZadarmaError {
  constructor() {
    super(
      'wrong_key',
      'Zadarma does not accept this key and secret. Copy both again from Settings → Integrations and API.',
    );
  }
}

/** The account has used up its requests; `details.retryAfterSeconds` says when to come back. */
export class RateLimitedError extends ZadarmaError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('rate_limited', `Zadarma allows no more requests now. Try again in ${retryAfterSeconds} s.`, {
      retryable: true,
      details: { retryAfterSeconds },
    });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One person has asked for too much; `details.retryAfterSeconds` says when to come back. */
export class PersonalShareUsedUpError extends ZadarmaError {
  constructor(retryAfterSeconds: number, of: 'recordings' | 'calls') {
    super(
      'personal_share_used_up',
      `You asked Zadarma for many ${of} within a minute. Wait ${retryAfterSeconds} s, then try again.`,
      { retryable: true, details: { retryAfterSeconds } },
    );
  }
}

/** Zadarma understood the request and said no; `details.pbxMessage` holds its words. */
export class PbxRefusedError extends ZadarmaError {
  readonly pbxMessage: string;

  constructor(pbxMessage: string) {
    super('pbx_refused', `Zadarma refused the request: ${pbxMessage}`, { details: { pbxMessage } });
    this.pbxMessage = pbxMessage;
  }
}

/** A proxy or the PBX itself is broken: 5xx, or an answer that is too long. */
export class GatewayTroubleError extends ZadarmaError {
  constructor(status: number, cause?: unknown) {
    super(
      'gateway_trouble',
      `Zadarma answered with an error of its own (HTTP ${status}). Try again in some minutes.`,
      { retryable: true, details: { status }, cause },
    );
  }
}

/**
 * Whoever answered does not speak as Zadarma's API does: a web page, a redirect, JSON of something else. Mostly the
 * address is wrong; it may also be a sign-in page or a firewall on the way, so a repeat can help.
 *
 * @param status 0 if the answer was no HTTP
 */
export class NotZadarmaError extends ZadarmaError {
  constructor(status: number, cause?: unknown) {
    const answer = status === 0 ? 'no HTTP' : `HTTP ${status} without the content Zadarma sends`;
    super(
      'not_zadarma',
      `This address is not that of Zadarma's API (the answer was ${answer}). Check the address, normally ` +
        'https://api.zadarma.com, and whether a proxy or firewall answers in its place.',
      { retryable: true, details: { status }, cause },
    );
  }
}

/** JSON in a shape nobody described; `details.paths` names where. */
export class UnexpectedAnswerError extends ZadarmaError {
  constructor(path: string, paths: readonly string[], cause: unknown) {
    super(
      'unexpected_answer',
      `The answer to ${path} is not what Zadarma describes. Is the address that of Zadarma's API?`,
      { details: { path, paths }, cause },
    );
  }
}

/** No answer in time. */
export class TimeoutError extends ZadarmaError {
  constructor(milliseconds: number, cause?: unknown) {
    super('timeout', `Zadarma did not answer within ${Math.round(milliseconds / 1000)} s. Try again later.`, {
      retryable: true,
      cause,
    });
  }
}

type UnreachableCode = Extract<
  ZadarmaErrorCode,
  'unreachable' | 'host_not_found' | 'connection_refused' | 'certificate_invalid'
>;

/** No connection to the address, with the reason as far as it is known. */
export class UnreachableError extends ZadarmaError {
  constructor(code: UnreachableCode, host: string, cause: unknown) {
    const words: Readonly<Record<UnreachableCode, string>> = {
      unreachable: `The connection to ${host} failed. Check this server's way to the internet.`,
      host_not_found: `There is no host named ${host}. Check the address and this server's DNS.`,
      connection_refused: `${host} refuses connections. Check the address and its port.`,
      certificate_invalid: `The certificate of ${host} is not valid. Check the address and this server's clock.`,
    };
    super(code, words[code], { retryable: code !== 'certificate_invalid', details: { host }, cause });
  }
}

type ForbiddenBecause = 'not_https' | 'not_public' | 'not_an_origin' | 'not_of_the_pbx';

/** An address we do not send requests to. */
export class AddressNotAllowedError extends ZadarmaError {
  /** @param isLink the address is the link of one recording, which no change of the settings makes better */
  constructor(
    readonly host: string,
    readonly why: ForbiddenBecause,
    isLink = false,
  ) {
    const words = {
      not_https: `${host} is not allowed: the address must start with https://.`,
      not_public: `${host} is not allowed: it is not on the public internet. Set PBX_URL_ALLOW_PRIVATE=true if it is yours.`,
      not_of_the_pbx: `${host} is not allowed: recordings may only come from the PBX.`,
      not_an_origin: `${host} is not allowed: enter the address without path, user name or parameters.`,
    } as const;
    super('address_not_allowed', words[why], { details: { host, why, isLink } });
  }
}

/** The account has no PBX, or it is switched off. */
export class NoPbxError extends ZadarmaError {
  constructor() {
    super('no_pbx', 'This Zadarma account has no PBX. Switch the PBX on in the Zadarma cabinet.');
  }
}
