import type { WebrtcWarning } from '@callboard/contracts';
import { Clock, ENVIRONMENT, type Environment } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import { withDeadline } from '../deadline';
import { ZadarmaClient } from '../rest/zadarma-client';
import { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { isRegistered, lacksHttps } from './describe-domain';
import { phonePlace, type PhonePlace } from './phone-place';

const minute = 60_000;
/** Milliseconds for which an answer counts; a question without an answer is repeated soon, but not at once. */
const countsFor = { known: 10 * minute, unknown: minute } as const;
/** The longest a session waits, and only while nothing is known at all. */
const longestWaitMs = 1_500;

interface Finding {
  readonly account: string;
  /** Null if Zadarma could not be asked. */
  readonly registered: boolean | null;
  readonly at: number;
}

/** Remembers whether our domain is registered, so that a phone's session warns without waiting for Zadarma. */
@Injectable()
export class DomainWatch {
  private readonly place: PhonePlace;
  private finding: Finding | undefined;
  private asking: Promise<Finding> | undefined;

  constructor(
    private readonly client: ZadarmaClient,
    private readonly settings: ZadarmaSettingsService,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.place = phonePlace(environment);
  }

  /** What may keep the phone from working although there is a key for it. Never fails. */
  async warnings(): Promise<{ code: WebrtcWarning }[]> {
    const registered = await this.registered();
    const codes: (WebrtcWarning | false)[] = [
      lacksHttps(this.place) && 'https_missing',
      registered === null && 'domain_unchecked',
      registered === false && 'domain_not_registered',
    ];
    return codes.filter((code) => code !== false).map((code) => ({ code }));
  }

  /** To be called when the registration may have become another one; an answer that is under way is of the old one. */
  forget(): void {
    this.finding = undefined;
    this.asking = undefined;
  }

  private async registered(): Promise<boolean | null> {
    const account = await this.account();
    const known = this.finding?.account === account ? this.finding : undefined;
    if (known && this.isFresh(known)) {
      return known.registered;
    }
    const asking = (this.asking ??= this.remembered(this.ask(account)));
    if (known && known.registered !== null) {
      return known.registered;
    }
    return withDeadline(asking, longestWaitMs).then(
      (found) => (found.account === account ? found.registered : null),
      () => null,
    );
  }

  private isFresh({ registered, at }: Finding): boolean {
    const age = this.clock.now().getTime() - at;
    return age < (registered === null ? countsFor.unknown : countsFor.known);
  }

  private remembered(question: Promise<Finding>): Promise<Finding> {
    const asking = question.then((finding) => {
      if (this.asking === asking) {
        this.finding = finding;
        this.asking = undefined;
      }
      return finding;
    });
    return asking;
  }

  /** Never fails. Nobody waits for it for long, so it leaves the requests that are kept for people. */
  private async ask(account: string): Promise<Finding> {
    const registered = await this.client.webrtc({ urgency: 'background' }).then(
      ({ is_exists, domains }) => isRegistered(this.place, { exists: is_exists, domains: domains ?? [] }),
      () => null,
    );
    return { account, registered, at: this.clock.now().getTime() };
  }

  private async account(): Promise<string> {
    const { url, key } = await this.settings.current();
    return `${url} ${key}`;
  }
}
