import * as z from 'zod';
import type { Account } from '../account/account';
import type { Random } from '../account/identifiers';
import type { Exchange, StartedCall } from '../calls/exchange';
import type { Behaviour } from '../calls/exchange-deps';

const seconds = z.number().min(0).max(86_400);
const extension = z.string().regex(/^\d{2,5}$/);

/** What a caller of a scenario may choose; the rest has plausible defaults. Seconds are simulated time. */
export const scenarioParametersSchema = z.strictObject({
  /** The caller of an incoming call, as the PBX would write it; `anonymous` for a hidden number. */
  from: z.string().optional(),
  /** Our number that was called; the first line of the account unless given. */
  did: z.string().optional(),
  /** The number dialled, for calls from our side. */
  to: z.string().optional(),
  /** The extension the PBX's own scenario rings first, or that dials. */
  extension: extension.optional(),
  /** A group that rings together, in place of `extension`. */
  extensions: z.array(extension).min(1).optional(),
  /** Who of the group answers. */
  answeredBy: extension.optional(),
  /** To whom a transfer goes. */
  transferTo: extension.optional(),
  transferType: z.enum(['blind', 'attended']).optional(),
  /** Until somebody answers, refuses or gives up. */
  ringSeconds: seconds.optional(),
  talkSeconds: seconds.optional(),
  /** The caller hangs up when nobody has answered by then. */
  patienceSeconds: seconds.optional(),
  recorded: z.boolean().optional(),
  /** Recorded parts, for the scenario with several. */
  parts: z.number().int().min(2).max(10).optional(),
  /**
   * Nobody acts by plan: the control API or the widget answers and hangs up. Those act in real time, so such a call rings
   * for a real minute and talks for up to ten, at any speed, unless told otherwise.
   */
  manual: z.boolean().optional(),
  /** Whether NOTIFY_END of a missed call names the extension that rang. */
  internalInEnd: z.boolean().optional(),
  /** Keys pressed at a menu of ours. */
  digits: z
    .string()
    .regex(/^[\d*#]*$/)
    .optional(),
});

export type ScenarioParameters = z.infer<typeof scenarioParametersSchema>;

export interface ScenarioContext {
  exchange: Exchange;
  account: Account;
  behaviour: Behaviour;
  random: Random;
  /** Simulated seconds per real second. */
  speed: number;
}

/** A kind of call that can be played by name. */
export interface Scenario<Name extends string = string> {
  name: Name;
  summary: string;
  start(context: ScenarioContext, parameters: ScenarioParameters): StartedCall;
}
