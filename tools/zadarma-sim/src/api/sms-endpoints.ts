import { refuse, success, type ApiRoute } from './api-answer';

const price = 0.16;

/** Sending text messages. Hopeless numbers are denied within a success, as on the real account. */
export const smsEndpoints: ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/sms/send',
    handle: ({ cloud: { account }, fields }) => {
      const { number, message } = fields;
      if (number === undefined || message === undefined || message === '') return refuse('Wrong parameters!');
      const numbers = number.split(',').map((one) => one.trim());
      const good = numbers.filter((one) => /^\+?\d{7,15}$/.test(one));
      const denied = numbers.filter((one) => !good.includes(one));
      const senderid = fields['sender'] ?? fields['caller_id'] ?? 'Teamsale';
      const cost = Math.round(good.length * price * 100) / 100;
      account.balance = Math.round((account.balance - cost) * 10_000) / 10_000;
      return success({
        messages: good.length,
        cost,
        currency: account.currency,
        sms_detalization: good.map((one) => ({ senderid, number: one, cost: price })),
        denied_numbers: denied.map((one) => ({ number: one, message: 'Wrong number' })),
      });
    },
  },
  {
    method: 'GET',
    path: '/v1/sms/senderid',
    handle: () => ({ status: 200, body: { senders: ['Teamsale'] } }),
  },
];
