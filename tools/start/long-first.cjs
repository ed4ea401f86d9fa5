const { default: Sequencer } = require('@jest/test-sequencer');
const { basename } = require('node:path');

// Where no earlier run has measured them, Jest begins with the largest files, but these are long because they wait.
const long = [
  ...['screens', 'recordings', 'click-to-call', 'browser-phone', 'reliability', 'start'],
  ...['many-recordings', 'hanging-server', 'messaging', 'retention-work', 'projection'],
];

/** Runs what takes longest first, so that no process is left alone with it in the end. */
module.exports = class LongFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const place = ({ path }) => {
      const at = long.indexOf(basename(path).split('.')[0]);
      return at < 0 ? long.length : at;
    };
    return sorted.sort((one, other) => place(one) - place(other));
  }
};
