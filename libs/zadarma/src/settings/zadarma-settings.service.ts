import { isPhoneCountry } from '@callboard/contacts';
import type { UpdateZadarmaSettingsBody, ZadarmaSettings } from '@callboard/contracts';
import { Clock, DomainError, ENVIRONMENT, type Environment, SecretBox } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Inbox } from '../inbox/inbox';
import { assertAllowedUrl } from '../rest/allowed-address';
import { AddressNotAllowedError } from '../rest/zadarma.errors';
import { changedFields } from './changed-fields';
import { RememberedSettings } from './remembered-settings';
import type { Setting } from './setting.entity';
import { settingsWarnings } from './settings-warnings';
import { SettingsRepository } from './settings.repository';
import { storedZadarmaSettings, type StoredZadarmaSettings } from './zadarma-settings.schema';

const section = 'zadarma';
const secretPlace = { table: 'settings', column: 'secret', row: section };

/** The settings as the server itself uses them: with the secret in clear. Never leaves the process. */
export interface CurrentZadarmaSettings extends StoredZadarmaSettings {
  /** Null if none is stored or it cannot be read; `secretState` tells which. */
  readonly secret: string | null;
  readonly secretState: 'set' | 'missing' | 'unreadable';
}

/** What a change of the settings means for the rest of the system. */
export interface SettingsChange {
  readonly settings: ZadarmaSettings;
  /** True if calls must be folded again: times or numbers are read differently now. Until `refoldQueued`. */
  readonly refoldNeeded: boolean;
}

/**
 * Runs in the transaction that changes the settings, with the fields that changed and their new values; of the key and
 * the secret only that they did.
 */
export type AlongsideSettings = (
  manager: EntityManager,
  changed: Readonly<Record<string, unknown>>,
) => Promise<void>;

/** Path of the webhook address below the public one; Zadarma's own convention. */
export const webhookPath = '/exec/Zadarma.notify';

/** The connection to Zadarma as administrators set it. */
@Injectable()
export class ZadarmaSettingsService {
  private readonly remembered: RememberedSettings<CurrentZadarmaSettings>;

  constructor(
    private readonly repository: SettingsRepository,
    private readonly inbox: Inbox,
    private readonly box: SecretBox,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly clock: Clock,
  ) {
    this.remembered = new RememberedSettings(() => this.read(), clock);
  }

  /** Where Zadarma must send its notifications. */
  get webhookUrl(): string {
    return `${this.environment.PUBLIC_URL}${webhookPath}`;
  }

  /** The one origin that requests may go to although it is private, if the environment allows it. */
  exemptOrigin(url: string): string | undefined {
    return this.environment.PBX_URL_ALLOW_PRIVATE ? new URL(url).origin : undefined;
  }

  /** The settings as administrators see them, read from the database. */
  async get(): Promise<ZadarmaSettings> {
    return this.toView(await this.repository.find(section));
  }

  /**
   * Stores the given fields; absent ones keep their value. `alongside` runs unless all of them had it already.
   *
   * @throws AddressNotAllowedError, or a DomainError `country_not_known`
   */
  async update(body: UpdateZadarmaSettingsBody, alongside?: AlongsideSettings): Promise<SettingsChange> {
    const { secret, url, defaultCountry } = body;
    if (defaultCountry !== undefined && !isPhoneCountry(defaultCountry)) {
      throw countryNotKnown(defaultCountry);
    }
    const address = url === undefined ? {} : { url: this.toOrigin(url) };
    const row = await this.repository.change(section, async (stored, manager) => {
      const before = storedZadarmaSettings.parse(stored.value);
      const after = changed(before, { ...body, ...address });
      const fields = auditableFields(before, after, secret !== undefined);
      if (Object.keys(fields).length > 0) {
        await alongside?.(manager, fields);
      }
      const isReadDifferently =
        before.timeZone !== after.timeZone || before.defaultCountry !== after.defaultCountry;
      const refoldPending = before.refoldPending || isReadDifferently;
      return {
        value: { ...after, refoldPending },
        secret: secret ? this.box.seal(secret, secretPlace) : stored.secret,
      };
    });
    const current = this.toCurrent(row);
    this.remembered.remember(current);
    return { settings: await this.toView(row), refoldNeeded: current.refoldPending };
  }

