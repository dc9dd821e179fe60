import type { RowKind } from '../../../src-shared/domain/rules/layout.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import { batchColumns } from '../../../src-shared/vrs-api/batches.ts';

/** A row as a chunk carries it, the line first, whatever was found in it. */
export function wireRow(
  kind: RowKind,
  line: number,
  values: RowValues,
): readonly [line: number, ...cells: string[]] {
  const [, ...columns] = batchColumns[kind];
  return [line, ...columns.map((column) => values[column] ?? '')];
}
