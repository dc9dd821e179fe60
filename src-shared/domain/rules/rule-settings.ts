import { z } from 'zod';

import { vaccines } from '../doses/vaccines.ts';
import { IsoDate } from '../identifiers.ts';
import { Severity } from './severity.ts';
import { isRuleCode, type RuleCode, severityOf } from './table.ts';

/**
 * What VRS can't store, or what decides whether a row is sent at all: nobody makes these less than they are. The first list is 取込不可
 * by VRS's own form of a row, its key, or its lock; `row-duplicate` is what skips the same row.
 */
export const fixedRules: ReadonlySet<RuleCode> = new Set<RuleCode>([
  'file-undecodable-bytes',
  'row-cell-count',
  'row-quote',
  'row-key-conflict',
  'value-missing',
  'value-too-long',
  'value-characters',
  'value-code',
  'date-invalid',
  'municipality-code-check-digit',
  'individual-number-check-digit',
  'ticket-number-format',
  'ocr-line-format',
  'dose-number-range',
  'record-confirmed',
  'record-changed-since',
  'row-duplicate',
]);

const Months = z.int().min(0).max(60);
const Days = z.int().min(0).max(400);
export const MonthsFrom = z.strictObject({ from: IsoDate, months: Months });
export const DaysByMaker = z.strictObject({
  pfizer: Days.optional(),
  moderna: Days.optional(),
  astrazeneca: Days.optional(),
  novavax: Days.optional(),
  janssen: Days.optional(),
  'daiichi-sankyo': Days.optional(),
});

/** Another severity for a rule, or none of it. */
export const RuleLevel = z.enum([...Severity.options, 'off']);
export type RuleLevel = z.infer<typeof RuleLevel>;

/** A day or an age that a municipality knows better than the shipped master, by the vaccine's name in it. */
const VaccineUse = z.strictObject({
  name: z.string().refine((name) => vaccines.some((each) => each.name === name), {
    error: '表にないワクチンです',
  }),
  from: IsoDate.optional(),
  until: IsoDate.optional(),
  /** In place of every age of the master, from the first day on. */
  leastMonths: z.int().min(0).max(1200).optional(),
});

/** What a profile makes of the rules; what it does not name stays as it is shipped. */
export const RuleSettings = z.strictObject({
  levels: z
    .record(z.string(), RuleLevel)
    .default({})
    .superRefine((levels, context) => {
      for (const [code, level] of Object.entries(levels)) {
        const message = isRuleCode(code) ? refusal(code, level) : '規則の表にないコードです';
        if (message !== undefined) context.addIssue({ code: 'custom', path: [code], message });
      }
    }),
  programme: z
    .strictObject({ firstDay: IsoDate, lastDay: IsoDate })
    .refine(({ firstDay, lastDay }) => firstDay <= lastDay, '期間の終わりが初めより前です')
    .optional(),
  secondDoseDays: DaysByMaker.optional(),
  infantThirdDays: Days.optional(),
  boosterMonths: z.array(MonthsFrom).min(1).max(20).optional(),
  childBoosterMonths: z.array(MonthsFrom).min(1).max(20).optional(),
  vaccines: z.array(VaccineUse).max(50).default([]),
  carriedOver: z
    .strictObject({
      leastRows: z.int().min(3).max(100_000),
      sameShare: z.number().min(0.5).max(1),
      neighbours: z.int().min(2).max(1000),
    })
    .partial()
    .default({}),
});
export type RuleSettings = z.infer<typeof RuleSettings>;

/** No change of any rule. */
export const noSettings: RuleSettings = RuleSettings.parse({});

function refusal(code: RuleCode, level: RuleLevel): string | undefined {
  return fixedRules.has(code) && level !== severityOf(code)
    ? 'この規則は、程度を変えることも切ることもできません'
    : undefined;
}
