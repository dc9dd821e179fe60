import { useState } from 'react';

import type { ReviewWeek } from '../../../../src-shared/contract/log-review.ts';
import { useAct } from '../../../app/calls.ts';
import { useSignedIn } from '../../../app/signed-in.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Fact, Facts } from '../../../components/facts.tsx';
import { Fingerprint } from '../../../components/fingerprint.tsx';
import { ProofForm } from '../../../components/proof-form.tsx';
import { exactTime } from '../../../wording/dates.ts';
import { staffName, standings, weekName } from '../../../wording/log-review.ts';
import { count } from '../../../wording/numbers.ts';

interface SignatureProps {
  readonly week: ReviewWeek;
  readonly onSigned: (week: ReviewWeek) => void;
}

/** 署名: who says that the week was reviewed, over which end of the log. */
export function Signature({ week, onSigned }: SignatureProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { signature, counts, head } = week;
  return (
    <section aria-labelledby="signature" className="flex flex-col gap-3">
      <h3 id="signature" className="text-std-16B-170">
        署名
      </h3>
      {signature === null ? (
        <>
          <p id="signature-waits">{waitsFor(week)}</p>
          <MaySign>
            <Button
              look="primary"
              aria-describedby="signature-waits"
              isDisabled={!week.isFinished || counts.undecided > 0 || head === null}
              onPress={() => setIsOpen(true)}
            >
              署名する
            </Button>
          </MaySign>
          <Dialog title="週次点検に署名する" isOpen={isOpen} onClose={() => setIsOpen(false)}>
            <SignForm
              week={week}
              onClose={() => setIsOpen(false)}
              onSigned={(signed) => {
                setIsOpen(false);
                onSigned(signed);
              }}
            />
          </Dialog>
        </>
      ) : (
        <Facts>
          <Fact name="署名した人">{staffName(signature.by)}</Fact>
          <Fact name="署名した日時">{exactTime(signature.at)}</Fact>
          <Fact name="記録">
            {count(signature.entries)}件（{count(signature.head.sequence)}番まで）
          </Fact>
          <Fact name="今の記録との一致">{standings[signature.stands]}</Fact>
          <Fact name="週の最後の記録のハッシュ" isWide>
            <Fingerprint hash={signature.head.hash} />
          </Fact>
        </Facts>
      )}
    </section>
  );
}

function waitsFor({ isFinished, counts, head }: ReviewWeek): string {
  if (!isFinished) return 'この週が終わると署名できます。';
  if (counts.undecided > 0)
    return `結果のない ${count(counts.undecided)} 件に結果を記入すると、署名できます。`;
  if (head === null) return 'この週までの記録がありません。';
  return 'すべての結果がそろっています。運用責任者が署名すると、この週の点検は変えられなくなります。';
}

/** Only a supervisor signs; others read why there is no button. */
function MaySign({ children }: { readonly children: React.ReactNode }) {
  const { user } = useSignedIn();
  return user.role === 'supervisor' ? <div>{children}</div> : <p>署名は運用責任者が行います。</p>;
}

interface SignFormProps extends SignatureProps {
  readonly onClose: () => void;
}

function SignForm({ week, onClose, onSigned }: SignFormProps) {
  const { user } = useSignedIn();
  const sign = useAct('review.sign');
  const { head, counts, comparison } = week;
  return (
    <ProofForm
      userId={user.userId}
      action="署名する"
      otherwise={{ label: 'やめる', onPress: onClose }}
      busy={sign.busy}
      problem={sign.problem}
      onSubmit={async (credentials) => {
        if (head === null) return false;
        const signed = await sign.run({ week: week.week, head: head.hash, ...credentials });
        if (signed.ok) onSigned(signed.value);
        return signed.ok;
      }}
    >
      <p className="text-std-16N-170">
        {weekName(week.week)}の点検に、{user.name}さんの名前で署名します。渡した人 {count(counts.people)}
        人のうち説明できない人は {count(counts.unexplained)}人、見つかったものは {count(counts.findings)}
        件です。
        {comparison === null && 'VRSの記録とは、まだ比べていません。'}
        署名した後は、結果を変えられません。
      </p>
      {head !== null && (
        <Facts>
          <Fact name={`週の最後の記録（${count(head.sequence)}番）のハッシュ`} isWide>
            <Fingerprint hash={head.hash} />
          </Fact>
        </Facts>
      )}
    </ProofForm>
  );
}
