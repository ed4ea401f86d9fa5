import { type CallItem, type CallStatus, callDirection, callStatus, id } from '@callboard/contracts';
import * as z from 'zod';
import { localDay, startOfDay, startOfWeek } from '../../shared/format/time';

const day = z.iso.date();
const text = z.string().trim().min(1).max(100);

/** What the list is narrowed to. Days are the viewer's calendar days, both ends included. */
export interface CallFilters {
  from?: string;
  to?: string;
  direction?: CallItem['direction'];
  status?: CallStatus[];
  employeeId?: string;
  extension?: string;
  contactId?: string;
  phone?: string;
  q?: string;
  tag?: string;
  hasRecording?: boolean;
}

const parameters = {
  from: day,
  to: day,
  direction: callDirection,
  employeeId: id,
  extension: text,
  contactId: id,
  phone: text,
  q: text,
  tag: text,
} as const;

/** Reads the filters of an address; what makes no sense is left out rather than shown as an error. */
export function filtersOf(address: URLSearchParams): CallFilters {
  const filters: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(parameters)) {
    const parsed = schema.safeParse(address.get(name));
    if (parsed.success) {
      filters[name] = parsed.data;
    }
  }
  const status = (address.get('status') ?? '')
    .split(',')
    .flatMap((word) => callStatus.safeParse(word).data ?? []);
  return {
    ...filters,
    ...(status.length > 0 ? { status } : {}),
    ...(address.get('hasRecording') === 'true' ? { hasRecording: true } : {}),
  };
}

/** The address of a filtered list; the inverse of {@link filtersOf}. */
export function addressOf(filters: CallFilters): URLSearchParams {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)) {
      address.set(name, String(value));
    }
  }
  return address;
}

/** The query the REST interface understands: days become moments of the viewer's zone, `to` exclusive. */
export function queryOf({ from, to, ...rest }: CallFilters) {
  return {
    ...rest,
    from: from && startOfDay(from).toISOString(),
    to: to && new Date(startOfDay(to, 1).getTime() - 1).toISOString(),
  };
}

/** Whether a call belongs into a filtered list; undefined where only the server can tell. */
export function matches(call: CallItem, filters: CallFilters): boolean | undefined {
  const { q, phone, employeeId, ...plain } = filters;
  const decided = matchesPlain(call, plain);
  if (!decided) {
    return false;
  }
  if (q !== undefined) {
    return undefined;
  }
  if (phone !== undefined && phone !== call.externalNumber) {
    return /^\+\d+$/.test(phone) ? false : undefined;
  }
  return employeeId === undefined || employeeId === call.employeeId;
}

function matchesPlain(call: CallItem, filters: CallFilters): boolean {
  const callDay = localDay(call.startedAt);
  return [
    filters.from === undefined || callDay >= filters.from,
    filters.to === undefined || callDay <= filters.to,
    filters.direction === undefined || filters.direction === call.direction,
    filters.status === undefined || filters.status.includes(call.status),
    filters.extension === undefined || filters.extension === call.extension,
    filters.contactId === undefined || filters.contactId === call.contactId,
    filters.tag === undefined || call.tags.includes(filters.tag),
    filters.hasRecording === undefined || filters.hasRecording === call.hasRecording,
  ].every(Boolean);
}

/** Filters one press away, in the order they are shown. */
export const quickFilters = ['today', 'week', 'incoming', 'outgoing', 'missed', 'mine'] as const;
export type QuickFilter = (typeof quickFilters)[number];

interface QuickContext {
  now: number;
  viewerId: string;
}

/** The part of the filters a quick filter sets. */
function quickPart(quick: QuickFilter, { now, viewerId }: QuickContext): CallFilters {
  const today = localDay(now);
  const parts: Record<QuickFilter, CallFilters> = {
    today: { from: today, to: today },
    week: { from: startOfWeek(now), to: today },
    incoming: { direction: 'incoming' },
    outgoing: { direction: 'outgoing' },
    missed: { status: ['missed'] },
    mine: { employeeId: viewerId },
  };
  return parts[quick];
}

/** True if the filters are just what the quick filter would set. */
export function isQuickOn(quick: QuickFilter, filters: CallFilters, context: QuickContext): boolean {
  return Object.entries(quickPart(quick, context)).every(
    ([name, value]) => String(filters[name as keyof CallFilters]) === String(value),
  );
}

/** Switches a quick filter on, or off again if it is on. */
export function toggleQuick(quick: QuickFilter, filters: CallFilters, context: QuickContext): CallFilters {
  const part = quickPart(quick, context);
  if (!isQuickOn(quick, filters, context)) {
    return { ...filters, ...part };
  }
  return Object.fromEntries(Object.entries(filters).filter(([name]) => !(name in part)));
}
