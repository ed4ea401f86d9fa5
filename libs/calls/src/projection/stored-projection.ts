import { isDeepStrictEqual } from 'node:util';
import type { CallLeg } from '@callboard/contracts';
import type { CallEntity } from '../call.entity';
import type { AssignedLeg, FoldedCall } from '../fold/fold';

/** What the fold writes into the row of a call. */
export type ProjectedCall = Omit<
  CallEntity,
  'id' | 'version' | 'helperOfId' | 'helperOfStartedAt' | 'createdAt' | 'updatedAt'
>;

/** What the fold writes into the row of a leg. */
export interface ProjectedLeg {
  readonly extension: string;
  readonly employeeId: string | null;
  readonly rangAt: string | null;
  readonly answeredAt: string | null;
  readonly transferFrom: string | null;
  readonly result: CallLeg['result'];
}

/** The rows a folded call is stored as. */
export interface Projection {
  readonly call: ProjectedCall;
  readonly legs: readonly ProjectedLeg[];
}

/** An extension that began to ring, and whose it is. */
export interface RingingLeg {
  readonly extension: string;
  readonly employeeId: string;
  /** When the PBX told us. */
  readonly at: Date;
}

export function toProjection({ legs, recordingIds, timeline, routing, ...call }: FoldedCall): Projection {
  return {
    call: {
      ...call,
      recordingIds: [...recordingIds],
      timeline: timeline.map((step) => ({ ...step, at: step.at.toISOString() })),
      routing,
    },
    legs: legs.map(toProjectedLeg).sort((one, other) => (one.extension < other.extension ? -1 : 1)),
  };
}

function toProjectedLeg({
  extension,
  employeeId,
  rangAt,
  answeredAt,
  transferFrom,
  result,
}: AssignedLeg): ProjectedLeg {
  return {
    extension,
    employeeId,
    rangAt: rangAt?.toISOString() ?? null,
    answeredAt: answeredAt?.toISOString() ?? null,
    transferFrom,
    result,
  };
}

export function isSameProjection(one: Projection, other: Projection): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

/** Legs that ring now and did not before, of extensions that belong to somebody. */
export function newlyRinging(before: Projection | null, after: Projection): RingingLeg[] {
  const rangBefore = new Set(
    before?.legs.filter((leg) => leg.result === 'ringing').map((leg) => leg.extension),
  );
  return after.legs.flatMap(({ extension, employeeId, rangAt, result }) =>
    result === 'ringing' && employeeId !== null && rangAt !== null && !rangBefore.has(extension)
      ? [{ extension, employeeId, at: new Date(rangAt) }]
      : [],
  );
}

/** As JSON, and without what a stored call has besides. */
function plain({ call, legs }: Projection): unknown {
  return JSON.parse(JSON.stringify({ call, legs }));
}
