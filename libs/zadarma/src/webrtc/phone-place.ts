import type { Environment } from '@callboard/platform';

/** Where the phone's page lives, and who embeds it. */
export interface PhonePlace {
  /** Origin of the page: `PHONE_ORIGIN`, else that of the application. */
  readonly origin: string;
  readonly applicationOrigin: string;
  /** Host, with its port, on which nothing but the phone is served; null if the page shares the application's. */
  readonly ownHost: string | null;
}

export function phonePlace({ PHONE_ORIGIN, PUBLIC_URL }: Environment): PhonePlace {
  const application = new URL(PUBLIC_URL);
  const phone = PHONE_ORIGIN === undefined ? application : new URL(PHONE_ORIGIN);
  return {
    origin: phone.origin,
    applicationOrigin: application.origin,
    ownHost: phone.host === application.host ? null : phone.host,
  };
}
