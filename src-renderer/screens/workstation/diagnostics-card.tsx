import { useAct } from '../../app/calls.ts';
import { Button } from '../../components/button.tsx';
import { Fingerprint } from '../../components/fingerprint.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { Card } from './card.tsx';

/** What can be given to whoever looks for a fault: a file with nothing of anybody in it. */
export function DiagnosticsCard() {
  const exporting = useAct('workstation.exportDiagnostics');
  const isCancelled = exporting.problem?.code === 'file-not-chosen';
  return (
    <Card title="診断情報">
      <p className="text-std-16N-170">
        版・設定・鍵とログの状態・起きた問題の符号と件数を、一つのファイルに出力します。住民と利用者の情報、鍵、パスワードは入りません。
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <Button isDisabled={exporting.busy} onPress={() => void exporting.run({})}>
          診断情報を出力
        </Button>
        <Waiting busy={exporting.busy} />
      </div>
      {!isCancelled && <ProblemMessage problem={exporting.problem} />}
      {exporting.value && (
        <Notice kind="success" title="診断情報を出力しました。" announced="politely">
          ファイルの指紋（SHA-256）：
          <Fingerprint hash={exporting.value.sha256} />
        </Notice>
      )}
    </Card>
  );
}
