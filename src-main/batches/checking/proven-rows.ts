import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import type { RowPlan } from '../../../src-shared/domain/layouts/row-plans.ts';
import type { CheckContext } from '../../../src-shared/domain/rules/check-row.ts';
import type { RawRecord } from '../reading/record-splitter.ts';
import { ProvenFlags } from './bytes/proven-flags.ts';
import { ProvenRecords } from './bytes/proven-records.ts';
import { ProvenSubjects } from './bytes/proven-subjects.ts';
import { FlagsTogether } from './flags-together.ts';
import { RecordsTogether } from './records-together.ts';
import type { RowsTogether } from './rows-together.ts';
import { SubjectsTogether } from './subjects-together.ts';

/** Most rows: nothing is to be said of them by themselves, and no text is made of them. */
export interface ProvenRows {
  /** Gives the row to the others that it is looked at together with. False where the string rules have to look, and nothing was given. */
  take(record: RawRecord): boolean;
  /** Once all are taken: what sentences about them need. */
  end(): void;
}

export interface ProvenRowsParts {
  /** Undefined for a file whose records are no rows. */
  readonly plan: RowPlan | undefined;
  /** Cells of a whole row. */
  readonly width: number;
  readonly encoding: FileEncoding;
  readonly context: CheckContext;
  readonly together: RowsTogether;
}

/** Undefined for a file of which nothing can be proven: one without a column that every row must have, or a ledger. */
export function provenRows({
  plan,
  width,
  encoding,
  context,
  together,
}: ProvenRowsParts): ProvenRows | undefined {
  if (!plan) return undefined;
  if (together instanceof RecordsTogether) {
    const proofs = ProvenRecords.of(plan, width, encoding, context);
    return proofs && recordsProvenBy(proofs, together);
  }
  if (together instanceof SubjectsTogether) {
    const proofs = ProvenSubjects.of(plan, width, encoding, context);
    return proofs && peopleProvenBy((record) => proofs.prove(record), together);
  }
  if (together instanceof FlagsTogether) {
    const proofs = ProvenFlags.of(plan, width, encoding, context);
    return proofs && peopleProvenBy((record) => proofs.prove(record), together);
  }
  return undefined;
}

function recordsProvenBy(proofs: ProvenRecords, together: RecordsTogether): ProvenRows {
  return {
    take: (record) => {
      const proven = proofs.prove(record);
      if (proven) together.addRow(proven);
      return proven !== undefined;
    },
    end: () => {
      for (const { digests, texts } of proofs.texts()) together.know(digests, texts);
    },
  };
}

/** Rows that are looked at person by person. */
function peopleProvenBy<Row>(
  prove: (record: RawRecord) => { readonly row: Row; readonly personKey: number } | undefined,
  together: { addRow(row: Row, personKey: number): void },
): ProvenRows {
  return {
    take: (record) => {
      const proven = prove(record);
      if (proven) together.addRow(proven.row, proven.personKey);
      return proven !== undefined;
    },
    end: () => undefined,
  };
}
