import { dayNumber } from '../dates/calendar.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import { dayInWords, type RecordRow } from './record-rows.ts';
import type { StandingDose } from './ticket-holder.ts';

/** A dose of the series as it would stand: `line` where the file brings it. */
interface SeriesDose {
  readonly dose: number;
  readonly day: number;
  readonly line: number | undefined;
}

/**
 * The series of one person as it would stand after the rows: order, one dose a day, none missing before. Only what a row brings about is
 * found; what stands already is 照会's and the worklists'.
 */
export function checkSeriesRows(
  rows: readonly RecordRow[],
  standing: readonly StandingDose[],
): CrossFinding[] {
  const series = seriesAfter(rows, standing);
  return series.flatMap((dose, index) =>
    checkPair(series[index - 1], dose).concat(checkMissing(series[index - 1], dose)),
  );
}

/** One dose of each number, the file's before what stands: it would be written over. */
function seriesAfter(rows: readonly RecordRow[], standing: readonly StandingDose[]): SeriesDose[] {
  const byNumber = new Map<number, SeriesDose>();
  for (const { doseNumber: dose, vaccinatedOn } of standing) {
    byNumber.set(dose, { dose, day: dayNumber(vaccinatedOn), line: undefined });
  }
  for (const { dose, day, injection, line } of rows) {
    if (injection) byNumber.set(dose, { dose, day, line });
  }
  return [...byNumber.values()].toSorted((a, b) => a.dose - b.dose);
}

function checkPair(lower: SeriesDose | undefined, higher: SeriesDose): CrossFinding[] {
  // Of two rows the higher dose is told; of a row and what stands, the row.
  const line = higher.line ?? lower?.line;
  if (!lower || line === undefined || higher.day > lower.day) return [];
  if (higher.day === lower.day) {
    const about = { dose: higher.dose, other: lower.dose, date: dayInWords(higher.day) };
    return [crossFinding(line, 'dose-same-day', about)];
  }
  return [
    crossFinding(line, 'dose-order-reversed', {
      dose: higher.dose,
      date: dayInWords(higher.day),
      lower: lower.dose,
      lowerDate: dayInWords(lower.day),
    }),
  ];
}

function checkMissing(lower: SeriesDose | undefined, { dose, line }: SeriesDose): CrossFinding[] {
  const before = lower?.dose ?? 0;
  if (line === undefined || dose === before + 1) return [];
  const missing = Array.from({ length: dose - before - 1 }, (_, gap) => `${before + gap + 1}回目`);
  return [crossFinding(line, 'dose-missing-before', { dose, missing: missing.join('・') })];
}
