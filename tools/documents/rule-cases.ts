import { readFileSync } from 'node:fs';

import { evaluateDoses } from '../../src-shared/domain/doses/evaluate.ts';
import { IsoDate, MunicipalityCode } from '../../src-shared/domain/identifiers.ts';
import { checkRow } from '../../src-shared/domain/rules/check-row.ts';
import { toldOf } from '../../src-shared/domain/rules/finding.ts';
import type { Layout } from '../../src-shared/domain/rules/layout.ts';
import { recordsLayout, subjectsLayout } from '../../src-shared/domain/rules/layouts.ts';
import { Person } from '../../src-shared/vrs-api/people.ts';
import { flagOf, pairs } from './rule-cases/pairs.ts';
import { runFlags, runOutcomes, runRows, runVenues } from './rule-cases/rows.ts';
import type { CaseResult, Given, RuleCase } from './rule-cases/rule-case.ts';

const FOLDER = new URL('../../tests/fixtures/rules/', import.meta.url);
const TODAY = IsoDate.parse('2024-05-01');
const OWN = MunicipalityCode.parse('131237');

export const caseFiles = {
  'cells.csv': { title: '一つの行', givens: ['様式', '変えた値'], run: runCells },
  'doses.csv': { title: '一人の接種履歴', givens: ['前提', '接種'], run: runDoses },
  'rows.csv': { title: '行どうし、登録内容との照らし合わせ', givens: ['登録内容', '行'], run: runRows },
  'venues.csv': { title: '同じ会場の行', givens: ['前提', '行'], run: runVenues },
  'flags.csv': { title: '転出・死亡フラグの行', givens: ['登録内容', '行'], run: runFlags },
  'outcomes.csv': { title: 'VRSの差分が示すこと', givens: ['VRSの判定', '接種回数'], run: runOutcomes },
} as const satisfies Readonly<
  Record<string, { title: string; givens: readonly string[]; run: (given: Given) => CaseResult }>
>;
export type CaseFile = keyof typeof caseFiles;
export const caseFileNames: readonly CaseFile[] = [
  'cells.csv',
  'doses.csv',
  'rows.csv',
  'venues.csv',
  'flags.csv',
  'outcomes.csv',
];

/** The cases of a file: no quotes and no commas inside cells, so that the file needs no reader. */
export function readCases(file: CaseFile): readonly RuleCase[] {
  const [, ...lines] = readFileSync(new URL(file, FOLDER), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [number = '', first = '', second = '', expected = '', explanation = '', ...more] = line.split(',');
    if (more.length > 0) throw new Error(`${file}: too many cells in ${number}`);
    return { number, given: [first, second], expected, explanation };
  });
}

const soundCells: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  records: {
    municipalityCode: '131237',
    ticketNumber: '0123456789',
    doseNumber: '1',
    vaccinatedOn: '20210601',
    maker: 'ファイザー',
    lotNumber: 'FJ7489',
  },
  subjects: {
    municipalityCode: '131237',
    addresseeNumber: '10012345',
    name: '見本　花子',
    birthDate: '19500401',
    sex: '2',
    ticketNumber: '0123456789',
  },
};

/** A right row of the layout with some cells changed. */
function runCells([kind, changes]: Given): CaseResult {
  const layout: Layout = kind === 'records' ? recordsLayout : subjectsLayout;
  const changed = pairs(changes, /; /).map(([name, value]): [string, string] => {
    const column = layout.columns.find((each) => each.name === name);
    if (!column) throw new Error(`no such column: ${name}`);
    return [column.id, value];
  });
  const cells = { ...soundCells[kind], ...Object.fromEntries(changed) };
  const { findings } = checkRow(layout, 2, cells, { municipalityCode: OWN, today: TODAY });
  const told = findings.map((each) => Object.assign(toldOf(each), { code: each.code }));
  const found = told.map(({ code, proposal }) => (proposal === null ? code : `${code}→${proposal}`));
  return { found: found.join(' '), sentences: told };
}

/** A person with doses of ファイザー by the person's own ticket, where nothing else is said. */
function runDoses([premise, doses]: Given): CaseResult {
  const about = new Map(pairs(premise, /; /));
  const [ticketNumber, stoppedOn = null, replacedBy = null] = (about.get('接種券') ?? '0000000001').split(
    ' ',
  );
  const tickets = [ticketOf(ticketNumber, stoppedOn, replacedBy), ticketOf('0000000002', null, null)];
  const person = Person.parse({
    addresseeNumber: '10012345',
    municipalityCode: OWN,
    name: '見本　花子',
    kana: 'ミホン　ハナコ',
    birthDate: about.get('生年月日') ?? '1950-04-01',
    sex: '2',
    flag: flagOf(about.get('フラグ')),
    tickets,
    doses: doses.split(' / ').map(doseOf),
    version: 1,
    updatedAt: '2021-04-01T00:00:00Z',
  });
  const warnings = evaluateDoses(person, TODAY);
  return { found: warnings.map(({ code }) => code).join(' '), sentences: warnings };
}

function ticketOf(
  ticketNumber: string | undefined,
  stoppedOn: string | null,
  replacedBy: string | null,
): unknown {
  return { municipalityCode: OWN, ticketNumber, issuedOn: '2021-04-01', stoppedOn, replacedBy };
}

function doseOf(text: string, index: number): unknown {
  const [doseNumber, vaccinatedOn, ...rest] = text.split(' ');
  const about = new Map(pairs(rest.join(' '), / /));
  return {
    recordId: `00000000-0000-4000-8000-00000000000${index}`,
    municipalityCode: about.get('市') ?? OWN,
    ticketNumber: about.get('券') ?? '0000000001',
    doseNumber: Number(doseNumber),
    ticketKind: about.get('券種') ?? '1',
    vaccinatedOn,
    vaccinatedInMunicipality: OWN,
    venue: '市民体育館',
    doctor: '見本　医師',
    maker: about.get('メーカー') ?? 'ファイザー',
    lotNumber: about.get('ロット') ?? 'FJ7489',
    registeredAt: '2021-04-01T00:00:00Z',
    registeredBy: 'tablet',
    confirmed: false,
    version: 1,
  };
}
