import { findExtension } from '../account/account';
import type { Answer } from '../http/answer';
import { callbackPlan } from '../scenarios/outgoing-scenarios';
import { refuse, success, type ApiRequest, type ApiRoute } from './api-answer';

const checkNumber = () => refuse("Check phone's number");

function requestCallback({ cloud, fields }: ApiRequest): Answer {
  const { from, to, sip } = fields;
  if (from === undefined || to === undefined) return refuse('Wrong parameters!');
  if (sip !== undefined && !/^\d{3,6}$/.test(sip)) return refuse('"sip" can be only SIP or PBX number');
  const accepted = success({ from, to, time: Math.floor(cloud.pace.clock.now() / 1000) });
  // Observed: the full login as `from` is accepted, but nothing rings.
  if (/^\d+-\d{3}$/.test(from)) return accepted;
  if (!/^(\+?\d{7,15}|\d{3,5})$/.test(from) || !/^(\+?\d{7,15}|\d{5})$/.test(to)) return checkNumber();
  if (from.length < 7 && findExtension(cloud.account, from) === undefined) return checkNumber();
  cloud.exchange.callback(
    callbackPlan({ ...cloud.options, account: cloud.account }, { extension: from, to }),
  );
  return accepted;
}

/** Click-to-call. The answer holds no call id. */
export const callbackEndpoint: ApiRoute[] = [
  { method: 'GET', path: '/v1/request/callback', handle: requestCallback },
];
