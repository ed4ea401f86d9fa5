// Not inside longer words or ids such as `in_5f2c…` or `1772705700.123456`.
const phoneInText = /(?<![\w.+-])(?:\+\d{6,15}|\d{9,15})(?![.-]?\w)/g;
const phoneKey = /phone|number|caller|destination|clid|called|^to$|^from$/i;
const maximumDepth = 4;

/** `+48600100200` → `+48******200`: enough to recognise in support, too little to call. */
export function maskPhone(phone: string): string {
  if (phone.length < 6) {
    return phone;
  }
  const head = phone.startsWith('+') ? 3 : 2;
  return phone.slice(0, head) + '*'.repeat(phone.length - head - 3) + phone.slice(-3);
}

/** Masks every phone number inside free text. */
export function maskPhonesInText(text: string): string {
  return text.replace(phoneInText, maskPhone);
}

/** A copy of a log object in which phone numbers are masked, by field name and by shape. */
export function maskPhones(value: unknown, key = '', depth = 0): unknown {
  if (typeof value === 'string') {
    return phoneKey.test(key) && /^\+?\d{6,}$/.test(value) ? maskPhone(value) : maskPhonesInText(value);
  }
  if (value instanceof Error || typeof value !== 'object' || value === null || depth >= maximumDepth) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => maskPhones(item, key, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, maskPhones(item, name, depth + 1)]),
  );
}
