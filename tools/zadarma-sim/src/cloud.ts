import type { Account } from './account/account';
import { Pace } from './account/clock';
import { CallStatistics } from './calls/call-statistics';
import { Exchange } from './calls/exchange';
import { FaultList } from './faults/fault-list';
import { RequestLog } from './api/request-log';
import { DownloadLog } from './recordings/download-log';
import { Mp3Files } from './recordings/mp3-encoder';
import { RecordingStore } from './recordings/recording-store';
import {
  createAccount,
  resolveOptions,
  type ResolvedOptions,
  type SimulatorOptions,
} from './simulator-options';
import { Deliveries } from './webhooks/deliveries';
import { WebrtcKeys } from './widget/webrtc-keys';

/** All parts of the simulated account, for the doors that serve them (REST, control, widget). */
export interface Cloud {
  readonly options: ResolvedOptions;
  readonly account: Account;
  readonly pace: Pace;
  readonly faults: FaultList;
  readonly deliveries: Deliveries;
  readonly exchange: Exchange;
  readonly statistics: CallStatistics;
  readonly recordings: RecordingStore;
  readonly mp3: Mp3Files;
  readonly keys: WebrtcKeys;
  readonly requests: RequestLog;
  readonly downloads: DownloadLog;
  /** Aborted when the simulator is closed. */
  readonly stop: AbortController;
  /** Base of the links handed out; known once the server listens. */
  publicUrl: string;
}

/** Builds an account with everything around it; nothing listens yet. */
export function createCloud(given: SimulatorOptions): Cloud {
  const options = resolveOptions(given);
  const account = createAccount(given);
  const pace = new Pace(options.clock, options.speed);
  const faults = new FaultList();
  const deliveries = new Deliveries(account, faults, pace, options.answerTimeoutMs);
  const recordings = new RecordingStore(options.clock, options.random, given.inventRecordings === true);
  const statistics = new CallStatistics();
  const exchange = new Exchange({
    account,
    behaviour: options.behaviour,
    pace,
    random: options.random,
    deliveries,
    recordings,
    statistics,
  });
  return {
    options,
    account,
    pace,
    faults,
    deliveries,
    exchange,
    statistics,
    recordings,
    mp3: new Mp3Files(),
    keys: new WebrtcKeys(options.clock, options.random),
    requests: new RequestLog(),
    downloads: new DownloadLog(),
    stop: new AbortController(),
    publicUrl: options.publicUrl ?? '',
  };
}