  /** True if a change before `olderThan` asked for a refold that nobody has enqueued. Read from the database. */
  async isRefoldOverdue(olderThan: Date): Promise<boolean> {
    const row = await this.repository.find(section);
    return row !== null && row.updatedAt < olderThan && storedZadarmaSettings.parse(row.value).refoldPending;
  }

  /** The refold a change asked for is on its way. */
  async refoldQueued(): Promise<void> {
    await this.repository.change(section, (stored) => ({
      value: { ...storedZadarmaSettings.parse(stored.value), refoldPending: false },
      secret: stored.secret,
    }));
  }

  /**
   * The settings from memory, decrypted; see `RememberedSettings.current`.
   *
   * @param longestWaitMs only counts while nothing is known yet
   */
  current(longestWaitMs?: number): Promise<CurrentZadarmaSettings> {
    return this.remembered.current(longestWaitMs);
  }

  /** To be called on `settings.changed`: the next `current` reads the database again. */
  invalidate(): void {
    this.remembered.invalidate();
  }

  /** Reads the settings again because a signature did not fit; at most once a second. */
  rereadAfterMismatch(longestWaitMs: number): Promise<boolean> {
    return this.remembered.rereadAfterMismatch(longestWaitMs);
  }

  private toOrigin(text: string): string {
    const url = new URL(text);
    if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
      throw new AddressNotAllowedError(url.host, 'not_an_origin');
    }
    assertAllowedUrl(url, this.exemptOrigin(url.origin));
    return url.origin;
  }

  private async read(): Promise<CurrentZadarmaSettings> {
    return this.toCurrent(await this.repository.find(section));
  }

  private toCurrent(row: Setting | null): CurrentZadarmaSettings {
    return { ...storedZadarmaSettings.parse(row?.value ?? {}), ...this.openSecret(row) };
  }

  private openSecret(row: Setting | null): Pick<CurrentZadarmaSettings, 'secret' | 'secretState'> {
    if (!row?.secret) {
      return { secret: null, secretState: 'missing' };
    }
    try {
      return { secret: this.box.open(row.secret, secretPlace), secretState: 'set' };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'secret_unreadable') {
        return { secret: null, secretState: 'unreadable' };
      }
      throw error;
    }
  }

  private async toView(row: Setting | null): Promise<ZadarmaSettings> {
    const { refoldPending: _, ...stored } = storedZadarmaSettings.parse(row?.value ?? {});
    const { secretState } = this.openSecret(row);
    return {
      ...stored,
      secretIsSet: secretState !== 'missing',
      webhookUrl: this.webhookUrl,
      warnings: settingsWarnings({
        secretState,
        webhookUrl: this.webhookUrl,
        url: stored.url,
        timeZone: stored.timeZone,
        lastStart: await this.inbox.lastStart(),
        now: this.clock.now(),
      }),
      updatedAt: row?.updatedAt.toISOString() ?? null,
    };
  }
}

const countryNotKnown = (code: string): DomainError<'country_not_known'> =>
  new DomainError('country_not_known', `No country has the code ${code}. Poland has PL, Germany DE.`);

function changed(
  before: StoredZadarmaSettings,
  { secret: _, routing, webrtc, recordings, ...plain }: UpdateZadarmaSettingsBody,
): StoredZadarmaSettings {
  return storedZadarmaSettings.parse({
    ...before,
    ...plain,
    routing: { ...before.routing, ...routing },
    webrtc: { ...before.webrtc, ...webrtc },
    recordings: { ...before.recordings, ...recordings },
  });
}

function auditableFields(before: StoredZadarmaSettings, after: StoredZadarmaSettings, secretSet: boolean) {
  const { key, ...fields } = changedFields(before, after);
  return { ...fields, ...(key !== undefined && { keySet: true }), ...(secretSet && { secretSet }) };
}
