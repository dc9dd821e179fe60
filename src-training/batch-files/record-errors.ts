import type { RuleCode } from '../../src-shared/domain/rules/table.ts';
import { makers, RECALLED_LOT } from '../residents/lots.ts';
import { neighbourMunicipality } from '../residents/municipalities.ts';
import { NEVER_ISSUED_SERIES } from '../residents/numbers.ts';
import type { Resident } from '../residents/resident.ts';
import { compact, type MadeRecord, type RecordCells } from './rows.ts';

/** What may be made wrong in a file of 接種記録: the code of the rule that has to find it. */
export type RecordError = Extract<RuleCode, keyof typeof recordErrors>;

interface Soil {
  /** Rows that are right and in the file. */
  readonly takeNew: () => MadeRecord | undefined;
  /** Doses that stand in VRS and are not in the file. */
  readonly takeStanding: (confirmed: boolean) => MadeRecord | undefined;
  /** Somebody who is not in the file. */
  readonly takeResident: (fits: (resident: Resident) => boolean) => Resident | undefined;
}

export interface Mistake {
  /** The right row whose place the wrong ones take; without it they come at the end. */
  readonly replaces?: MadeRecord;
  readonly rows: readonly RecordCells[];
  readonly column: keyof RecordCells | null;
  /** Cells that the line lacks at its end. */
  readonly cutOff?: number;
}

const change =
  (column: keyof RecordCells, value: (cells: RecordCells, resident: Resident) => string) =>
  ({ takeNew }: Soil): Mistake | undefined => {
    const row = takeNew();
    if (!row) return undefined;
    const cells = { ...row.cells, [column]: value(row.cells, row.resident) };
    return { replaces: row, rows: [cells], column };
  };

const lastDay = ({ doses }: Resident): number => doses.at(-1)?.vaccinatedOn ?? 19_700;

/** Doses of somebody who has two or more, so that a wrong next one shows. */
const afterLast =
  (days: number) =>
  ({ takeNew }: Soil): Mistake | undefined => {
    for (let row = takeNew(); row; row = takeNew()) {
      if (row.resident.doses.length < 2) continue;
      const vaccinatedOn = compact(lastDay(row.resident) + days);
      return { replaces: row, rows: [{ ...row.cells, vaccinatedOn }], column: 'vaccinatedOn' };
    }
    return undefined;
  };

