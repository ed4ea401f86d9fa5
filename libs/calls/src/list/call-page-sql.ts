import type { CallDirection, CallStatus } from '@callboard/contracts';
import type { CallPosition } from './call-cursor';
import {
  allCalls,
  callsOfContacts,
  callsSeenBy,
  callsTagged,
  only,
  recordedCalls,
  seenBy,
  type Source,
} from './call-sources';
import { isNotRecorded, isRecorded } from './recorded-sql';
import { isShown } from './shown-sql';

/** Which calls a page holds; absent criteria do not limit it. */
export interface CallCriteria {
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  readonly direction?: CallDirection;
  readonly statuses: readonly CallStatus[];
  readonly employeeId?: string;
  readonly extension?: string;
  readonly contactId?: string;
  /** E.164. */
  readonly number?: string;
  /** Folded fragments, all of which the contact contains; a single fragment of digits may be part of the number. */
  readonly fragments: readonly string[];
  readonly tag?: string;
  readonly hasRecording?: boolean;
  /** The employee whose calls alone are shown; null shows all. */
  readonly limitedTo: string | null;
  readonly after?: CallPosition;
  readonly limit: number;
}

export interface Sql {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

type Bind = (value: unknown) => string;

interface ContactSearch {
  /** The condition on a table of contacts, by its alias. */
  readonly contactHas: (alias: string) => string;
  readonly manyContacts: number;
}

/**
 * A search that hits more contacts than this reads calls in order and looks at each one's contact; one that hits fewer
 * reads each contact's calls. Around this number both take about as long among a million of each.
 */
const usualManyContacts = 5_000;

/**
 * SQL for the keys of a page, newest first: `id`, `started_at`.
 *
 * What cannot be one range of one index is a union of branches, each reading at most a page in list order: one branch
 * per status, one per reason why an agent may see a call, one per place a search looks in. So the time depends on the
 * page, not on the table.
 */
export function callPageSql(criteria: CallCriteria, manyContacts = usualManyContacts): Sql {
  const parameters: unknown[] = [];
  const bind: Bind = (value) => `$${parameters.push(value)}`;
  const limit = bind(criteria.limit);
  const conditions = conditionsOf(criteria, bind);
  const contactHas = contactContains(criteria.fragments, bind);
  const hits =
    criteria.fragments.length > 0
      ? `WITH hits AS MATERIALIZED (SELECT k.id FROM contacts k WHERE ${contactHas('k')} LIMIT ${manyContacts + 1})`
      : '';
  const bounds = boundsOf(criteria, bind);
  const statuses = criteria.statuses.map((status) => [`c.status = ${bind(status)}`]);
  const branches = sourcesOf(criteria, conditions, { contactHas, manyContacts }, bind).flatMap((source) =>
    (statuses.length > 0 ? statuses : [[]]).map((status) =>
      source.select([...conditions, ...bounds(source), ...status], limit),
    ),
  );
  return {
    text: `${hits}
      SELECT id, started_at FROM (${branches.join('\nUNION\n')}) AS branches
      ORDER BY started_at DESC, id DESC LIMIT ${limit}`,
    parameters,
  };
}

/** Where the page is read from, in order; the criteria that do not choose the place become conditions. */
function sourcesOf(
  criteria: CallCriteria,
  conditions: string[],
  search: ContactSearch,
  bind: Bind,
): readonly Source[] {
  const { limitedTo, fragments, contactId } = criteria;
  if (limitedTo === null && fragments.length === 0) {
    return placesOfAll(criteria, conditions, bind);
  }
  conditions.push(...tagged(criteria, bind), ...recorded(criteria));
  if (contactId !== undefined) {
    conditions.push(`EXISTS (SELECT 1 FROM call_matches cm
      WHERE cm.call_id = c.id AND cm.position = 0 AND cm.contact_id = ${bind(contactId)})`);
  }
  const employee = limitedTo === null ? null : bind(limitedTo);
  const places = employee === null ? [allCalls] : callsSeenBy(employee);
  return fragments.length === 0
    ? places
    : [
        ...numberContains(fragments, bind).flatMap((condition) =>
          places.map((place) => only(place, condition)),
        ),
        ...contactSearch(places, employee, search),
      ];
}

/** Calls whose contact contains the fragments, from the side where there is less to read. */
function contactSearch(
  places: readonly Source[],
  employee: string | null,
  { contactHas, manyContacts }: ContactSearch,
): Source[] {
  const ofCall = `(SELECT true FROM call_matches sm JOIN contacts sk ON sk.id = sm.contact_id
    WHERE sm.call_id = c.id AND sm.position = 0 AND ${contactHas('sk')})`;
  const count = '(SELECT count(*) FROM hits)';
  const fromContacts = callsOfContacts(`${count} <= ${manyContacts} AND k.id IN (SELECT id FROM hits)`);
  return [
    employee === null ? fromContacts : only(fromContacts, seenBy(employee)),
    ...places.map((place) => only(place, `${count} > ${manyContacts} AND ${ofCall}`)),
  ];
}

/** Where all calls of the page are found that everybody may see and nobody searches words in. */
function placesOfAll(criteria: CallCriteria, conditions: string[], bind: Bind): readonly Source[] {
  const { contactId, tag, hasRecording } = criteria;
  if (contactId === undefined && tag === undefined) {
    return hasRecording === true ? recordedCalls : [allCalls];
  }
  conditions.push(...recorded(criteria));
  if (contactId === undefined) {
    return [callsTagged(bind(tag))];
  }
  conditions.push(...tagged(criteria, bind));
  return [callsOfContacts(`k.id = ${bind(contactId)}`)];
}

/** For places that hold calls with and without recordings. */
function recorded({ hasRecording }: CallCriteria): string[] {
  return hasRecording === true ? [isRecorded] : [];
}

/** Not EXISTS, which may be turned into a join that reads all calls of a frequent tag. */
function tagged({ tag }: CallCriteria, bind: Bind): string[] {
  return tag === undefined
    ? []
    : [`(SELECT true FROM call_tags ct WHERE ct.call_id = c.id AND ct.tag = ${bind(tag)})`];
}

function conditionsOf(criteria: CallCriteria, bind: Bind): string[] {
  const equal: readonly (readonly [string, unknown])[] = [
    ['direction', criteria.direction],
    ['employee_id', criteria.employeeId],
    ['extension', criteria.extension],
    ['external_number', criteria.number],
  ];
  return [
    isShown,
    ...(criteria.hasRecording === false ? [isNotRecorded] : []),
    ...equal.flatMap(([column, value]) => (value === undefined ? [] : [`c.${column} = ${bind(value)}`])),
  ];
}

/** Limits in the columns a source is ordered by. */
function boundsOf({ from, to, after }: CallCriteria, bind: Bind): (source: Source) => string[] {
  const start = from && bind(from);
  const end = to && bind(to);
  const position = after && [bind(after.startedAt), bind(after.id)].join(', ');
  return ({ startedAt, id }) => [
    ...(start === undefined ? [] : [`${startedAt} >= ${start}`]),
    ...(end === undefined ? [] : [`${startedAt} < ${end}`]),
    ...(position === undefined ? [] : [`(${startedAt}, ${id}) < (${position}::uuid)`]),
  ];
}

function contactContains(fragments: readonly string[], bind: Bind): ContactSearch['contactHas'] {
  const patterns = fragments.map((fragment) => bind(containing(fragment)));
  return (alias) => patterns.map((pattern) => `${alias}.search_text LIKE ${pattern}`).join(' AND ');
}

/** A condition if the search could be part of a number, else none. */
function numberContains(fragments: readonly string[], bind: Bind): string[] {
  const [digits, ...others] = fragments;
  return digits !== undefined && others.length === 0 && /^\d+$/.test(digits)
    ? [`c.external_number LIKE ${bind(containing(digits))}`]
    : [];
}

function containing(fragment: string): string {
  return `%${fragment.replace(/[\\%_]/g, '\\$&')}%`;
}
