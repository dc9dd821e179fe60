import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';

import type { CheckSummary, Draft, RuleCount } from '../../../../src-shared/contract/batches.ts';
import type { RowFilter, RowFix } from '../../../../src-shared/contract/batch-rows.ts';
import { useAsk } from '../../../app/calls.ts';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { JobProgress } from '../../../components/job-progress.tsx';
import { ProblemMessage } from '../../../components/problem-message.tsx';
import { ReadProblem } from '../../../components/read-problem.tsx';
import { Waiting } from '../../../components/waiting.tsx';
import { count } from '../../../wording/numbers.ts';
import type { OpenDraft } from '../draft.ts';
import { AcceptAllDialog } from './accept-all-dialog.tsx';
import { EditBar } from './edit-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FixDialog } from './fix-dialog.tsx';
import { GoToLineDialog } from './go-to-line-dialog.tsx';
import { type GridColumn, gridColumns } from './grid-columns.ts';
import { type GridHandle, RowGrid } from './row-grid.tsx';
import { useRowEdits } from './row-edits.ts';
import { RowPanel } from './row-panel.tsx';
import { RowStore } from './row-store.ts';
import { isFiltered, type RowsForm } from './rows-form.ts';
import { useRowsPlace } from './rows-place.ts';

interface RowsSectionProps {
  readonly draft: Draft;
  readonly check: CheckSummary;
  readonly open: OpenDraft;
  readonly form: RowsForm;
  readonly onForm: (change: Partial<RowsForm>) => void;
  /** Grows when a rule was chosen outside: the rows of it are what one wants to work on next. */
  readonly chosen: number;
}

type Asking = 'line' | 'fix' | RuleCount | undefined;

