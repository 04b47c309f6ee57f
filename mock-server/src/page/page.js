'use strict';

const byId = (id) => document.getElementById(id);
const mock = async (path, options) => {
  const response = await fetch('/_mock' + path, options);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text ? JSON.parse(text) : null;
};
/** Text only: nothing that a request or a resource says becomes markup. */
const cell = (text, tag = 'td') => {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
};
const row = (...texts) => {
  const element = document.createElement('tr');
  element.append(...texts.map((text) => cell(text)));
  return element;
};

let info;
let token;

// ------------------------------------------------------------------------------------------------------ tabs

for (const button of document.querySelectorAll('nav button')) {
  button.onclick = () => {
    for (const other of document.querySelectorAll('nav button')) {
      other.classList.toggle('on', other === button);
      byId(other.dataset.tab).hidden = other !== button;
    }
    refresh();
  };
}
const shown = (tab) => !byId(tab).hidden;

// ------------------------------------------------------------------------------------------------------ operations

/** A token of the first demo client, fetched once, so that every operation can be tried at once. */
async function bearer() {
  const client = info.clients[0];
  const path = (info.operations.find((operation) => operation.method === 'POST' && operation.path.endsWith('token')) || {}).path;
  if (!path || !client) return undefined;
  const grant = { grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret };
  const response = await fetch(info.base + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(grant) });
  const answer = await response.json();
  return answer.access_token || answer.data?.attributes?.access_token;
}

async function operations() {
  window.ui = SwaggerUIBundle({
    url: '/_mock/openapi.json',
    dom_id: '#ui',
    deepLinking: true,
    docExpansion: 'none',
    filter: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    requestInterceptor: async (request) => {
      if (!request.url.includes('/_mock/') && !request.headers.Authorization) {
        token ??= await bearer();
        if (token) request.headers.Authorization = 'Bearer ' + token;
      }
      return request;
    },
    responseInterceptor: (response) => {
      // Expired, or the state was reset: the next request fetches another.
      if (response.status === 401) token = undefined;
      return response;
    },
  });
}

// ------------------------------------------------------------------------------------------------------ requests

let latest = 0;

async function requests() {
  if (!byId('live').checked) return;
  const entries = await mock('/requests?after=' + latest);
  for (const entry of entries) {
    latest = entry.number;
    const line = row(entry.number, entry.time.slice(11, 23), entry.method + ' ' + entry.target, entry.operation || '', entry.status, (entry.micros / 1000).toFixed(2), entry.faults.join(' '));
    if (entry.status >= 400) line.classList.add('bad');
    line.onclick = () => {
      const head = cell(`${entry.method} ${entry.target}`, 'h3');
      const pretty = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
      byId('entry').replaceChildren(head, cell('Headers', 'h4'), cell(pretty(entry.headers), 'pre'), cell('Body', 'h4'), cell(pretty(entry.body), 'pre'), cell('Answer ' + entry.status, 'h4'), cell(pretty(entry.answer), 'pre'));
    };
    byId('log').prepend(line);
  }
  while (byId('log').children.length > 200) byId('log').lastChild.remove();
}
byId('forget').onclick = async () => {
  await mock('/requests', { method: 'DELETE' });
  byId('log').replaceChildren();
};

// ------------------------------------------------------------------------------------------------------ data

const SIZE = 25;
let offset = 0;

let latestAsked = 0;

