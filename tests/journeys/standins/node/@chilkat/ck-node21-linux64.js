// A stand-in for Chilkat's Node.js library: the calls that the printed programs make, with that library's bytes on the
// wire (tests/wire). It sends multipart/form-data without TLS, and nothing else.
'use strict';
const { spawnSync } = require('child_process');
const path = require('path');

const CARRIER = path.join(__dirname, '..', 'carrier.js');

class HttpRequest {
  constructor() {
    this.HttpVerb = 'GET';
    this.Path = '/';
    this.ContentType = '';
    Object.defineProperty(this, '_headers', { value: [] });
    Object.defineProperty(this, '_params', { value: [] });
    Object.seal(this); // so that a misspelled property is an error in strict code
  }

  AddHeader(name, value) {
    this._headers.push([name, value]);
  }

  AddParam(name, value) {
    this._params.push([name, value]);
  }

  _bytes(domain, port) {
    const digits = Array.from({ length: 12 }, () => '0' + Math.floor(Math.random() * 10));
    const boundary = '-'.repeat(12) + digits.join('');
    const parts = this._params.map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    );
    const body = Buffer.from(parts.length ? parts.join('') + `--${boundary}--\r\n` : '');
    const lines = [
      `${this.HttpVerb} ${this.Path.replaceAll(' ', '%20')} HTTP/1.1`,
      port === 80 ? `Host: ${domain}` : `Host: ${domain}:${port}`,
      `Content-Type: ${this.ContentType}; boundary=${boundary}`,
      `Content-Length: ${body.length}`,
      ...this._headers.map(([name, value]) => `${name}: ${value}`),
    ];
    return Buffer.concat([Buffer.from(lines.join('\r\n') + '\r\n\r\n'), body]);
  }
}

class HttpResponse {
  constructor(answer) {
    const headSize = answer.indexOf('\r\n\r\n') + 4;
    const head = answer.subarray(0, headSize - 2).toString('latin1');
    const startSize = head.indexOf('\r\n') + 2;
    this.StatusCode = Number(head.split(' ')[1]);
    this.Header = head.slice(startSize);
    this.BodyStr = answer.subarray(headSize).toString('utf8');
  }
}

class Http {
  constructor() {
    this.LastMethodSuccess = false;
    this.LastErrorText = '';
  }

  SynchronousRequest(domain, port, ssl, request) {
    this.LastMethodSuccess = false;
    if (ssl || request.ContentType !== 'multipart/form-data') {
      this.LastErrorText = 'The stand-in sends multipart/form-data without TLS, and nothing else.';
      return null;
    }
    const carried = spawnSync(process.execPath, [CARRIER, domain, String(port)], { input: request._bytes(domain, port) });
    if (carried.status !== 0) {
      this.LastErrorText = String(carried.error || carried.stderr);
      return null;
    }
    this.LastMethodSuccess = true;
    this.LastErrorText = '';
    return new HttpResponse(carried.stdout);
  }
}

module.exports = { Http, HttpRequest, HttpResponse };
