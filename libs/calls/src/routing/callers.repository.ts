import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { MatchFacts } from '../matching/rank-matches';
import type { RoutingFacts } from './decide-routing';

/** A contact that may be calling. */
export type Caller = MatchFacts & RoutingFacts;

// One round trip, because the PBX keeps the caller waiting for it. Every step is an index look-up by key.
const callersOfNumber = `
  WITH choice AS (SELECT contact_id FROM number_choices WHERE number = $1)
  SELECT k.id, k.name, k.company, k.manager_id AS "managerId", e.name AS "managerName",
    reach.number AS extension, reach.online, reach.online_seen_at AS "onlineSeenAt",
    latest.started_at AS "latestCallAt", k.id IN (SELECT contact_id FROM choice) AS chosen
  FROM (SELECT contact_id FROM contact_phones WHERE number = $1 UNION SELECT contact_id FROM choice) found
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

/** Looks up who may be calling. */
@Injectable()
export class CallersRepository {
  constructor(private readonly manager: EntityManager) {}

  byNumber(number: string): Promise<Caller[]> {
    return this.manager.query<Caller[]>(callersOfNumber, [number]);
  }
}
