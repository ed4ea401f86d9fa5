import i18next from 'i18next';
import { startTranslations, switchLanguage } from '../app/i18n';
import { needTexts } from './later';

const shown = () => i18next.t('retry', { ns: 'callRequests' });

describe('texts that come later', () => {
  it('may be asked for before there are any, as by the address the app is opened at', async () => {
    const wanted = needTexts('callRequests');
    await startTranslations('en');
    await wanted;
    expect(shown()).toBe('Try again');
  });

  it('follow the language', async () => {
    await switchLanguage('pl');
    expect(shown()).toBe('Spróbuj ponownie');
  });
});
