/** Why an extension rang. */
export type RingReason = 'redirect' | 'scenario' | 'transfer' | 'callback' | 'internal-call';

export type LegOutcome = 'answered' | 'no answer' | 'busy' | 'cancel';

/** How the simulated person at an extension behaves: seconds until answering or refusing, `null` to do nothing. */
export interface Pickup {
  answerAfter?: number | null;
  refuseAfter?: number | null;
}

export interface LegRecord {
  extension: string;
  because: RingReason;
  channelId: string;
  /** UTC, ISO 8601. */
  rangAt: string;
  answeredAt: string | null;
  outcome: LegOutcome | null;
  talkSeconds: number;
  recorded: boolean;
}

/** One extension ringing in a call; answered or refused by its plan, by the control API or by the widget. */
export class Leg {
  readonly decided: Promise<'accepted' | 'refused'>;
  readonly record: LegRecord;
  private decide: (outcome: 'accepted' | 'refused') => void = () => undefined;

  constructor(details: Pick<LegRecord, 'extension' | 'because' | 'channelId' | 'rangAt'>) {
    this.record = { ...details, answeredAt: null, outcome: null, talkSeconds: 0, recorded: false };
    this.decided = new Promise((resolve) => (this.decide = resolve));
  }

  get ringing(): boolean {
    return this.record.outcome === null;
  }

  accept(): void {
    if (this.ringing) this.decide('accepted');
  }

  refuse(): void {
    if (this.ringing) this.decide('refused');
  }
}
