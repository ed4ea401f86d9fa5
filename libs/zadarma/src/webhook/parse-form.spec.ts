import fc from 'fast-check';
import { parseForm } from './parse-form';

const urlencoded = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data; boundary=frontier';

function multipartBody(fields: readonly (readonly [string, string])[]): Buffer {
  const parts = fields.map(
    ([name, value]) => `--frontier\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${parts.join('')}--frontier--\r\n`);
}

describe('parseForm', () => {
  it('decodes pluses, percent signs and PHP bracket names', async () => {
    const body = Buffer.from(
      'event=NOTIFY_IVR&call_start=2026-03-05+10%3A15%3A00&caller_id=%2B37120000011&wait_dtmf%5Bname%5D=menu1',
    );
    expect(await parseForm(body, `${urlencoded}; charset=UTF-8`)).toEqual({
      ok: true,
      fields: {
        event: 'NOTIFY_IVR',
        call_start: '2026-03-05 10:15:00',
        caller_id: '+37120000011',
        'wait_dtmf[name]': 'menu1',
      },
    });
  });

  it('keeps the last of equal names, in both encodings', async () => {
    expect(await parseForm(Buffer.from('a=1&a=2'), urlencoded)).toEqual({ ok: true, fields: { a: '2' } });
    const body = multipartBody([
      ['a', '1'],
      ['a', '2'],
    ]);
    expect(await parseForm(body, multipart)).toEqual({ ok: true, fields: { a: '2' } });
  });

  it('reads the same fields from both encodings', async () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\r\n]/.test(text));
    const name = fc.stringMatching(/^[a-z_]{1,10}(\[[a-z]{1,5}\])?$/);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 6 }), async (fields) => {
        const plain = await parseForm(Buffer.from(new URLSearchParams(fields).toString()), urlencoded);
        const parts = await parseForm(multipartBody(Object.entries(fields)), multipart);
        expect(plain).toEqual({ ok: true, fields });
        expect(parts).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });

  it('holds names that mean something to JavaScript as mere names', async () => {
    const form = await parseForm(Buffer.from('__proto__=1&constructor=2'), urlencoded);
    expect(form.ok && Object.entries(form.fields)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
    expect(form.ok && 'toString' in form.fields).toBe(false);
  });

  it('says so when the body is not a form', async () => {
    expect(await parseForm(Buffer.from('{}'), 'application/json')).toEqual({
      ok: false,
      reason: 'content_type',
    });
    expect(await parseForm(Buffer.from('{}'), undefined)).toEqual({ ok: false, reason: 'content_type' });
    expect(await parseForm(Buffer.from('x'), 'multipart/form-data')).toEqual({
      ok: false,
      reason: 'malformed',
    });
    expect(await parseForm(multipartBody([['a', '1']]).subarray(0, 60), multipart)).toEqual({
      ok: false,
      reason: 'malformed',
    });
  });

  it('has a result for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, form) => {
        const result = await parseForm(Buffer.from(bytes), form ? urlencoded : multipart);
        expect(typeof result.ok).toBe('boolean');
      }),
      { numRuns: 200 },
    );
  });
});
