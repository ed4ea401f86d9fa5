import type { NotificationSwitches, WebhookRegistration } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import { type AskOptions, type Switches, ZadarmaClient } from '../rest/zadarma-client';
import { SettingsRepository } from '../settings/settings.repository';
import { ZadarmaSettingsService } from '../settings/zadarma-settings.service';

const section = 'zadarma.webhook';
const options: AskOptions = { urgency: 'interactive' };

const zadarmaNames = {
  notifyStart: 'notify_start',
  notifyInternal: 'notify_internal',
  notifyAnswer: 'notify_answer',
  notifyEnd: 'notify_end',
  notifyOutStart: 'notify_out_start',
  notifyOutEnd: 'notify_out_end',
} as const satisfies Record<keyof NotificationSwitches, keyof Switches>;

const names = Object.keys(zadarmaNames) as (keyof NotificationSwitches)[];
const allOn = fromNames(() => true);

/** What was registered before us, so that it can be put back; `url` null if there was nothing. */
const remembered = z.object({
  previous: z
    .object({ url: z.string().nullable(), notifications: z.record(z.string(), z.boolean()) })
    .nullable()
    .default(null),
});
type Previous = z.infer<typeof remembered>['previous'];

/**
 * Registers our webhook address at Zadarma. An account has one address, so what was there before is remembered and
 * comes back on undo, with its switches. NOTIFY_RECORD has no switch here: it must be ticked in the cabinet.
 */
@Injectable()
export class WebhookRegistrar {
  constructor(
    private readonly client: ZadarmaClient,
    private readonly settings: ZadarmaSettingsService,
    private readonly repository: SettingsRepository,
  ) {}

  /** What is registered now. */
  async current(): Promise<WebhookRegistration> {
    const { url, notifications } = await this.client.callinfo(options);
    return this.view(url, toSwitches(notifications), await this.previous());
  }

  /** Puts our address and the switches in place; those not given are on. */
  async register(chosen: Partial<NotificationSwitches> = {}): Promise<WebhookRegistration> {
    const found = await this.client.callinfo(options);
    // Remembered first: if we fail half-way, undo still knows what was there.
    if (found.url !== this.settings.webhookUrl) {
      await this.remember({ url: found.url || null, notifications: found.notifications });
      await this.client.setCallinfoUrl(this.settings.webhookUrl, options);
    } else if ((await this.previous()) === null) {
      await this.remember({ url: null, notifications: found.notifications });
    }
    const wanted = { ...allOn, ...chosen };
    await this.setSwitches(toZadarma(wanted), found.notifications);
    return this.view(this.settings.webhookUrl, wanted, await this.previous());
  }

  /** Puts back the address and the switches that were there before us. An address that is not ours is left alone. */
  async undo(): Promise<WebhookRegistration> {
    const found = await this.client.callinfo(options);
    const previous = await this.previous();
    if (found.url !== this.settings.webhookUrl) {
      return this.view(found.url, toSwitches(found.notifications), previous);
    }
    // The switches first: an undo that broke off can be repeated as long as the address is ours.
    await this.setSwitches({ ...found.notifications, ...previous?.notifications }, found.notifications);
    if (previous?.url) {
      await this.client.setCallinfoUrl(previous.url, options);
    } else {
      await this.client.removeCallinfoUrl(options);
    }
    await this.remember(null);
    return this.current();
  }

  /** Zadarma answers "Update error" when nothing changes. */
  private async setSwitches(wanted: Switches, present: Switches): Promise<void> {
    const differs = Object.values(zadarmaNames).some((name) => wanted[name] !== present[name]);
    if (differs) {
      await this.client.setCallinfoNotifications(wanted, options);
    }
  }

  private async previous(): Promise<Previous> {
    const row = await this.repository.find(section);
    return remembered.parse(row?.value ?? {}).previous;
  }

  private async remember(previous: Previous): Promise<void> {
    await this.repository.change(section, () => ({ value: { previous }, secret: null }));
  }

  private view(
    url: string | null,
    notifications: NotificationSwitches,
    previous: Previous,
  ): WebhookRegistration {
    return {
      url: url || null,
      isOurs: url === this.settings.webhookUrl,
      notifications,
      previousUrl: previous?.url ?? null,
    };
  }
}

function fromNames(value: (name: keyof NotificationSwitches) => boolean): NotificationSwitches {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as NotificationSwitches;
}

function toSwitches(found: Switches): NotificationSwitches {
  return fromNames((name) => found[zadarmaNames[name]]);
}

function toZadarma(wanted: NotificationSwitches): Switches {
  return Object.fromEntries(names.map((name) => [zadarmaNames[name], wanted[name]])) as Switches;
}