async function data() {
  const asked = latestAsked += 1;
  const type = byId('type').value;
  const table = await mock(`/state/${encodeURIComponent(type)}?offset=${offset}&limit=${SIZE}`);
  // Another type or page was asked for meanwhile: that answer counts.
  if (asked !== latestAsked) return;
  const attributes = [...new Set(table.data.flatMap((resource) => Object.keys(resource.attributes || {})))];
  const relationships = [...new Set(table.data.flatMap((resource) => Object.keys(resource.relationships || {})))];
  byId('columns').replaceChildren(...['id', ...attributes, ...relationships].map((name) => cell(name, 'th')));
  const text = (value) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  const ids = (relationship) => [relationship?.data || []].flat().map((target) => target.id).join(', ');
  byId('rows').replaceChildren(...table.data.map((resource) =>
    row(resource.id, ...attributes.map((name) => text(resource.attributes[name])), ...relationships.map((name) => ids(resource.relationships?.[name])))));
  byId('range').textContent = `${Math.min(offset + 1, table.count)}–${Math.min(offset + SIZE, table.count)} of ${table.count}`;
  byId('back').disabled = offset === 0;
  byId('forth').disabled = offset + SIZE >= table.count;
}
byId('type').onchange = () => { offset = 0; data(); };
byId('back').onclick = () => { offset = Math.max(0, offset - SIZE); data(); };
byId('forth').onclick = () => { offset += SIZE; data(); };
byId('reset').onclick = async () => { await mock('/reset', { method: 'POST' }); offset = 0; data(); };

// ------------------------------------------------------------------------------------------------------ trouble

const SWITCHES = {
  'Slow (p50 100 ms, p99 2 s)': 'latency=p50:100/p90:500/p99:2000/p100:4000',
  '5 % errors': 'status=503 rate=5% retry-after=1',
  'Too many requests': 'status=429 rate=20% retry-after=2',
  'Reset connections': 'reset rate=5%',
  'Cut bodies': 'truncate rate=5%',
  'Drop by drop': 'slow-body=256 delay=50',
  'Not JSON': 'invalid-json rate=10%',
  'Gateway pages': 'html rate=10%',
  'Tokens expire': 'expire-token rate=5%',
  'Endless paging': 'next=loop',
  'Foreign next': 'next=foreign',
  'Down 5 s a minute': 'down for=5s every=60s',
};

async function trouble() {
  const rules = await mock('/faults');
  byId('rules').replaceChildren(...rules.map((rule) => row(rule.rule, rule.seen, rule.struck)));
  const on = rules.map((rule) => rule.rule);
  for (const box of document.querySelectorAll('#switches input')) box.checked = on.includes(box.value);
  byId('now').textContent = (await mock('/clock')).now;
}
async function set(rules) {
  try {
    await mock('/faults', { method: 'PUT', body: JSON.stringify(rules) });
    byId('problem').textContent = '';
  } catch (error) {
    byId('problem').textContent = error.message;
  }
  trouble();
}
const current = async () => (await mock('/faults')).map((rule) => rule.rule);
for (const [name, rule] of Object.entries(SWITCHES)) {
  const label = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.value = rule;
  box.onchange = async () => {
    // What the person chose, before a refresh can set the box back.
    const wanted = box.checked;
    const others = (await current()).filter((other) => other !== rule);
    set(wanted ? [...others, rule] : others);
  };
  label.append(box, ' ' + name);
  label.title = rule;
  byId('switches').append(label);
}
byId('rule').onsubmit = async (event) => {
  event.preventDefault();
  set([...(await current()), byId('text').value]);
};
byId('clear').onclick = () => set([]);
const clock = (order) => mock('/clock', { method: 'POST', body: JSON.stringify(order) }).then(trouble);
for (const button of document.querySelectorAll('[data-advance]')) button.onclick = () => clock({ advance_seconds: Number(button.dataset.advance) });
byId('ontime').onclick = () => clock({ reset: true });
byId('expire').onclick = () => mock('/tokens/expire', { method: 'POST' });

// ------------------------------------------------------------------------------------------------------ start

function refresh() {
  if (shown('requests')) requests();
  if (shown('data')) data();
  if (shown('trouble')) trouble();
}

(async () => {
  info = await mock('/info');
  document.title = byId('title').textContent = info.title + ', mocked';
  byId('client').textContent = info.clients.length ? `client ${info.clients[0].id} · secret ${info.clients[0].secret}` : '';
  for (const [type, count] of Object.entries(info.resources)) {
    const option = cell(`${type} (${count})`, 'option');
    option.value = type;
    byId('type').append(option);
  }
  operations();
  setInterval(() => { if (shown('requests')) requests(); }, 1000);
})();
