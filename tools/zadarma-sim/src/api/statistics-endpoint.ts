import { DateTime } from 'luxon';
import { fromWallClock, toWallClock } from '../account/wall-clock';
import type { StatisticsRow } from '../calls/call-statistics';
import type { Answer } from '../http/answer';
import { asText, refuse, success, type ApiRequest, type ApiRoute } from './api-answer';

const longestDays = 30;
const mostRows = 1000;
const callIdMark = /"call_id":"(\d+\.\d+)"/g;

interface Period {
  from: number;
  to: number;
}

/** The period asked for, silently shortened to 30 days; `null` when a time cannot be read. */
function readPeriod({ cloud, fields }: ApiRequest): Period | null {
  const zone = cloud.account.timeZone;
  const now = cloud.pace.clock.now();
  const monthStart = DateTime.fromMillis(now, { zone }).startOf('month').toMillis();
  const from = fields['start'] === undefined ? monthStart : fromWallClock(fields['start'], zone);
  const to = fields['end'] === undefined ? now : fromWallClock(fields['end'], zone);
  if (from === null || to === null) return null;
  const longest = DateTime.fromMillis(from, { zone }).plus({ days: longestDays }).toMillis();
  return { from, to: Math.min(to, longest) };
}

const readCount = (text: string | undefined, fallback: number): number =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : fallback;

/** Types vary from row to row on real accounts; here by the last digit of the call id, so that a row keeps its own. */
function writeRow(row: StatisticsRow, zone: string): object {
  const odd = Number(row.callId.at(-1)) % 2 === 1;
  const numeric = /^\d+$/.test(row.destination);
  return {
    call_id: row.callId,
    sip: odd ? row.sip : Number(row.sip),
    callstart: toWallClock(row.startedAt, zone),
    clid: row.clid,
    destination: odd && numeric ? Number(row.destination) : row.destination,
    disposition: row.disposition,
    seconds: odd ? String(row.seconds) : row.seconds,
    is_recorded: odd ? row.recorded : asText(row.recorded),
    pbx_call_id: row.pbxCallId,
  };
}

function wanted(row: StatisticsRow, callType: string | undefined): boolean {
  return callType === undefined || row.pbxCallId.startsWith(`${callType}_`);
}

function pbxStatistics(request: ApiRequest): Answer {
  const { cloud, fields } = request;
  const period = readPeriod(request);
  if (period === null) return refuse('Wrong parameters!');
  const zone = cloud.account.timeZone;
  const skip = readCount(fields['skip'], 0);
  const limit = Math.min(mostRows, readCount(fields['limit'], mostRows));
  const rows = cloud.statistics
    .between(period.from, period.to)
    .filter((row) => wanted(row, fields['call_type']))
    .slice(skip, skip + limit);
  const answer = success({
    start: toWallClock(period.from, zone),
    end: toWallClock(period.to, zone),
    version: Number(fields['version'] ?? 2),
    stats: rows.map((row) => writeRow(row, zone)),
  });
  const numericIds = cloud.faults.take('api', ({ kind }) => kind === 'numeric-call-ids').length > 0;
  if (!numericIds) return answer;
  const text = JSON.stringify(answer.body).replaceAll(callIdMark, '"call_id":$1');
  return { ...answer, body: text, type: 'application/json' };
}

/** The PBX call report, one row per leg. */
export const statisticsEndpoint: ApiRoute[] = [
  { method: 'GET', path: '/v1/statistics/pbx', handle: pbxStatistics },
];
