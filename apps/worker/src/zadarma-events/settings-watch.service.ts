import { LiveBus } from '@callboard/messaging';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/** Drops the remembered settings when an administrator changed them, so that the next event is read with the new ones. */
@Injectable()
export class SettingsWatch implements OnApplicationBootstrap {
  constructor(
    private readonly bus: LiveBus,
    private readonly settings: ZadarmaSettingsService,
  ) {}

  onApplicationBootstrap(): void {
    this.bus.subscribe(({ type }) => {
      if (type === 'settings.changed' || type === 'reconnected') {
        this.settings.invalidate();
      }
    });
  }
}
