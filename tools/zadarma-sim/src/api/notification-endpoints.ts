import { callNotifications, otherHooks } from '../account/account';
import type { Answer } from '../http/answer';
import { asText, refuse, success, type ApiRequest, type ApiRoute } from './api-answer';
import { probeAddress } from './echo-probe';

function asTexts<Name extends string>(switches: Record<Name, boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries<boolean>(switches).map(([name, value]) => [name, asText(value)]));
}

async function saveAddress({ cloud, fields }: ApiRequest, target: { url: string }): Promise<Answer> {
  const url = fields['url'];
  if (url === undefined || url === '') return refuse('"url" param is required');
  const problem = await probeAddress(url, cloud.options.random);
  if (problem !== null) return refuse(problem);
  target.url = url;
  return success({ url });
}

/** Reads switches written as text. `null` when a value is neither "true" nor "false" or nothing known was sent. */
function readSwitches<Name extends string>(
  names: readonly Name[],
  fields: Record<string, string>,
): Partial<Record<Name, boolean>> | null {
  const given = names.filter((name) => name in fields);
  if (given.length === 0 || given.some((name) => !/^(true|false)$/.test(fields[name] ?? ''))) return null;
  return Object.fromEntries(given.map((name) => [name, fields[name] === 'true'])) as Partial<
    Record<Name, boolean>
  >;
}

/** The two addresses for notifications and their switches. */
export const notificationEndpoints: ApiRoute[] = [
  {
    method: 'GET',
    path: '/v1/pbx/callinfo',
    handle: ({ cloud: { account } }) =>
      success({ url: account.callinfo.url, notifications: asTexts(account.callinfo.notifications) }),
  },
  {
    method: 'POST',
    path: '/v1/pbx/callinfo/url',
    handle: (request) => saveAddress(request, request.cloud.account.callinfo),
  },
  {
    method: 'DELETE',
    path: '/v1/pbx/callinfo/url',
    handle: ({ cloud: { account } }) => {
      account.callinfo.url = '';
      return success({ url: '' });
    },
  },
  {
    method: 'POST',
    path: '/v1/pbx/callinfo/notifications',
    handle: ({ cloud: { account }, fields }) => {
      const changes = readSwitches(callNotifications, fields);
      if (changes === null) return refuse('Wrong parameters!');
      Object.assign(account.callinfo.notifications, changes);
      return success({ notifications: asTexts(account.callinfo.notifications) });
    },
  },
  {
    method: 'GET',
    path: '/v1/pbx/webhooks',
    handle: ({ cloud: { account } }) =>
      success({ url: account.hooks.url, hooks: asTexts(account.hooks.switches) }),
  },
  {
    method: 'POST',
    path: '/v1/pbx/webhooks/url',
    handle: (request) => saveAddress(request, request.cloud.account.hooks),
  },
  {
    method: 'DELETE',
    path: '/v1/pbx/webhooks/url',
    handle: ({ cloud: { account } }) => {
      account.hooks.url = '';
      return success({ url: '' });
    },
  },
  {
    method: 'POST',
    path: '/v1/pbx/webhooks/hooks',
    handle: ({ cloud: { account }, fields }) => {
      const changes = readSwitches(otherHooks, fields);
      if (changes === null) return refuse('Wrong parameters!');
      const before = asTexts(account.hooks.switches);
      Object.assign(account.hooks.switches, changes);
      const after = asTexts(account.hooks.switches);
      const same = otherHooks.every((name) => before[name] === after[name]);
      return same ? refuse('Update error') : success({ hooks: after });
    },
  },
];
