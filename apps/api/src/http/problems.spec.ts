import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@callboard/platform';
import { NotFoundException } from '@nestjs/common';
import { inputCodes } from './invalid-input';
import { problems } from './problems';
import { toProblem } from './to-problem';
import { validationFailed } from './validation.pipe';

const root = join(__dirname, '../../../..');

/** Every code of a DomainError that stands in the source: where it is made, and in the types that list codes. */
function thrownCodes(): Map<string, string> {
  const files = ['libs', 'apps/api'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(root, folder, name))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.includes('/out-tsc/')),
  );
  const codes = new Map<string, string>();
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    if (source.includes('DomainError')) {
      const made = [...source.matchAll(/(?:new \w*Error|super)\(\s*('[a-z]+(?:_[a-z]+)*')/g)];
      const listed = [...source.matchAll(/type \w+ErrorCode =([^;]+);/g)];
      [...made, ...listed]
        .flatMap(([, text = '']) => [...text.matchAll(/'([a-z_]+)'/g)])
        .forEach(([, code = '']) => codes.set(code, file));
    }
  }
  return codes;
}

describe('problems', () => {
  it('know every code that a room or adapter throws', () => {
    const codes = thrownCodes();
    expect(codes.size).toBeGreaterThan(10);
    const unmapped = [...codes].filter(([code]) => !(code in problems) && !(code in inputCodes));
    expect(unmapped).toEqual([]);
  });

  it('show the words and details of a domain error', () => {
    const error = new DomainError('email_taken', 'Use another one.', { details: { field: 'email' } });
    expect(toProblem(error)).toEqual({
      type: 'about:blank',
      title: 'The e-mail address is in use',
      status: 409,
      code: 'email_taken',
      detail: 'Use another one.',
      details: { field: 'email' },
    });
  });

  it('list what is wrong where', () => {
    const errors = [{ path: 'phones.0.number', message: 'is too short' }];
    expect(toProblem(validationFailed(errors))).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors,
    });
  });

  it('show all wrong input under one code, with the room’s own at the field', () => {
    const errors = [{ path: 'phones.1.number', message: 'This is not a phone number.' }];
    expect(toProblem(new DomainError('phone_not_valid', 'Write it anew.', { details: { errors } }))).toEqual({
      type: 'about:blank',
      title: 'Some fields are not right',
      status: 400,
      code: 'validation_failed',
      detail: 'Write it anew.',
      errors: [{ ...errors[0], code: 'phone_not_valid' }],
    });
    expect(toProblem(new DomainError('cursor_not_valid', 'Start again.'))).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [{ path: 'cursor', message: 'Start again.', code: 'cursor_not_valid' }],
    });
  });

  it('tell a text that cannot be stored from a failure of ours', () => {
    const unstorable = Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    expect(toProblem(unstorable)).toMatchObject({ status: 400, code: 'validation_failed', errors: [{}] });
    const divided = Object.assign(new Error('division by zero'), { code: '22012' });
    expect(toProblem(divided)).toMatchObject({ status: 500, code: 'internal_error' });
  });

  it('say nothing of errors nobody expected', () => {
    const problem = toProblem(new TypeError('secret internals at 10.0.0.7'));
    expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
    expect(JSON.stringify(problem)).not.toContain('internals');
    expect(toProblem('thrown text')).toMatchObject({ status: 500 });
    expect(toProblem(new DomainError('never_mapped', 'secret internals'))).toMatchObject({
      code: 'internal_error',
    });
  });

  it('tell a database that is away from a wrong query', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const wrong = Object.assign(new Error('relation does not exist'), { code: '42P01' });
    expect(toProblem(refused)).toMatchObject({ status: 503, code: 'database_unavailable' });
    expect(toProblem(wrong)).toMatchObject({ status: 500, code: 'internal_error' });
  });

  it('give the refusals of the framework codes of our own', () => {
    expect(toProblem(new NotFoundException('Cannot GET /x'))).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  });
});
