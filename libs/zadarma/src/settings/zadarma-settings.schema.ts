import {
  countryCode,
  recordingSettings,
  routingSettings,
  timeZone,
  webrtcSettings,
} from '@callboard/contracts';
import * as z from 'zod';

const widget = 'https://my.zadarma.com/webphoneWebRTCWidget/v9/js';

/** The stored document of section `zadarma`. Every field has a default, so that older documents stay readable. */
export const storedZadarmaSettings = z.object({
  url: z.string().default('https://api.zadarma.com'),
  key: z.string().default(''),
  playRecordingsRemotely: z.boolean().default(true),
  timeZone: timeZone.default('Europe/Warsaw'),
  defaultCountry: countryCode.default('PL'),
  routing: routingSettings.default({ enabled: true, returnTimeoutSeconds: 20, onlyWhenOnline: false }),
  /** Calls must be folded again, and nobody has been told to do so yet. */
  refoldPending: z.boolean().default(false),
  webrtc: webrtcSettings.default({
    enabled: true,
    // In this order: the second script uses what the first one loads.
    scriptUrls: [`${widget}/loader-phone-lib.js?sub_v=1`, `${widget}/loader-phone-fn.js?sub_v=1`],
    shape: 'rounded',
    position: 'bottom_right',
  }),
  recordings: recordingSettings.default({
    archiveAutomatically: false,
    retentionDays: null,
    deleteAtZadarma: false,
  }),
});
export type StoredZadarmaSettings = z.infer<typeof storedZadarmaSettings>;
