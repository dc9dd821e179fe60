import type { Column, Layout } from '../rules/layout.ts';
import { ledgerLayout } from '../rules/layouts.ts';

/** A dose as 予防接種台帳向け出力 has it. */
export interface LedgerDose {
  readonly doseNumber: number;
  /** 券種: 2, 予診のみ, is no vaccination and is left out. */
  readonly ticketKind: '1' | '2';
  /** A moment in ISO 8601. */
  readonly registeredAt: string;
  /** A day in ISO 8601. */
  readonly vaccinatedOn: string;
  readonly ticketNumber: string;
  readonly vaccinatedInMunicipality: string | null;
  readonly venue: string;
  readonly doctor: string;
  readonly maker: string;
  readonly lotNumber: string;
}

export interface LedgerPerson {
  readonly addresseeNumber: string;
  readonly doses: readonly LedgerDose[];
}

/**
 * 予防接種台帳向け出力 as lines of CSV with their line ends, the header first. One line a person, the doses in their blocks; a dose that
 * somebody has twice, by two tickets, gets a line of its own. People without a vaccination are left out.
 */
export function* ledgerLines(
  people: Iterable<LedgerPerson>,
  layout: Layout<'ledger'> = ledgerLayout,
): Generator<string> {
  yield csvLine(layout.columns.map(({ name }) => name));
  for (const person of people) {
    for (const doses of linesOf(person, layout.blocks))
      yield csvLine(layout.columns.map((column) => cellOf(column, person, doses)));
  }
}

type ByNumber = Map<number, LedgerDose>;

function linesOf({ doses }: LedgerPerson, blocks: number): readonly ByNumber[] {
  const lines: ByNumber[] = [];
  for (const dose of doses) {
    if (dose.ticketKind !== '1' || dose.doseNumber > blocks) continue;
    const free = lines.find((line) => !line.has(dose.doseNumber));
    if (free) free.set(dose.doseNumber, dose);
    else lines.push(new Map([[dose.doseNumber, dose]]));
  }
  return lines;
}

function cellOf({ id, block }: Column, { addresseeNumber }: LedgerPerson, doses: ByNumber): string {
  if (!block) return id === 'addresseeNumber' ? addresseeNumber : '';
  const dose = doses.get(block.number);
  return dose ? (cells[block.id]?.(dose) ?? '') : '';
}

const cells: Readonly<Record<string, (dose: LedgerDose) => string>> = {
  registeredAt: ({ registeredAt }) => momentInCell(registeredAt),
  vaccinatedOn: ({ vaccinatedOn }) => vaccinatedOn.replaceAll('-', ''),
  ticketNumber: ({ ticketNumber }) => ticketNumber,
  vaccinatedInMunicipality: ({ vaccinatedInMunicipality }) => vaccinatedInMunicipality ?? '',
  venue: ({ venue }) => venue,
  doctor: ({ doctor }) => doctor,
  maker: ({ maker }) => maker,
  lotNumber: ({ lotNumber }) => lotNumber,
};

const JAPAN_AHEAD = 9 * 60 * 60 * 1000;

/** YYYYMMDDHHMMSS in Japan's time, 24 hours. */
function momentInCell(moment: string): string {
  const inJapan = new Date(Date.parse(moment) + JAPAN_AHEAD);
  return inJapan.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
}

function csvLine(texts: readonly string[]): string {
  const quoted = texts.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));
  return `${quoted.join(',')}\r\n`;
}
