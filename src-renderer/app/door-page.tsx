import type { ReactNode } from 'react';

import { TrainingBanner } from './training-banner.tsx';
import { useWorkstation } from './workstation.tsx';

interface DoorPageProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What stands beside the form: the training accounts. */
  readonly beside?: ReactNode;
  /** Left out on the lock screen, which shows nothing but who and the fields. */
  readonly plain?: boolean;
}

/** A page before one is inside: sign-in, change of an expired password, lock. */
export function DoorPage({ title, children, beside, plain = false }: DoorPageProps) {
  const { profile, version } = useWorkstation();
  const isWide = beside !== undefined && beside !== false;
  return (
    <div className="flex min-h-screen flex-col bg-solid-gray-50">
      <TrainingBanner />
      <header className="px-8 pt-4">
        <p className="text-std-18B-160">接種記録ワークステーション</p>
        <p className="text-dns-16N-130 text-solid-gray-700">{profile.municipalityName}</p>
      </header>
      <main
        className={`mx-auto flex w-full grow flex-wrap items-start justify-center gap-6 px-8 py-4 ${isWide ? 'max-w-[80rem]' : 'max-w-[34rem]'}`}
      >
        <div
          className={`flex min-w-0 flex-col gap-4 rounded-12 border border-solid-gray-200 bg-white p-6 ${isWide ? 'grow basis-80' : 'w-full'}`}
        >
          <h1 className="text-std-24B-150">{title}</h1>
          {children}
        </div>
        {isWide && (
          <div className="min-w-0 grow-[2] basis-[36rem] rounded-12 border border-solid-gray-200 bg-white p-6">
            {beside}
          </div>
        )}
      </main>
      {!plain && (
        <footer className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-8 pb-4 text-dns-14N-130 text-solid-gray-700">
          <p>つながる先はVRSだけです。だれが、いつ、どの住民の情報を見たかは、すべて操作ログに残ります。</p>
          <p>
            端末 {profile.workstation}　版 {version}
          </p>
        </footer>
      )}
    </div>
  );
}
