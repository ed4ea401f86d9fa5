import pg from 'pg';

type Ask = (...parameters: unknown[]) => unknown;

/**
 * A connection that ends itself when the server does not answer in time (`query_timeout`).
 *
 * The driver only stops waiting: the statement still runs, and a `ROLLBACK` behind it times out as well and is never
 * sent. The connection would go back to the pool with the transaction open, its locks held, and whatever is written
 * over it later would never be committed. PostgreSQL rolls back what a closed connection leaves behind.
 */
export class ImpatientClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const ask = this.query.bind(this) as Ask;
    const askOrEnd: Ask = (...parameters) => {
      const answer = ask(...parameters);
      if (answer instanceof Promise) {
        answer.catch((error: unknown) => this.endIfLate(error));
      }
      return answer;
    };
    this.query = askOrEnd as typeof this.query;
  }

  private endIfLate(error: unknown): void {
    if (error instanceof Error && error.message === 'Query read timeout') {
      void this.end();
    }
  }
}
