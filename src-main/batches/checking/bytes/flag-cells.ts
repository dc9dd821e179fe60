import type { Layout } from '../../../../src-shared/domain/rules/layout.ts';
import { type CellProof, EMPTY } from './cell-proof.ts';
import type { ProvenCells } from './proven-cells.ts';

/** 転出/死亡フラグ and 異動日 of a row whose cells were proven each by itself. */
export class FlagCells {
  readonly #flag: CellProof | undefined;
  readonly #day: CellProof | undefined;
  readonly #absentFlag: string;
  readonly #absentDay: string;
  readonly #today: number;

  constructor(cells: ProvenCells, { columns }: Layout, today: number) {
    const whenEmpty = (id: string): string => columns.find((column) => column.id === id)?.whenEmpty ?? '';
    this.#flag = cells.of('flag');
    this.#day = cells.of('flagOn');
    this.#absentFlag = whenEmpty('flag');
    this.#absentDay = whenEmpty('flagOn');
    this.#today = today;
  }

  /** Day number of 異動日; EMPTY where there is none. */
  get day(): number {
    return this.#day?.number ?? EMPTY;
  }

  /** The flag as it goes to VRS. */
  get text(): string {
    return this.#flag?.text() ?? this.#absentFlag;
  }

  /** Whether it is certain that the rules have nothing to say about the two. `birthDay`: EMPTY where the row has none. */
  isClean(birthDay: number): boolean {
    const { day } = this;
    switch (this.text) {
      case 'none':
        return day === EMPTY && (this.#day?.text() ?? this.#absentDay) === '';
      case 'moved-out':
        return day !== EMPTY && (birthDay === EMPTY || day >= birthDay);
      case 'deceased':
        return day !== EMPTY && day <= this.#today && (birthDay === EMPTY || day >= birthDay);
      default:
        return false;
    }
  }
}
