import type { WebrtcRefusal, WebrtcSession } from '@callboard/contracts';
import { PbxService } from '@callboard/pbx';
import { ENVIRONMENT, type Environment } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ZadarmaError, type ZadarmaErrorCode } from '../rest/zadarma.errors';
import { type CurrentZadarmaSettings, ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { DomainWatch } from './domain-watch';
import { phonePlace } from './phone-place';
import { type PhoneLine, WebrtcKeys } from './webrtc-keys.service';

type Refused = Extract<WebrtcSession, { enabled: false }>;

/** What an employee's browser needs to be their phone. */
@Injectable()
export class WebrtcSessions {
  private readonly phoneOrigin: string;

  constructor(
    private readonly settings: ZadarmaSettingsService,
    private readonly pbx: PbxService,
    private readonly keys: WebrtcKeys,
    private readonly domain: DomainWatch,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.phoneOrigin = phonePlace(environment).origin;
  }

  /**
   * The session for the employee's own, lowest extension, or why there is none.
   *
   * @param renew the key of the last session was refused
   */
  async of(employeeId: string, { renew = false } = {}): Promise<WebrtcSession> {
    const settings = await this.settings.current();
    const line = await this.lineOf(employeeId, settings);
    if ('enabled' in line) {
      return line;
    }
    try {
      const [{ key, renewAt }, warnings] = await Promise.all([
        this.keys.keyOf(line, { renew }),
        this.domain.warnings(),
      ]);
      const { scriptUrls, shape, position } = settings.webrtc;
      return {
        enabled: true,
        key,
        login: `${line.pbxId}-${line.extension}`,
        extension: line.extension,
        renewAt: renewAt.toISOString(),
        scriptUrls,
        shape,
        position,
        phoneOrigin: this.phoneOrigin,
        warnings,
      };
    } catch (error) {
      if (error instanceof ZadarmaError) {
        return refusalFor(error, line);
      }
      throw error;
    }
  }

  /** In the order in which an installation is set up: the first thing that is missing is what to do next. */
  private async lineOf(employeeId: string, settings: CurrentZadarmaSettings): Promise<PhoneLine | Refused> {
    if (!settings.webrtc.enabled) {
      return refused('webrtc_off', 'The browser phone is switched off in the settings.');
    }
    if (settings.key === '' || settings.secret === null) {
      return refused(
        'pbx_not_configured',
        'Enter the key and the secret of the Zadarma account in the settings.',
      );
    }
    const [{ pbxId }, [extension]] = await Promise.all([
      this.pbx.overview(),
      this.pbx.extensionsOf(employeeId),
    ]);
    if (pbxId === null) {
      return refused(
        'pbx_not_fetched',
        'The extensions have not been fetched from Zadarma yet. Fetch them first.',
      );
    }
    if (extension === undefined) {
      return refused('no_extension', 'You have no extension. Ask an administrator to give you one.');
    }
    return { pbxId, extension };
  }
}

const notConfigured: readonly ZadarmaErrorCode[] = [
  'zadarma_key_missing',
  'zadarma_secret_missing',
  'secret_unreadable',
  'wrong_key',
  'address_not_allowed',
  'no_pbx',
];

function refusalFor({ code, message }: ZadarmaError, { extension }: PhoneLine): Refused {
  if (code === 'pbx_refused') {
    return refused(
      'key_refused',
      `Zadarma gives no key for extension ${extension}. Check in the Zadarma cabinet that the extension exists and ` +
        `that WebRTC is on for it. ${message}`,
    );
  }
  if (code === 'rate_limited') {
    return refused('rate_limited', message);
  }
  return refused(notConfigured.includes(code) ? 'pbx_not_configured' : 'pbx_unreachable', message);
}

const refused = (code: WebrtcRefusal, message: string): Refused => ({
  enabled: false,
  reason: { code, message },
});