export const recordErrors = {
  'ticket-not-issued': change(
    'ticketNumber',
    ({ ticketNumber }) => NEVER_ISSUED_SERIES + ticketNumber.slice(3),
  ),
  'ticket-number-format': change('ticketNumber', ({ ticketNumber }) => ticketNumber.replace(/^0+/, '')),
  'ticket-person-mismatch': ({ takeNew, takeResident }: Soil): Mistake | undefined => {
    const row = takeNew();
    const other = takeResident(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
    const ticketNumber = other?.tickets[0]?.ticketNumber;
    if (!row || ticketNumber === undefined) return undefined;
    return { replaces: row, rows: [{ ...row.cells, ticketNumber }], column: 'ticketNumber' };
  },
  'ticket-stopped': ({ takeResident }: Soil): Mistake | undefined => {
    const resident = takeResident(
      ({ tickets, flag, doses }) =>
        flag.kind === 'none' &&
        doses.length >= 2 &&
        doses.length < 7 &&
        typeof tickets[0]?.stoppedOn === 'number',
    );
    const [ticket] = resident?.tickets ?? [];
    if (!resident || !ticket) return undefined;
    return { rows: [nextOf(resident, ticket.ticketNumber, 300)], column: 'ticketNumber' };
  },
  'ticket-repeated-in-sequence': ({ takeNew }: Soil): Mistake | undefined => {
    const row = takeNew();
    if (!row) return undefined;
    // The next person's dose, read while the reader still showed the one before.
    const doseNumber = String(Math.min(7, Number(row.cells.doseNumber) + 1));
    return { replaces: row, rows: [row.cells, { ...row.cells, doseNumber }], column: null };
  },
  'municipality-code-check-digit': change('municipalityCode', ({ municipalityCode }) =>
    wrongDigit(municipalityCode),
  ),
  'other-municipality': change('municipalityCode', () => neighbourMunicipality.code),
  'dose-number-range': change('doseNumber', () => '8'),
  'dose-missing-before': change('doseNumber', ({ doseNumber }) =>
    String(Math.min(7, Number(doseNumber) + 2)),
  ),
  'date-invalid': change('vaccinatedOn', () => '20240230'),
  'date-in-future': change('vaccinatedOn', ({ vaccinatedOn }) => `21${vaccinatedOn.slice(2)}`),
  'date-before-programme': change('vaccinatedOn', () => '20200701'),
  'date-after-programme': change('vaccinatedOn', () => '20240415'),
  'dose-order-reversed': afterLast(-5),
  'dose-same-day': afterLast(0),
  'interval-too-short': afterLast(20),
  'date-after-death': flagged('deceased'),
  'date-after-move-out': flagged('moved-out'),
  'value-missing': change('lotNumber', () => ''),
  'value-too-long': change('venue', ({ venue }) => `${venue}（${'長い名前の会場'.repeat(5)}）`),
  'value-normalised': change('lotNumber', ({ lotNumber }) => fullWidth(lotNumber)),
  'maker-unknown': change('maker', () => '未知製薬'),
  'lot-recalled': ({ takeNew }: Soil): Mistake | undefined => {
    const row = takeNew();
    if (!row) return undefined;
    const cells = { ...row.cells, maker: makers.moderna, lotNumber: RECALLED_LOT };
    return { replaces: row, rows: [cells], column: 'lotNumber' };
  },
  'file-unmappable-character': change('doctor', ({ doctor }) => `${doctor}\uE000`),
  'row-cell-count': ({ takeNew }: Soil): Mistake | undefined => {
    const row = takeNew();
    return row && { replaces: row, rows: [row.cells], column: null, cutOff: 3 };
  },
  'row-duplicate': ({ takeNew }: Soil): Mistake | undefined => {
    const row = takeNew();
    return row && { replaces: row, rows: [row.cells, row.cells], column: null };
  },
  'row-key-conflict': ({ takeNew }: Soil): Mistake | undefined => {
    const row = takeNew();
    if (!row) return undefined;
    return { replaces: row, rows: [row.cells, { ...row.cells, lotNumber: 'ZZ9999' }], column: null };
  },
  'record-unchanged': ({ takeStanding }: Soil): Mistake | undefined => {
    const row = takeStanding(false);
    return row && { rows: [row.cells], column: null };
  },
  'dose-number-taken': otherLot(false),
  'record-confirmed': otherLot(true),
} as const;

function otherLot(confirmed: boolean) {
  return ({ takeStanding }: Soil): Mistake | undefined => {
    const row = takeStanding(confirmed);
    return row && { rows: [{ ...row.cells, lotNumber: 'ZZ9998' }], column: null };
  };
}

function flagged(kind: 'deceased' | 'moved-out') {
  return ({ takeResident }: Soil): Mistake | undefined => {
    const resident = takeResident(
      ({ flag, doses, tickets }) =>
        flag.kind === kind &&
        doses.length >= 2 &&
        doses.length < 7 &&
        tickets.length === 1 &&
        flag.on < 19_700,
    );
    if (!resident || resident.flag.kind === 'none') return undefined;
    const days = resident.flag.on - lastDay(resident) + 10;
    const ticketNumber = resident.tickets[0]?.ticketNumber ?? '';
    return { rows: [nextOf(resident, ticketNumber, Math.max(days, 150))], column: 'vaccinatedOn' };
  };
}

/** The dose after somebody's last one, that many days later, at the venue of the last. */
function nextOf(resident: Resident, ticketNumber: string, days: number): RecordCells {
  const last = resident.doses.at(-1);
  if (!last) throw new Error('somebody with doses was asked for');
  return {
    municipalityCode: resident.municipalityCode,
    ticketNumber,
    doseNumber: String(resident.doses.length + 1),
    ticketKind: '1',
    vaccinatedOn: compact(Math.min(last.vaccinatedOn + days, 19_810)),
    vaccinatedInMunicipality: resident.municipalityCode,
    venue: last.venue,
    doctor: last.doctor,
    maker: makers.pfizer,
    lotNumber: 'HA4321',
    addresseeNumber: resident.addresseeNumber,
    birthDate: compact(resident.birthDate),
  };
}

export function wrongDigit(code: string): string {
  return code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);
}

export function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}
