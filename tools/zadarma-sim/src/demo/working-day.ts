import type { Account } from '../account/account';
import type { Pace } from '../account/clock';
import { between, pick, type Random } from '../account/identifiers';
import type { Exchange } from '../calls/exchange';
import { polishMobile } from '../scenarios/plausible-parties';
import type { ScenarioParameters } from '../scenarios/scenario';
import type { ScenarioName } from '../scenarios/scenarios';

export interface WorkingDayOptions {
  /** Numbers that call and are called, usually those of known contacts; strangers come on top. */
  callers?: string[];
  /** Share of calls with a stranger, 0 to 1. */
  strangers?: number;
  /** Shortest and longest pause between two calls, simulated seconds. */
  pauseSeconds?: [number, number];
  /** Shortest and longest conversation, simulated seconds. */
  talkSeconds?: [number, number];
}

interface Stage {
  account: Account;
  exchange: Exchange;
  random: Random;
  pace: Pace;
}

interface Player {
  runScenario(name: ScenarioName, parameters: ScenarioParameters): unknown;
}

// How often which kind of call happens in an ordinary small office.
const mixture: readonly [ScenarioName, number][] = [
  ['incoming-answered', 40],
  ['incoming-missed', 14],
  ['outgoing-answered', 16],
  ['outgoing-unanswered', 6],
  ['group-ring', 7],
  ['transfer', 6],
  ['manager-not-answering', 4],
  ['incoming-busy', 2],
  ['voicemail', 2],
  ['hidden-number', 2],
  ['internal-call', 1],
];

/** A continuous stream of plausible calls: nobody is on two calls at once, and no caller calls twice at once. */
export class WorkingDay {
  private readonly stopped = new AbortController();

  constructor(
    private readonly stage: Stage,
    private readonly player: Player,
    private readonly options: WorkingDayOptions,
  ) {}

  start(): void {
    // Ends only by being stopped.
    this.play().catch((error: unknown) => {
      if (!this.stopped.signal.aborted) throw error;
    });
  }

  stop(): void {
    this.stopped.abort();
  }

  private async play(): Promise<void> {
    const [shortest, longest] = this.options.pauseSeconds ?? [20, 40];
    let pause = 1;
    while (!this.stopped.signal.aborted) {
      await this.stage.pace.pause(pause, this.stopped.signal);
      this.nextCall();
      pause = between(this.stage.random, shortest, longest);
    }
  }

  private nextCall(): void {
    const { random } = this.stage;
    const free = this.freeExtensions();
    if (free.length === 0) return;
    const extension = pick(random, free);
    const name = this.nextKind();
    const number = this.otherParty();
    const [shortest, longest] = this.options.talkSeconds ?? [40, 240];
    const parameters: ScenarioParameters = {
      extension,
      ringSeconds: between(random, name === 'incoming-missed' ? 15 : 4, name === 'incoming-missed' ? 28 : 12),
      talkSeconds: between(random, shortest, longest),
    };
    if (name === 'group-ring')
      Object.assign(parameters, { extensions: free.slice(0, 3), answeredBy: extension });
    if (name === 'transfer' && free.length < 2) return;
    if (name === 'transfer')
      parameters.transferTo = pick(
        random,
        free.filter((other) => other !== extension),
      );
    if (name.startsWith('outgoing')) parameters.to = number;
    else if (name !== 'hidden-number' && name !== 'internal-call') parameters.from = number;
    this.player.runScenario(name, parameters);
  }

  private freeExtensions(): string[] {
    const { account, exchange } = this.stage;
    return account.extensions
      .filter(({ number, online }) => online && exchange.atExtension(number).length === 0)
      .map(({ number }) => number);
  }

  private nextKind(): ScenarioName {
    const total = mixture.reduce((sum, [, weight]) => sum + weight, 0);
    let at = this.stage.random() * total;
    for (const [name, weight] of mixture) {
      at -= weight;
      if (at < 0) return name;
    }
    return 'incoming-answered';
  }

  private otherParty(): string {
    const { random, exchange } = this.stage;
    const busy = new Set(
      exchange.list().flatMap((call) => (call.state === 'ended' ? [] : [call.from, call.to])),
    );
    const known = (this.options.callers ?? []).filter((number) => !busy.has(number));
    const stranger = known.length === 0 || random() < (this.options.strangers ?? 0.25);
    return stranger ? polishMobile(random) : pick(random, known);
  }
}
