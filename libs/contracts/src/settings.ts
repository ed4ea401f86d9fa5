import * as z from 'zod';
import { countryCode, moment, timeZone } from './values';

export const routingSettings = z.object({
  enabled: z.boolean(),
  /** Seconds the manager's phone rings before the call goes back to the menu; 0 = never goes back. */
  returnTimeoutSeconds: z
    .number()
    .int()
    .max(600)
    .refine((seconds) => seconds === 0 || seconds >= 3, 'must be 0 or at least 3'),
  onlyWhenOnline: z.boolean(),
});
export type RoutingSettings = z.infer<typeof routingSettings>;

export const webrtcSettings = z.object({
  enabled: z.boolean(),
  scriptUrls: z.array(z.url({ protocol: /^https?$/ })).max(10),
  shape: z.enum(['square', 'rounded']),
  position: z.enum(['top_left', 'top_right', 'bottom_right', 'bottom_left']),
});
export type WebrtcSettings = z.infer<typeof webrtcSettings>;

/** What happens to the audio of calls. */
export const recordingSettings = z.object({
  /** Fetch every recording as soon as it is ready, since the PBX overwrites old files; otherwise on demand. */
  archiveAutomatically: z.boolean(),
  /** Days after the call until its audio is deleted; null keeps it for ever. */
  retentionDays: z.number().int().min(1).max(3_650).nullable(),
  /** Whether deleting here also deletes at Zadarma. */
  deleteAtZadarma: z.boolean(),
});
export type RecordingSettings = z.infer<typeof recordingSettings>;

/** The connection to Zadarma; the secret itself is never sent back. */
export const zadarmaSettings = z
  .object({
    url: z.string(),
    key: z.string(),
    secretIsSet: z.boolean(),
    playRecordingsRemotely: z.boolean(),
    timeZone,
    defaultCountry: countryCode,
    routing: routingSettings,
    webrtc: webrtcSettings,
    recordings: recordingSettings,
    /** Where Zadarma must send its notifications. */
    webhookUrl: z.string(),
    /** Things an administrator should look at: `secret_unreadable`, `clock_drift`, `webhook_url_not_public`. */
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    updatedAt: moment.nullable(),
  })
  .meta({ id: 'ZadarmaSettings' });
export type ZadarmaSettings = z.infer<typeof zadarmaSettings>;

/** Absent fields keep their value; an absent `secret` keeps the stored one. */
export const updateZadarmaSettingsBody = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  key: z.string().trim().max(200).optional(),
  secret: z.string().trim().min(1).max(200).optional(),
  playRecordingsRemotely: z.boolean().optional(),
  timeZone: timeZone.optional(),
  defaultCountry: countryCode.optional(),
  routing: routingSettings.partial().optional(),
  webrtc: webrtcSettings.partial().optional(),
  recordings: recordingSettings.partial().optional(),
});
export type UpdateZadarmaSettingsBody = z.infer<typeof updateZadarmaSettingsBody>;

export const connectionTest = z
  .discriminatedUnion('ok', [
    z.object({
      ok: z.literal(true),
      balance: z.number(),
      currency: z.string(),
      plan: z.string().nullable(),
      /** As the PBX states it, for example `UTC+1`. */
      timeZone: z.string(),
      pbxId: z.string(),
    }),
    z.object({
      ok: z.literal(false),
      code: z.string(),
      message: z.string(),
      /** Zadarma's own words, if it refused something. */
      pbxMessage: z.string().optional(),
    }),
  ])
  .meta({ id: 'ConnectionTest' });
export type ConnectionTest = z.infer<typeof connectionTest>;

export const notificationSwitches = z.object({
  notifyStart: z.boolean(),
  notifyInternal: z.boolean(),
  notifyAnswer: z.boolean(),
  notifyEnd: z.boolean(),
  notifyOutStart: z.boolean(),
  notifyOutEnd: z.boolean(),
});
export type NotificationSwitches = z.infer<typeof notificationSwitches>;

/** What is registered at Zadarma now, and what was there before us. */
export const webhookRegistration = z
  .object({
    url: z.string().nullable(),
    isOurs: z.boolean(),
    notifications: notificationSwitches,
    previousUrl: z.string().nullable(),
  })
  .meta({ id: 'WebhookRegistration' });
export type WebhookRegistration = z.infer<typeof webhookRegistration>;

/** Switches default to on. */
export const registerWebhookBody = z.object({ notifications: notificationSwitches.partial().optional() });
export type RegisterWebhookBody = z.infer<typeof registerWebhookBody>;
