import type { FromPhone, PhoneProblem, ToPhone } from '@callboard/contracts';
import { loadScripts, WidgetMissingError, withUnblockedScripts } from './load-scripts';
import { knownMicrophone, type MicrophoneState, tryMicrophone } from './microphone';
import type { ParentWindow } from './parent-window';
import { readWidget, type WidgetReading } from './read-widget';
import { startWidget, waitForWidget } from './widget-globals';
import { widgetRoom } from './widget-room';

type Start = Extract<ToPhone, { type: 'phone.start' }>;

/** Milliseconds; the widget is known to take up to 8 s on a slow line. */
const limits = { scripts: 12_000, globals: 10_000, silence: 3_000 } as const;
const heartbeatEvery = 5_000;
const readEvery = 500;

const nothingKnown: WidgetReading = { problem: null, registered: null, activity: null };

/**
 * The phone's page: brings Zadarma's widget to life and tells the application how it stands.
 *
 * A page takes one widget in its life. Another key, or another try after a failure, therefore loads the page anew;
 * never while there is a call.
 */
export class PhonePage {
  private start: Start | undefined;
  private failed: PhoneProblem | null = null;
  private reading: WidgetReading = nothingKnown;
  private microphone: MicrophoneState = 'unknown';
  /** From when on a widget that does not tell whether it is registered counts as ready. */
  private readyAt = Infinity;
  private mustReload = false;
  private readonly told = new Map<string, string>();

  /** @param reload loads the page anew */
  constructor(
    private readonly view: Window,
    private readonly parent: ParentWindow,
    private readonly reload: () => void,
  ) {}

  open(): void {
    this.parent.listen((message) => {
      if (message.type === 'phone.start') {
        void this.begin(message);
      } else {
        void this.checkMicrophone();
      }
    });
    this.view.addEventListener('online', () => this.cameOnline());
    this.view.addEventListener('offline', () => this.report());
    this.view.setInterval(() => this.beat(), heartbeatEvery);
    this.parent.tell({ type: 'phone.waiting' });
  }

  private beat(): void {
    this.parent.tell({ type: 'phone.heartbeat' });
    if (!this.start) {
      this.parent.tell({ type: 'phone.waiting' });
    }
  }

  private async begin(start: Start): Promise<void> {
    if (this.start) {
      this.beginAgain(start);
      return;
    }
    this.start = start;
    this.view.document.documentElement.lang = start.language;
    this.tell('stage', { type: 'phone.loading' });
    try {
      this.assertPossible();
      await this.load(start);
    } catch (error) {
      const problem = error instanceof WidgetMissingError ? error.problem : 'globals_missing';
      this.failed = this.view.navigator.onLine ? problem : 'offline';
      this.report();
    }
  }

  private beginAgain({ key, login }: Start): void {
    if (this.failed || key !== this.start?.key || login !== this.start.login) {
      this.mustReload = true;
      this.reloadIfIdle();
    } else {
      this.told.clear();
      this.report();
    }
  }

  private assertPossible(): void {
    if (!this.view.isSecureContext) {
      throw new WidgetMissingError('https_missing');
    }
    if (!this.view.navigator.onLine) {
      throw new WidgetMissingError('offline');
    }
  }

  private async load(start: Start): Promise<void> {
    const { document } = this.view;
    const widget = await withUnblockedScripts(this.view, async () => {
      await loadScripts(document, start.scriptUrls, limits.scripts);
      return waitForWidget(this.view, limits.globals);
    });
    if (!widget) {
      throw new WidgetMissingError('globals_missing');
    }
    await this.learnMicrophone();
    startWidget(widget, start);
    this.readyAt = Date.now() + limits.silence;
    const read = (): void => {
      this.reading = readWidget(this.view);
      this.report();
      this.reportRoom(start);
      this.reloadIfIdle();
    };
    // Timers of a page in the background sleep, changes of the page do not.
    new MutationObserver(read).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['class', 'style', 'data-state'],
    });
    this.view.setInterval(read, readEvery);
  }

  /** Says how things stand, as far as it has not been said. Without a microphone the phone rings all the same. */
  private report(): void {
    if (!this.start) {
      return;
    }
    const { registered, activity } = this.reading;
    const broken = this.problem();
    const problem = broken ?? this.microphoneProblem();
    if (problem) {
      this.tell('stage', { type: 'phone.problem', code: problem });
    } else if (registered !== null || Date.now() >= this.readyAt) {
      this.tell('stage', { type: 'phone.ready', registered });
    }
    if (activity && !broken) {
      this.tell('activity', { type: 'phone.activity', state: activity });
    }
  }

  private reportRoom({ position }: Start): void {
    const height = widgetRoom(this.view, position);
    if (height !== null) {
      this.tell('room', { type: 'phone.room', height });
    }
  }

  /** What keeps the phone from working at all, the most fundamental first. */
  private problem(): PhoneProblem | null {
    if (this.failed || !this.view.navigator.onLine) {
      return this.failed ?? 'offline';
    }
    return this.reading.problem;
  }

  private microphoneProblem(): PhoneProblem | null {
    switch (this.microphone) {
      case 'denied':
        return 'microphone_denied';
      case 'missing':
        return 'microphone_missing';
      default:
        return null;
    }
  }

  private async checkMicrophone(): Promise<void> {
    this.microphone = await tryMicrophone(this.view.navigator);
    this.parent.tell({ type: 'phone.microphone', state: this.microphone });
    this.report();
  }

  /** Learns of the microphone, and of every later change of mind or of devices. */
  private async learnMicrophone(): Promise<void> {
    const { navigator } = this.view;
    const learn = async (): Promise<void> => {
      this.microphone = await knownMicrophone(navigator);
      this.tell('microphone', { type: 'phone.microphone', state: this.microphone });
      this.report();
    };
    navigator.mediaDevices?.addEventListener('devicechange', () => void learn());
    await navigator.permissions
      ?.query({ name: 'microphone' })
      .then((permission) => permission.addEventListener('change', () => void learn()))
      .catch(() => undefined);
    await learn();
  }

  private cameOnline(): void {
    if (this.failed === 'offline') {
      this.reload();
    } else {
      this.report();
    }
  }

  private reloadIfIdle(): void {
    const isBusy = this.reading.activity === 'ringing' || this.reading.activity === 'talking';
    if (this.mustReload && !isBusy) {
      this.mustReload = false;
      this.reload();
    }
  }

  /** Tells the application what is new about a matter; a problem also takes back what was said of calls. */
  private tell(matter: 'stage' | 'activity' | 'microphone' | 'room', message: FromPhone): void {
    const text = JSON.stringify(message);
    if (this.told.get(matter) !== text) {
      this.told.set(matter, text);
      if (message.type === 'phone.problem') {
        this.told.delete('activity');
      }
      this.parent.tell(message);
    }
  }
}
