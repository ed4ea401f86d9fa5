/** Requests signed by the official PHP client (facts sheet 1.4). */
export const requestVectors = [
  {
    id: 'R1',
    path: '/v1/info/balance/',
    params: {},
    params_string: '',
    signature: 'Yzg3ZjUzN2YxODlmYTljMDEwZmYwZWUyZGVkODM4NWJjMjFjZWJiNA==',
  },
  {
    id: 'R2',
    path: '/v1/info/balance/',
    params: {
      format: 'json',
    },
    params_string: 'format=json',
    signature: 'NzM5N2EwNzlhNzY4ZjgwMGYzMDZmOTI4MGJmYzcxMTFhMmY5Y2U1ZA==',
  },
  {
    id: 'R3',
    path: '/v1/request/callback/',
    params: {
      to: '+442079460012',
      from: '100',
      sip: '100',
      format: 'json',
    },
    params_string: 'format=json&from=100&sip=100&to=%2B442079460012',
    signature: 'MGY3ZmRiN2M0Y2IyMzBiNDNjYTNmMGFhNWQyZTU2NzNkNjZmOGQ5Ng==',
  },
  {
    id: 'R4',
    path: '/v1/statistics/pbx/',
    params: {
      start: '2026-03-01 00:00:00',
      end: '2026-03-30 23:59:59',
      version: '2',
      skip: '0',
      limit: '1000',
      format: 'json',
    },
    params_string:
      'end=2026-03-30+23%3A59%3A59&format=json&limit=1000&skip=0&start=2026-03-01+00%3A00%3A00&version=2',
    signature: 'MWE5NGRkMGJlZjg0ZGNkN2QxN2FmYmViNzYzZDJhNGM0YmQwNTE0Yg==',
  },
  {
    id: 'R5',
    path: '/v1/sms/send/',
    params: {
      number: '37120000011,37120000012',
      message: "Sveiki, Jāni! 50% *off* & more ~ A=B\n(it's ok)",
      sender: 'Teamsale',
      format: 'json',
    },
    params_string:
      'format=json&message=Sveiki%2C+J%C4%81ni%21+50%25+%2Aoff%2A+%26+more+%7E+A%3DB%0A%28it%27s+ok%29&number=37120000011%2C37120000012&sender=Teamsale',
    signature: 'ZTY4MmJhZDg2NDU2Y2IxMDI5YjY5NzI1ZDgxYzJhZWVkMTBlZWEyMA==',
  },
] as const;

export const requestSecret = '0f1e2d3c4b5a69788796';
