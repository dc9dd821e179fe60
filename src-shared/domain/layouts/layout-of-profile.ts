import type { Column, DateFormat, Layout } from '../rules/layout.ts';
import { type ColumnProfile, LayoutProfile } from './layout-profile.ts';

/** Every way to write a day, for which a column need not say anything. */
const EVERY_FORMAT = 4;

/** The layout that a profile says, with the columns of every block spelled out. */
export function layoutOfProfile(profile: LayoutProfile): Layout {
  const { id, version, kind, name, columns, blocks, dateFormats } = profile;
  const formats = new Set(dateFormats).size === EVERY_FORMAT ? undefined : dateFormats;
  const numbers = Array.from({ length: blocks?.most ?? 0 }, (_, index) => index + 1);
  const inBlocks = numbers.flatMap((number) =>
    (blocks?.columns ?? []).map((column) => inBlock(columnOf(column, formats), number)),
  );
  return {
    id,
    version,
    kind,
    name,
    columns: [...columns.map((column) => columnOf(column, formats)), ...inBlocks],
    blocks: numbers.length,
  };
}

/** Reads a profile that ships with the product: a mistake in one is a bug. */
export function shippedLayout(json: unknown): Layout {
  return layoutOfProfile(LayoutProfile.parse(json));
}

function columnOf(profile: ColumnProfile, dateFormats: readonly DateFormat[] | undefined): Column {
  const { codes, whenEmpty, ...rest } = profile;
  return {
    ...rest,
    ...(codes ? { codes: codes.map(({ given, meaning, sent = given }) => ({ given, meaning, sent })) } : {}),
    ...(whenEmpty === undefined ? {} : { whenEmpty }),
    ...(profile.type === 'date' && dateFormats ? { dateFormats } : {}),
  };
}

function inBlock(column: Column, number: number): Column {
  const numbered = (name: string): string => name.replaceAll('{n}', String(number));
  return {
    ...column,
    id: `${column.id}.${number}`,
    name: numbered(column.name),
    aliases: column.aliases.map(numbered),
    block: { number, id: column.id },
  };
}
