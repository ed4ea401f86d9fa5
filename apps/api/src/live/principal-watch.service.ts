import type { Principal } from '@callboard/auth';
import { LOG, type Log } from '@callboard/platform';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PrincipalResolver } from '../auth/principal-resolver.service';

const lookEveryMs = 30_000;

/** Looks whether whoever opened a long answer may still read it. */
@Injectable()
export class PrincipalWatch implements OnModuleDestroy {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly principals: PrincipalResolver,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleDestroy(): void {
    this.timers.forEach((timer) => clearInterval(timer));
  }

  /** Calls `onChange` once the session or key is gone or grants something else; returns how to stop looking. */
  watch(request: FastifyRequest, opened: Principal, onChange: () => void): () => void {
    const timer = setInterval(() => void this.look(request, opened, onChange), lookEveryMs);
    this.timers.add(timer);
    return () => {
      clearInterval(timer);
      this.timers.delete(timer);
    };
  }

  private async look(request: FastifyRequest, opened: Principal, onChange: () => void): Promise<void> {
    try {
      const principal = await this.principals.again(request);
      if (!principal || rights(principal) !== rights(opened)) {
        onChange();
      }
    } catch (error) {
      // The database is away, which says nothing about the reader.
      this.log.warn({ err: error }, 'A live stream could not be checked again');
    }
  }
}

const rights = (principal: Principal): string =>
  [principal.kind, principal.id, principal.kind === 'employee' ? principal.role : principal.scope].join(' ');
