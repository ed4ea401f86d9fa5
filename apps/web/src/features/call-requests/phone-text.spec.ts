/** @jest-environment node */
import { isSameSpelling, numberIn, numberOfLink } from './phone-text';

describe('the number in a text', () => {
  it.each([
    ['+48 600 100 200', '+48 600 100 200'],
    ['  (22) 123\u00a045\u00a067\n', '(22) 123 45 67'],
    ['\u202a+48 600 100 200\u202c', '+48 600 100 200'],
    ['tel:+48-600-100-200', '+48-600-100-200'],
    ['tel:%2B48600100200', '+48600100200'],
    ['TEL://+48600100200;phone-context=example.com', '+48600100200'],
    ['sip:600100200@pbx.example.com', '600100200'],
    ['callto:48%', '48%'],
    ['', ''],
  ])('of %j is %j', (text, number) => {
    expect(numberIn(text)).toBe(number);
  });
});

describe('the number of a link', () => {
  it.each([
    ['number=+442079460012', '+442079460012'],
    ['number=%2B442079460012', '+442079460012'],
    ['number=tel:+442079460012', '+442079460012'],
    ['number=TEL://+44+20+7946+0012', '+44 20 7946 0012'],
    ['number=tel%3A%2B44-20-7946-0012', '+44-20-7946-0012'],
    ['number=020+7946+0012', '020 7946 0012'],
    ['number=+(020)+7946', '(020) 7946'],
    ['number=++', ''],
    ['', ''],
  ])('in %s is %j', (query, number) => {
    expect(numberOfLink(new URLSearchParams(query).get('number') ?? '')).toBe(number);
  });
});

describe('two spellings', () => {
  it('are the same number when only their look differs', () => {
    expect(isSameSpelling('+48 600-100-200', '0048600100200')).toBe(true);
  });

  it('may be different numbers with and without a country code', () => {
    expect(isSameSpelling('+48600100200', '600100200')).toBe(false);
  });
});
