import type { Routing, RoutingSettings } from '@callboard/contracts';

/** The contact that calls, with what is known about reaching its manager. */
export interface RoutingFacts {
  readonly name: string;
  readonly company: string | null;
  readonly managerId: string | null;
  readonly managerName: string | null;
  /** The manager's lowest active extension. */
  readonly extension: string | null;
  /** As last seen; null if never asked. */
  readonly online: boolean | null;
  readonly onlineSeenAt: Date | null;
}

const presenceLastsMilliseconds = 5 * 60_000;

/**
 * What to answer the PBX about a call that comes in, and why.
 *
 * The manager of the caller's contact gets the call; without a manager that can be reached only the name is shown, and
 * strangers follow the PBX's own scenario. Presence older than five minutes counts as online.
 */
export function decideRouting(
  isNumberKnown: boolean,
  caller: RoutingFacts | null,
  settings: RoutingSettings,
  now: Date,
): Routing {
  if (!settings.enabled) {
    return nothing('routing_off');
  }
  if (!isNumberKnown) {
    return nothing('hidden_number');
  }
  if (!caller) {
    return nothing('unknown_caller');
  }
  if (caller.managerId === null) {
    return named('name_only', caller);
  }
  if (caller.extension === null) {
    return named('manager_without_extension', caller);
  }
  if (settings.onlyWhenOnline && isSeenOffline(caller, now)) {
    return named('manager_offline', caller);
  }
  const { answer, ...about } = named('manager', caller);
  return {
    ...about,
    answer: { redirect: caller.extension, return_timeout: settings.returnTimeoutSeconds, ...answer },
  };
}

function nothing(reason: Routing['reason']): Routing {
  return { answer: {}, reason, contactName: null, employeeName: null, extension: null };
}

function named(reason: Routing['reason'], caller: RoutingFacts): Routing {
  return {
    answer: { caller_name: caller.company ? `${caller.name}, ${caller.company}` : caller.name },
    reason,
    contactName: caller.name,
    employeeName: caller.managerName,
    extension: caller.extension,
  };
}

function isSeenOffline({ online, onlineSeenAt }: RoutingFacts, now: Date): boolean {
  return (
    online === false &&
    onlineSeenAt !== null &&
    now.getTime() - onlineSeenAt.getTime() <= presenceLastsMilliseconds
  );
}
