import './zod-without-jit.ts';
import '../styles/app.css';

import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { createRoot } from 'react-dom/client';

import { ErrorBoundary } from '../components/error-boundary.tsx';
import { App } from './app.tsx';
import { Workstation } from './workstation.tsx';

// SECURITY: H08 — a file dropped on the window goes nowhere.
for (const type of ['dragover', 'drop'] as const) {
  window.addEventListener(type, (event) => event.preventDefault());
}

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <I18nProvider locale="ja-JP">
      <Workstation bridge={window.vrs}>
        <ErrorBoundary>
          <App />
        </ErrorBoundary>
      </Workstation>
    </I18nProvider>
  </StrictMode>,
);
