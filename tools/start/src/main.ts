import { EnvironmentError, nearMisses } from '@callboard/platform';
import { Launch } from './launch';
import { whenNpmEnds } from './npm-ancestors';
import { planStart, type StartPlan } from './plan-start';

const plan = readPlan();
for (const warning of nearMisses(process.env)) {
  console.warn(`Warning: ${warning}`);
}
if (plan.ignored.length > 0) {
  console.warn(`The demo does not use ${plan.ignored.join(', ')}.`);
}

const launch = new Launch(plan);
const end = (): void => void launch.end().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, end);
}
whenNpmEnds(end);
try {
  await launch.run();
} catch (error) {
  await launch.fail(error instanceof Error ? error.message : String(error));
}

function readPlan(): StartPlan {
  try {
    return planStart(process.env, process.cwd());
  } catch (error) {
    if (error instanceof EnvironmentError) {
      console.error(error.message);
      process.exit(1);
    }
    throw error;
  }
}
