import { LiveBus } from '@callboard/messaging';
import { DomainWatch, ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/** Drops what this process remembers of the settings as soon as another one has changed them. */
@Injectable()
export class SettingsFollower implements OnApplicationBootstrap {
  constructor(
    private readonly bus: LiveBus,
    private readonly settings: ZadarmaSettingsService,
    private readonly domain: DomainWatch,
  ) {}

  onApplicationBootstrap(): void {
    this.bus.subscribe(({ type }) => {
      if (type === 'settings.changed' || type === 'reconnected') {
        this.settings.invalidate();
        this.domain.forget();
      }
    });
  }
}
