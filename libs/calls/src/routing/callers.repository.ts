import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { EntityManager } from 'typeorm';
import type { MatchFacts } from '../matching/rank-matches';
import type { RoutingFacts } from './decide-routing';

/** A contact that may be calling. */
export type Caller = MatchFacts & RoutingFacts;

/** Calls that come in at the same moment; more are looked up by the next statement. */
const largestGroup = 100;

// One round trip, because the PBX keeps the caller waiting for it. Every step is an index look-up by key.
const callersOfNumbers = `
  SELECT asked.number AS "callingFrom", k.id, k.name, k.company, k.manager_id AS "managerId", e.name AS "managerName",
    reach.number AS extension, reach.online, reach.online_seen_at AS "onlineSeenAt",
    latest.started_at AS "latestCallAt", coalesce(k.id = choice.contact_id, false) AS chosen
  FROM unnest($1::text[]) AS asked(number)
  LEFT JOIN number_choices choice ON choice.number = asked.number
  JOIN LATERAL (
    SELECT contact_id FROM contact_phones WHERE number = asked.number
    UNION SELECT choice.contact_id) found ON found.contact_id IS NOT NULL
  JOIN contacts k ON k.id = found.contact_id
  LEFT JOIN employees e ON e.id = k.manager_id
  LEFT JOIN LATERAL (
    SELECT x.number, x.online, x.online_seen_at
    FROM extension_assignments a JOIN extensions x ON x.number = a.extension
    WHERE a.employee_id = k.manager_id AND a.valid_to IS NULL AND x.active
    ORDER BY length(x.number), x.number LIMIT 1) reach ON true
  LEFT JOIN LATERAL (
    SELECT m.started_at FROM call_matches m WHERE m.contact_id = k.id AND m.position = 0
    ORDER BY m.started_at DESC LIMIT 1) latest ON true`;

/** Looks up who may be calling; calls that come in together share one statement. */
@Injectable()
export class CallersRepository {
  private readonly callers = new DataLoader<string, Caller[]>((numbers) => this.byNumbers(numbers), {
    cache: false,
    maxBatchSize: largestGroup,
    batchScheduleFn: (close) => setImmediate(close),
  });

  constructor(private readonly manager: EntityManager) {}

  /** The contacts with this number (E.164), and the one chosen for it. */
  byNumber(number: string): Promise<Caller[]> {
    return this.callers.load(number);
  }

  private async byNumbers(numbers: readonly string[]): Promise<Caller[][]> {
    const found = await this.manager.query<(Caller & { callingFrom: string })[]>(callersOfNumbers, [
      [...new Set(numbers)],
    ]);
    return numbers.map((number) => found.filter(({ callingFrom }) => callingFrom === number));
  }
}
