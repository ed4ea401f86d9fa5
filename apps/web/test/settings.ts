import type { ZadarmaSettings } from '@callboard/contracts';

/** Settings with which Zadarma can be asked, and everything else as at the beginning. */
export function zadarmaSettings(changes: Partial<ZadarmaSettings> = {}): ZadarmaSettings {
  return {
    url: 'https://api.zadarma.com',
    key: 'the-key',
    secretIsSet: true,
    playRecordingsRemotely: true,
    timeZone: 'Europe/Warsaw',
    defaultCountry: 'PL',
    routing: { enabled: true, returnTimeoutSeconds: 20, onlyWhenOnline: false },
    webrtc: { enabled: true, scriptUrls: [], shape: 'rounded', position: 'bottom_right' },
    recordings: { archiveAutomatically: false, retentionDays: null, deleteAtZadarma: false },
    webhookUrl: 'https://calls.example.com/exec/Zadarma.notify',
    warnings: [],
    updatedAt: null,
    ...changes,
  };
}
