import type { RuleCount } from '../../../../src-shared/contract/batches.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { count } from '../../../wording/numbers.ts';

interface AcceptAllDialogProps {
  /** Undefined while nothing is asked. */
  readonly rule: RuleCount | undefined;
  readonly onClose: () => void;
  readonly onAccept: (rule: RuleCount) => void;
}

/** Whether really every proposal of a rule is to be taken. */
export function AcceptAllDialog({ rule, onClose, onAccept }: AcceptAllDialogProps) {
  return (
    <Dialog title="修正案をすべて受け入れる" isOpen={rule !== undefined} onClose={onClose}>
      {rule && (
        <>
          <p className="text-std-16N-170">
            「{rule.title}」{count(rule.count)}件のうち、修正案のある{count(rule.proposals)}
            件を、修正案の値に直します。
          </p>
          <p className="text-std-16N-170">
            元の値はそれぞれの行に残り、「元に戻す」で取り消せます。ファイルとVRSの登録内容は変わりません。
          </p>
          <div className="flex flex-wrap gap-3">
            <Button look="primary" onPress={() => onAccept(rule)}>
              すべて受け入れる
            </Button>
            <Button look="plain" onPress={onClose}>
              戻る
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
