import type { SimulatorClock } from '../account/clock';
import { hex, type Random } from '../account/identifiers';

const lifetime = 72 * 3_600_000;

/** Keys that let a browser be the phone of one extension for 72 hours. */
export class WebrtcKeys {
  private readonly keys = new Map<string, { extension: string; expiresAt: number }>();

  constructor(
    private readonly clock: SimulatorClock,
    private readonly random: Random,
  ) {}

  issue(extension: string): string {
    const key = hex(this.random, 32);
    this.keys.set(key, { extension, expiresAt: this.clock.now() + lifetime });
    return key;
  }

  /** The extension a key is for, or `null` when it is unknown or has expired. */
  extensionOf(key: string): string | null {
    const known = this.keys.get(key);
    return known !== undefined && known.expiresAt > this.clock.now() ? known.extension : null;
  }

  /** Ends a key before its time. */
  expire(key: string): void {
    this.keys.delete(key);
  }

  clear(): void {
    this.keys.clear();
  }
}
