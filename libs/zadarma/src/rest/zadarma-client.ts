import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { type AnswerOf, type Endpoint, type EndpointName, endpoints } from './endpoints';
import { readAnswer, shape } from './read-answer';
import { RequestBudget, type Urgency } from './request-budget';
import type { Parameters } from './sign-request';
import { NotConfiguredError, RateLimitedError } from './zadarma.errors';
import { type Credentials, ZadarmaTransport } from './zadarma-transport';

/** How a request is made. Background requests wait for the shared budget, interactive ones fail at once. */
export interface AskOptions {
  readonly urgency: Urgency;
  readonly signal?: AbortSignal;
}

/** The six switches of call notifications, in Zadarma's words. */
export type Switches = AnswerOf<'callinfo'>['notifications'];

/** A recording is asked for by the id of one part, or of the whole call. */
export type RecordId = { readonly callId: string } | { readonly pbxCallId: string };

/** One page of the PBX's report; times on the account's clock, at most 30 days apart. */
export interface StatisticsPage {
  readonly start: string;
  readonly end: string;
  readonly skip?: number;
  readonly limit?: number;
}

/**
 * Zadarma's REST API. Every method throws a `ZadarmaError` whose code tells wrong key, rate limit, refusal, gateway
 * trouble and network apart.
 */
@Injectable()
export class ZadarmaClient implements OnApplicationShutdown {
  private readonly transport = new ZadarmaTransport();

  constructor(
    private readonly settings: ZadarmaSettingsService,
    private readonly budget: RequestBudget,
  ) {}

  balance(options: AskOptions): Promise<AnswerOf<'balance'>> {
    return this.ask('balance', {}, options);
  }

  timezone(options: AskOptions): Promise<AnswerOf<'timezone'>> {
    return this.ask('timezone', {}, options);
  }

  tariff(options: AskOptions): Promise<AnswerOf<'tariff'>> {
    return this.ask('tariff', {}, options);
  }

  extensions(options: AskOptions): Promise<AnswerOf<'extensions'>> {
    return this.ask('extensions', {}, options);
  }

  extensionStatus(number: string, options: AskOptions): Promise<AnswerOf<'extensionStatus'>> {
    return this.ask('extensionStatus', {}, options, number);
  }

  extensionInfo(number: string, options: AskOptions): Promise<AnswerOf<'extensionInfo'>> {
    return this.ask('extensionInfo', {}, options, number);
  }

  callinfo(options: AskOptions): Promise<AnswerOf<'callinfo'>> {
    return this.ask('callinfo', {}, options);
  }

  /** Zadarma probes the address with `zd_echo` before it answers. */
  setCallinfoUrl(url: string, options: AskOptions): Promise<AnswerOf<'setCallinfoUrl'>> {
    return this.ask('setCallinfoUrl', { url }, options);
  }

  removeCallinfoUrl(options: AskOptions): Promise<AnswerOf<'removeCallinfoUrl'>> {
    return this.ask('removeCallinfoUrl', {}, options);
  }

  setCallinfoNotifications(
    switches: Switches,
    options: AskOptions,
  ): Promise<AnswerOf<'setCallinfoNotifications'>> {
    const texts = Object.entries(switches).map(([name, on]) => [name, String(on)]);
    return this.ask('setCallinfoNotifications', Object.fromEntries(texts) as Parameters, options);
  }

  /** Rings `from` (a bare extension), then `to`. The answer holds no call id. */
  requestCallback(
    { from, to, sip }: { from: string; to: string; sip?: string },
    options: AskOptions,
  ): Promise<AnswerOf<'requestCallback'>> {
    return this.ask('requestCallback', { from, to, sip }, options);
  }

  /** Temporary links of a recording's parts; none means that it is not ready. */
  recordLinks(id: RecordId, lifetimeSeconds: number, options: AskOptions): Promise<AnswerOf<'recordLinks'>> {
    const ids = 'callId' in id ? { call_id: id.callId } : { pbx_call_id: id.pbxCallId };
    return this.ask('recordLinks', { ...ids, lifetime: lifetimeSeconds }, options);
  }

