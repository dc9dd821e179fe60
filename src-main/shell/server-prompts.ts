import { app } from 'electron';

/**
 * What a server may ask a browser to decide. Nobody decides here: the answer is always no.
 * SECURITY: H44 — a certificate that Chromium refuses is refused; SECURITY: H45 — no server and no proxy is told a password.
 */
export function refuseServerPrompts(): void {
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, decide) => {
    event.preventDefault();
    decide(false);
  });
  app.on('login', (event, _contents, _request, _server, answer) => {
    event.preventDefault();
    // Without a name and a password the request ends as it would without an answer.
    answer();
  });
}
