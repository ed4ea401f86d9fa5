/** A place to look for calls, read in list order by an index of its own. */
export interface Source {
  /** Columns that give the order and the page's position. */
  readonly startedAt: string;
  readonly id: string;
  /** At most a page of keys under the conditions, which speak of the call as `c`. */
  readonly select: (conditions: readonly string[], limit: string) => string;
}

export const allCalls: Source = {
  startedAt: 'c.started_at',
  id: 'c.id',
  select: (conditions, limit) => `(
    SELECT c.started_at, c.id FROM calls c ${whereAll(conditions)}
    ORDER BY c.started_at DESC, c.id DESC LIMIT ${limit})`,
};

export function only(source: Source, condition: string): Source {
  return { ...source, select: (conditions, limit) => source.select([condition, ...conditions], limit) };
}

/** Calls with a recording, their own or that of a helper leg. A call may have several legs. */
export const recordedCalls: readonly Source[] = [
  only(allCalls, 'c.has_recording'),
  {
    startedAt: 'o.helper_of_started_at',
    id: 'o.helper_of_id',
    select: (conditions, limit) => `(
      SELECT DISTINCT o.helper_of_started_at AS started_at, o.helper_of_id AS id
      FROM calls o JOIN calls c ON c.id = o.helper_of_id
      ${whereAll(['o.has_recording', 'o.helper_of_started_at IS NOT NULL', ...conditions])}
      ORDER BY o.helper_of_started_at DESC, o.helper_of_id DESC LIMIT ${limit})`,
  },
];

/** Calls an employee took part in or was rung for, and calls of the contacts they manage. */
export function callsSeenBy(employee: string): Source[] {
  return [legsOf(employee), callsOfContacts(`k.manager_id = ${employee}`)];
}

/** The same for one call; subqueries in this form are asked for each call and not turned into joins. */
export function seenBy(employee: string): string {
  return `coalesce(
    (SELECT true FROM call_legs vl WHERE vl.call_id = c.id AND vl.employee_id = ${employee} LIMIT 1),
    (SELECT true FROM call_matches vm JOIN contacts vk ON vk.id = vm.contact_id
      WHERE vm.call_id = c.id AND vm.position = 0 AND vk.manager_id = ${employee}))`;
}

/** An employee may have two extensions in one call. */
function legsOf(employee: string): Source {
  return {
    startedAt: 'l.started_at',
    id: 'l.call_id',
    select: (conditions, limit) => `(
      SELECT DISTINCT l.started_at, l.call_id AS id FROM call_legs l JOIN calls c ON c.id = l.call_id
      ${whereAll([`l.employee_id = ${employee}`, ...conditions])}
      ORDER BY l.started_at DESC, l.call_id DESC LIMIT ${limit})`,
  };
}

export function callsTagged(tag: string): Source {
  return {
    startedAt: 't.started_at',
    id: 't.call_id',
    select: (conditions, limit) => `(
      SELECT t.started_at, t.call_id AS id FROM call_tags t JOIN calls c ON c.id = t.call_id
      ${whereAll([`t.tag = ${tag}`, ...conditions])}
      ORDER BY t.started_at DESC, t.call_id DESC LIMIT ${limit})`,
  };
}

/** The newest calls of every contact `k` under a condition. */
export function callsOfContacts(contacts: string): Source {
  return {
    startedAt: 'm.started_at',
    id: 'm.call_id',
    select: (conditions, limit) => `(
      SELECT newest.started_at, newest.id FROM contacts k CROSS JOIN LATERAL (
        SELECT m.started_at, m.call_id AS id FROM call_matches m JOIN calls c ON c.id = m.call_id
        ${whereAll(['m.contact_id = k.id', 'm.position = 0', ...conditions])}
        ORDER BY m.started_at DESC, m.call_id DESC LIMIT ${limit}) newest
      WHERE ${contacts} ORDER BY newest.started_at DESC, newest.id DESC LIMIT ${limit})`,
  };
}

function whereAll(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}
