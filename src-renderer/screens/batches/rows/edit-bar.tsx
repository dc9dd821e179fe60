import type { RuleCount } from '../../../../src-shared/contract/batches.ts';
import { Button } from '../../../components/button.tsx';
import { count } from '../../../wording/numbers.ts';
import type { RowEdits } from './row-edits.ts';

interface EditBarProps {
  readonly edits: RowEdits;
  /** The rule that the rows are filtered by. */
  readonly rule: RuleCount | undefined;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onFix: () => void;
  readonly onAcceptAll: (rule: RuleCount) => void;
}

/** What can be done with the edits, each with what it would do. */
export function EditBar({ edits, rule, onUndo, onRedo, onFix, onAcceptAll }: EditBarProps) {
  const { state, isBusy } = edits;
  return (
    <fieldset aria-label="行の修正" className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        size="small"
        isDisabled={isBusy || !state?.undo}
        onPress={onUndo}
        aria-keyshortcuts="Control+Z"
        aria-describedby="undo-words"
      >
        元に戻す（Ctrl+Z）
      </Button>
      <Button
        size="small"
        isDisabled={isBusy || !state?.redo}
        onPress={onRedo}
        aria-keyshortcuts="Control+Y"
        aria-describedby="redo-words"
      >
        やり直す（Ctrl+Y）
      </Button>
      <Button size="small" isDisabled={isBusy} onPress={onFix}>
        まとめて直す
      </Button>
      {rule && rule.proposals > 0 && (
        <Button size="small" isDisabled={isBusy} onPress={() => onAcceptAll(rule)}>
          この規則の修正案をすべて受け入れる（{count(rule.proposals)}件）
        </Button>
      )}
      <span className="min-w-0 grow basis-0 truncate text-dns-14N-130 text-solid-gray-700">
        {state?.undo && <span id="undo-words">元に戻せる操作：{state.undo}　</span>}
        {state?.redo && <span id="redo-words">やり直せる操作：{state.redo}</span>}
      </span>
    </fieldset>
  );
}
