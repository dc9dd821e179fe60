import { useState } from 'react';

import {
  type Draft,
  FileEncoding,
  fileEncodingNames,
  FileKind,
  fileKindNames,
} from '../../../src-shared/contract/batches.ts';
import { useAct } from '../../app/calls.ts';
import { useTell } from '../../app/workstation.tsx';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { ColumnPreview } from './column-preview.tsx';

const kinds = FileKind.options.map((value) => ({ value, name: fileKindNames[value] }));
const encodings = FileEncoding.options.map((value) => ({ value, name: fileEncodingNames[value] }));

interface ReadingStepProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onCheckStarted: () => void;
}

/** Step 1, after the choice: how the file is read, to see and to put right. */
export function ReadingStep({ draft, onDraft, onCheckStarted }: ReadingStepProps) {
  const tell = useTell();
  const readAs = useAct('batches.readAs');
  const mapColumns = useAct('batches.mapColumns');
  const check = useAct('batches.check');
  const [isMapping, setIsMapping] = useState(false);
  const canChange = draft.stage === 'chosen' || draft.stage === 'checked';
  const { readingProblem } = draft;
  const maps = canChange && (isMapping || readingProblem !== null || draft.mappedBy === 'person');

  const change = async (as: Partial<Pick<Draft, 'kind' | 'encoding'>>): Promise<void> => {
    const { draftId, kind, encoding } = draft;
    mapColumns.forget();
    const read = await readAs.run({ draftId, kind, encoding, ...as });
    if (read.ok) onDraft(read.value);
  };
  const map = async (columns: readonly (string | null)[]): Promise<void> => {
    readAs.forget();
    const mapped = await mapColumns.run({ draftId: draft.draftId, columns: [...columns] });
    if (mapped.ok) onDraft(mapped.value);
  };
  const startCheck = async (): Promise<void> => {
    const started = await check.run({ draftId: draft.draftId });
    if (!started.ok) return;
    tell({ type: 'job', job: started.value });
    onCheckStarted();
  };

  return (
    <section aria-label="読み取り方" className="flex flex-col gap-3">
      {canChange && readingProblem === null && (
        <p className="text-std-16N-170">
          次のように読み取りました。文字や列が正しく見えているか確かめてください。違うときは選び直せます。
        </p>
      )}
      <div className="flex flex-wrap gap-x-10 gap-y-3">
        <RadioGroup
          label="種類"
          options={kinds}
          value={draft.kind}
          onChange={(kind) => void change({ kind })}
          isDisabled={!canChange || readAs.busy}
        />
        <RadioGroup
          label="文字コード"
          options={encodings}
          value={draft.encoding}
          onChange={(encoding) => void change({ encoding })}
          isDisabled={!canChange || readAs.busy}
        />
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
        <Facts>
          <Fact name="様式">
            {draft.layoutName}（{draft.layoutId}・第{draft.layoutVersion}版）
          </Fact>
          <Fact name="列の対応">
            {readingProblem === null ? mappingNames[draft.mappedBy] : 'まだ決まっていません'}
          </Fact>
        </Facts>
        {canChange && !maps && draft.preview.length > 0 && (
          <Button onPress={() => setIsMapping(true)}>列の対応を直す</Button>
        )}
      </div>
      {draft.isFindingsList && (
        <Notice kind="information">
          この端末が出力したエラー一覧です。「検査_」で始まる列は読み飛ばし、もとの列だけを検査します。
        </Notice>
      )}
      <ProblemMessage problem={readAs.problem ?? mapColumns.problem ?? readingProblem ?? undefined} />
      {maps && readingProblem !== null && (
        <p className="text-std-16N-170">
          見出しの名前が違うだけのときは、種類を選び、下の表で列ごとに項目を選んでください。選んだ対応は、次のファイルでも使います。
        </p>
      )}
      <Waiting busy={readAs.busy} from="アプリの本体" />
      {draft.preview.length > 0 ? (
        <ColumnPreview draft={draft} onMap={maps ? (columns) => void map(columns) : undefined} />
      ) : (
        <p className="text-std-16N-170">ファイルから読み取った行は、終わったときに消去しました。</p>
      )}
      <ProblemMessage problem={check.problem} />
      {draft.stage === 'chosen' && (
        <div>
          <Button
            look="primary"
            size="large"
            isDisabled={check.busy || readAs.busy || readingProblem !== null}
            onPress={() => void startCheck()}
          >
            検査する
          </Button>
        </div>
      )}
    </section>
  );
}

const mappingNames: Readonly<Record<Draft['mappedBy'], string>> = {
  headers: '見出しから読み取りました',
  person: '人が対応づけました（同じ見出しのファイルで次も使います）',
  memory: '前回の対応づけを使いました',
};
