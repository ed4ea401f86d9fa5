import { toWallClock, utcOffset } from '../account/wall-clock';
import { success, type ApiRoute } from './api-answer';

/** Balance, time zone, tariff, numbers, prices: what the account is. */
export const accountEndpoints: ApiRoute[] = [
  {
    method: 'GET',
    path: '/v1/info/balance',
    handle: ({ cloud: { account } }) => success({ balance: account.balance, currency: account.currency }),
  },
  {
    method: 'GET',
    path: '/v1/info/timezone',
    handle: ({ cloud: { account, pace } }) => {
      const now = pace.clock.now();
      return success({
        unixtime: Math.floor(now / 1000),
        datetime: toWallClock(now, account.timeZone),
        timezone: utcOffset(now, account.timeZone),
      });
    },
  },
  {
    method: 'GET',
    path: '/v1/tariff',
    handle: ({ cloud: { account } }) =>
      success({
        info: {
          tariff_id: 5,
          tariff_name: 'Office',
          is_active: true,
          cost: 92,
          currency: account.currency,
          used_seconds: 13920,
          used_seconds_mobile: 9840,
          used_seconds_fix: 4080,
          used_seconds_speech_recognition: account.recognisedSeconds,
          tariff_id_for_next_period: 5,
          tariff_for_next_period: 'Office',
        },
      }),
  },
  {
    method: 'GET',
    path: '/v1/info/price',
    handle: ({ cloud: { account } }) =>
      success({ info: { prefix: '48', description: 'Poland', price: '0.048', currency: account.currency } }),
  },
  {
    method: 'GET',
    path: '/v1/direct_numbers',
    handle: ({ cloud: { account } }) =>
      success({
        info: account.lines.map((line) => ({
          number: line.number,
          status: 'on',
          country: 'Poland',
          description: 'Warszawa',
          number_name: line.name,
          sip: String(account.pbxId),
          sip_name: 'PBX',
          start_date: '2026-01-01 00:00:00',
          stop_date: '2027-01-01 00:00:00',
          monthly_fee: 8.5,
          currency: account.currency,
          channels: 3,
          minutes: 0,
          autorenew: 'true',
          is_on_test: 'false',
          type: 'common',
          receive_sms: 'true',
        })),
      }),
  },
];
