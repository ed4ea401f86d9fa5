import { isSupportedCountry } from 'libphonenumber-js/max';
import { countryOptions } from './countries';

describe('the countries to choose from', () => {
  it('are those the server takes', () => {
    const codes = countryOptions('en').map(({ value }) => value);
    expect(codes.length).toBeGreaterThan(200);
    expect(codes.filter((code) => !isSupportedCountry(code))).toEqual([]);
  });

  it('go by their name in the language of the viewer', () => {
    const names = countryOptions('pl').map(({ label }) => label);
    expect(names.indexOf('Niemcy')).toBeLessThan(names.indexOf('Polska'));
  });
});
