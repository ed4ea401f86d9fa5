import { PbxService } from '@callboard/pbx';
import { Clock } from '@callboard/platform';
import { ZadarmaClient } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

/** Somebody waits for the phone to ring: longer than this the question is not worth. */
const askMs = 3_000;

/** Asks whether a phone can ring at all: with its device offline Zadarma says yes to a callback and nothing rings. */
@Injectable()
export class PhoneCheck {
  constructor(
    private readonly client: ZadarmaClient,
    private readonly pbx: PbxService,
    private readonly clock: Clock,
  ) {}

  /** False only if the PBX says so; what cannot be asked does not stop a call. */
  async mayRing(extension: string): Promise<boolean> {
    const at = this.clock.now();
    const signal = AbortSignal.timeout(askMs);
    try {
      const status = await this.client.extensionStatus(extension, { urgency: 'interactive', signal });
      await this.pbx.recordPresence(extension, status.is_online, at);
      return status.is_online;
    } catch {
      return true;
    }
  }
}
