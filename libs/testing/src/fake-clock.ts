import { Clock } from '@callboard/platform';

/** A clock that stands still until a test moves it. */
export class FakeClock extends Clock {
  constructor(private time: Date = new Date('2026-03-05T09:15:00.000Z')) {
    super();
  }

  now(): Date {
    return new Date(this.time);
  }

  set(time: Date | string): void {
    this.time = new Date(time);
  }

  advance(milliseconds: number): void {
    this.time = new Date(this.time.getTime() + milliseconds);
  }
}
