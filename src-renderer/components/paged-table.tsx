import type { Answer } from '../app/calls.ts';
import { EmptyState } from './empty-state.tsx';
import { Pager, type Pages } from './pager.tsx';
import { ReadProblem } from './read-problem.tsx';
import { type Column, ReadTable } from './table.tsx';
import { Waiting } from './waiting.tsx';

interface PagedTableProps<Value extends { readonly next: number | null }, Row> {
  /** The page that the pager stands at. */
  readonly of: Answer<Value>;
  readonly pages: Pages<number>;
  readonly rows: (value: Value) => readonly Row[];
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string | number;
  /** What stands there instead of no rows. */
  readonly empty: string;
  readonly from: string;
}

/** A table of an answer that comes in pages: while it is awaited, where it could not be read, and with nothing in it. */
export function PagedTable<Value extends { readonly next: number | null }, Row>(
  props: PagedTableProps<Value, Row>,
) {
  const { of: answer, pages, label, columns, keyOf, empty, from } = props;
  const rows = answer.value && props.rows(answer.value);
  return (
    <>
      <ReadProblem of={answer} />
      <Waiting busy={answer.busy && !answer.value} from={from} lines={5} />
      {rows &&
        (rows.length === 0 ? (
          <EmptyState title={empty} />
        ) : (
          <ReadTable label={label} columns={columns} rows={rows} keyOf={keyOf} />
        ))}
      <Pager label={`${label}のページ`} pages={pages} next={answer.value?.next} isBusy={answer.busy} />
    </>
  );
}
