import type { LiveEventName, LiveHeartbeat } from '@callboard/contracts';

/** One server-sent event before it is text. */
export interface SseEvent {
  readonly name: LiveEventName;
  readonly data: unknown;
  /** Where a browser resumes after a break: `updated_at` of the row, ISO 8601. Without it the last one stays. */
  readonly id?: string;
}

/** An event as it goes over the wire (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function formatEvent({ name, data, id }: SseEvent): string {
  const lines = [
    `event: ${name}`,
    ...(id === undefined ? [] : [`id: ${id}`]),
    `data: ${JSON.stringify(data)}`,
  ];
  return `${lines.join('\n')}\n\n`;
}

/** Only sets the place to resume from; browsers dispatch no event for it. */
export function formatPlace(id: string): string {
  return `id: ${id}\n\n`;
}

/** Finds broken connections, at both ends. The comment is for readers that look for one, browsers tell a page of none. */
export function formatHeartbeat(heartbeat: LiveHeartbeat): string {
  return `: heartbeat\n${formatEvent({ name: 'heartbeat', data: heartbeat })}`;
}

/** How long browsers wait before they connect again, in milliseconds. */
export const retryAfter = 'retry: 2000\n\n';