  /** Deletes the files of one part, or of all parts of a call, for good. */
  deleteRecord(id: RecordId, options: AskOptions): Promise<AnswerOf<'deleteRecord'>> {
    const ids = 'callId' in id ? { call_id: id.callId } : { pbx_call_id: id.pbxCallId };
    return this.ask('deleteRecord', ids, options);
  }

  /** How far the recognition of a recording is, and in the end its words or phrases. */
  speechRecognition(
    { callId, format }: { callId: string; format: 'words' | 'phrases' },
    options: AskOptions,
  ): Promise<AnswerOf<'speechRecognition'>> {
    return this.ask('speechRecognition', { call_id: callId, return: format }, options);
  }

  /** Begins to recognise a recording, which consumes paid seconds of the account. */
  startSpeechRecognition(callId: string, options: AskOptions): Promise<AnswerOf<'startSpeechRecognition'>> {
    return this.ask('startSpeechRecognition', { call_id: callId }, options);
  }

  /** A key for the browser phone, valid for 72 hours. */
  webrtcKey(login: string, options: AskOptions): Promise<AnswerOf<'webrtcKey'>> {
    return this.ask('webrtcKey', { sip: login }, options);
  }

  webrtc(options: AskOptions): Promise<AnswerOf<'webrtc'>> {
    return this.ask('webrtc', {}, options);
  }

  createWebrtc(domain: string, options: AskOptions): Promise<AnswerOf<'createWebrtc'>> {
    return this.ask('createWebrtc', { domain }, options);
  }

  addWebrtcDomain(domain: string, options: AskOptions): Promise<AnswerOf<'addWebrtcDomain'>> {
    return this.ask('addWebrtcDomain', { domain }, options);
  }

  /** @param place where the domain travels; Zadarma describes the query, its own clients use the body */
  removeWebrtcDomain(
    domain: string,
    options: AskOptions,
    place: Endpoint['place'] = 'query',
  ): Promise<AnswerOf<'removeWebrtcDomain'>> {
    return this.ask('removeWebrtcDomain', { domain }, { ...options, place });
  }

  pbxStatistics(page: StatisticsPage, options: AskOptions): Promise<AnswerOf<'pbxStatistics'>> {
    return this.ask('pbxStatistics', { version: 2, skip: 0, limit: 1_000, ...page }, options);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }

  private async ask<Name extends EndpointName>(
    name: Name,
    parameters: Parameters,
    { urgency, signal, place }: AskOptions & { readonly place?: Endpoint['place'] },
    number = '',
  ): Promise<AnswerOf<Name>> {
    const endpoint: Endpoint = endpoints[name];
    const credentials = await this.credentials();
    const account = accountOf(credentials);
    await this.budget.take(account, endpoint.budget, urgency, signal);
    const path = endpoint.path.replace('{number}', encodeURIComponent(number));
    const answer = await this.transport.send(credentials, {
      method: endpoint.method,
      path,
      parameters,
      place: place ?? endpoint.place,
      ...(signal && { signal }),
    });
    const reading = readAnswer(answer);
    if (reading.kind === 'rate_limited') {
      throw new RateLimitedError(await this.budget.exhausted(account, endpoint.budget, answer.report));
    }
    await this.budget.report(account, endpoint.budget, answer.report);
    if (reading.kind === 'failure') {
      throw reading.error;
    }
    return shape(path, endpoint.answer, reading.content) as AnswerOf<Name>;
  }

  private async credentials(): Promise<Credentials> {
    const { url, key, secret, secretState } = await this.settings.current();
    if (key === '') {
      throw new NotConfiguredError('zadarma_key_missing');
    }
    if (secret === null) {
      throw new NotConfiguredError(
        secretState === 'unreadable' ? 'secret_unreadable' : 'zadarma_secret_missing',
      );
    }
    return { url, key, secret, exemptOrigin: this.settings.exemptOrigin(url) };
  }
}

/** Names the account in the shared budget without writing its key down. */
function accountOf({ url, key }: Credentials): string {
  return createHash('sha256').update(`${url} ${key}`).digest('base64url').slice(0, 22);
}
