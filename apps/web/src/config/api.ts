/** Where the REST interface and the live stream answer; the same origin serves the screens. */
export const apiBase = '/api/v1';
