import { dayNumber } from '../../../src-shared/domain/dates/calendar.ts';
import { IsoDate, MunicipalityCode, TicketNumber } from '../../../src-shared/domain/identifiers.ts';
import { carriedOver } from '../../../src-shared/domain/rows/carried-over.ts';
import { byDose } from '../../../src-shared/domain/rows/check-rows-together.ts';
import { checkPersonRows, checkTicketRows } from '../../../src-shared/domain/rows/check-ticket-rows.ts';
import { FlagFacts, flagRowOf } from '../../../src-shared/domain/rows/flag-facts.ts';
import { checkFlagAgainst } from '../../../src-shared/domain/rows/flag-rows.ts';
import { checkPerson } from '../../../src-shared/domain/rows/subject-rows.ts';
import { chooseLookAlike, lookAlikesOf } from '../../../src-shared/domain/rows/look-alike.ts';
import { findingOfOutcome } from '../../../src-shared/domain/rows/outcome-finding.ts';
import { type RecordRow, recordRowOf } from '../../../src-shared/domain/rows/record-rows.ts';
import {
  asRowFinding,
  type CrossFinding,
  crossFinding,
} from '../../../src-shared/domain/rows/row-finding.ts';
import { ticketNumberOf } from '../../../src-shared/domain/rows/row-keys.ts';
import type {
  StandingDose,
  TicketHolder,
  TicketKnowledge,
} from '../../../src-shared/domain/rows/ticket-holder.ts';
import { standardRules } from '../../../src-shared/domain/rules/check-rules.ts';
import { toldOf } from '../../../src-shared/domain/rules/finding.ts';
import { flagsLayout, recordsLayout } from '../../../src-shared/domain/rules/layouts.ts';
import { RowOutcome } from '../../../src-shared/vrs-api/batches.ts';
import { Person } from '../../../src-shared/vrs-api/people.ts';
import { flagOf, pairs } from './pairs.ts';
import type { CaseResult, Given } from './rule-case.ts';

const OWN = MunicipalityCode.parse('131237');
const FIRST_TICKET = '0000000001';
const context = { today: dayNumber(IsoDate.parse('2024-05-01')), rules: standardRules };

type Values = Readonly<Record<string, string>>;

/** Rows from line 2 on, and what stands for the tickets that they name. */
export function runRows([standing, text]: Given): CaseResult {
  const values = rows(text);
  const known = knowledgeOf(standing);
  const tickets = [...Map.groupBy(recordRows(values), ({ ticket }) => ticket).values()].map(byDose);
  const found =
    typeof known === 'string'
      ? tickets.flatMap((ofOne) => [
          ...checkTicketRows(ofOne, known, context),
          ...(known === 'not-issued' ? lookAlikes(ofOne, standing) : []),
        ])
      : checkHeld(tickets, known);
  return resultOf(found, values);
}

/** Those of the person's other tickets together with the first one's, every other ticket as if it were held by the same person alone. */
function checkHeld(
  tickets: readonly (readonly RecordRow[])[],
  holder: TicketHolder,
): readonly CrossFinding[] {
  const isHers = ([row]: readonly RecordRow[]): boolean => {
    const ticketNumber = row ? ticketNumberOf(row.ticket) : '';
    return ticketNumber === FIRST_TICKET || holder.otherTickets.some((other) => other === ticketNumber);
  };
  const hers = tickets.filter(isHers).map((ofOne) => {
    const isFirst = ofOne[0] !== undefined && ticketNumberOf(ofOne[0].ticket) === FIRST_TICKET;
    return { rows: ofOne, holder: isFirst ? holder : { ...holder, stoppedOn: null, replacedBy: null } };
  });
  const others = tickets.filter((ofOne) => !isHers(ofOne));
  return [
    ...checkPersonRows(hers, context),
    ...others.flatMap((ofOne) => checkTicketRows(ofOne, holder, context)),
  ];
}

function lookAlikes(ofOne: readonly RecordRow[], standing: string): readonly CrossFinding[] {
  const [first] = ofOne;
  if (!first) return [];
  const issued = standing
    .split(' ・ ')
    .slice(1)
    .map((each) => {
      const [, number = ''] = /^([0-9]{10})/.exec(each) ?? [];
      return { ticketNumber: TicketNumber.parse(number), holder: holderOf(each.slice(11)) };
    });
  const near = new Set<string>(lookAlikesOf(ticketNumberOf(first.ticket)));
  return chooseLookAlike(
    ofOne,
    issued.filter(({ ticketNumber }) => near.has(ticketNumber)),
    context,
  );
}

/** Rows of a file in its order, beside the other rows of their venues. */
export function runVenues([, text]: Given): CaseResult {
  const values = rows(text);
  const inFile = recordRows(values);
  const numbers = (of: (row: RecordRow) => number): number[] => inFile.map(of);
  const odd = carriedOver(
    {
      count: inFile.length,
      venue: numbers((row) => row.venue),
      day: numbers((row) => row.day),
      lot: numbers((row) => row.lot),
      vaccine: numbers((row) => row.vaccine),
      takesPart: (row) => inFile[row]?.storable === true,
    },
    context.rules.limits.carriedOver,
  );
  const found = odd.map(({ row, differs, others, like }) => {
    const [day, otherDay] = [inFile[row]?.day ?? 0, differs === 'day' ? inFile[like]?.day : undefined];
    const column = differs === 'day' ? 'vaccinatedOn' : 'lotNumber';
    return crossFinding(row + 2, column, 'lot-carried-over', { others, day, otherDay }, like + 2);
  });
  return resultOf(found, values);
}

