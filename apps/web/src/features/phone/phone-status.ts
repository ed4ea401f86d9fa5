import type { FromPhone, PhoneProblem, WebrtcRefusal, WebrtcWarning } from '@callboard/contracts';

/** What went wrong as the application sees it, beyond what the phone's page can tell. */
export type PhoneTrouble =
  PhoneProblem | WebrtcRefusal | 'page_unreachable' | 'frozen' | 'session_unavailable';

/** `starting` until the widget is there, `stopped` while something stands in the way. */
export type PhoneStage = 'starting' | 'ready' | 'stopped';

/** How the phone of this browser stands; tabs that do not hold it are told this and nothing more. */
export interface PhoneStatus {
  extension: string | null;
  stage: PhoneStage;
  trouble: PhoneTrouble | null;
  warnings: readonly WebrtcWarning[];
  /** What the widget says of its call; null where its build cannot be asked. */
  activity: 'idle' | 'ringing' | 'talking' | null;
  microphone: 'granted' | 'denied' | 'missing' | 'unknown' | null;
}

export const newPhone: PhoneStatus = {
  extension: null,
  stage: 'starting',
  trouble: null,
  warnings: [],
  activity: null,
  microphone: null,
};

/** The status after a word of the phone's page. */
export function heard(status: PhoneStatus, message: FromPhone): PhoneStatus {
  switch (message.type) {
    case 'phone.waiting':
    case 'phone.loading':
      return { ...status, stage: 'starting', trouble: null, activity: null };
    case 'phone.ready':
      return { ...status, stage: message.registered === false ? 'starting' : 'ready', trouble: null };
    case 'phone.activity':
      return { ...status, activity: message.state };
    case 'phone.microphone':
      return withMicrophone(status, message.state);
    case 'phone.problem':
      return stopped(status, message.code);
    case 'phone.room':
      return status;
    case 'phone.heartbeat':
      return status.trouble === 'frozen' ? { ...status, trouble: null } : status;
  }
}

/** The status once something stands in the way; a phone that is stopped talks to nobody. */
export const stopped = (status: PhoneStatus, trouble: PhoneTrouble): PhoneStatus => ({
  ...status,
  stage: 'stopped',
  trouble,
  activity: null,
});

/** The status while the page is silent; it may wake again, so what else is known stays. */
export const frozen = (status: PhoneStatus): PhoneStatus =>
  status.trouble ? status : { ...status, trouble: 'frozen' };

/** A phone with a call must not be exchanged, whatever the reason. */
export const isBusy = ({ activity }: PhoneStatus): boolean =>
  activity === 'ringing' || activity === 'talking';

/** Troubles of a widget that is there and may be worth looking at. */
const ofTheWidget: readonly (PhoneTrouble | null)[] = [
  'microphone_denied',
  'microphone_missing',
  'domain_not_registered',
  'key_refused',
  'frozen',
];

/** Whether a call can be answered in it. */
export const canAnswer = ({ stage, trouble }: PhoneStatus): boolean => stage === 'ready' && !trouble;

/** Whether the page has anything to show. */
export const hasWidget = ({ trouble }: PhoneStatus): boolean => !trouble || ofTheWidget.includes(trouble);

function withMicrophone(
  status: PhoneStatus,
  microphone: NonNullable<PhoneStatus['microphone']>,
): PhoneStatus {
  const wasInTheWay = status.trouble === 'microphone_denied' || status.trouble === 'microphone_missing';
  return wasInTheWay && microphone === 'granted'
    ? { ...status, microphone, stage: 'ready', trouble: null }
    : { ...status, microphone };
}
