import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { dayNumber } from '../../../../src-shared/domain/dates/calendar.ts';
import { IsoDate, MunicipalityCode } from '../../../../src-shared/domain/identifiers.ts';
import {
  applySettings,
  combined,
  standardRules,
  versionOf,
} from '../../../../src-shared/domain/rules/check-rules.ts';
import { checkRow } from '../../../../src-shared/domain/rules/check-row.ts';
import { recordsLayout } from '../../../../src-shared/domain/rules/layouts.ts';
import { fixedRules, RuleSettings } from '../../../../src-shared/domain/rules/rule-settings.ts';
import { ruleCodes, rulesVersion, severityOf } from '../../../../src-shared/domain/rules/table.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const rulesWith = (settings: unknown) => applySettings(RuleSettings.parse(settings));
const isTaken = (settings: unknown): boolean => RuleSettings.safeParse(settings).success;

const cells = {
  municipalityCode: '131237',
  ticketNumber: '0123456789',
  doseNumber: '1',
  vaccinatedOn: '20240401',
  maker: '塩野義',
  lotNumber: 'FJ748',
};
const findingsUnder = (settings: unknown): string[] => {
  const context = {
    municipalityCode: MunicipalityCode.parse('131237'),
    today: IsoDate.parse('2024-05-01'),
    rules: rulesWith(settings),
  };
  return checkRow(recordsLayout, 2, cells, context).findings.map(
    ({ code, severity }) => `${code} ${severity}`,
  );
};

describe('the rules as they are shipped', () => {
  it('are what no settings make of them', () => {
    expect(rulesWith({}).identity).toBe(standardRules.identity);
    expect(versionOf(standardRules, sha256)).toBe(rulesVersion);
    expect(findingsUnder({})).toEqual(['date-after-programme must-correct', 'maker-unknown should-check']);
  });

  // Codes, severities and limits belong to the version: once it was released, another digest here means another version there.
  it('are those of their version', () => {
    expect([rulesVersion, sha256(standardRules.identity).slice(0, 16)]).toEqual([
      'rules-2',
      '32073af2cc60ae78',
    ]);
  });
});

describe('what a profile makes of the rules', () => {
  it('changes how serious a finding is, or leaves it out', () => {
    expect(findingsUnder({ levels: { 'maker-unknown': 'reject' } })).toContain('maker-unknown reject');
    expect(findingsUnder({ levels: { 'maker-unknown': 'off' } })).toEqual([
      'date-after-programme must-correct',
    ]);
  });

  it('leaves out a row that it refuses', () => {
    const context = {
      municipalityCode: MunicipalityCode.parse('131237'),
      today: IsoDate.parse('2024-05-01'),
    };
    const refusing = rulesWith({ levels: { 'maker-unknown': 'reject' } });
    expect(checkRow(recordsLayout, 2, cells, context).row).toBeDefined();
    expect(checkRow(recordsLayout, 2, cells, { ...context, rules: refusing }).row).toBeUndefined();
  });

  it('may give another programme', () => {
    const programme = { firstDay: '2024-04-01', lastDay: '2025-03-31' };
    expect(findingsUnder({ programme })).toEqual(['maker-unknown should-check']);
  });

  it('never lets pass what VRS can not store', () => {
    for (const code of fixedRules) {
      for (const level of ['must-correct', 'should-check', 'note', 'off']) {
        expect(isTaken({ levels: { [code]: level } })).toBe(level === severityOf(code));
      }
    }
    const changeable = ruleCodes.filter((code) => !fixedRules.has(code));
    expect(changeable.filter((code) => severityOf(code) === 'reject')).toEqual([]);
    for (const code of changeable) expect(isTaken({ levels: { [code]: 'off' } })).toBe(true);
  });

  it.each([
    [{ levels: { 'no-such-rule': 'off' } }],
    [{ levels: { 'maker-unknown': 'loud' } }],
    [{ programme: { firstDay: '2024-04-01', lastDay: '2024-03-31' } }],
    [{ secondDoseDays: { pfizer: -1 } }],
    [{ secondDoseDays: { nobody: 18 } }],
    [{ vaccines: [{ name: 'ファイサー', from: '2021-02-17' }] }],
    [{ carriedOver: { sameShare: 1.1 } }],
    [{ more: 1 }],
  ])('is refused where it is %j', (settings) => {
    expect(isTaken(settings)).toBe(false);
  });

  it('changes the version, each change to another one of at most forty characters', () => {
    const versions = [
      {},
      { levels: { 'maker-unknown': 'off' } },
      { levels: { 'maker-unknown': 'note' } },
      { secondDoseDays: { pfizer: 20 } },
      { infantThirdDays: 56 },
      { vaccines: [{ name: 'アストラゼネカ', until: '2022-12-31' }] },
      { carriedOver: { leastRows: 30 } },
    ].map((settings) => versionOf(rulesWith(settings), sha256));
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions.every((version) => version.length <= 40 && version.startsWith(rulesVersion))).toBe(true);
  });

  it('is no change where it says what is shipped', () => {
    const same = { levels: { 'maker-unknown': 'should-check' }, secondDoseDays: { pfizer: 18 } };
    expect(versionOf(rulesWith(same), sha256)).toBe(rulesVersion);
  });

  it('names days and ages of a vaccine, and the makers that it does not name stay', () => {
    const { limits } = rulesWith({
      secondDoseDays: { pfizer: 19 },
      vaccines: [{ name: 'ファイザー', from: '2021-03-01', leastMonths: 192 }],
    });
    expect(limits.secondDoseDays).toEqual({ ...standardRules.limits.secondDoseDays, pfizer: 19 });
    const from = dayNumber(IsoDate.parse('2021-03-01'));
    expect(limits.vaccines[0]).toMatchObject({
      name: 'ファイザー',
      from,
      leastAges: [{ from, months: 192 }],
    });
    expect(limits.vaccines.slice(1)).toEqual(standardRules.limits.vaccines.slice(1));
  });
});

describe('the settings of a terminal and those of a layout', () => {
  it('hold together, the layout’s before the terminal’s', () => {
    const terminal = RuleSettings.parse({
      levels: { 'maker-unknown': 'off', 'lot-recalled': 'must-correct' },
      infantThirdDays: 60,
      vaccines: [{ name: 'ファイザー', until: '2024-03-30' }],
      carriedOver: { leastRows: 30 },
    });
    const layout = RuleSettings.parse({
      levels: { 'maker-unknown': 'note' },
      vaccines: [{ name: 'アストラゼネカ', until: '2022-12-31' }],
      carriedOver: { neighbours: 5 },
    });
    expect(combined(terminal, layout)).toEqual({
      levels: { 'maker-unknown': 'note', 'lot-recalled': 'must-correct' },
      infantThirdDays: 60,
      vaccines: [...terminal.vaccines, ...layout.vaccines],
      carriedOver: { leastRows: 30, neighbours: 5 },
    });
  });
});
