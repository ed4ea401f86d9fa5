import { findExtension } from '../account/account';
import type { Answer } from '../http/answer';
import { refuse, success, type ApiRequest, type ApiRoute } from './api-answer';

const positions = ['top_left', 'top_right', 'bottom_right', 'bottom_left'];
const shapes = ['square', 'rounded'];
const isDomain = (domain: string | undefined): domain is string =>
  domain !== undefined && /^[a-z0-9.-]+$/i.test(domain);

function getKey({ cloud, fields }: ApiRequest): Answer {
  const sip = fields['sip'] ?? '';
  const loginPrefix = `${cloud.account.pbxId}-`;
  const isLogin = sip.startsWith(loginPrefix);
  const refused = isLogin && cloud.faults.take('api', ({ kind }) => kind === 'full-login-refused').length > 0;
  const extension = findExtension(cloud.account, isLogin ? sip.slice(loginPrefix.length) : sip);
  if (refused || extension === undefined) return refuse('Wrong parameters!');
  return success({ key: cloud.keys.issue(extension.number) });
}

function create({ cloud: { account }, fields }: ApiRequest): Answer {
  const domain = fields['domain'];
  if (!isDomain(domain)) return refuse('Wrong domain');
  if (account.webrtc.exists) return refuse('Integration already exists');
  Object.assign(account.webrtc, { exists: true, domains: [domain] });
  return success();
}

function addDomain({ cloud: { account }, fields }: ApiRequest): Answer {
  const domain = fields['domain'];
  if (!isDomain(domain)) return refuse('Wrong domain');
  if (!account.webrtc.exists) return refuse('Integration does not exist');
  if (!account.webrtc.domains.includes(domain)) account.webrtc.domains.push(domain);
  return success();
}

function removeDomain({ cloud: { account }, fields }: ApiRequest): Answer {
  const index = account.webrtc.domains.indexOf(fields['domain'] ?? '');
  if (index < 0) return refuse('Domain not found');
  account.webrtc.domains.splice(index, 1);
  return success();
}

function change({ cloud: { account }, fields }: ApiRequest): Answer {
  const { shape = account.webrtc.shape, position = account.webrtc.position } = fields;
  if (!shapes.includes(shape) || !positions.includes(position)) return refuse('Wrong parameters!');
  Object.assign(account.webrtc, { shape, position });
  return success();
}

function removeAll({ cloud: { account } }: ApiRequest): Answer {
  Object.assign(account.webrtc, { exists: false, domains: [] });
  return success();
}

/** The browser phone: keys, registered domains, looks. */
export const webrtcEndpoints: ApiRoute[] = [
  { method: 'GET', path: '/v1/webrtc/get_key', handle: getKey },
  { method: 'POST', path: '/v1/webrtc/create', handle: create },
  {
    method: 'GET',
    path: '/v1/webrtc',
    handle: ({ cloud: { account } }) =>
      success({
        is_exists: account.webrtc.exists,
        domains: account.webrtc.domains,
        settings: { shape: account.webrtc.shape, position: account.webrtc.position },
      }),
  },
  { method: 'PUT', path: '/v1/webrtc', handle: change },
  { method: 'DELETE', path: '/v1/webrtc', handle: removeAll },
  { method: 'POST', path: '/v1/webrtc/domain', handle: addDomain },
  { method: 'DELETE', path: '/v1/webrtc/domain', handle: removeDomain },
];
