import { renderHook } from '@testing-library/react';
import { callItem } from '../../../test/calls';
import { startTranslations } from '../../app/i18n';
import { useCallParty } from './call-party';

it.each([
  [{ contactName: 'Jan Kowalski' }, 'Jan Kowalski'],
  [{ contactName: null }, '+48 600 100 200'],
  [{ contactName: null, externalNumber: null, externalNumberRaw: 'anonymous' }, 'Numer zastrzeżony'],
  [{ contactName: null, externalNumber: null, externalNumberRaw: '' }, 'Numer zastrzeżony'],
  [{ contactName: null, externalNumber: null, externalNumberRaw: '12' }, '12'],
  [{ contactName: null, externalNumber: null, externalNumberRaw: 'jan@example.com' }, 'jan@example.com'],
])('of a call %j says %s', async (changes, title) => {
  await startTranslations('pl');
  const { result } = renderHook(() => useCallParty());
  expect(result.current(callItem(changes)).title).toBe(title);
});
