import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud';
import { writeAnswer, type Answer } from '../http/answer';
import { loaderFunction, loaderLibrary, phoneInterface } from './widget-scripts';

const script = (body: string): Answer => ({
  status: 200,
  body,
  type: 'text/javascript; charset=utf-8',
  headers: { 'Cache-Control': 'no-store' },
});

/** The state of one browser phone, as the widget asks for it. */
export interface WidgetState {
  error: 'integration_disabled' | 'sip_not_found' | null;
  calls: { id: string; number: string; ringing: boolean }[];
}

/** Serves the stand-in for the widget's scripts and, as JSONP like the original, what its phone shows. */
export class WidgetDoor {
  constructor(private readonly cloud: Cloud) {}

  static serves(path: string): boolean {
    return path.startsWith('/webphoneWebRTCWidget/') || path.startsWith('/sys/webrtc/');
  }

  handle(response: ServerResponse, url: URL): Promise<void> {
    writeAnswer(response, this.answer(url));
    return Promise.resolve();
  }

  private answer(url: URL): Answer {
    const blocked = this.cloud.faults.take('widget', ({ kind }) => kind === 'blocked').length > 0;
    if (blocked) return { status: 503, body: 'Service Unavailable' };
    const file = /^\/webphoneWebRTCWidget\/v\d+\/js\/(.+)$/.exec(url.pathname)?.[1];
    if (file === 'loader-phone-lib.js') return script(loaderLibrary);
    if (file === 'loader-phone-fn.js') return script(loaderFunction);
    if (file === 'phone-interface.js') return script(this.interfaceScript());
    if (url.pathname === '/sys/webrtc/state.js') return this.jsonp(url);
    return { status: 404, body: 'Not found' };
  }

  private interfaceScript(): string {
    const never = this.cloud.faults.take('widget', ({ kind }) => kind === 'never-ready').length > 0;
    return never ? '' : phoneInterface;
  }

  private jsonp(url: URL): Answer {
    const callback = url.searchParams.get('callback') ?? '';
    if (!/^[A-Za-z_]\w{0,60}$/.test(callback)) return { status: 400, body: 'Wrong callback' };
    return script(`window.${callback}(${JSON.stringify(this.state(url.searchParams))});`);
  }

  private state(query: URLSearchParams): WidgetState {
    const extension = this.registered(query);
    if (extension === null) return { error: 'sip_not_found', calls: [] };
    if (!this.cloud.account.webrtc.domains.some((domain) => covers(domain, query.get('domain') ?? ''))) {
      return { error: 'integration_disabled', calls: [] };
    }
    this.act(extension, query.get('action'), query.get('call') ?? '');
    const calls = this.cloud.exchange.atExtension(extension).map((call) => ({
      id: call.id,
      number: call.direction === 'in' ? call.from : call.to,
      ringing: call.legs.some((leg) => leg.extension === extension && leg.outcome === null),
    }));
    return { error: null, calls };
  }

  /** The extension whose phone this browser is. The bare extension does not register, only the full login. */
  private registered(query: URLSearchParams): string | null {
    const { account, keys, faults } = this.cloud;
    if (faults.take('widget', ({ kind }) => kind === 'refused-key').length > 0) return null;
    const key = query.get('key') ?? '';
    if (faults.take('widget', ({ kind }) => kind === 'expired-key').length > 0) keys.expire(key);
    const extension = keys.extensionOf(key);
    return extension !== null && query.get('sip') === `${account.pbxId}-${extension}` ? extension : null;
  }

  private act(extension: string, action: string | null, call: string): void {
    if (action === 'accept') this.cloud.exchange.accept(call, extension);
    else if (action === 'refuse') this.cloud.exchange.refuse(call, extension);
    else if (action === 'hangup') this.cloud.exchange.hangUp(call);
  }
}

const covers = (domain: string, page: string): boolean => page === domain || page.endsWith(`.${domain}`);
