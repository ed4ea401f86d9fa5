import { linkPosition } from '../life/part-key';
import { sourceError } from '../recordings.errors';
import type { OfferedPart } from './recording-source.port';

/**
 * The offer of this part: by its id, or the only one if it has none; for a placeholder by its place.
 *
 * @throws DomainError `recording_not_ready`
 */
export function offerOf(
  { partKey }: { readonly partKey: string | null },
  offers: readonly OfferedPart[],
): OfferedPart {
  const position = linkPosition(partKey);
  const own =
    position === null
      ? (offers.find((offer) => offer.partKey === partKey) ?? onlyUnnamed(offers))
      : offers[position - 1];
  if (!own) {
    throw sourceError('recording_not_ready');
  }
  return own;
}

function onlyUnnamed(offers: readonly OfferedPart[]): OfferedPart | undefined {
  const [first, ...others] = offers;
  return others.length === 0 && first?.partKey === null ? first : undefined;
}
