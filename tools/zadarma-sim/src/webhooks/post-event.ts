import { phpUrlEncode } from '../api/php-query';

interface EventPost {
  url: string;
  fields: Readonly<Record<string, string>>;
  signature: string | null;
  signal: AbortSignal;
}

export interface PostOutcome {
  status: number | null;
  answer: string | null;
  error: string | null;
}

const keptAnswer = 2_000;

/** The form body of an event, written as PHP writes it. */
export function formBody(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${phpUrlEncode(name)}=${phpUrlEncode(value)}`)
    .join('&');
}

// Call events were captured as urlencoded from "Zadarma API v1", the others as multipart from "Zadarma API".
function requestFor({ fields, signature }: EventPost): { headers: Headers; body: string | FormData } {
  const isCall = fields['event']?.startsWith('NOTIFY_') ?? false;
  const headers = new Headers({ 'User-Agent': isCall ? 'Zadarma API v1' : 'Zadarma API' });
  if (signature !== null) headers.set('Signature', signature);
  if (isCall) {
    headers.set('Content-Type', 'application/x-www-form-urlencoded');
    return { headers, body: formBody(fields) };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return { headers, body: form };
}

/** Posts one event. Never throws: a network failure or time-out is an outcome. */
export async function postEvent(post: EventPost): Promise<PostOutcome> {
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      redirect: 'manual',
      signal: post.signal,
      ...requestFor(post),
    });
    const text = await response.text();
    return { status: response.status, answer: text.slice(0, keptAnswer), error: null };
  } catch (error) {
    return { status: null, answer: null, error: error instanceof Error ? error.message : String(error) };
  }
}
