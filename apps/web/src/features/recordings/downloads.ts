import type { CallItem, Recording } from '@callboard/contracts';
import { ApiProblem } from '../../shared/api/problem';
import { saveFile } from '../../shared/ui/save-file';
import { partsToHear } from './playable';
import type { DownloadWish } from './player-door';
import type { PlayerServer } from './player';

/** A file on its way. */
export interface Download {
  key: number;
  call: CallItem;
  part: Recording | null;
  state: 'asking' | 'waiting' | 'failed';
  error: unknown;
}

/** Gets recordings as files, each as soon as the server has it. */
export class Downloads {
  private files: readonly Download[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly leaving = new AbortController();
  private lastKey = 0;

  constructor(private readonly server: PlayerServer) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly all = (): readonly Download[] => this.files;

  /** Fetches one part, or all of a call; asking again for what is on its way changes nothing. */
  add({ call, part }: DownloadWish): void {
    const isOnItsWay = this.files.some(
      (file) => file.call.id === call.id && file.state !== 'failed' && (!part || file.part?.id === part.id),
    );
    if (!isOnItsWay) {
      void this.begin(call, part ?? null);
    }
  }

  dismiss(key: number): void {
    this.replace(this.files.filter((file) => file.key !== key));
  }

  /** Forgets all; what comes later is dropped. */
  clear(): void {
    this.leaving.abort();
    this.replace([]);
  }

  private async begin(call: CallItem, part: Recording | null): Promise<void> {
    const file = this.enter(call, part);
    try {
      const parts = part ? [part] : partsToHear(await this.server.partsOf(call.id, this.leaving.signal));
      const [first, ...others] = parts;
      if (!first) {
        throw new ApiProblem({ code: 'recording_missing', status: 409 });
      }
      this.change(file.key, { part: first });
      others.forEach((other) => void this.fetch(this.enter(call, other)));
      await this.fetch({ ...file, part: first });
    } catch (error) {
      this.change(file.key, { state: 'failed', error });
    }
  }

  private async fetch({ key, part }: Download): Promise<void> {
    const { signal } = this.leaving;
    try {
      const answer = part && (await this.server.playback(part.id, signal));
      if (signal.aborted || !answer || !this.isWanted(key)) {
        return;
      }
      if (answer.mode === 'pending') {
        this.change(key, { state: 'waiting' });
        setTimeout(() => this.refetch(key), answer.retryAfterSeconds * 1000);
      } else {
        // The answer says itself that it is a file to be saved, and as which.
        saveFile(answer.url);
        this.dismiss(key);
      }
    } catch (error) {
      this.change(key, { state: 'failed', error });
    }
  }

  private refetch(key: number): void {
    const file = this.files.find((each) => each.key === key);
    if (file) {
      void this.fetch(file);
    }
  }

  private isWanted(key: number): boolean {
    return this.files.some((file) => file.key === key);
  }

  private enter(call: CallItem, part: Recording | null): Download {
    this.lastKey += 1;
    const file: Download = { key: this.lastKey, call, part, state: 'asking', error: null };
    this.replace([...this.files, file]);
    return file;
  }

  private change(key: number, change: Partial<Download>): void {
    this.replace(this.files.map((file) => (file.key === key ? { ...file, ...change } : file)));
  }

  private replace(files: readonly Download[]): void {
    this.files = files;
    this.listeners.forEach((listener) => listener());
  }
}
