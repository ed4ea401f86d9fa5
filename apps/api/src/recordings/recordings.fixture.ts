import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { RecordingState } from '@callboard/contracts';
import { newId } from '@callboard/platform';
import { RECORDING_STORE, recordingKey, type RecordingStore } from '@callboard/recordings';
import { DataSource } from 'typeorm';
import type { TestApi } from '../testing/test-api';

interface GivenCall {
  readonly pbxCallId?: string;
  /** Employee the call belongs to. */
  readonly employeeId?: string;
  /** Employees whose phones rang, and what became of it. */
  readonly legs?: readonly { readonly employeeId: string; readonly result: 'answered' | 'not_answered' }[];
  readonly managerId?: string;
}

interface GivenRecording {
  readonly state?: RecordingState;
  readonly reason?: string;
  readonly part?: number;
  readonly partKey?: string;
  /** Seconds until it is available; negative for ago. */
  readonly availableIn?: number | null;
  /** The file that is stored here. */
  readonly file?: Buffer;
}

/** Puts calls and recordings into the database of a test API. */
export class RecordedCalls {
  private readonly database: DataSource;
  private extension = 100;

  constructor(private readonly api: TestApi) {
    this.database = api.app.get(DataSource);
  }

  /** An incoming call on 5 March 2026 at 10:15 in Warsaw; gives its id. */
  async call({ pbxCallId, employeeId, legs = [], managerId }: GivenCall = {}): Promise<string> {
    const id = newId();
    await this.database.query(
      `INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, external_number, employee_id,
         has_recording, recording_ids, timeline, created_at, updated_at)
       VALUES ($1, 1, $2, 'incoming', 'answered', '2026-03-05T09:15:00Z', '+48600100200', $3, true, '[]', '[]',
         now(), now())`,
      [id, pbxCallId ?? `in_${id}`, employeeId ?? null],
    );
    for (const leg of legs) {
      this.extension += 1;
      await this.database.query(
        `INSERT INTO call_legs (call_id, extension, employee_id, result, started_at) VALUES ($1, $2, $3, $4, now())`,
        [id, String(this.extension), leg.employeeId, leg.result],
      );
    }
    if (managerId) {
      await this.managedBy(id, managerId);
    }
    return id;
  }

  /** A part of a call, by default one that Zadarma has; gives its id. */
  async recording(callId: string, { file, ...given }: GivenRecording = {}): Promise<string> {
    const { state = 'remote', reason = null, part = 1, partKey = null, availableIn = -60 } = given;
    const id = newId();
    const availableFrom = availableIn === null ? null : new Date(Date.now() + availableIn * 1_000);
    await this.database.query(
      `INSERT INTO recordings (id, call_id, pbx_call_id, part_key, part, state, reason, available_from, created_at,
         updated_at)
       SELECT $1, id, pbx_call_id, $3, $4, $5, $6, $7, now(), now() FROM calls WHERE id = $2`,
      [id, callId, partKey, part, state, reason, availableFrom],
    );
    if (file) {
      await this.store(id, file);
    }
    return id;
  }

  private async store(id: string, file: Buffer): Promise<void> {
    const key = recordingKey(id, 'audio/mpeg');
    const store = this.api.app.get<RecordingStore>(RECORDING_STORE, { strict: false });
    await store.put(key, Readable.from([file]), { contentType: 'audio/mpeg' });
    const sha256 = createHash('sha256').update(file).digest('hex');
    await this.database.query(
      `UPDATE recordings SET state = 'ready', storage_key = $2, content_type = 'audio/mpeg', size_bytes = $3,
         duration_seconds = 12.5, sha256 = $4, stored_at = now() WHERE id = $1`,
      [id, key, file.length, sha256],
    );
  }

  private async managedBy(callId: string, managerId: string): Promise<void> {
    const contactId = newId();
    await this.database.query(
      `INSERT INTO contacts (id, name, manager_id, search_text, created_at, updated_at)
       VALUES ($1, 'Jan', $2, 'jan', now(), now())`,
      [contactId, managerId],
    );
    await this.database.query(
      `INSERT INTO call_matches (call_id, contact_id, position, chosen, started_at) VALUES ($1, $2, 0, false, now())`,
      [callId, contactId],
    );
  }
}
