import calls from './calls.json';
import common from './common.json';
import problems from './problems.json';
import recordings from './recordings.json';

export const pl = { calls, common, problems, recordings };
