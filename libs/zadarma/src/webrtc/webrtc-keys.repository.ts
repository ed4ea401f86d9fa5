import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { WebrtcKey } from './webrtc-key.entity';

/** Longer than two requests to Zadarma may take; a process that died holds nobody up for longer. */
const claimSeconds = 30;

/** The only place with queries on `webrtc_keys`. */
@Injectable()
export class WebrtcKeysRepository {
  constructor(@InjectRepository(WebrtcKey) private readonly rows: Repository<WebrtcKey>) {}

  find(extension: string): Promise<WebrtcKey | null> {
    return this.rows.findOneBy({ extension });
  }

  /** True if the caller is now the one process that asks for this extension's key. */
  async claim(extension: string): Promise<boolean> {
    // By the database's clock: it is the only one that all processes share.
    const claimed = await this.rows.query<unknown[]>(
      `INSERT INTO webrtc_keys AS known (extension, fetching_until)
       VALUES ($1, now() + make_interval(secs => $2))
       ON CONFLICT (extension) DO UPDATE SET fetching_until = excluded.fetching_until
       WHERE known.fetching_until IS NULL OR known.fetching_until < now()
       RETURNING 1`,
      [extension, claimSeconds],
    );
    return claimed.length > 0;
  }

  /** Stores the key and ends the claim. */
  async store(row: Omit<WebrtcKey, 'fetchingUntil'>): Promise<void> {
    await this.rows.save({ ...row, fetchingUntil: null });
  }

  /** Ends the claim without a new key. */
  async release(extension: string): Promise<void> {
    await this.rows.update({ extension }, { fetchingUntil: null });
  }
}
