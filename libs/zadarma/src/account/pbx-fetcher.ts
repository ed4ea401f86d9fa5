import { Injectable } from '@nestjs/common';
import { NoPbxError, PbxRefusedError } from '../rest/zadarma.errors';
import { type AskOptions, ZadarmaClient } from '../rest/zadarma-client';

/** An extension as Zadarma describes it now; null for what it did not tell. */
export interface FetchedExtension {
  readonly number: string;
  readonly name: string | null;
  readonly online: boolean | null;
}

export interface FetchedPbx {
  readonly pbxId: string;
  readonly extensions: readonly FetchedExtension[];
}

/** Told after every extension; `total` is known from the first call on. */
export type FetchProgress = (done: number, total: number) => void | Promise<void>;

/** Reads the PBX: its id, extensions, their names and states. */
@Injectable()
export class PbxFetcher {
  constructor(private readonly client: ZadarmaClient) {}

  /**
   * Two requests per extension, one after another within the budget, so a large PBX takes minutes.
   *
   * @throws ZadarmaError
   */
  async fetch(progress: FetchProgress, signal?: AbortSignal): Promise<FetchedPbx> {
    const options: AskOptions = { urgency: 'background', ...(signal && { signal }) };
    const { pbx_id: pbxId, numbers } = await this.client.extensions(options);
    if (pbxId === '' || pbxId === '0') {
      throw new NoPbxError();
    }
    await progress(0, numbers.length);
    const extensions: FetchedExtension[] = [];
    for (const number of numbers) {
      const info = await unlessRefused(this.client.extensionInfo(number, options));
      const status = await unlessRefused(this.client.extensionStatus(number, options));
      extensions.push({ number, name: info?.name || null, online: status?.is_online ?? null });
      await progress(extensions.length, numbers.length);
    }
    return { pbxId, extensions };
  }
}

/** An extension removed in the meantime must not stop the others. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PbxRefusedError) {
      return undefined;
    }
    throw error;
  }
}
