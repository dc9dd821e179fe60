import {
  type BatchKind,
  batchColumns,
  type DifferenceRow,
  type FieldChange,
} from '../../../src-shared/vrs-api/batches.ts';

/** How VRS shows a 個人番号 that a row brings: the number itself never goes out. SECURITY: P4. */
const MASKED_NUMBER = '[個人番号]';

type SentKind = Exclude<BatchKind, 'reversal'>;
type Cells = ReadonlyMap<string, string>;

/** What a row of a kind writes, beside what names the record or the person. */
const written: Readonly<Record<SentKind, readonly string[]>> = {
  subjects: ['name', 'kana', 'birthDate', 'sex', 'ticketNumber', 'flag', 'flagOn', 'individualNumber'],
  records: [
    'ticketKind',
    'vaccinatedOn',
    'vaccinatedInMunicipality',
    'venue',
    'doctor',
    'maker',
    'lotNumber',
  ],
  flags: ['flag', 'flagOn'],
};

/** What is wrong with a difference, in a word for an incident: it says nothing about anybody. */
export type Disagreement =
  | 'row-missing'
  | 'row-not-sent'
  | 'other-row'
  | 'other-value'
  | 'other-field'
  | 'field-missing'
  | 'other-counts'
  | 'other-fingerprint'
  | 'other-edits';

/** A row as it was sent (the JSON array of its chunk) against the same row of the difference; undefined where they agree. */
export function disagreementOf(kind: SentKind, sent: string, row: DifferenceRow): Disagreement | undefined {
  const parsed: unknown = JSON.parse(sent);
  const texts = Array.isArray(parsed) ? parsed.map(String) : [];
  const cells: Cells = new Map(batchColumns[kind].map((column, index) => [column, texts[index] ?? '']));
  if (!isSameRow(cells, row)) return 'other-row';
  for (const change of row.changes) {
    const wrong = wrongChange(kind, cells, row, change);
    if (wrong) return wrong;
  }
  switch (row.effect) {
    case 'new':
      return isEverything(kind, cells, row.changes) ? undefined : 'field-missing';
    case 'changed':
    case 'locked':
      return row.changes.length > 0 ? undefined : 'field-missing';
    case 'unchanged':
      return row.changes.length === 0 ? undefined : 'other-field';
    case 'conflicting':
      return undefined;
    default:
      return row.effect satisfies never;
  }
}

function isSameRow(cells: Cells, row: DifferenceRow): boolean {
  if (cells.get('line') !== String(row.line)) return false;
  const ticket = cells.get('ticketNumber') ?? '';
  const dose = cells.get('doseNumber');
  const addressee = cells.get('addresseeNumber') ?? row.addresseeNumber;
  return (
    row.ticketNumber === ticket &&
    row.doseNumber === (dose === undefined ? null : Number(dose)) &&
    (row.addresseeNumber === '' || row.addresseeNumber === addressee)
  );
}

function wrongChange(
  kind: SentKind,
  cells: Cells,
  row: DifferenceRow,
  { field, before, after }: FieldChange,
): Disagreement | undefined {
  const cell = cells.get(field);
  if (cell === undefined || field === 'line') return 'other-field';
  // A conflict may be about what names the row.
  if (row.effect !== 'conflicting' && !written[kind].includes(field)) return 'other-field';
  if (row.effect === 'new' && before !== null) return 'other-value';
  if (row.effect !== 'conflicting' && before === after) return 'other-value';
  return after === shownCell(field, cell) ? undefined : 'other-value';
}

/** Every field that the row brings is among the changes, once. */
function isEverything(kind: SentKind, cells: Cells, changes: readonly FieldChange[]): boolean {
  const brought = written[kind].filter((field) => {
    const cell = cells.get(field) ?? '';
    return cell !== '' && !(field === 'flag' && cell === 'none');
  });
  const listed = new Set(changes.map(({ field }) => field));
  return (
    listed.size === changes.length &&
    brought.length === listed.size &&
    brought.every((each) => listed.has(each))
  );
}

function shownCell(field: string, cell: string): string | null {
  if (cell === '') return null;
  return field === 'individualNumber' ? MASKED_NUMBER : cell;
}