const flagNameOf = (column: string): string =>
  flagsLayout.columns.find(({ id }) => id === column)?.name ?? column;

/** Rows of 転出・死亡フラグ from line 2 on, and the person of that number. */
export function runFlags([standing, text]: Given): CaseResult {
  const birthDate = new Map(pairs(standing, /; /)).get('生年') ?? '1950-04-01';
  const born = standing === 'なし' ? null : IsoDate.parse(birthDate);
  const facts = new FlagFacts();
  const values = text.split(' / ').map((row): Values => {
    const [flag = '', flagOn = ''] = row.split(' ');
    return { municipalityCode: OWN, addresseeNumber: '10012345', flag, flagOn };
  });
  for (const [index, row] of values.entries()) facts.add(flagRowOf(index + 2, row));
  const found: CrossFinding[] = [];
  const places = values.map((_, index) => index);
  checkPerson(facts, places, (each) => found.push(each));
  for (const place of places) {
    const against = checkFlagAgainst(facts, place, born, flagNameOf('flagOn'));
    if (against) found.push(against);
  }
  return resultOf(found, values);
}

/** What VRS says of a row in the difference. */
export function runOutcomes([outcome, dose]: Given): CaseResult {
  const doseNumber = dose === '' ? null : Number(dose);
  const found = findingOfOutcome({ line: 2, outcome: RowOutcome.parse(outcome), doseNumber });
  return resultOf(found ? [found] : [], []);
}

function resultOf(found: readonly CrossFinding[], values: readonly Values[]): CaseResult {
  const texts = {
    cellOf: (line: number, column: string) => values[line - 2]?.[column] ?? '',
    nameOf: (column: string) => recordsLayout.columns.find(({ id }) => id === column)?.name ?? column,
  };
  const findings = found
    .toSorted((a, b) => a.line - b.line || (a.code < b.code ? -1 : 1))
    .map((each) => Object.assign(toldOf(asRowFinding(each, texts)), { line: each.line, code: each.code }));
  return {
    found: findings
      .map(({ line, code, proposal }) => `${line}:${code}${proposal === null ? '' : `→${proposal}`}`)
      .join(' '),
    sentences: findings,
  };
}

/** `24×2021-06-01 …` stands for 24 such rows of as many tickets. */
function rows(text: string): Values[] {
  return text.split(' / ').flatMap((each) => {
    const [, times = '1', row = each] = /^([0-9]+)×(.*)$/.exec(each) ?? [];
    return Array.from({ length: Number(times) }, () => rowOf(row));
  });
}

/** Dose, day and lot; what else there is by name. */
function rowOf(text: string): Values {
  const [doseNumber = '', vaccinatedOn = '', lotNumber = '', ...rest] = text.split(' ');
  const about = new Map(pairs(rest.join(' '), / /));
  return {
    municipalityCode: OWN,
    ticketNumber: about.get('券') ?? FIRST_TICKET,
    doseNumber,
    ticketKind: about.get('券種') ?? '1',
    vaccinatedOn,
    venue: about.get('会場') ?? '',
    maker: about.get('メーカー') ?? 'ファイザー',
    lotNumber,
    addresseeNumber: about.get('宛名') ?? '',
    birthDate: about.get('生年') ?? '',
    name: about.get('氏名') ?? '',
    storable: about.has('取込不可') ? '' : '1',
  };
}

const recordRows = (values: readonly Values[]): readonly RecordRow[] =>
  values.flatMap((row, index) => recordRowOf(index + 2, index, row, row['storable'] === '1') ?? []);

function knowledgeOf(text: string): TicketKnowledge {
  if (text === 'わからない') return 'unknown';
  if (text === '他の市区町村') return 'elsewhere';
  return text === 'なし' || text.startsWith('なし ・ ') ? 'not-issued' : holderOf(text);
}

function holderOf(text: string): TicketHolder {
  const about = new Map(pairs(text, /; /));
  const [stoppedOn, replacedBy] = (about.get('停止') ?? '').split(' ');
  const person = Person.pick({ addresseeNumber: true, birthDate: true, flag: true, name: true }).parse({
    addresseeNumber: about.get('宛名') ?? '10012345',
    birthDate: about.get('生年') ?? '1950-04-01',
    name: about.get('氏名') ?? '見本　花子',
    flag: flagOf(about.get('フラグ')),
  });
  return {
    ...person,
    stoppedOn: stoppedOn === undefined || stoppedOn === '' ? null : IsoDate.parse(stoppedOn),
    replacedBy: replacedBy === undefined ? null : TicketNumber.parse(replacedBy),
    otherTickets: about.has('もう一つの券') ? [TicketNumber.parse(about.get('もう一つの券'))] : [],
    doses: (about.get('接種') ?? '')
      .split(' / ')
      .filter((dose) => dose !== '')
      .map(standingDoseOf),
  };
}

function standingDoseOf(text: string): StandingDose {
  const [dose, on, lotNumber = '', ...rest] = text.split(' ');
  const about = new Map(pairs(rest.join(' '), / /));
  return {
    ticketNumber: TicketNumber.parse(about.get('券') ?? FIRST_TICKET),
    doseNumber: Number(dose),
    injection: about.get('券種') !== '2',
    vaccinatedOn: IsoDate.parse(on),
    maker: about.get('メーカー') ?? 'ファイザー',
    lotNumber,
    confirmed: about.has('確認済み'),
  };
}