/** 行の一覧: every row of the file, to look through and to put right. */
export function RowsSection({ draft, check, open, form, onForm, chosen }: RowsSectionProps) {
  const ask = useAsk();
  const { draftId } = draft;
  const { filter } = form;
  const [store] = useState(
    () =>
      new RowStore(
        (by, offset, limit) => ask('batches.rows', { draftId, filter: by, offset, limit }),
        filter,
      ),
  );
  const shown = useSyncExternalStore(store.subscribe, store.shown);
  const edits = useRowEdits(draft, open, store);
  const [asking, setAsking] = useState<Asking>();
  const [said, setSaid] = useState('');
  const grid = useRef<GridHandle>(null);
  const section = useRef<HTMLElement>(null);
  const id = useId();
  const columns = useMemo(() => gridColumns(draft), [draft]);
  const goToLine = useRowsPlace({ draftId, store, form, onForm, columns, grid, onSaid: setSaid });

  const filtered = useRef(filter);
  useEffect(() => {
    if (filtered.current === filter) return;
    filtered.current = filter;
    store.filterBy(filter);
  }, [store, filter]);
  useEffect(() => {
    if (chosen === 0) return;
    section.current?.scrollIntoView({ block: 'start' });
    grid.current?.focus();
  }, [chosen]);

  const row = store.rowAt(shown.held);
  const column = columns[form.column];
  const rule = check.rules.find(({ code }) => code === filter.code);
  const canEdit = draft.stage === 'checked' && edits.job === undefined;

  const filterBy = (wanted: RowFilter): void => {
    setSaid('');
    onForm({ filter: wanted, edit: undefined });
  };
  const put = async (at: GridColumn, text: string): Promise<void> => {
    const edited = row;
    onForm({ edit: undefined });
    if (!edited || edited.cells[at.cell]?.text === text) return;
    const taken = await edits.edit({ line: edited.line, cell: at.cell, text });
    setSaid(taken ? `${count(edited.line)}行目の「${at.name}」を「${text}」に直しました。` : '');
    if (taken) return;
    // What was typed is not lost when it can't be taken: it stands there again.
    await goToLine(edited.line);
    onForm({ column: columns.indexOf(at), edit: text });
  };
  const fix = (wanted: RowFix): void => {
    setAsking(undefined);
    setSaid('');
    edits.fix(filter, wanted);
    grid.current?.focus();
  };
  const undo = (): void => {
    if (!edits.state?.undo || edits.isBusy || !canEdit) return;
    setSaid(`元に戻しました：${edits.state.undo}`);
    edits.undo();
  };
  const redo = (): void => {
    if (!edits.state?.redo || edits.isBusy || !canEdit) return;
    setSaid(`やり直しました：${edits.state.redo}`);
    edits.redo();
  };
  const accept = (): void => {
    const proposal = column && row?.findings.find((each) => each.column === column.name)?.proposal;
    if (canEdit && column?.canEdit === true && typeof proposal === 'string') void put(column, proposal);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    const isTyping =
      form.edit !== undefined || !(event.target instanceof Element && event.target.closest('[role="grid"]'));
    const key = event.key.toLowerCase();
    const act =
      key === 'g'
        ? () => setAsking('line')
        : isTyping
          ? undefined
          : key === 'enter'
            ? accept
            : key === 'z' && !event.shiftKey
              ? undo
              : key === 'y' || key === 'z'
                ? redo
                : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    // Not a control by itself: it hears the shortcuts of what is inside it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={section}
      aria-labelledby={`${id}-title`}
      onKeyDown={onKeyDown}
      className="flex scroll-mt-2 flex-col gap-2 desk:h-[calc(100cqh-1rem)] desk:min-h-[33rem]"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 id={`${id}-title`} className="text-std-18B-160">
          行の一覧
        </h3>
        <output className="text-dns-16N-130">
          {totalWords(shown.total, shown.searched, check.rows, filter)}
        </output>
        <output className="min-w-0 grow basis-0 truncate text-dns-16B-130">{said}</output>
        <Button size="small" onPress={() => setAsking('line')} aria-keyshortcuts="Control+G">
          行へ移動（Ctrl+G）
        </Button>
      </div>
      <FilterBar rules={check.rules} filter={filter} onFilter={filterBy} />
      {draft.stage === 'checked' && (
        <EditBar
          edits={edits}
          rule={rule}
          onUndo={undo}
          onRedo={redo}
          onFix={() => setAsking('fix')}
          onAcceptAll={setAsking}
        />
      )}
      <ProblemMessage problem={edits.problem} />
      <ReadProblem
        of={{ value: undefined, problem: shown.problem, busy: false, askAgain: () => store.refresh() }}
      />
      {edits.job && <JobProgress job={edits.job} isSlim />}
      <div className="flex min-h-0 grow flex-col gap-2 wide:flex-row">
        {shown.total === 0 && shown.searched === 1 ? (
          <div className="grow">
            <EmptyState title="この絞り込みに当たる行はありません">
              {isFiltered(filter) &&
                'すべて直したか、絞り込みの言葉が違うときです。「絞り込みを外す」で全部の行に戻ります。'}
            </EmptyState>
          </div>
        ) : (
          <RowGrid
            ref={grid}
            label="ファイルの行"
            store={store}
            columns={columns}
            focusColumn={Math.min(form.column, Math.max(0, columns.length - 1))}
            onFocusColumn={(wanted) => onForm({ column: wanted })}
            edit={form.edit}
            onEdit={(edit) => onForm({ edit })}
            onCommit={(text) => column && void put(column, text)}
            pending={edits.pending}
            canEdit={canEdit}
            onRefused={() => setSaid(whyNot(draft, row?.editable, column))}
            describedBy={`${id}-panel`}
          />
        )}
        <RowPanel
          id={`${id}-panel`}
          row={row}
          columns={columns}
          column={column}
          canEdit={canEdit}
          onAccept={(at, proposal) => {
            void put(at, proposal);
            grid.current?.focus();
          }}
        />
      </div>
      <Waiting busy={shown.total === undefined && shown.isBusy} from="アプリの本体" />
      <GoToLineDialog
        isOpen={asking === 'line'}
        onClose={() => setAsking(undefined)}
        onLine={(line) => {
          setAsking(undefined);
          void goToLine(line);
        }}
      />
      <FixDialog
        isOpen={asking === 'fix'}
        onClose={() => setAsking(undefined)}
        columns={columns}
        startAt={column}
        rows={shown.total ?? 0}
        onFix={fix}
      />
      <AcceptAllDialog
        rule={typeof asking === 'object' ? asking : undefined}
        onClose={() => setAsking(undefined)}
        onAccept={({ code }) => fix({ kind: 'accept-proposals', code })}
      />
    </section>
  );
}

function totalWords(total: number | undefined, searched: number, rows: number, filter: RowFilter): string {
  if (total === undefined) return '';
  const left = isFiltered(filter) ? `${count(total)}行 ／ 全${count(rows)}行` : `全${count(total)}行`;
  return searched < 1
    ? `${left}（ファイルの${Math.floor(searched * 100)}%まで探しました。続けています）`
    : left;
}

function whyNot(draft: Draft, isRowEditable: boolean | undefined, column: GridColumn | undefined): string {
  if (draft.stage !== 'checked') return 'この段階では直せません。';
  if (isRowEditable === false) return 'この行は列に分けて読めないため、ここでは直せません。';
  return column && !column.canEdit ? `「${column.name}」はここでは直せません。` : '今は直せません。';
}
