import { type EmployeePrincipal, sessionLifetime, type SessionsService } from '@callboard/auth';
import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';

declare module 'fastify' {
  interface Session {
    /** Who is signed in; absent for strangers. */
    principal?: EmployeePrincipal;
    /** Present on sessions that come from the store; saving them renews them. */
    renewalDue?: boolean;
  }
}

type Done = (error?: unknown) => void;

/** Lets @fastify/session keep its sessions in our `sessions` table. */
export class DatabaseSessionStore implements SessionStore {
  constructor(private readonly sessions: SessionsService) {}

  get(id: string, done: (error: unknown, session?: Session | null) => void): void {
    this.sessions.find(id).then(
      (found) => done(null, found && { ...found, cookie: { originalMaxAge: sessionLifetime } }),
      (error: unknown) => done(error),
    );
  }

  set(id: string, session: Session, done: Done): void {
    this.save(id, session).then(() => done(), done);
  }

  destroy(id: string, done: Done): void {
    this.sessions.end(id).then(() => done(), done);
  }

  private async save(id: string, { principal, renewalDue }: Session): Promise<void> {
    if (renewalDue !== undefined) {
      await this.sessions.renew(id);
    } else if (principal) {
      await this.sessions.open(id, principal.id);
    }
  }
}
