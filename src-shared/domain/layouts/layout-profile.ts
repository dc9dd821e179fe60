import { z } from 'zod';

import { batchColumns } from '../../vrs-api/batches.ts';
import { rowPatterns } from '../../vrs-api/batch-rows.ts';
import { headerKey } from '../rules/header-key.ts';
import { RuleSettings } from '../rules/rule-settings.ts';
import { type LayoutKind, type RowKind, rowKinds } from '../rules/layout.ts';

const CodeValue = z.strictObject({
  given: z.string().min(1).max(10),
  meaning: z.string().min(1).max(20),
  /** Where VRS has another value for it. */
  sent: z.string().max(20).optional(),
});

const dateFormats = ['YYYYMMDD', 'YYYY-MM-DD', 'YYYY年M月D日', '和暦'] as const;

const ColumnProfile = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z]{0,39}$/),
  name: z.string().min(1).max(60),
  aliases: z.array(z.string().min(1).max(60)).max(20).default([]),
  type: z.enum([
    'municipality-code',
    'addressee-number',
    'individual-number',
    'ticket-number',
    'dose-number',
    'date',
    'code',
    'text',
    'maker',
    'lot',
  ]),
  width: z.int().min(1).max(200),
  required: z.boolean().default(false),
  key: z.boolean().default(false),
  codes: z.array(CodeValue).min(1).max(50).optional(),
  whenEmpty: z.string().max(20).optional(),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

const Shape = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** Raised with every change of the file. */
  version: z.int().min(1),
  kind: z.enum(['subjects', 'records', 'flags', 'ledger']),
  name: z.string().min(1).max(40),
  /** How days are written in such files. */
  dateFormats: z.array(z.enum(dateFormats)).min(1),
  columns: z.array(ColumnProfile).min(1).max(100),
  /** Columns that come once for each dose; `{n}` in a name stands for its number. */
  blocks: z
    .strictObject({ most: z.int().min(1).max(7), columns: z.array(ColumnProfile).min(1).max(25) })
    .optional(),
  /** Rules raised, lowered, switched off or given other limits. */
  rules: RuleSettings.optional(),
});

/**
 * A layout as its JSON file says it. A file whose rows VRS could not take — a column lacks, a code is sent that it does not know, a width
 * is over its own — is refused when it is read, not when a batch is sent.
 */
export const LayoutProfile = Shape.superRefine((profile, context) => {
  const problem = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  for (const each of misfits(profile)) problem(each.path, each.message);
});
export type LayoutProfile = z.infer<typeof LayoutProfile>;

