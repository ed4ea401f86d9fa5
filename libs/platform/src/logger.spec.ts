import { Writable } from 'node:stream';
import { createLog, withRequestContext } from '.';

function capture(): { lines: Record<string, unknown>[]; stream: Writable } {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { lines, stream };
}

describe('createLog', () => {
  it('masks phone numbers in fields and in words, but leaves ids whole', () => {
    const { lines, stream } = capture();
    const pbxCallId = 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c';
    createLog('api', 'info', stream).info(
      { caller: '600100200', pbxCallId, rec: '1772705700.123456' },
      'from +48600100200',
    );
    expect(lines[0]).toMatchObject({
      caller: '60****200',
      pbxCallId,
      rec: '1772705700.123456',
      msg: 'from +48******200',
    });
  });

  it('removes secrets wherever they appear', () => {
    const { lines, stream } = capture();
    createLog('api', 'info', stream).info(
      { headers: { authorization: 'Bearer x' }, secret: 'y', a: { password: 'z' } },
      'in',
    );
    expect(JSON.stringify(lines[0])).not.toMatch(/Bearer x|"y"|"z"/);
  });

  it('keeps of an error its words and its way, without numbers and without the values of a failed query', () => {
    const { lines, stream } = capture();
    const cause = Object.assign(new Error('duplicate key of +48600100200.'), {
      code: '23505',
      constraint: 'uq_employees_email',
      detail: 'Key (email)=(anna@example.com) already exists.',
    });
    const error = Object.assign(new Error('duplicate key of +48600100200.', { cause }), {
      code: '23505',
      constraint: 'uq_employees_email',
      query: 'INSERT INTO employees VALUES ($1, $2)',
      parameters: ['anna@example.com', '$argon2id$hash'],
      driverError: cause,
    });
    createLog('api', 'info', stream).error({ err: error }, 'failed for 600100200.');
    expect(lines[0]).toMatchObject({
      msg: 'failed for 60****200.',
      err: { type: 'Error', code: '23505', constraint: 'uq_employees_email' },
    });
    const text = JSON.stringify(lines[0]);
    expect(text).toContain('duplicate key of +48******200.');
    expect(text).toContain('logger.spec.ts');
    expect(text).not.toMatch(/600100200|anna@example|argon2id/);
  });

  it('adds the ids of the surrounding unit of work to every line', () => {
    const { lines, stream } = capture();
    const log = createLog('worker', 'info', stream);
    withRequestContext({ jobId: '7' }, () =>
      withRequestContext({ pbxCallId: 'in_1' }, () => log.info('done')),
    );
    log.info('outside');
    expect(lines[0]).toMatchObject({ jobId: '7', pbxCallId: 'in_1' });
    expect(lines[1]).not.toHaveProperty('jobId');
  });
});
