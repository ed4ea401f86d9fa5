import { type FromPhone, toPhone, type ToPhone } from '@callboard/contracts';

/** The application that embeds the page. Only messages of its exact origin and that very window are heard. */
export class ParentWindow {
  constructor(
    private readonly view: Window,
    private readonly origin: string,
  ) {}

  tell(message: FromPhone): void {
    this.view.parent.postMessage(message, this.origin);
  }

  /** Hears what makes sense; anything else, from anybody else, changes nothing and gets no answer. */
  listen(hear: (message: ToPhone) => void): void {
    this.view.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source !== this.view.parent || event.origin !== this.origin) {
        return;
      }
      const message = toPhone.safeParse(event.data);
      if (message.success) {
        hear(message.data);
      }
    });
  }
}
