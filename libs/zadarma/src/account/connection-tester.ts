import type { ConnectionTest } from '@callboard/contracts';
import { DomainError } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { NoPbxError, PbxRefusedError } from '../rest/zadarma.errors';
import { type AskOptions, ZadarmaClient } from '../rest/zadarma-client';

/** Finds out whether the stored settings work, and if not, what exactly is wrong. */
@Injectable()
export class ConnectionTester {
  constructor(private readonly client: ZadarmaClient) {}

  /**
   * Asks one thing after another and stops at the first failure. Failures of talking to Zadarma are the result, with
   * the code of the `ZadarmaError`; anything else is thrown.
   */
  async test(signal?: AbortSignal): Promise<ConnectionTest> {
    const options: AskOptions = { urgency: 'interactive', ...(signal && { signal }) };
    try {
      const { balance, currency } = await this.client.balance(options);
      const { info } = await this.client.tariff(options);
      const { timezone } = await this.client.timezone(options);
      const pbxId = await this.pbxId(options);
      return { ok: true, balance, currency, plan: info.tariff_name, timeZone: timezone, pbxId };
    } catch (error) {
      if (error instanceof DomainError) {
        return {
          ok: false,
          code: (error as DomainError).code,
          message: error.message,
          ...(error instanceof PbxRefusedError && { pbxMessage: error.pbxMessage }),
        };
      }
      throw error;
    }
  }

  /** By then the key is known to be good, so a refusal is about the PBX itself. */
  private async pbxId(options: AskOptions): Promise<string> {
    try {
      const { pbx_id: id } = await this.client.extensions(options);
      if (id !== '' && id !== '0') {
        return id;
      }
    } catch (error) {
      if (!(error instanceof PbxRefusedError)) {
        throw error;
      }
    }
    throw new NoPbxError();
  }
}
