import { queryOptions, useQuery } from '@tanstack/react-query';
import { useViewer } from '../../shared/session/viewer';
import type { PhoneReading } from './phone-reading';

/** The tables of all countries come when first wanted; without them nothing is said of the number, yet it can be called. */
const readerQuery = () =>
  queryOptions({
    queryKey: ['phoneReader'],
    queryFn: async () => (await import('./phone-reading')).readPhone,
    staleTime: Infinity,
    networkMode: 'always',
  });

/** How a typed number is understood; null while it is not one, or the tables are not there yet. */
export function usePhoneReading(text: string): PhoneReading | null {
  const { defaultCountry } = useViewer();
  const { data: read } = useQuery(readerQuery());
  return read ? read(text, defaultCountry) : null;
}
