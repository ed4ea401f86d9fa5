/** What a domain error carries besides its words. */
export interface DomainErrorOptions {
  /** Safe to show to the user and to log: never secrets, never whole records. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** True if the same attempt may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/**
 * An expected failure of a room, known by its stable `code`.
 *
 * Rooms know no HTTP: `apps/api` maps every code to a status and the worker reads `retryable`.
 */
export class DomainError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: Code, message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}
