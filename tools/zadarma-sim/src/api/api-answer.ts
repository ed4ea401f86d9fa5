import type { Cloud } from '../cloud';
import type { Answer } from '../http/answer';
import type { Route } from '../http/routes';

/** A verified REST request. */
export interface ApiRequest {
  cloud: Cloud;
  /** From the path pattern. */
  parameters: Record<string, string>;
  /** Query of a GET, body of the others. */
  fields: Record<string, string>;
}

export type ApiHandler = (request: ApiRequest) => Answer | Promise<Answer>;
export type ApiRoute = Route<ApiHandler>;

/** `{"status":"success", …}` with HTTP 200. */
export function success(body: object = {}): Answer {
  return { status: 200, body: { status: 'success', ...body } };
}

/** `{"status":"error","message":…}`, HTTP 400 unless told otherwise. */
export function refuse(message: string, status = 400): Answer {
  return { status, body: { status: 'error', message } };
}

/** Booleans as most answers write them. */
export const asText = (value: boolean): 'true' | 'false' => (value ? 'true' : 'false');
