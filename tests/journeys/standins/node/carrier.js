// Carries one request to a server and brings the answer back: `node carrier.js HOST PORT`, the request's bytes on
// standard input, the answer's on standard output. A process of its own lets the stand-in wait without an event loop.
'use strict';
const net = require('net');

const WAIT_MS = 30000;
const [host, port] = process.argv.slice(2);
const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk));
process.stdin.on('end', () => carry(Buffer.concat(chunks)));

function carry(request) {
  let answer = Buffer.alloc(0);
  const connection = net.connect(Number(port), host, () => connection.write(request));
  connection.setTimeout(WAIT_MS, () => connection.destroy(new Error('no whole answer came in time')));
  connection.on('error', fail);
  connection.on('end', () => fail(new Error('the server hung up in the middle of its answer')));
  connection.on('data', (chunk) => {
    answer = Buffer.concat([answer, chunk]);
    const size = wholeSize(answer);
    if (size === undefined || answer.length < size) return;
    connection.removeAllListeners('end');
    connection.destroy();
    process.stdout.write(answer.subarray(0, size));
  });
}

// How many bytes the answer has in all; undefined while its head is incomplete.
function wholeSize(answer) {
  const headSize = answer.indexOf('\r\n\r\n') + 4;
  if (headSize < 4) return undefined;
  const head = answer.subarray(0, headSize).toString('latin1');
  if (/^HTTP\/1\.1 (204|304)/.test(head)) return headSize;
  const length = /^content-length: *(\d+)/im.exec(head);
  if (!length) fail(new Error('the stand-in reads answers with a Content-Length only'));
  return headSize + Number(length[1]);
}

function fail(fault) {
  process.stderr.write(String(fault.message));
  process.exit(1);
}
