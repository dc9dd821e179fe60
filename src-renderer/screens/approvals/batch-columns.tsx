import { batchStateNames } from '../../../src-shared/contract/batches.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { Badge } from '../../components/badge.tsx';
import type { Column } from '../../components/table.tsx';
import { batchKindNames, batchStateTones } from '../../wording/batches.ts';

interface OfBatch {
  readonly batch: Batch;
}

/** Columns that every list of applications has. */
export const fileColumn: Column<OfBatch> = { id: 'file', title: '申請', cell: ({ batch }) => batch.fileName };

export const kindColumn: Column<OfBatch> = {
  id: 'kind',
  title: '種類',
  className: 'whitespace-nowrap',
  cell: ({ batch }) => batchKindNames[batch.kind],
};

export const stateColumn: Column<OfBatch> = {
  id: 'state',
  title: '状態',
  cell: ({ batch }) => <Badge tone={batchStateTones[batch.state]}>{batchStateNames[batch.state]}</Badge>,
};
