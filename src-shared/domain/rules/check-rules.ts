import type { z } from 'zod';

import { dayNumber } from '../dates/calendar.ts';
import { type Limits, standardLimits } from '../doses/limits.ts';
import type { MakerId } from '../doses/makers.ts';
import type { Vaccine } from '../doses/vaccines.ts';
import {
  type DaysByMaker,
  type MonthsFrom,
  noSettings,
  type RuleLevel,
  type RuleSettings,
} from './rule-settings.ts';
import { isRuleCode, type RuleCode, ruleCodes, rulesVersion, severityOf } from './table.ts';

/** The rules as they are applied: the shipped ones with what the profile makes of them. */
export interface CheckRules {
  /** Only what differs from the table. */
  readonly severities: ReadonlyMap<RuleCode, RuleLevel>;
  readonly severityOf: (code: RuleCode) => RuleLevel;
  readonly limits: Limits;
  /** Everything that decides what is found, as one text: its digest goes into the version under which a batch was checked. */
  readonly identity: string;
}

export function applySettings(settings: RuleSettings): CheckRules {
  const severities = new Map<RuleCode, RuleLevel>();
  for (const [code, level] of Object.entries(settings.levels)) {
    if (isRuleCode(code) && level !== severityOf(code)) severities.set(code, level);
  }
  const limits = limitsOf(settings);
  const levels = ruleCodes.map((code) => [code, severities.get(code) ?? severityOf(code)]);
  return {
    severities,
    severityOf: (code) => severities.get(code) ?? severityOf(code),
    limits,
    identity: JSON.stringify([rulesVersion, levels, limits]),
  };
}

/** The settings of a terminal with those of a layout: where both say something, the layout's holds. */
export function combined(terminal: RuleSettings, layout: RuleSettings): RuleSettings {
  return {
    ...terminal,
    ...layout,
    levels: { ...terminal.levels, ...layout.levels },
    vaccines: [...terminal.vaccines, ...layout.vaccines],
    carriedOver: { ...terminal.carriedOver, ...layout.carriedOver },
  };
}

/** The rules as they are shipped. */
export const standardRules: CheckRules = applySettings(noSettings);

/**
 * The version that a batch carries: the shipped rules' name, and a digest where a profile changed them. `digest` gives hexadecimal
 * digits of a text; at most 40 characters come out.
 */
export function versionOf({ identity }: CheckRules, digest: (text: string) => string): string {
  return identity === standardRules.identity
    ? rulesVersion
    : `${rulesVersion}+${digest(identity).slice(0, 24)}`;
}

function limitsOf(settings: RuleSettings): Limits {
  const { programme, boosterMonths, childBoosterMonths } = settings;
  return {
    ...standardLimits,
    ...(programme && { firstDay: dayNumber(programme.firstDay), lastDay: dayNumber(programme.lastDay) }),
    secondDoseDays: { ...standardLimits.secondDoseDays, ...daysOf(settings.secondDoseDays ?? {}) },
    infantThirdDays: settings.infantThirdDays ?? standardLimits.infantThirdDays,
    ...(boosterMonths && { boosterMonths: boosterMonths.map(sinceOf).toSorted(byFrom) }),
    ...(childBoosterMonths && { childBoosterMonths: childBoosterMonths.map(sinceOf).toSorted(byFrom) }),
    vaccines: standardLimits.vaccines.map((vaccine) => usedAs(vaccine, settings.vaccines)),
    carriedOver: {
      leastRows: settings.carriedOver.leastRows ?? standardLimits.carriedOver.leastRows,
      sameShare: settings.carriedOver.sameShare ?? standardLimits.carriedOver.sameShare,
      neighbours: settings.carriedOver.neighbours ?? standardLimits.carriedOver.neighbours,
    },
  };
}

const sinceOf = ({ from, months }: z.infer<typeof MonthsFrom>): { from: number; months: number } => ({
  from: dayNumber(from),
  months,
});
const byFrom = (one: { from: number }, other: { from: number }): number => one.from - other.from;

/** Without the makers that the settings do not name. */
function daysOf(makers: z.infer<typeof DaysByMaker>): Partial<Record<MakerId, number>> {
  return Object.fromEntries(Object.entries(makers).filter(([, days]) => days !== undefined));
}

function usedAs(vaccine: Vaccine, changes: RuleSettings['vaccines']): Vaccine {
  const change = changes.findLast(({ name }) => name === vaccine.name);
  if (!change) return vaccine;
  const from = change.from === undefined ? vaccine.from : dayNumber(change.from);
  return {
    ...vaccine,
    from,
    until: change.until === undefined ? vaccine.until : dayNumber(change.until),
    leastAges: change.leastMonths === undefined ? vaccine.leastAges : [{ from, months: change.leastMonths }],
  };
}
