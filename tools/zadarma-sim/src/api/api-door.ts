import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cloud } from '../cloud';
import type { FaultOf } from '../faults/fault';
import { readBody, writeAnswer, type Answer } from '../http/answer';
import { findRoute } from '../http/routes';
import { accountEndpoints } from './account-endpoints';
import { refuse, type ApiRoute } from './api-answer';
import { callbackEndpoint } from './callback-endpoint';
import { extensionEndpoints } from './extension-endpoints';
import { notificationEndpoints } from './notification-endpoints';
import { parseQuery, toFields } from './php-query';
import { RateLimits } from './rate-limits';
import { recordEndpoints } from './record-endpoints';
import { refusalReason } from './rest-signature';
import { smsEndpoints } from './sms-endpoints';
import { speechEndpoints } from './speech-endpoints';
import { statisticsEndpoint } from './statistics-endpoint';
import { webrtcEndpoints } from './webrtc-endpoints';

/** Every REST method the simulated account knows. */
export const apiRoutes: readonly ApiRoute[] = [
  ...accountEndpoints,
  ...extensionEndpoints,
  ...notificationEndpoints,
  ...recordEndpoints,
  ...callbackEndpoint,
  ...webrtcEndpoints,
  ...statisticsEndpoint,
  ...speechEndpoints,
  ...smsEndpoints,
];

const exceeded = () => refuse('You exceeded the rate limit', 429);
const exceededAs200 = () => refuse('You exceeded the rate limit by User Limits', 200);
const gateway: Answer = { status: 502, body: '<html><body>502 Bad Gateway</body></html>', type: 'text/html' };

interface Received {
  method: string;
  path: string;
  raw: string;
  authorization: string | undefined;
}

/** The signed REST API: faults, signature, rate limits, then the method. */
export class ApiDoor {
  private readonly limits: RateLimits | null;

  constructor(private readonly cloud: Cloud) {
    const { rateLimits, clock } = cloud.options;
    this.limits = rateLimits === null ? null : new RateLimits(clock, rateLimits);
  }

  forgetLimits(): void {
    this.limits?.clear();
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    const [path = '/', query = ''] = splitOnce(url, '?');
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    const raw = body === '' ? query : body;
    const received = { method, path, raw, authorization: request.headers.authorization };
    const answer = await this.answer(received, response);
    if (answer !== null) writeAnswer(response, answer);
  }

  private async answer(received: Received, response: ServerResponse): Promise<Answer | null> {
    const { cloud } = this;
    const faults = cloud.faults.take('api', (fault) => concerns(fault, received));
    const slow = faults.find(({ kind }) => kind === 'slow');
    if (slow !== undefined) await wait(slow.delayMs, undefined, { signal: cloud.stop.signal });
    const broken = breakDown(faults, response);
    if (broken !== 'no') return this.logged(received, broken, 'fault');
    const refusal = refusalReason(received, cloud.account);
    if (refusal !== null) return this.logged(received, refuse('Not authorized', 401), refusal);
    const verdict = this.limits?.count(received.path);
    const limited = forcedLimit(faults) ?? (verdict?.allowed === false ? exceeded() : null);
    const answer = limited ?? (await this.perform(received, faults));
    return this.logged(received, { ...answer, headers: { ...verdict?.headers, ...answer.headers } }, null);
  }

  private async perform({ method, path, raw }: Received, faults: FaultOf<'api'>[]): Promise<Answer> {
    const refused = faults.find(({ kind }) => kind === 'business-error');
    if (refused !== undefined) return refuse(refused.message);
    const match = findRoute(apiRoutes, method, path);
    if (match === null) return refuse('Not found', 404);
    const fields = toFields(parseQuery(raw));
    return match.route.handle({ cloud: this.cloud, parameters: match.parameters, fields });
  }

  private logged<T extends Answer | null>(received: Received, answer: T, refusal: string | null): T {
    this.cloud.requests.add({
      at: new Date(this.cloud.pace.clock.now()).toISOString(),
      method: received.method,
      path: received.path,
      parameters: toFields(parseQuery(received.raw)),
      status: answer?.status ?? 0,
      refusal,
    });
    return answer;
  }
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

// Faults that the methods themselves look for.
const handledElsewhere = new Set(['numeric-call-ids', 'full-login-refused']);

function concerns(fault: FaultOf<'api'>, { method, path }: Received): boolean {
  if (handledElsewhere.has(fault.kind)) return false;
  return (fault.path === undefined || path.startsWith(fault.path)) && (fault.method ?? method) === method;
}

/** What a broken gateway does to the request: an answer, `null` for none at all, `no` when nothing is broken. */
function breakDown(faults: FaultOf<'api'>[], response: ServerResponse): Answer | null | 'no' {
  for (const fault of faults) {
    if (fault.kind === 'status') return { ...gateway, status: fault.status };
    if (fault.kind === 'garbage') return { status: 200, body: '{"status":"succ', type: 'application/json' };
    if (fault.kind === 'timeout') return null;
    if (fault.kind === 'reset') {
      response.destroy();
      return null;
    }
  }
  return 'no';
}

function forcedLimit(faults: FaultOf<'api'>[]): Answer | null {
  if (faults.some(({ kind }) => kind === 'rate-limit-as-200')) return exceededAs200();
  return faults.some(({ kind }) => kind === 'rate-limit') ? exceeded() : null;
}
