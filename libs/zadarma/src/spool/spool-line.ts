import { createHash } from 'node:crypto';
import type { NewInboundEvent } from '../inbox/new-inbound-event';

type Written = Omit<NewInboundEvent, 'body' | 'receivedAt'> & { body: string | null; receivedAt: string };

const checksum = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16);

/** An event as one line: JSON that carries a checksum of itself. */
export function encodeLine(event: NewInboundEvent): string {
  const written: Written = {
    ...event,
    body: event.body?.toString('base64') ?? null,
    receivedAt: event.receivedAt.toISOString(),
  };
  const text = JSON.stringify(written);
  return `{"sum":"${checksum(text)}","event":${text}}\n`;
}

/** The event of a line; undefined if the line was torn or changed. */
export function decodeLine(line: string): NewInboundEvent | undefined {
  try {
    const { sum, event } = JSON.parse(line) as { sum: unknown; event: Written };
    if (sum !== checksum(JSON.stringify(event))) {
      return undefined;
    }
    return {
      ...event,
      body: event.body === null ? null : Buffer.from(event.body, 'base64'),
      receivedAt: new Date(event.receivedAt),
    };
  } catch {
    return undefined;
  }
}