interface Misfit {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Columns that only cross-check, and what a ledger says beside the doses. */
const beside: Readonly<Record<LayoutKind, readonly string[]>> = {
  subjects: [],
  records: ['addresseeNumber', 'birthDate'],
  flags: [],
  ledger: ['addresseeNumber', 'birthDate', 'registeredAt'],
};

/** What a row of a ledger does not say: the own municipality, the dose's number is the block's, and it was an injection. */
export const givenInBlocks: ReadonlySet<string> = new Set(['municipalityCode', 'doseNumber', 'ticketKind']);

function misfits(profile: z.infer<typeof Shape>): Misfit[] {
  const { kind, columns, blocks } = profile;
  const isLedger = kind === 'ledger';
  if (isLedger !== (blocks !== undefined)) {
    const message = isLedger ? '回数ごとの列（blocks）が要ります' : 'この種類に回数ごとの列はありません';
    return [{ path: ['blocks'], message }];
  }
  const places: readonly Place[] = [
    ...columns.map((column, index): Place => ({ column, path: ['columns', index] })),
    ...(blocks?.columns ?? []).map((column, index): Place => ({
      column,
      path: ['blocks', 'columns', index],
    })),
  ];
  return [
    ...twice(places, ({ column }) => [column.id], 'id', 'ほかの列と同じidです'),
    ...twice(
      places,
      ({ column }) => [column.name, ...column.aliases].map(headerKey),
      'name',
      'ほかの列と同じ見出しです',
    ),
    ...places.flatMap((place) => misfitsOf(place, kind)),
    ...lacking(places, kind),
  ];
}

interface Place {
  readonly column: ColumnProfile;
  readonly path: readonly (string | number)[];
}

function twice(
  places: readonly Place[],
  keysOf: (place: Place) => readonly string[],
  field: string,
  message: string,
): Misfit[] {
  const seen = new Set<string>();
  return places.flatMap((place) =>
    keysOf(place).flatMap((key) => {
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [{ path: [...place.path, field], message }];
    }),
  );
}

/** A column that VRS does not know, or whose values it would not take. */
function misfitsOf({ column, path }: Place, kind: LayoutKind): Misfit[] {
  const row = rowKinds[kind];
  const pattern = patternOf(row, column.id);
  const isBlock = path[0] === 'blocks';
  const found: Misfit[] = [];
  const misfit = (field: string, message: string): number => found.push({ path: [...path, field], message });
  if (!pattern && !beside[kind].includes(column.id)) misfit('id', 'この種類にない項目です');
  if (isBlock !== column.name.includes('{n}'))
    misfit('name', '回数ごとの列の名前には{n}が要り、ほかの列には使えません');
  if ((column.type === 'code') !== (column.codes !== undefined))
    misfit('codes', 'コードの列には値の一覧が要り、ほかの列には使えません');
  if (!pattern) return found;
  for (const [index, { given, sent = given }] of (column.codes ?? []).entries())
    if (!pattern.test(sent)) misfit(`codes.${index}.sent`, 'VRSが受け付けない値です');
  if (column.whenEmpty !== undefined && column.whenEmpty !== '' && !pattern.test(column.whenEmpty))
    misfit('whenEmpty', 'VRSが受け付けない値です');
  const isText = column.type === 'text' || column.type === 'maker' || column.type === 'lot';
  if (isText && !pattern.test('あ'.repeat(column.width))) misfit('width', 'VRSの桁数を超えています');
  return found;
}

/** What VRS must be told of every row has to be in the file. */
function lacking(places: readonly Place[], kind: LayoutKind): Misfit[] {
  const row = rowKinds[kind];
  const [, ...wire] = batchColumns[row];
  return wire.flatMap((id) => {
    if (kind === 'ledger' && givenInBlocks.has(id)) return [];
    const place = places.find(({ column }) => column.id === id);
    const pattern = patternOf(row, id);
    const isTold = place?.column.required === true || (pattern?.test(place?.column.whenEmpty ?? '') ?? true);
    if (isTold) return [];
    return [{ path: place ? [...place.path, 'required'] : ['columns'], message: `必須の項目（${id}）です` }];
  });
}

function patternOf(row: RowKind, id: string): RegExp | undefined {
  const patterns: Readonly<Record<string, RegExp>> = rowPatterns[row];
  return patterns[id];
}

const issueWords: Readonly<Record<string, string>> = {
  invalid_type: '値の型が違うか、値がありません',
  unrecognized_keys: '知らない項目があります',
  invalid_value: '決められた値のどれでもありません',
  invalid_format: '使えない文字があるか、長さが合いません',
  too_small: '小さすぎるか、短すぎます',
  too_big: '大きすぎるか、長すぎます',
};

/** Where a profile breaks the schema first, and how, in words for whoever wrote the file. */
export function profileMistake(error: z.ZodError): { readonly field: string; readonly why: string } {
  const [issue] = error.issues;
  if (!issue) return { field: '', why: '' };
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 3) : [];
  const field = [...issue.path.map(String), ...(keys.length > 0 ? [keys.join('・')] : [])].join('.');
  const why = issue.code === 'custom' ? issue.message : (issueWords[issue.code] ?? '正しい形ではありません');
  return { field: field === '' ? '全体' : field.slice(0, 100), why };
}

/** The same profile gives the same text, whatever the order of its fields in the file: what its digest is made over. */
export function canonicalProfile(profile: LayoutProfile): string {
  return JSON.stringify(profile, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
