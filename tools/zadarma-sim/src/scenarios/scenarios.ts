import { incomingScenarios } from './incoming-scenarios';
import { outgoingScenarios } from './outgoing-scenarios';

/** All scenarios, in the order they are listed to people. */
export const scenarios = [...incomingScenarios, ...outgoingScenarios] as const;

export type ScenarioName = (typeof scenarios)[number]['name'];

/** The names of all scenarios. */
export const scenarioNames: readonly ScenarioName[] = scenarios.map(({ name }) => name);
