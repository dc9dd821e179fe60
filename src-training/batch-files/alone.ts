import { severityOf } from '../../src-shared/domain/rules/table.ts';
import type { Line, Piece, Wrong } from './wanted.ts';

const MISSING = 'dose-missing-before';

/**
 * The pieces of one person, with what shows only where nothing is known of what stands: the file is then taken for all there is, and a
 * booster lacks the doses before it.
 */
export function withAlone(pieces: readonly Piece[]): readonly Piece[] {
  const lines = pieces.flatMap((piece) => piece.lines);
  const there = new Map<string, number>();
  for (const line of lines) {
    const ticket = ticketOf(line);
    there.set(ticket, (there.get(ticket) ?? 0) | (1 << doseOf(line)));
  }
  return pieces.map(({ order, lines: some }) => ({
    order,
    lines: some.map((line) => lacking(line, there.get(ticketOf(line)) ?? 0)),
  }));
}

/** `there`: the ticket's doses in the file, as bits. */
function lacking(line: Line, there: number): Line {
  const dose = doseOf(line);
  if (dose < 2 || (there & (1 << (dose - 1))) !== 0 || !isStoredAlone(line)) return line;
  const known = line.wrong.filter(({ code }) => code === MISSING);
  const others = line.wrong.filter(({ code }) => code !== MISSING);
  // With and without knowledge of what stands: always.
  const missing: Wrong =
    known.length > 0 ? { code: MISSING, column: null } : { code: MISSING, column: null, alone: true };
  return { ...line, wrong: [...others, missing] };
}

function isStoredAlone({ wrong }: Line): boolean {
  return wrong.every(
    ({ code, standing }) => standing === true || (severityOf(code) !== 'reject' && code !== 'row-duplicate'),
  );
}

const plain = (text: string | undefined): string => (text ?? '').normalize('NFKC');

function ticketOf({ cells }: Line): string {
  return `${plain(cells['municipalityCode'])}/${plain(cells['ticketNumber'])}`;
}

/** 0 for what is no dose number. */
function doseOf({ cells }: Line): number {
  const text = plain(cells['doseNumber']);
  return /^[1-7]$/.test(text) ? Number(text) : 0;
}
