import type { Account, Extension } from '../account/account';
import { between, pick } from '../account/identifiers';
import type { ScenarioContext, ScenarioParameters } from './scenario';

const mobilePrefixes = ['501', '512', '530', '602', '605', '668', '694', '726', '788', '883'];

/** A Polish mobile number in the international form the PBX uses for callers. */
export function polishMobile(random: ScenarioContext['random']): string {
  return `+48${pick(random, mobilePrefixes)}${between(random, 100_000, 999_999)}`;
}

/** Our number that is called, without `+`, as the PBX writes it. */
export function lineOf(account: Account, parameters: ScenarioParameters): string {
  return parameters.did ?? account.lines[0]?.number ?? '48221234567';
}

function firstExtensions(account: Account, count: number): Extension[] {
  const online = account.extensions.filter((extension) => extension.online);
  return (online.length > 0 ? online : account.extensions).slice(0, count);
}

/** The extension a scenario is about. */
export function mainExtension(account: Account, parameters: ScenarioParameters): string {
  return (
    parameters.extension ?? parameters.extensions?.[0] ?? firstExtensions(account, 1)[0]?.number ?? '100'
  );
}

/** Extensions that ring together: as asked for, or up to three that are online. */
export function groupOf(account: Account, parameters: ScenarioParameters): string[] {
  return parameters.extensions ?? firstExtensions(account, 3).map((extension) => extension.number);
}

/** Somebody other than `extension` to transfer to or to talk with. */
export function colleagueOf(account: Account, extension: string): string {
  const online = firstExtensions(account, Number.POSITIVE_INFINITY);
  return online.find((other) => other.number !== extension)?.number ?? extension;
}
