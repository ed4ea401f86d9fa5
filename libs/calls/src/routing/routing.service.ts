import type { Routing, RoutingSettings } from '@callboard/contracts';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { rankMatches } from '../matching/rank-matches';
import { CallersRepository } from './callers.repository';
import { decideRouting } from './decide-routing';

/** A call that comes in. */
export interface IncomingCall {
  /** E.164; null if hidden or not a number. */
  readonly externalNumber: string | null;
  readonly settings: RoutingSettings;
}

/** Decides where an incoming call goes while the PBX waits; at most one query. */
@Injectable()
export class RoutingService {
  constructor(
    private readonly callers: CallersRepository,
    private readonly clock: Clock,
  ) {}

  async decide({ externalNumber, settings }: IncomingCall): Promise<Routing> {
    const callers =
      settings.enabled && externalNumber !== null ? await this.callers.byNumber(externalNumber) : [];
    const [likeliest = null] = rankMatches(callers);
    return decideRouting(externalNumber !== null, likeliest, settings, this.clock.now());
  }
}
