// What the screens rely on and jsdom lacks.
const { TextDecoder, TextEncoder } = require('node:util');
const { ReadableStream } = require('node:stream/web');

Object.assign(globalThis, { TextDecoder, TextEncoder, ReadableStream });

globalThis.matchMedia = (query) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
});

globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// The router makes one for every navigation and reads no more of it than this.
globalThis.Request = class {
  constructor(url, { method = 'GET', signal } = {}) {
    Object.assign(this, { url: String(url), method, signal, headers: new Map() });
  }
};

globalThis.scrollTo = () => undefined;
// Specs that need no page run without one.
if (globalThis.Element) {
  globalThis.Element.prototype.scrollIntoView = () => undefined;
}
