import { findExtension, type Account, type Extension, type Redirection } from '../account/account';
import type { Answer } from '../http/answer';
import { asText, refuse, success, type ApiRequest, type ApiRoute } from './api-answer';

const unknown = () => refuse('Not found', 404);

function withExtension(
  { cloud: { account } }: ApiRequest,
  number: string | undefined,
  answer: (extension: Extension, account: Account) => Answer,
): Answer {
  const extension = findExtension(account, number ?? '');
  return extension === undefined ? unknown() : answer(extension, account);
}

function describe(extension: Extension, account: Account): object {
  return {
    pbx_id: account.pbxId,
    number: Number(extension.number),
    name: extension.name,
    caller_id: extension.callerId === null ? '' : `+${extension.callerId.replace(/^\+/, '')}`,
    caller_id_app_change: 'false',
    caller_id_by_direction: 'false',
    lines: '3',
    ip_restriction: 'false',
    record_store: 'Without recognition',
    record_email: 'false',
    supervisor_status: 0,
  };
}

function describeRedirection(account: Account, number: string, redirection: Redirection | undefined): object {
  const common = {
    current_status: redirection === undefined ? 'off' : 'on',
    pbx_id: String(account.pbxId),
    pbx_name: number,
  };
  return redirection === undefined ? common : { ...common, ...redirection };
}

/** Extensions: list, presence, properties, forwarding. */
export const extensionEndpoints: ApiRoute[] = [
  {
    method: 'GET',
    path: '/v1/pbx/internal',
    handle: ({ cloud: { account } }) =>
      success({ pbx_id: account.pbxId, numbers: account.extensions.map(({ number }) => Number(number)) }),
  },
  {
    method: 'GET',
    path: '/v1/pbx/internal/:number/status',
    handle: (request) =>
      withExtension(request, request.parameters['number'], (extension, account) =>
        success({
          pbx_id: account.pbxId,
          number: Number(extension.number),
          is_online: asText(extension.online),
        }),
      ),
  },
  {
    method: 'GET',
    path: '/v1/pbx/internal/:number/info',
    handle: (request) =>
      withExtension(request, request.parameters['number'], (extension, account) =>
        success(describe(extension, account)),
      ),
  },
  {
    method: 'GET',
    path: '/v1/pbx/redirection',
    handle: (request) =>
      withExtension(request, request.fields['pbx_number'], ({ number }, account) =>
        success(describeRedirection(account, number, account.redirections[number])),
      ),
  },
  {
    method: 'POST',
    path: '/v1/pbx/redirection',
    handle: (request) =>
      withExtension(request, request.fields['pbx_number'], ({ number }, account) => {
        const { status, type = 'phone', destination = '', condition = 'always' } = request.fields;
        if (status !== 'on' && status !== 'off') return refuse('Wrong parameters!');
        if (status === 'off') delete account.redirections[number];
        else account.redirections[number] = { type, destination, condition };
        return success(describeRedirection(account, number, account.redirections[number]));
      }),
  },
];
