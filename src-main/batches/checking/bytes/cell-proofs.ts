import type { Column } from '../../../../src-shared/domain/rules/layout.ts';
import type { CellProof } from './cell-proof.ts';
import { DateProof } from './date-proof.ts';
import type { KnownCells } from './known-cells.ts';
import {
  AddresseeProof,
  CodeProof,
  DoseProof,
  IndividualNumberProof,
  MunicipalityProof,
  TicketProof,
} from './number-proofs.ts';
import { KnownProof, TextProof } from './text-proofs.ts';
import type { TextUnits } from './text-units.ts';

export interface ProofParts {
  /** Its own for each column: what was read last stays in it. */
  readonly units: () => TextUnits;
  readonly known: (column: Column) => KnownCells;
}

export function cellProof(column: Column, { units, known }: ProofParts): CellProof {
  switch (column.type) {
    case 'municipality-code':
      return new MunicipalityProof(column);
    case 'addressee-number':
      return new AddresseeProof(column);
    case 'individual-number':
      return new IndividualNumberProof(column);
    case 'ticket-number':
      return new TicketProof(column);
    case 'dose-number':
      return new DoseProof(column);
    case 'date':
      return new DateProof(column);
    case 'code':
      return new CodeProof(column);
    case 'text':
      return new TextProof(column, units(), known(column));
    case 'maker':
    case 'lot':
      return new KnownProof(column, known(column));
    default:
      throw new RangeError('a type of cell that nobody has written a proof for');
  }
}
