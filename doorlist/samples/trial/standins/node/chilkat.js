// What stands in for Chilkat's Node.js package: any class, property and method is asked of Chilkat's Python library, in a
// process of its own (carrier.py). Two named pipes let this side wait for an answer without an event loop.
'use strict';
const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const CARRIER = 'doorlist.samples.trial.standins.carrier';
const ids = new WeakMap();
const members = new Map();
let commands;
let answers;
let rest = '';

function begin() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chilkat-'));
  const [there, back] = ['there', 'back'].map((name) => path.join(folder, name));
  spawnSync('mkfifo', [there, back]);
  const script = `exec "$0" -m ${CARRIER} <"$1" >"$2"`;
  const carrier = spawn('sh', ['-c', script, process.env.CHILKAT_PYTHON || 'python3', there, back], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  carrier.unref();
  commands = fs.openSync(there, 'w');
  answers = fs.openSync(back, 'r');
  fs.rmSync(folder, { recursive: true });
}

function ask(...words) {
  if (commands === undefined) begin();
  fs.writeSync(commands, words.join(' ') + '\n');
  const chunk = Buffer.alloc(65536);
  while (!rest.includes('\n')) {
    const size = fs.readSync(answers, chunk);
    if (size === 0) throw new Error('the library ended');
    rest += chunk.toString('latin1', 0, size);
  }
  const end = rest.indexOf('\n');
  const answer = rest.slice(0, end);
  rest = rest.slice(end + 1);
  return answer;
}

function given(value) {
  if (typeof value === 'string') return 't:' + Buffer.from(value).toString('base64');
  if (typeof value === 'number') return 'i:' + value;
  if (typeof value === 'boolean') return 'b:' + Number(value);
  if (value === null || value === undefined) return 'n:';
  return 'o:' + ids.get(value);
}

function taken(answer) {
  const [kind, text] = [answer[0], answer.slice(2)];
  if (kind === 't') return Buffer.from(text, 'base64').toString();
  if (kind === 'i') return Number(text);
  if (kind === 'b') return text === '1';
  if (kind === 'o') return thing(text);
  if (kind === 'e') throw new TypeError(Buffer.from(text, 'base64').toString());
  return null;
}

// In the Python library a method is an object without a text, number or logical value.
function thing(id) {
  const made = new Proxy(Object.create(null), {
    get(_, name) {
      if (typeof name === 'symbol') return undefined;
      const key = `${members.get(made)}.${name}`;
      const answer = members.get(key) === 'method' ? 'o:' : ask('get', id, name);
      if (answer[0] !== 'o') return taken(answer);
      members.set(key, 'method');
      return (...values) => taken(ask('call', id, name, ...values.map(given)));
    },
    set(_, name, value) {
      taken(ask('put', id, name, given(value)));
      return true;
    },
  });
  ids.set(made, id);
  return made;
}

module.exports = new Proxy(Object.create(null), {
  get(_, name) {
    return function () {
      const made = taken(ask('new', name));
      members.set(made, name);
      return made;
    };
  },
});
