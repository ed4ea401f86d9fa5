import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Clock, DomainError, SecretBox } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { type AskOptions, ZadarmaClient } from '../rest/zadarma-client';
import { PbxRefusedError } from '../rest/zadarma.errors';
import { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import type { WebrtcKey } from './webrtc-key.entity';
import { WebrtcKeysRepository } from './webrtc-keys.repository';

const options: AskOptions = { urgency: 'interactive' };
const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds from when Zadarma gave a key. It ends after 72 h; pages ask again in time, and then get another one. */
const ages = { renewable: 70 * hour, askAgain: 70.5 * hour, end: 72 * hour } as const;

/** A key that was refused is not exchanged again and again: a page that keeps failing must not use up the account. */
const shortestLife = minute;
const refusalCounts = minute / 2;
/** When a page that got an ageing key, since there was no other, asks again. */
const tryAgainAfter = 5 * minute;
const lookEvery = 200;

/** One extension of the PBX. */
export interface PhoneLine {
  readonly pbxId: string;
  readonly extension: string;
}

/** A key, and when to ask for the next one. */
export interface PhoneKey {
  readonly key: string;
  readonly renewAt: Date;
}

type LoginForm = NonNullable<WebrtcKey['loginForm']>;

interface KnownKey {
  readonly key: string;
  readonly loginForm: LoginForm;
  readonly age: number;
}

/**
 * The keys with which browsers become phones. A key is kept, sealed, until shortly before it ends; only one request for
 * an extension is under way, whichever process makes it.
 */
@Injectable()
export class WebrtcKeys {
  private readonly running = new Map<string, Promise<PhoneKey>>();
  private readonly refusals = new Map<string, { error: PbxRefusedError; until: number }>();

  constructor(
    private readonly repository: WebrtcKeysRepository,
    private readonly client: ZadarmaClient,
    private readonly settings: ZadarmaSettingsService,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * The key of an extension.
   *
   * @param renew the present one was refused; a key that is no minute old is given again all the same
   * @throws ZadarmaError; PbxRefusedError if the PBX takes the login in neither form
   */
  async keyOf(line: PhoneLine, { renew = false } = {}): Promise<PhoneKey> {
    const account = await this.accountOf(line);
    const flight = `${account} ${line.extension} ${renew}`;
    const running =
      this.running.get(flight) ??
      this.obtain(line, account, renew).finally(() => this.running.delete(flight));
    this.running.set(flight, running);
    return running;
  }

  private async obtain(line: PhoneLine, account: string, renew: boolean): Promise<PhoneKey> {
    for (;;) {
      const known = await this.known(line, account);
      if (known && isFresh(known, renew)) {
        return this.given(known);
      }
      this.assertNotRefusedLately(account, line);
      if (await this.repository.claim(line.extension)) {
        return this.fetch(line, account, renew);
      }
      await delay(lookEvery);
    }
  }

  private async fetch(line: PhoneLine, account: string, renew: boolean): Promise<PhoneKey> {
    // Another process may have stored a key between the look and the claim.
    const known = await this.known(line, account);
    if (known && isFresh(known, renew)) {
      await this.repository.release(line.extension);
      return this.given(known);
    }
    try {
      const { extension } = line;
      const { key, loginForm } = await this.ask(line, known?.loginForm ?? 'full');
      const fetchedAt = this.clock.now();
      await this.repository.store({
        extension,
        account,
        loginForm,
        key: this.box.seal(key, place(extension)),
        fetchedAt,
      });
      return { key, renewAt: this.after(ages.askAgain) };
    } catch (error) {
      await this.repository.release(line.extension);
      if (error instanceof PbxRefusedError) {
        const until = this.clock.now().getTime() + refusalCounts;
        this.refusals.set(refusalOf(account, line), { error, until });
      } else if (known && !renew && known.age < ages.end && isPassing(error)) {
        return { key: known.key, renewAt: this.after(tryAgainAfter) };
      }
      throw error;
    }
  }

  /** Accounts differ in which form of the login they take. What has worked before comes first. */
  private async ask(line: PhoneLine, first: LoginForm): Promise<{ key: string; loginForm: LoginForm }> {
    try {
      return await this.askWith(line, first);
    } catch (error) {
      if (!(error instanceof PbxRefusedError)) {
        throw error;
      }
      return this.askWith(line, first === 'full' ? 'bare' : 'full');
    }
  }

  private async askWith(
    { pbxId, extension }: PhoneLine,
    loginForm: LoginForm,
  ): Promise<{ key: string; loginForm: LoginForm }> {
    const login = loginForm === 'full' ? `${pbxId}-${extension}` : extension;
    const { key } = await this.client.webrtcKey(login, options);
    return { key, loginForm };
  }

  private async known({ extension }: PhoneLine, account: string): Promise<KnownKey | null> {
    const row = await this.repository.find(extension);
    return row && this.open(row, account);
  }

  private given({ key, age }: KnownKey): PhoneKey {
    return { key, renewAt: this.after(ages.askAgain - age) };
  }

  /** What the row is good for: nothing if it is of another account or cannot be read any more. */
  private open(row: WebrtcKey, account: string): KnownKey | null {
    const { extension, key, loginForm, fetchedAt } = row;
    if (row.account !== account || key === null || loginForm === null || fetchedAt === null) {
      return null;
    }
    try {
      const age = this.clock.now().getTime() - fetchedAt.getTime();
      return { key: this.box.open(key, place(extension)), loginForm, age };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'secret_unreadable') {
        return null;
      }
      throw error;
    }
  }

  private assertNotRefusedLately(account: string, line: PhoneLine): void {
    const refusal = this.refusals.get(refusalOf(account, line));
    if (refusal && this.clock.now().getTime() < refusal.until) {
      throw refusal.error;
    }
  }

  /** Names the account without writing its secret down: whatever of it changes makes another account. */
  private async accountOf({ pbxId }: PhoneLine): Promise<string> {
    const { url, key, secret } = await this.settings.current();
    const text = JSON.stringify([url, key, secret, pbxId]);
    return createHash('sha256').update(text).digest('base64url').slice(0, 22);
  }

  private after(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }
}

const isFresh = ({ age }: KnownKey, renew: boolean): boolean => age < (renew ? shortestLife : ages.renewable);
const place = (extension: string) => ({ table: 'webrtc_keys', column: 'key', row: extension });
const refusalOf = (account: string, { extension }: PhoneLine): string => `${account} ${extension}`;
const isPassing = (error: unknown): boolean => error instanceof DomainError && error.retryable;
