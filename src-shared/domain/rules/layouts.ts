import flags from '../layouts/flags-1.json' with { type: 'json' };
import ledger from '../layouts/ledger-1.json' with { type: 'json' };
import records from '../layouts/records-1.json' with { type: 'json' };
import subjects from '../layouts/subjects-1.json' with { type: 'json' };
import { shippedLayout } from '../layouts/layout-of-profile.ts';
import type { Column, ColumnId, Layout, LayoutKind } from './layout.ts';

/**
 * The layouts that the product ships. What VRS's own upload files looked like was never published: fields and widths follow the
 * 審査会 papers of 江戸川区 (令和3年4月13日) and 「接種記録データの確認方法」 (政府CIOポータル), names and codes are this product's.
 */
export const shippedProfiles: readonly unknown[] = [subjects, records, flags, ledger];

/** The schema has made sure that the columns are those of the kind. */
export const subjectsLayout = shippedLayout(subjects) as Layout<'subjects'>;
export const recordsLayout = shippedLayout(records) as Layout<'records'>;
export const flagsLayout = shippedLayout(flags) as Layout<'flags'>;
export const ledgerLayout = shippedLayout(ledger) as Layout<'ledger'>;

export const layouts: readonly Layout[] = [subjectsLayout, recordsLayout, flagsLayout, ledgerLayout];

const byKind: { readonly [Kind in LayoutKind]: Layout<Kind> } = {
  subjects: subjectsLayout,
  records: recordsLayout,
  flags: flagsLayout,
  ledger: ledgerLayout,
};

/** The shipped layout of a kind. */
export function layoutOf(kind: LayoutKind): Layout {
  return byKind[kind];
}

/** The column of a layout, by its id. Ids come from the layouts, so an unknown one is a bug. */
export function columnOf<Kind extends LayoutKind>(layout: Layout<Kind>, id: ColumnId<Kind>): Column {
  const found = layout.columns.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no such column: ${id}`);
  return found;
}
