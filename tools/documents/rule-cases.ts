import { readFileSync } from 'node:fs';

import { dayNumber } from '../../src-shared/domain/dates/calendar.ts';
import { evaluateDoses } from '../../src-shared/domain/doses/evaluate.ts';
import { IsoDate, MunicipalityCode, TicketNumber } from '../../src-shared/domain/identifiers.ts';
import { checkTicketRows } from '../../src-shared/domain/rows/check-ticket-rows.ts';
import { RecordRowStore } from '../../src-shared/domain/rows/record-row-store.ts';
import { NO_DAY, type RecordRow } from '../../src-shared/domain/rows/record-rows.ts';
import { withSentence } from '../../src-shared/domain/rows/row-finding.ts';
import { digestOf, ticketKey } from '../../src-shared/domain/rows/row-keys.ts';
import type { StandingDose, TicketKnowledge } from '../../src-shared/domain/rows/ticket-holder.ts';
import { checkRow } from '../../src-shared/domain/rules/check-row.ts';
import type { Layout } from '../../src-shared/domain/rules/layout.ts';
import { recordsLayout, subjectsLayout } from '../../src-shared/domain/rules/layouts.ts';
import type { RuleCode } from '../../src-shared/domain/rules/table.ts';
import { Person } from '../../src-shared/vrs-api/people.ts';

const FOLDER = new URL('../../tests/fixtures/rules/', import.meta.url);
const TODAY = IsoDate.parse('2024-05-01');
const OWN = MunicipalityCode.parse('131237');

/** A numbered case: what is given, which codes must be found, and why. */
export interface RuleCase {
  readonly number: string;
  /** Its two cells of givens, as the file has them. */
  readonly given: readonly [string, string];
  readonly expected: string;
  readonly explanation: string;
}

/** What the rules found in a case. */
export interface CaseResult {
  /** As the expected cell is written. */
  readonly found: string;
  readonly sentences: readonly { readonly code: RuleCode; readonly sentence: string }[];
}

export const caseFiles = {
  'cells.csv': { title: '一つの行', givens: ['様式', '変えた値'], run: runCells },
  'doses.csv': { title: '一人の接種履歴', givens: ['前提', '接種'], run: runDoses },
  'rows.csv': { title: '行どうし、登録内容との照らし合わせ', givens: ['登録内容', '行'], run: runRows },
} as const satisfies Readonly<
  Record<string, { title: string; givens: readonly string[]; run: (given: RuleCase['given']) => CaseResult }>
>;
export type CaseFile = keyof typeof caseFiles;
export const caseFileNames: readonly CaseFile[] = ['cells.csv', 'doses.csv', 'rows.csv'];

/** The cases of a file: no quotes and no commas inside cells, so that the file needs no reader. */
export function readCases(file: CaseFile): readonly RuleCase[] {
  const [, ...lines] = readFileSync(new URL(file, FOLDER), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [number = '', first = '', second = '', expected = '', explanation = '', ...more] = line.split(',');
    if (more.length > 0) throw new Error(`${file}: too many cells in ${number}`);
    return { number, given: [first, second], expected, explanation };
  });
}

/** `a=1; b=2` as pairs; \u{…} for what can't be seen. */
function pairs(text: string, separator: RegExp): [string, string][] {
  return text
    .replaceAll(/\\u\{([0-9A-F]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .split(separator)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
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
function runCells([kind, changes]: RuleCase['given']): CaseResult {
  const layout: Layout = kind === 'records' ? recordsLayout : subjectsLayout;
  const changed = pairs(changes, /; /).map(([name, value]): [string, string] => {
    const column = layout.columns.find((each) => each.name === name);
    if (!column) throw new Error(`no such column: ${name}`);
    return [column.id, value];
  });
  const cells = { ...soundCells[kind], ...Object.fromEntries(changed) };
  const { findings } = checkRow(layout, 2, cells, { municipalityCode: OWN, today: TODAY });
  return { found: findings.map(({ code }) => code).join(' '), sentences: findings };
}

const flagOf = (text: string | undefined): unknown => {
  const [kind, on] = (text ?? '').split(' ');
  if (kind === '死亡') return { kind: 'deceased', on };
  return kind === '転出' ? { kind: 'moved-out', on } : { kind: 'none' };
};

/** A person with doses of ファイザー by the person's own ticket, where nothing else is said. */
function runDoses([premise, doses]: RuleCase['given']): CaseResult {
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

const FIRST_TICKET = '0000000001';

/** Rows from line 2 on, and what stands for the tickets that they name. */
function runRows([standing, rows]: RuleCase['given']): CaseResult {
  const store = new RecordRowStore();
  for (const [index, text] of rows.split(' / ').entries()) store.add(rowOf(text, index));
  const known = knowledgeOf(standing);
  const findings = [...store.tickets()]
    .flatMap((ofOneTicket) => checkTicketRows(ofOneTicket, known))
    .map(withSentence)
    .toSorted((a, b) => a.line - b.line || (a.code < b.code ? -1 : 1));
  return { found: findings.map(({ line, code }) => `${line}:${code}`).join(' '), sentences: findings };
}

function rowOf(text: string, index: number): RecordRow {
  const [dose, on, lot = '', ...rest] = text.split(' ');
  const about = new Map(pairs(rest.join(' '), / /));
  const birthDate = about.get('生年');
  const day = dayNumber(IsoDate.parse(on));
  const kind = about.get('券種') ?? '1';
  const venue = about.get('会場') ?? '';
  return {
    line: index + 2,
    place: index,
    ticket: ticketKey(OWN, TicketNumber.parse(about.get('券') ?? FIRST_TICKET)),
    dose: Number(dose),
    injection: kind === '1',
    day,
    venue: digestOf(venue),
    lot,
    maker: 'ファイザー',
    content: digestOf(kind, String(day), venue, lot),
    holder: digestOf(about.get('宛名') ?? ''),
    birthDay: birthDate === undefined ? NO_DAY : dayNumber(IsoDate.parse(birthDate)),
  };
}

function knowledgeOf(text: string): TicketKnowledge {
  if (text === 'わからない') return 'unknown';
  if (text === 'なし') return 'not-issued';
  const about = new Map(pairs(text, /; /));
  const replacedBy = about.get('停止');
  const { addresseeNumber, birthDate, flag } = Person.pick({
    addresseeNumber: true,
    birthDate: true,
    flag: true,
  }).parse({ addresseeNumber: '10012345', birthDate: '1950-04-01', flag: flagOf(about.get('フラグ')) });
  return {
    addresseeNumber,
    birthDate,
    flag,
    stopped: replacedBy !== undefined,
    replacedBy: replacedBy === undefined || replacedBy === '' ? null : TicketNumber.parse(replacedBy),
    doses: (about.get('接種') ?? '')
      .split(' / ')
      .filter((dose) => dose !== '')
      .map(standingDoseOf),
  };
}

function standingDoseOf(text: string): StandingDose {
  const [dose, on, lotNumber = '', ...rest] = text.split(' ');
  const ticket = rest.find((word) => word.startsWith('券='))?.slice(2);
  return {
    ticketNumber: TicketNumber.parse(ticket ?? FIRST_TICKET),
    doseNumber: Number(dose),
    vaccinatedOn: IsoDate.parse(on),
    maker: 'ファイザー',
    lotNumber,
    confirmed: rest.includes('確認済み'),
  };
}
