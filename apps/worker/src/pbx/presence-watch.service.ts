import { PbxService } from '@callboard/pbx';
import { Clock } from '@callboard/platform';
import { ZadarmaClient, ZadarmaError, ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

/** Routing believes presence for 5 minutes; asking at half of that leaves time to wait for the budget. */
const staleAfterMs = 150_000;

/** Keeps the presence fresh that routing looks at, as long as it is set to look at it. */
@Injectable()
export class PresenceWatch {
  constructor(
    private readonly settings: ZadarmaSettingsService,
    private readonly pbx: PbxService,
    private readonly client: ZadarmaClient,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks for every extension that belongs to somebody and that no worker asked for lately, one after another. One that
   * the PBX refuses, because it is gone there, does not stop the others.
   *
   * @returns how many were asked for
   * @throws ZadarmaError for trouble that concerns all of them; what was learnt before stays
   */
  async run(signal: AbortSignal): Promise<number> {
    const { routing, secret } = await this.settings.current();
    if (!routing.enabled || !routing.onlyWhenOnline || secret === null) {
      return 0;
    }
    const numbers = await this.stale();
    for (const number of numbers) {
      await this.ask(number, signal);
    }
    return numbers.length;
  }

  private async ask(number: string, signal: AbortSignal): Promise<void> {
    const at = this.clock.now();
    try {
      const status = await this.client.extensionStatus(number, { urgency: 'background', signal });
      await this.pbx.recordPresence(number, status.is_online, at);
    } catch (error) {
      if (!(error instanceof ZadarmaError && error.code === 'pbx_refused')) {
        throw error;
      }
    }
  }

  private async stale(): Promise<string[]> {
    const before = this.clock.now().getTime() - staleAfterMs;
    const { extensions } = await this.pbx.overview();
    return extensions
      .filter(({ active, employeeId }) => active && employeeId !== null)
      .filter(({ onlineSeenAt }) => onlineSeenAt === null || Date.parse(onlineSeenAt) <= before)
      .map(({ number }) => number);
  }
}
