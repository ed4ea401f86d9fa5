import fc from 'fast-check';
import { DomainError, SecretBox } from '.';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const place = { table: 'settings', column: 'secret', row: 'zadarma' };

// Any text of whole code points: fast-check's own unit 'binary' takes a second to prepare.
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));

describe('SecretBox', () => {
  it('opens what it sealed, whatever the text', () => {
    const box = new SecretBox(key(1));
    fc.assert(
      fc.property(
        fc.string({ unit: anyCharacter }),
        (text) => box.open(box.seal(text, place), place) === text,
      ),
    );
  });

  it('writes the documented form and never the same twice', () => {
    const box = new SecretBox(key(1));
    const [first, second] = [box.seal('secret', place), box.seal('secret', place)];
    expect(first).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(first).not.toBe(second);
  });

  it('refuses a value that was moved to another row', () => {
    const box = new SecretBox(key(1));
    const sealed = box.seal('secret', place);
    expect(() => box.open(sealed, { ...place, row: 'other' })).toThrow(DomainError);
  });

  it('refuses any change of a single character', () => {
    const box = new SecretBox(key(1));
    const sealed = box.seal('a longer secret', place);
    const textStart = sealed.lastIndexOf('.') + 1;
    fc.assert(
      fc.property(fc.integer({ min: textStart, max: sealed.length - 2 }), (index) => {
        const changed =
          sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1);
        expect(() => box.open(changed, place)).toThrow('Enter the secret again');
      }),
    );
  });

  it('opens values of the previous key and seals with the present one', () => {
    const old = new SecretBox(key(1)).seal('secret', place);
    const rotated = new SecretBox(key(2), key(1));
    expect(rotated.open(old, place)).toBe('secret');
    expect(new SecretBox(key(2)).open(rotated.seal('secret', place), place)).toBe('secret');
  });

  it('names the remedy when the key is another one', () => {
    const sealed = new SecretBox(key(1)).seal('secret', place);
    expect(() => new SecretBox(key(3)).open(sealed, place)).toThrow('Enter the secret again');
  });
});
