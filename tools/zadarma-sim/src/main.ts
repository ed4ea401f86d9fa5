import { Command, Option, InvalidArgumentError } from 'commander';
import { seededRandom } from './account/identifiers';
import type { SimulatorOptions } from './simulator-options';
import { startSimulator, type RunningSimulator } from './start-simulator';
import { type CallbackVariant, callbackVariants } from './calls/exchange-deps';

interface CommandLine {
  port: number;
  host: string;
  publicUrl?: string;
  key?: string;
  secret?: string;
  pbxId?: number;
  zone?: string;
  extensions?: string[];
  online?: string[];
  speed: number;
  callback: CallbackVariant;
  webhook?: string;
  domains?: string[];
  seed?: number;
  inventRecordings: boolean;
  demo: boolean;
  callers?: string[];
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('not a number');
  return value;
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const program = new Command('zadarma-sim')
  .description('A simulated Zadarma cloud: REST API, signed webhooks, recordings, the WebRTC widget.')
  .option('--port <port>', 'port to listen on; 0 takes a free one', number, 4010)
  .option('--host <host>', 'address to listen on', '127.0.0.1')
  .option('--public-url <url>', 'address others reach it under')
  .option('--key <key>', 'API key of the account')
  .option('--secret <secret>', 'API secret of the account')
  .option('--pbx-id <id>', 'id of the PBX', number)
  .option('--zone <zone>', 'IANA time zone of the account')
  .option('--extensions <list>', 'extensions as 100=Recepcja,101=Anna Kowalska', list)
  .option('--online <list>', 'extensions that are online; all unless given', list)
  .option('--speed <factor>', 'simulated seconds per second, up to 1000', number, 1)
  .addOption(
    new Option('--callback <variant>', 'how a click-to-call is told')
      .choices(callbackVariants)
      .default('one-id'),
  )
  .option('--webhook <url>', 'send all notifications here from the start')
  .option('--domains <list>', 'domains registered for the WebRTC widget', list)
  .option('--seed <number>', 'repeatable ids and numbers', number)
  .option('--invent-recordings', 'make files of recordings it does not remember', false)
  .option('--demo', 'play a working day', false)
  .option('--callers <list>', 'numbers that call during the working day', list);

function toExtension(text: string, online: string[] | undefined) {
  const [extension = '', name = `Ext ${extension}`] = text.split('=');
  return { number: extension, name, online: online === undefined || online.includes(extension) };
}

function toOptions(given: CommandLine): SimulatorOptions {
  const {
    zone,
    extensions,
    online,
    callback,
    webhook,
    domains,
    seed,
    demo,
    callers: _callers,
    ...same
  } = given;
  return {
    ...same,
    callbackVariant: callback,
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(extensions === undefined ? {} : { extensions: extensions.map((text) => toExtension(text, online)) }),
    ...(webhook === undefined ? {} : { webhookUrl: webhook }),
    ...(domains === undefined ? {} : { webrtcDomains: domains }),
    ...(seed === undefined ? {} : { random: seededRandom(seed) }),
    ...(demo ? { behaviour: { busyWhileTalking: true } } : {}),
  };
}

async function closeOnSignal(simulator: RunningSimulator): Promise<void> {
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await simulator.close();
}

const given = program.parse().opts<CommandLine>();
const simulator = await startSimulator(toOptions(given));
if (given.demo) simulator.startWorkingDay(given.callers === undefined ? {} : { callers: given.callers });
console.log(`zadarma-sim listens on ${simulator.url} (control: ${simulator.url}/_control/state)`);
await closeOnSignal(simulator);
