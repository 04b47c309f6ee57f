// Drives the page over the DevTools protocol.
import { writeFileSync } from 'node:fs';

const [mock, devtools, out] = process.argv.slice(2);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let shot;
const problems = [];

async function retry(what, action) {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    try {
      const value = await action();
      if (value) return value;
    } catch { /* not yet */ }
    await wait(100);
  }
  if (shot) await shot('failed').catch(() => {});
  throw new Error('never happened: ' + what + '\n' + problems.join('\n'));
}

const tabs = await retry('chromium listens', async () => (await fetch(devtools + '/json')).json());
const socket = new WebSocket(tabs.find((tab) => tab.type === 'page').webSocketDebuggerUrl);
await new Promise((resolve) => { socket.onopen = resolve; });
const pending = new Map();
let last = 0;
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.id) pending.get(message.id)(message.result ?? { error: message.error });
  if (message.method === 'Runtime.exceptionThrown') problems.push(message.params.exceptionDetails.exception?.description ?? 'exception');
  if (message.method === 'Network.requestWillBeSent' && !/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(message.params.request.url)) problems.push('asked for ' + message.params.request.url);
};
const send = (method, params = {}) => new Promise((resolve) => {
  last += 1;
  pending.set(last, resolve);
  socket.send(JSON.stringify({ id: last, method, params }));
});
const run = async (expression) => (await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result?.value;
shot = async (name) => {
  const { data } = await send('Page.captureScreenshot', { format: 'png' });
  writeFileSync(`${out}/${name}.png`, Buffer.from(data, 'base64'));
};

await send('Runtime.enable');
await send('Network.enable');
await send('Page.enable');
await send('Page.navigate', { url: mock + '/' });

const blocks = await retry('the operations show', () => run(`(document.querySelectorAll('.opblock-tag').forEach((tag) => tag.dataset.isOpen === 'false' && tag.click()), document.querySelectorAll('.opblock').length >= 62 && document.querySelectorAll('.opblock').length)`));
const label = 'GET /health_question_definition';
await run(`document.querySelector('[id$="fetchHealthQuestionDefinitions"] .opblock-summary-control').click()`);
await retry('the form shows', () => run(`!!document.querySelector('[id$="fetchHealthQuestionDefinitions"] .execute')`));
await run(`document.querySelector('[id$="fetchHealthQuestionDefinitions"] .execute').click()`);
await retry(label + ' is answered', () => run(`document.querySelector('[id$="fetchHealthQuestionDefinitions"] .live-responses-table tr.response .response-col_status')?.textContent.startsWith('200')`));
await run(`document.querySelector('[id$="fetchHealthQuestionDefinitions"]').scrollIntoView()`);
await shot('operations');

await run(`document.querySelector('[data-tab=requests]').click()`);
await retry('the log shows it', () => run(`document.querySelector('#log').textContent.includes('fetchHealthQuestionDefinitions')`));
await run(`document.querySelector('#log tr').click()`);
await shot('requests');

await run(`document.querySelector('[data-tab=data]').click(); document.querySelector('#type').value = 'patient'; document.querySelector('#type').onchange()`);
await retry('patients show', () => run(`document.querySelectorAll('#rows tr').length === 25`));
await shot('data');

await run(`document.querySelector('[data-tab=trouble]').click(); document.querySelector('#switches input').click()`);
await retry('trouble is on', async () => (await (await fetch(mock + '/_mock/faults')).json()).length === 1);
await run(`document.querySelector('#clear').click()`);
await retry('trouble is over', async () => (await (await fetch(mock + '/_mock/faults')).json()).length === 0);
await shot('trouble');

socket.close();
if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`page: ${blocks} operations, one tried; log, data and trouble work; nothing was asked of other servers`);
process.exit(0);
