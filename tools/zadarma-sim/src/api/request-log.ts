/** One REST request as the account saw it, with the reason of a refusal that the wire does not tell. */
export interface LoggedRequest {
  /** UTC, ISO 8601. */
  at: string;
  method: string;
  path: string;
  parameters: Record<string, string>;
  status: number;
  refusal: string | null;
}

const kept = 2_000;

/** The latest REST requests. */
export class RequestLog {
  private requests: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    this.requests.push(request);
    if (this.requests.length > kept) this.requests.shift();
  }

  list(path?: string): LoggedRequest[] {
    return this.requests.filter((request) => path === undefined || request.path.startsWith(path));
  }

  clear(): void {
    this.requests = [];
  }
}
