import { DomainError } from '@callboard/platform';
import { StandardSchemaValidationPipe } from '@nestjs/common';

type Issue = Parameters<
  NonNullable<NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory']>
>[0][number];

/** What is wrong at one place of a request. `path` in dots, empty for the whole. */
export interface InvalidField {
  readonly path: string;
  readonly message: string;
  /** A room's code, where a program could do something about it. */
  readonly code?: string;
}

/** A request that does not fit its schema; `details.errors` say where. */
export const validationFailed = (errors: readonly InvalidField[]): DomainError =>
  new DomainError('validation_failed', 'Some fields are not right.', { details: { errors } });

/** Checks `@Body({ schema })`, `@Query({ schema })` and `@Param(…, { schema })`; hands on the parsed value. */
export const validationPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => validationFailed(issues.map(toInvalidField)),
  });

function toInvalidField({ path = [], message }: Issue): InvalidField {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
  return { path: keys.join('.'), message };
}
