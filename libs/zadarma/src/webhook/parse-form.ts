import busboy from 'busboy';

/** Decoded form fields; PHP bracket names such as `wait_dtmf[name]` stay flat, the last of equal names wins. */
export type FormFields = Readonly<Record<string, string | undefined>>;

/** A form, or why it is none. */
export type ParsedForm =
  | { readonly ok: true; readonly fields: FormFields }
  | { readonly ok: false; readonly reason: 'content_type' | 'malformed' };

const maximumFields = 200;

/** Names come from outside, so the record has no prototype that a name could reach. */
function toFields(entries: Iterable<readonly [string, string]>): FormFields {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  let count = 0;
  for (const [name, value] of entries) {
    if ((count += 1) > maximumFields) {
      break;
    }
    fields[name] = value;
  }
  return fields;
}

function parseMultipart(body: Buffer, contentType: string): Promise<ParsedForm> {
  return new Promise((resolve) => {
    const entries: [string, string][] = [];
    const malformed = (): void => resolve({ ok: false, reason: 'malformed' });
    try {
      const parser = busboy({
        headers: { 'content-type': contentType },
        limits: { fields: maximumFields, files: 1, parts: maximumFields },
      });
      parser.on('field', (name, value) => entries.push([name, value]));
      parser.on('file', (_name, stream) => stream.resume());
      parser.on('error', malformed);
      parser.on('close', () => resolve({ ok: true, fields: toFields(entries) }));
      parser.end(body);
    } catch {
      malformed();
    }
  });
}

/** Reads a webhook body by its content type. Never throws: whatever a stranger sends has a result. */
export async function parseForm(body: Buffer, contentType: string | undefined): Promise<ParsedForm> {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') {
    return { ok: true, fields: toFields(new URLSearchParams(body.toString('utf8'))) };
  }
  if (mediaType === 'multipart/form-data') {
    return parseMultipart(body, contentType ?? '');
  }
  return { ok: false, reason: 'content_type' };
}
