import { useEffect } from 'react';

import type { ChainState } from '../../src-shared/contract/operation-log.ts';
import { problem } from '../../src-shared/contract/problem.ts';
import { formatJapaneseDate } from '../../src-shared/domain/dates/eras.ts';
import { IsoDate } from '../../src-shared/domain/identifiers.ts';
import { useAct } from '../app/calls.ts';
import { useNow } from '../app/now.tsx';
import { useShowsJob } from '../app/shown-jobs.tsx';
import { useJobs, useTell } from '../app/workstation.tsx';
import { dayAndTime } from '../wording/dates.ts';
import { count } from '../wording/numbers.ts';
import { Badge, type BadgeTone } from './badge.tsx';
import { Button } from './button.tsx';
import { Fact, Facts } from './facts.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { JobProgress } from './job-progress.tsx';
import { Notice } from './notice.tsx';
import { ProblemMessage } from './problem-message.tsx';

const states: Readonly<Record<ChainState['state'], { name: string; tone: BadgeTone }>> = {
  verified: { name: '検証済み', tone: 'green' },
  verifying: { name: '検証中', tone: 'blue' },
  broken: { name: '異常あり', tone: 'solidRed' },
};

interface ChainStateViewProps {
  readonly chain: ChainState;
  /** After a verification: the state on the screen is old. */
  readonly onVerified: () => void;
}

/** Whether the operation log is whole, and the way to have every entry checked again. */
export function ChainStateView({ chain, onVerified }: ChainStateViewProps) {
  const now = useNow();
  const tell = useTell();
  const verify = useAct('log.verify');
  const job = useJobs().findLast((each) => each.kind === 'verify-log');
  useShowsJob(job?.jobId);
  const done = job?.state === 'done' ? job.jobId : undefined;
  useEffect(() => {
    if (done === undefined) return;
    onVerified();
    tell({ type: 'job-forgotten', jobId: done });
  }, [done, onVerified, tell]);

  const start = async (): Promise<void> => {
    const started = await verify.run({});
    if (started.ok) tell({ type: 'job', job: started.value });
  };
  const { name, tone } = states[job?.state === 'running' ? 'verifying' : chain.state];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <Facts>
          <Fact name="状態">
            <Badge tone={tone}>{name}</Badge>
          </Fact>
          <Fact name="記録">{count(chain.entries)}件</Fact>
          <Fact name="検証した範囲">
            {chain.verifiedUpTo === 0 ? 'まだありません' : `1 から ${count(chain.verifiedUpTo)} まで`}
            {chain.verifiedAt !== null && `（${dayAndTime(chain.verifiedAt, now)}）`}
          </Fact>
        </Facts>
        {job?.state !== 'running' && (
          <Button isDisabled={verify.busy} onPress={() => void start()}>
            最初から検証する
          </Button>
        )}
      </div>
      <CheckpointWords checkpoints={chain.checkpoints} />
      {chain.headHash !== null && (
        <Facts>
          <Fact name="最後の記録のハッシュ">
            <Fingerprint hash={chain.headHash} />
          </Fact>
        </Facts>
      )}
      {chain.brokenAt !== null && (
        <ProblemMessage problem={problem('log-broken', { sequence: chain.brokenAt })} />
      )}
      <ProblemMessage problem={verify.problem ?? job?.problem ?? undefined} />
      {job?.state === 'running' && <JobProgress job={job} />}
      {job?.state === 'cancelled' && <output>検証を中止しました。</output>}
    </div>
  );
}

const secondPlaces: Readonly<
  Record<ChainState['checkpoints']['secondPlace'], { name: string; tone: BadgeTone }>
> = {
  none: { name: '設定なし', tone: 'gray' },
  copying: { name: '確かめています', tone: 'blue' },
  copied: { name: '届いています', tone: 'green' },
  unreachable: { name: '書けません', tone: 'orange' },
  differs: { name: '食い違い', tone: 'solidRed' },
};

/** The signed checkpoints: the newest one, and whether everything is where it has to be. */
function CheckpointWords({ checkpoints }: { readonly checkpoints: ChainState['checkpoints'] }) {
  const now = useNow();
  const { newest, keyIsKept, isWritten, secondPlace, missing, damagedLine } = checkpoints;
  const place = secondPlaces[secondPlace];
  return (
    <>
      <Facts>
        <Fact name="最後の署名点">
          {newest === null
            ? 'まだありません'
            : `${count(newest.sequence)} 番（${dayAndTime(newest.time, now)}）`}
        </Fact>
        <Fact name="署名点の控え（端末の外）">
          <Badge tone={place.tone}>{place.name}</Badge>
        </Fact>
      </Facts>
      {!isWritten && (
        <p>
          署名点をログのフォルダーに書けませんでした。次の署名のときに、もう一度書きます。空き容量を確かめてください。
        </p>
      )}
      {secondPlace === 'unreachable' && (
        <p>
          端末の外の控え先に書けません。記録は端末に残っていて、書けるようになったときに続きから写します。
        </p>
      )}
      {secondPlace === 'differs' && (
        <Notice kind="error" title="端末の外の控えと食い違っています">
          控えに、この端末にない署名点があります。ログが古いものに戻されたか、署名点が消されたおそれがあります。すぐに運用責任者とシステム管理者に連絡してください。
        </Notice>
      )}
      {missing !== null && (
        <Notice kind="caution" title="あるはずの署名点がありません">
          最初は {formatJapaneseDate(IsoDate.parse(missing.day))} の {count(missing.sequence)}{' '}
          番の記録です。記録の変更は見つかっていませんが、その日の記録を署名で確かめられません。運用責任者に連絡してください。
        </Notice>
      )}
      {damagedLine !== null && (
        <Notice kind="error" title="署名点のファイルが変わっています">
          {count(damagedLine)}{' '}
          行目が、書いたときと違っています。すぐに運用責任者とシステム管理者に連絡してください。
        </Notice>
      )}
      {!keyIsKept && <p>資格情報ストアがないため、署名の鍵はこの起動の間だけのものです。</p>}
    </>
  );
}
