import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { GridRow, RowFilter, RowWindow } from '../../../src-shared/contract/batch-rows.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { RowStore } from '../../../src-renderer/screens/batches/rows/row-store.ts';

const everyRow: RowFilter = { code: null, severity: null, text: '', edited: false };

function rowOf(index: number, text: string): GridRow {
  return {
    line: index + 2,
    severity: null,
    repeated: false,
    editable: true,
    cells: [{ text, original: null }],
    findings: [],
  };
}

interface Asked {
  readonly filter: RowFilter;
  readonly offset: number;
  readonly answer: (outcome?: Outcome<RowWindow>) => Promise<void>;
}

/** A list whose answers come when the test lets them. */
class SlowList {
  readonly asked: Asked[] = [];
  total: number;
  text = 'as it was';

  constructor(total: number) {
    this.total = total;
  }

  readonly ask = (filter: RowFilter, offset: number, limit: number): Promise<Outcome<RowWindow>> =>
    new Promise((resolve) => {
      const { total, text } = this;
      const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, place) =>
        rowOf(offset + place, text),
      );
      const window = ok({ total, searched: 1, offset, rows });
      this.asked.push({
        filter,
        offset,
        answer: async (outcome = window) => {
          resolve(outcome);
          await vi.advanceTimersByTimeAsync(100);
        },
      });
    });

  /** Answers until nothing more is asked. */
  async answerAll(): Promise<void> {
    let answered = 0;
    while (answered < this.asked.length) {
      answered = this.asked.length;
      await this.last.answer();
    }
  }

  get last(): Asked {
    const last = this.asked.at(-1);
    if (!last) throw new Error('nothing was asked');
    return last;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe('the rows around what is seen', () => {
  it('are fetched first, and then what is near, before it is seen', async () => {
    const list = new SlowList(5_000_000);
    const store = new RowStore(list.ask, everyRow);
    store.look(0, 11);
    await list.last.answer();
    expect(store.shown().total).toBe(5_000_000);
    expect(store.rowAt(11)?.line).toBe(13);
    await list.answerAll();
    expect(store.rowAt(47)?.line).toBe(49);
    const asked = list.asked.length;
    store.look(36, 47);
    expect(list.asked).toHaveLength(asked);
  });

  it('are asked for where the scrollbar stopped, not where it passed', async () => {
    const list = new SlowList(5_000_000);
    const store = new RowStore(list.ask, everyRow);
    store.look(0, 11);
    await list.answerAll();
    for (let row = 10_000; row <= 4_000_000; row += 10_000) store.look(row, row + 11);
    await list.answerAll();
    const passed = list.asked.filter(({ offset }) => offset > 11_000 && offset < 3_990_000);
    expect(passed).toEqual([]);
    expect(store.rowAt(4_000_000)?.line).toBe(4_000_002);
  });

  it('stay on the screen after a change until the new ones are there', async () => {
    const list = new SlowList(50);
    const store = new RowStore(list.ask, everyRow);
    store.look(0, 11);
    await list.last.answer();
    list.text = 'after the edit';
    list.total = 49;
    store.refresh();
    expect(store.rowAt(0)?.cells[0]?.text).toBe('as it was');
    expect(store.isNew(0)).toBe(false);
    await list.last.answer();
    expect(store.rowAt(0)?.cells[0]?.text).toBe('after the edit');
    expect(store.shown().total).toBe(49);
    expect(store.rowAt(49)).toBeUndefined();
  });

  it('are never those of an earlier filter, however late its answer comes', async () => {
    const list = new SlowList(1_000);
    const store = new RowStore(list.ask, everyRow);
    store.look(0, 11);
    const slow = list.last;
    store.filterBy({ ...everyRow, code: 'date-invalid' });
    list.total = 3;
    expect(list.last.filter.code).toBe('date-invalid');
    await list.last.answer(ok({ total: 3, searched: 1, offset: 0, rows: [rowOf(700, 'wrong')] }));
    await slow.answer();
    expect(store.shown().total).toBe(3);
    expect(store.rowAt(0)?.line).toBe(702);
  });

  it('are looked for until the whole file has been searched', async () => {
    const list = new SlowList(0);
    const store = new RowStore(list.ask, { ...everyRow, text: '北町' });
    store.look(0, 11);
    await list.last.answer(ok({ total: 1, searched: 0.4, offset: 0, rows: [rowOf(5, '北町')] }));
    expect(store.shown()).toMatchObject({ total: 1, searched: 0.4, isBusy: true });
    await list.last.answer(
      ok({ total: 2, searched: 1, offset: 0, rows: [rowOf(5, '北町'), rowOf(9, '北町')] }),
    );
    expect(store.shown()).toMatchObject({ total: 2, searched: 1, isBusy: false });
    expect(list.asked).toHaveLength(2);
  });

  it('come after a refusal when they are asked for again, and not before', async () => {
    const list = new SlowList(20);
    const store = new RowStore(list.ask, everyRow);
    store.look(0, 11);
    await list.last.answer(failed('draft-missing'));
    expect(store.shown().problem?.code).toBe('draft-missing');
    expect(list.asked).toHaveLength(1);
    store.refresh();
    await list.last.answer();
    expect(store.shown()).toMatchObject({ problem: undefined, total: 20 });
  });

  it('do not pile up while somebody reads a file from end to end', async () => {
    const list = new SlowList(100_000);
    const store = new RowStore(list.ask, everyRow);
    store.look(0, 11);
    await list.last.answer();
    for (let row = 0; row < 40_000; row += 100) {
      store.look(row, row + 11);
      await vi.advanceTimersByTimeAsync(100);
      await list.answerAll();
    }
    const kept = Array.from({ length: 100_000 }, (_, index) => store.rowAt(index)).filter(Boolean);
    expect(kept.length).toBeLessThanOrEqual(3_200);
    expect(store.rowAt(39_900)).toBeDefined();
  });
});

async function atRow(held: number): Promise<{ readonly list: SlowList; readonly store: RowStore }> {
  const list = new SlowList(1_000);
  const store = new RowStore(list.ask, { ...everyRow, code: 'date-invalid' });
  store.look(0, 11);
  await list.last.answer();
  store.hold(held);
  return { list, store };
}

/** The list without its first row, as after an edit that put it right. */
const withoutFirst = (total: number): Outcome<RowWindow> =>
  ok({
    total,
    searched: 1,
    offset: 0,
    rows: Array.from({ length: 100 }, (_, place) => rowOf(place + 1, 'wrong')),
  });

describe('the row that somebody works on', () => {
  it('stays the same line when a row above it leaves the list', async () => {
    const { list, store } = await atRow(7);
    const line = store.rowAt(7)?.line;
    store.refresh();
    await list.last.answer(withoutFirst(999));
    expect(store.shown()).toMatchObject({ held: 6, shift: -1 });
    expect(store.rowAt(6)?.line).toBe(line);
  });

  it('gives its place to the next one when it leaves the list itself', async () => {
    const { list, store } = await atRow(0);
    store.refresh();
    await list.last.answer(withoutFirst(999));
    expect(store.shown()).toMatchObject({ held: 0, shift: 0 });
    expect(store.rowAt(0)?.line).toBe(3);
  });

  it('is the last one when the list has become shorter than its place', async () => {
    const { list, store } = await atRow(7);
    store.refresh();
    await list.last.answer(ok({ total: 2, searched: 1, offset: 0, rows: [rowOf(70, 'x'), rowOf(80, 'y')] }));
    expect(store.shown().held).toBe(1);
  });

  it('is fetched also where nobody looks at it', async () => {
    const { list, store } = await atRow(900);
    await list.answerAll();
    expect(store.rowAt(900)?.line).toBe(902);
  });
});
