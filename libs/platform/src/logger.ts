import type { LoggerService } from '@nestjs/common';
import { destination as writeTo, type DestinationStream, type Logger as PinoInstance, pino } from 'pino';
import { logError } from './log-error';
import { maskPhones, maskPhonesInText } from './mask-phone';
import { requestContext } from './request-context';

/** Fields that never reach a log, wherever they appear. */
const redacted = ['secret', 'password', 'authorization', 'cookie', 'key', 'signature', 'token'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** Writes JSON lines with the ids of the current unit of work; phone numbers are masked, secrets removed. */
export type Log = PinoInstance;

/**
 * Standard output, line by line. Written at once, because what pino still holds when a process ends it writes in a loop
 * that knows no broken pipe: a process whose reader was killed would never end.
 */
const standardOutput = (): DestinationStream => writeTo({ dest: 1, sync: true });

/** The root logger of a process. `destination` is for tests. */
export function createLog(process: string, level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: { process },
      redact: { paths: redacted, censor: '[removed]' },
      mixin: () => ({ ...requestContext() }),
      formatters: { log: (fields) => maskPhones(fields) as Record<string, unknown> },
      serializers: { err: logError },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((part: unknown) =>
              typeof part === 'string' ? maskPhonesInText(part) : part,
            ) as Parameters<typeof method>,
          );
        },
      },
    },
    destination ?? standardOutput(),
  );
}

/** Lets Nest itself write through our log. Its "log" level is start-up chatter, so it becomes debug. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(
    level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    if (message instanceof Error) {
      this.target[level]({ context: rest.at(-1), err: message }, message.message);
    } else {
      this.target[level](
        { context: rest.at(-1) },
        typeof message === 'string' ? message : JSON.stringify(message),
      );
    }
  }
}
